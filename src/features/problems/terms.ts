// The terms of problems, for help.
import type { Term } from '../../chat/help-search.ts';

export const terms: readonly Term[] = [
  {
    name: 'collaborative problem',
    also: ['shared problem'],
    means:
      'What no agency solves alone: groups and places, never one person’s case. Its number, such as NP-42, opens it in every chat.',
    see: ['problem', 'problem list'],
  },
  {
    name: 'SARA',
    also: ['scanning', 'analysis', 'response', 'assessment', 'state of a problem'],
    means:
      'The steps of solving a problem. Scanning: what happens, where, to whom. Analysis: why. Response: what is tried. Assessment: whether it worked. Then it is closed: resolved, reduced, not resolved, or handed over.',
    see: ['problem NP-42 next', 'problem NP-42 close'],
  },
  {
    name: 'owner of a problem',
    also: ['owner', 'unowned'],
    means: 'Who of the team sees that a problem moves on. They need not do all of it themselves.',
    see: ['problem NP-42 take', 'problem NP-42 give', 'problem list zone unowned'],
  },
];
