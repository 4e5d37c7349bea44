// The terms of people, for help.
import type { Term } from '../../chat/help-search.ts';

export const terms: readonly Term[] = [
  {
    name: 'being away',
    also: ['deputy', 'stand-in', 'cover', 'holiday', 'leave', 'sick'],
    means: 'While you are away, what is asked of you goes to a deputy, whom you may name, or waits.',
    see: ['me away', 'me back'],
  },
  {
    name: 'invitation',
    also: ['invite', 'new member', 'add someone', 'add somebody', 'joining'],
    means:
      'A lead holds a place in the team for somebody: a code to pass on, or a mail for who has neither Slack nor Teams. Others ask to join.',
    see: ['zone invite', 'me join'],
  },
];
