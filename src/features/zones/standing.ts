// What cards have in common that stand in a channel and show facts of a moment: the facts are kept, and drawn anew when they differ.
import { saying } from '../../chat/cards.ts';
import { inPlace, type Reply } from '../../chat/replies.ts';
import type { Prisma } from '../../database/generated/client.ts';

/** As the database keeps them. */
export const asFacts = (facts: object) => JSON.parse(JSON.stringify(facts)) as Prisma.InputJsonObject;

export const keptHere = (words: string): Reply => inPlace(saying('The card is kept here', words));

/** Whether two pieces of JSON say the same: the database keeps the keys in an order of its own. */
export function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) return one === other;
  const [a, b] = [Object.entries(one), Object.entries(other)];
  return a.length === b.length && a.every(([key, value]) => isSame(value, (other as Record<string, unknown>)[key]));
}
