// The terms of the partnership, for help.
import type { Term } from '../../chat/help-search.ts';

export const terms: readonly Term[] = [
  {
    name: 'getting started',
    also: [
      'get started',
      'first steps',
      'set up',
      'setup',
      'onboarding',
      'do first',
      'how do i start',
      'where do i start',
      'begin',
    ],
    means:
      'The project team names the partnership, adds its agencies and a zone; somebody says in the zone’s channel that it is its place. Then people are invited, one of them is made lead, and the first meeting is planned.',
    see: ['partnership', 'zone agency new', 'zone new', 'zone link', 'zone invite', 'zone lead', 'meeting new'],
  },
  {
    name: 'project team',
    also: ['administrator', 'admin'],
    means:
      'Sets the programme up and looks after it: zones, agencies, champions, whose chat takes part, and what is sent.',
    see: ['partnership', 'zone programme'],
  },
  {
    name: 'board',
    also: ['executive', 'board member', 'board paper'],
    means:
      'Oversees the programme: it reads the papers and sees all zones. Its Executive decides between its meetings.',
    see: ['digest board', 'partnership board'],
  },
  {
    name: 'marking',
    also: ['classification', 'official'],
    means: 'The words that stand on every document, and say who may read it.',
    see: ['partnership marking'],
  },
];
