// Rights, asked for an act. Dispatch asks before anything is read; services ask again with the record in hand, inside the
// transaction.
import { type Capability, decide, decideBefore, type Subject, type Verdict } from '../rights/index.ts';
import type { Act } from './act.ts';
import { Refusal } from './replies.ts';
import { filled } from './spans.ts';

/** Somebody may not, and is told so in the words of the table of rights. */
export class NotAllowed extends Refusal {
  override name = 'NotAllowed';
  constructor(
    readonly capability: Capability,
    verdict: Extract<Verdict, { may: false }>,
  ) {
    super(filled(verdict.no, { ...verdict.names }));
  }
}

/** Who acts and when: as much of an act as rights depend on. */
export type Asker = Pick<Act, 'actor' | 'now'>;

export function may({ actor, now }: Asker, capability: Capability, subject: Subject = {}): boolean {
  return decide(capability, actor.person, subject, now).may;
}

/** @throws {NotAllowed} with the sentence for this person */
export function assertMay({ actor, now }: Asker, capability: Capability, subject: Subject = {}): void {
  const verdict = decide(capability, actor.person, subject, now);
  if (!verdict.may) throw new NotAllowed(capability, verdict);
}

/** Before a record is in hand. @throws {NotAllowed} to somebody who could do it with nothing at all */
export function assertMayAtAll(act: Asker & Pick<Act, 'directory' | 'placeZoneId'>, capability: Capability): void {
  const here = act.directory.zones.find(({ id }) => id === act.placeZoneId)?.name;
  const verdict = decideBefore(capability, act.actor.person, here);
  if (!verdict.may) throw new NotAllowed(capability, verdict);
}
