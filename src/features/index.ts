// Every capability of the bot, one line each. A new one is added here and nowhere else.
import { helpCommand } from '../chat/help.ts';
import { createRegistry, type Registry } from '../chat/registry.ts';
import { interactions } from './interactions/index.ts';
import { people } from './people/index.ts';
import { privacy } from './privacy/index.ts';
import { zones } from './zones/index.ts';

/** The registry of this product. */
export function productRegistry(): Registry {
  const features = [interactions, zones, people, privacy];
  const help = helpCommand(() => registry.commands);
  const registry = createRegistry([...features, { name: 'help', commands: [help] }]);
  return registry;
}
