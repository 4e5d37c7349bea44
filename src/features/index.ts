// Every capability of the bot, one line each. A new one is added here and nowhere else.

import { helpCommand } from '../chat/help.ts';
import { sayAs } from '../chat/offers.ts';
import { createRegistry, type Feature, type Registry } from '../chat/registry.ts';
import { actions } from './actions/index.ts';
import { celebrations } from './celebrations/index.ts';
import { champions } from './champions/index.ts';
import { chats } from './chats/index.ts';
import { digestsFeature } from './digests/index.ts';
import { ideas } from './ideas/index.ts';
import { interactions } from './interactions/index.ts';
import { measures } from './measures/index.ts';
import { meetings } from './meetings/index.ts';
import { nudgesFeature } from './nudges/index.ts';
import { partnership } from './partnership/index.ts';
import { people } from './people/index.ts';
import { privacy } from './privacy/index.ts';
import { problems } from './problems/index.ts';
import { zones } from './zones/index.ts';

const FEATURES: Feature[] = [
  interactions,
  meetings,
  problems,
  actions,
  measures,
  ideas,
  celebrations,
  champions,
  zones,
  people,
  chats,
  partnership,
  privacy,
];

/** The registry of this product. @param features what it can do, besides explaining itself */
export function productRegistry(features: Feature[] = FEATURES): Registry {
  const help = helpCommand(() => registry);
  const registry: Registry = createRegistry([
    ...features,
    // They gather what the others declare.
    ...(features === FEATURES ? [digestsFeature(() => registry.nudges), nudgesFeature(() => registry.nudges)] : []),
    { name: 'help', commands: [help], buttons: [sayAs] },
  ]);
  return registry;
}
