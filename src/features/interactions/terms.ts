// The terms of interactions, for help.
import type { Term } from '../../chat/help-search.ts';

export const terms: readonly Term[] = [
  {
    name: 'interaction',
    means:
      'Something that a member did with people: a talk, a walkabout, a group, a letter to a street. One line logs it.',
    see: ['log', 'log list'],
  },
  {
    name: 'outcomes',
    also: ['outcome', 'safe', 'resourced'],
    means: 'What it is for: people who are safe, well, skilled and resourced. As tags: #safe #well #skills #resources.',
    see: ['log', 'problem'],
  },
  {
    name: 'tools',
    also: [
      'tool',
      'six tools',
      'believing is being',
      'community integration',
      'human interaction',
      'treatment',
      'control',
    ],
    means:
      'The six ways to work with a place. Two prevent: human interaction (#interaction) and community integration (#integration). Two remedy: treatment (#treatment) and control (#control). Two enable: shaping the environment (#environment), and believing is being (#believing), which is to tell what goes well.',
    see: ['zone tools', 'log'],
  },
  {
    name: 'prevention mix',
    also: ['preventive', 'remedial', 'enabling'],
    means:
      'Of the interactions that prevent or remedy, how many prevent. Human interaction and community integration prevent, treatment and control remedy; the other two tools are not counted in it.',
    see: ['zone aim', 'measure show prevention'],
  },
];
