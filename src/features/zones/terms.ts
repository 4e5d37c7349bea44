// The terms of zones, for help.
import type { Term } from '../../chat/help-search.ts';

export const terms: readonly Term[] = [
  {
    name: 'People Zone',
    also: ['people zones'],
    means:
      'A small place with a name and a boundary where services, charities, businesses and residents work as one team.',
    see: ['zone', 'zone boundary'],
  },
  {
    name: 'People Team',
    also: ['virtual team', 'team member', 'zone team'],
    means:
      'The members of one zone, from many agencies, each in the chat that their own agency has. One or more of them lead.',
    see: ['zone', 'zone invite', 'me join'],
  },
  {
    name: 'lead',
    also: ['leads', 'zone lead'],
    means: 'Lets people into the team, plans its meetings, publishes their minutes, and hands on what nobody has.',
    see: ['zone lead', 'zone invite'],
  },
  {
    name: 'phase',
    also: ['phases', 'life of a zone'],
    means:
      'How far a zone has come: concept, building, delivering, reviewing; then it is extended, paused, closed or merged.',
    see: ['zone plan', 'zone steps'],
  },
  {
    name: 'map of a zone',
    also: ['map', 'asset', 'assets'],
    means:
      'What the place has: roles, services, structures, meetings, assets and schemes, each with the day on which it was last known to be true.',
    see: ['zone map', 'zone map add', 'zone map gaps'],
  },
];
