// The terms of champions, for help.
import type { Term } from '../../chat/help-search.ts';

export const terms: readonly Term[] = [
  {
    name: 'champion',
    also: ['champions', 'champion team', 'mentor'],
    means:
      'One person of each agency who helps all zones and is in none of their teams: they open doors in their own agency, and carry what works from one zone to another. Together they are the Champion Team.',
    see: ['zone champions', 'nudge', 'idea openings'],
  },
];
