// Rights in one place: what somebody may do with what. Pure: given a person, a capability and what it is about, it says yes, no
// with the sentence for them, or that it is not here.
import { couldStand, type Holder, RELATIONS, type Relation, type Subject, standingOf } from './standing.ts';
import { type Capability, RIGHTS, type Right } from './table.ts';

export {
  type Body,
  type Holder,
  isOfBody,
  OWN_CHANGES_MS,
  RELATIONS,
  type Relation,
  type Subject,
} from './standing.ts';
export { type Capability, RIGHTS, type Right, type Scope } from './table.ts';

export type Verdict =
  | { may: true }
  /** `no`: the sentence, with places for `names`. `hidden`: it says no more than that it is not here. */
  | { may: false; no: string; names: Names; hidden: boolean };

/** What stands in the places of a sentence: {where}, {whose}. */
export interface Names {
  where: string;
  whose: string;
}

/** With what it is about in hand. @param now for what is allowed for a while only */
export function decide(
  capability: Capability,
  person: Holder | undefined,
  subject: Subject = {},
  now: Date = new Date(0),
): Verdict {
  const right: Right = RIGHTS[capability];
  const standing = standingOf(person, subject, now);
  if (right.who.some((relation) => standing.has(relation))) return { may: true };
  return refused(right, (relation) => standing.has(relation), subject);
}

/** Before anything is in hand: no only to somebody who could do it with nothing at all. */
export function decideBefore(
  capability: Capability,
  person: Holder | undefined,
  /** What the zone of the place is called. */
  where?: string,
): Verdict {
  const right: Right = RIGHTS[capability];
  if (right.who.some((relation) => couldStand(person, relation))) return { may: true };
  const nowhere: Right = { ...right, no: right.noAtAll ?? right.no };
  return refused(nowhere, (relation) => couldStand(person, relation) && relation in BEFORE, { where });
}

/** Roles that somebody has whatever it is about. */
const BEFORE: Partial<Record<Relation, true>> = { champion: true, board: true };

function refused(right: Right, stands: (relation: Relation) => boolean, subject: Subject): Verdict {
  const [own] = Object.entries(right.noFor ?? {}).filter(([relation]) => stands(relation as Relation));
  const general = subject.body == null ? right.no : (right.noOfBody ?? right.no);
  return {
    may: false,
    no: own?.[1] ?? general,
    names: { where: subject.where ?? 'the zone', whose: subject.whose ?? 'Somebody else' },
    hidden: right.hidden === true,
  };
}

/** "leads of the zone and the project team" */
export function whoMay(capability: Capability): string {
  const names = RIGHTS[capability].who.map((relation) => RELATIONS[relation]);
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
