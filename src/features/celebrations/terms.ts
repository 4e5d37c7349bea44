// The terms of good news, for help.
import type { Term } from '../../chat/help-search.ts';

export const terms: readonly Term[] = [
  {
    name: 'good news',
    also: ['celebration', 'celebrations'],
    means:
      'What went well, told on purpose: in the zone’s channels and first in the digest. Outside only when a lead says that it may be.',
    see: ['celebrate', 'celebrate list', 'celebrate 12 public'],
  },
];
