// The prevention mix of a zone: preventive interactions over preventive and remedial ones (¶6.9), this calendar month.
import { LRUCache } from 'lru-cache';
import type { Tool } from '../../database/generated/enums.ts';
import { type Askable, rows } from '../../database/statement.ts';
import { PREVENTIVE, REMEDIAL } from './words.ts';

export interface Mix {
  preventive: number;
  remedial: number;
}

/** Other replicas' logs show after this long at the latest; one's own at once. */
const FRESH_MS = 5000;

/** The mixes of the busiest zones, so that a log need not count a month's rows each time. Bounded; stale ones are counted anew. */
export class MixCache {
  private readonly kept = new LRUCache<string, Mix>({ max: 2000, ttl: FRESH_MS });

  get(zoneId: string, month: string): Mix | undefined {
    return this.kept.get(`${zoneId} ${month}`);
  }

  set(zoneId: string, month: string, mix: Mix): void {
    this.kept.set(`${zoneId} ${month}`, mix);
  }

  /** One more (or one less) in a zone, without waiting for the next count. */
  add(zoneId: string, month: string, tool: Tool): void {
    const mix = this.get(zoneId, month);
    if (mix === undefined) return;
    if (PREVENTIVE.includes(tool)) mix.preventive += 1;
    if (REMEDIAL.includes(tool)) mix.remedial += 1;
  }

  forget(zoneId: string): void {
    for (const key of this.kept.keys()) if (key.startsWith(zoneId)) this.kept.delete(key);
  }
}

/** The mix with one more interaction in it, if it falls into the month. */
export function mixWith(mix: Mix, entry: { tool: Tool; occurredOn: string }, month: string): Mix {
  if (entry.occurredOn < month) return mix;
  return {
    preventive: mix.preventive + Number(PREVENTIVE.includes(entry.tool)),
    remedial: mix.remedial + Number(REMEDIAL.includes(entry.tool)),
  };
}

/** Counts a zone's mix since a day. */
export async function countMix(db: Askable, zoneId: string, since: string): Promise<Mix> {
  const [row] = await rows<Mix>(db)`
    SELECT count(*) FILTER (WHERE tool IN ('INTERACTION', 'INTEGRATION'))::int AS preventive, count(*) FILTER (WHERE tool IN ('TREATMENT', 'CONTROL'))::int AS remedial
    FROM interaction WHERE zone_id = ${zoneId}::uuid AND occurred_on >= ${since}::date AND undone_at IS NULL`;
  return row ?? { preventive: 0, remedial: 0 };
}

/** "31 of 50 preventive (62%)"; never a percentage without its number. */
export function mixWords({ preventive, remedial }: Mix): string {
  const all = preventive + remedial;
  return all === 0
    ? 'no preventive or remedial work logged yet'
    : `${preventive} of ${all} preventive (${Math.round((preventive / all) * 100)}%)`;
}
