// The terms of nudges, for help.
import type { Term } from '../../chat/help-search.ts';

export const terms: readonly Term[] = [
  {
    name: 'nudge',
    also: ['reminder', 'reminders', 'notifications', 'messages', 'stop messages', 'fewer messages'],
    means:
      'A reminder that says why it comes: something promised is due, a problem has nobody. In your own hours, on working days, at most one a day and three a week. Each kind can be stopped.',
    see: ['nudge', 'nudge hours', 'nudge stop', 'nudge rules'],
  },
];
