/** Whether two pieces of JSON say the same: the database keeps the keys in an order of its own. */
export function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) return one === other;
  const [a, b] = [Object.entries(one), Object.entries(other)];
  return a.length === b.length && a.every(([key, value]) => isSame(value, (other as Record<string, unknown>)[key]));
}
