// The terms of digests, for help.
import type { Term } from '../../chat/help-search.ts';

export const terms: readonly Term[] = [
  {
    name: 'digest',
    also: ['weekly message', 'weekly summary', 'newsletter'],
    means:
      'One message a week: what needs you, what went well, what has really changed. It comes on the day and at the hour that you choose, or only when something needs you.',
    see: ['digest', 'digest settings'],
  },
];
