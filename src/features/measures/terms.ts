// The terms of measures, for help.
import type { Term } from '../../chat/help-search.ts';

export const terms: readonly Term[] = [
  {
    name: 'real change',
    also: ['verdict', 'no real change', 'usually', 'control chart', 'xmr'],
    means:
      'A figure goes up and down by itself. It has really changed when it leaves the range in which it usually lies, or stays on one side of its mean for long; else nothing is said of it.',
    see: ['measure show', 'measure step'],
  },
  {
    name: 'pulse',
    also: ['survey', 'poll'],
    means:
      'A few standard questions to a team or to residents, for some days. Only counts are kept: nobody can look up who said what.',
    see: ['measure pulse'],
  },
  {
    name: 'baseline',
    means: 'The first readings, from which it is said what is usual.',
    see: ['measure baseline'],
  },
];
