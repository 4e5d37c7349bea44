// The terms of privacy, for help.
import type { Term } from '../../chat/help-search.ts';

export const terms: readonly Term[] = [
  {
    name: 'personal data',
    also: ['privacy', 'gdpr', 'data protection', 'confidential', 'names of residents', 'personal information'],
    means:
      'Never type residents’ names, addresses, birthdays or numbers. I look for them before anything is kept, say what I saw, and offer other words. One person’s case belongs in its own system; only its number stands here.',
    see: ['partnership advice', 'problem NP-42 ref'],
  },
];
