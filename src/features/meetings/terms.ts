// The terms of meetings, for help.
import type { Term } from '../../chat/help-search.ts';

export const terms: readonly Term[] = [
  {
    name: 'quorum',
    also: ['quorate', 'inquorate', 'proposed decision'],
    means:
      'How many people, and from how many agencies, must be there for something to be decided. Below it a decision is a proposal, until a meeting that has its quorum confirms it.',
    see: ['meeting quorum', 'meeting confirm'],
  },
  {
    name: 'minutes',
    means:
      'They are drawn from what was recorded while the meeting was held: who was there, what was decided, promised and noted. They are published, approved by the next meeting, and then change only by a correction.',
    see: ['meeting minutes', 'meeting edit', 'meeting publish', 'meeting approve'],
  },
  {
    name: 'agenda',
    also: ['agenda item', 'item'],
    means: 'What a meeting goes through, in order. Everybody of the team may add to it, also while it is held.',
    see: ['meeting add', 'meeting proposals', 'meeting arrange', 'meeting standing'],
  },
];
