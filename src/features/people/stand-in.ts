// Whoever is asked for something is asked in truth, or somebody stands in: one path for promises, champions and problems.

import type { Notice } from '../../chat/act.ts';
import type { Askable } from '../../database/statement.ts';
import { dayWords } from '../../time/calendar.ts';
import { readStanding, type Standing } from './reach.ts';

export interface Asked {
  /** Who is asked; the person who was meant, when nobody stands in. */
  personId: string;
  /** The person who was meant is not there, and nobody stands in. */
  nobody: boolean;
  /** For whoever asks: why it is not the person that they named. */
  remark: string | undefined;
  /** Where whoever is asked is reached. */
  place: Notice | undefined;
}

export interface StandIn {
  /** Who may stand in besides the cover that they have named, in this order. */
  deputies?: (string | undefined)[];
  /** The present day, YYYY-MM-DD. */
  today: string;
  /** An absence that ends before this day does not matter, YYYY-MM-DD; by default today. */
  neededBy?: string;
  /** How the person stands today, where that is known already. */
  standing?: Standing | undefined;
}

/** The person; while they are away or cannot be reached their cover, then a deputy: somebody who is here and can be reached. */
export async function whoIsAsked(
  db: Askable,
  personId: string,
  { deputies = [], today, neededBy = today, standing: known }: StandIn,
): Promise<Asked> {
  const standing = known ?? (await readStanding(db, personId, today));
  if (standing === undefined)
    return { personId, nobody: true, remark: 'They are not known here any more.', place: undefined };
  const { awayUntil: until, place } = standing;
  const away = until !== undefined && until >= neededBy;
  if (standing.active && place !== undefined && !away) return { personId, nobody: false, remark: undefined, place };
  const why = !standing.active
    ? 'has left'
    : place === undefined
      ? 'cannot be reached in any chat'
      : `is away until ${dayWords(until ?? today)}`;
  for (const instead of [away ? standing.coverId : undefined, ...deputies]) {
    if (instead === undefined || instead === personId) continue;
    const other = await readStanding(db, instead, today);
    if (other?.active && other.awayUntil === undefined && other.place !== undefined)
      return {
        personId: instead,
        nobody: false,
        remark: `${standing.name} ${why}; ${other.name} stands in.`,
        place: other.place,
      };
  }
  return { personId, nobody: true, remark: `${standing.name} ${why}, and nobody stands in.`, place };
}
