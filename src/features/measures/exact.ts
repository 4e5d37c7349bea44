// Exact fractions: a mean of floating-point numbers is not always the value that all of them are, and "above the mean" must be true.

/** n / d, reduced, with d above nought. */
export interface Exact {
  readonly n: bigint;
  readonly d: bigint;
}

/** A figure as it was given: a number, or so many of so many, which stands for its percentage. */
export type Figure = number | { count: number; of: number };

const reduced = (n: bigint, d: bigint): Exact => {
  const [up, down] = d < 0n ? [-n, -d] : [n, d];
  const by = gcd(up < 0n ? -up : up, down);
  return { n: up / by, d: down / by };
};

function gcd(a: bigint, b: bigint): bigint {
  let [one, other] = [a, b];
  while (other !== 0n) [one, other] = [other, one % other];
  return one === 0n ? 1n : one;
}

/** @param figure a finite number, taken as the decimal that it is written as */
export function exact(figure: Figure): Exact {
  if (typeof figure !== 'number') return times(over(exact(figure.count), exact(figure.of)), { n: 100n, d: 1n });
  const [, sign = '', whole = '0', part = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(String(figure)) ?? [];
  const shift = Number(power) - part.length;
  const digits = BigInt(`${sign}${whole}${part}`);
  return shift >= 0 ? { n: digits * 10n ** BigInt(shift), d: 1n } : reduced(digits, 10n ** BigInt(-shift));
}

export const plus = (a: Exact, b: Exact): Exact =>
  a.d === b.d ? reduced(a.n + b.n, a.d) : reduced(a.n * b.d + b.n * a.d, a.d * b.d);
export const minus = (a: Exact, b: Exact): Exact => plus(a, { n: -b.n, d: b.d });
export const times = (a: Exact, b: Exact): Exact => reduced(a.n * b.n, a.d * b.d);
const over = (a: Exact, b: Exact): Exact => reduced(a.n * b.d, a.d * b.n);
export const size = (a: Exact): Exact => (a.n < 0n ? { n: -a.n, d: a.d } : a);

/** -1, 0 or 1. */
export function compare(a: Exact, b: Exact): -1 | 0 | 1 {
  const [left, right] = [a.n * b.d, b.n * a.d];
  return left < right ? -1 : left > right ? 1 : 0;
}

export function average(list: readonly Exact[]): Exact {
  if (list.length === 0) return { n: 0n, d: 1n };
  const sum = list.reduce(plus, { n: 0n, d: 1n });
  return reduced(sum.n, sum.d * BigInt(list.length));
}

/** The nearest number, for drawing. */
export function toNumber({ n, d }: Exact): number {
  const digits = Math.max(String(n).length, String(d).length) - 300;
  const by = digits > 0 ? 10n ** BigInt(digits) : 1n;
  return Number(n / by) / Number(d / by);
}
