// What residents have told: kept without a name, taken up by a lead within 72 hours, and answered where they wanted to hear.
import { type Act, type Effect, knownPerson } from '../../../chat/act.ts';
import { facts, heading, note, paragraph } from '../../../chat/cards.ts';
import { assertMay } from '../../../chat/may.ts';
import { EMAIL } from '../../../chat/platforms.ts';
import { Refusal } from '../../../chat/replies.ts';
import type { Db } from '../../../database/client.ts';
import type { Seals } from '../../../house/seals.ts';
import { readMailbox } from '../../../language/mail.ts';
import { whereToReach } from '../../people/index.ts';
import type { FullProblem } from '../model.ts';

export const TOLD = 'told_problem';
/** A lead answers within this. */
export const ANSWERED_WITHIN_HOURS = 72;
const PURPOSE = 'way to hear';

const WITH_ZONE = { zone: { select: { id: true, name: true, code: true } } } as const;

export const findTold = (db: Db, id: string) =>
  db.toldProblem.findUnique({
    where: { id },
    include: {
      ...WITH_ZONE,
      way: { select: { toldId: true } },
      problem: { select: { number: true, state: true, zone: { select: { code: true } } } },
      decidedBy: { select: { name: true } },
    },
  });
export type FullTold = NonNullable<Awaited<ReturnType<typeof findTold>>>;

export interface NewTold {
  /** Made with the form: what is sent twice is told once. */
  id: string;
  partnershipId: string;
  zoneId: string;
  what: string;
  place: string;
  /** Where they want to hear what came of it. */
  mailbox: string | undefined;
}

/** Keeps it, and shows it to the zone's leads alone: nothing that somebody outside has written goes straight into channels. */
export async function keepTold(
  effect: Effect,
  seals: Seals | undefined,
  { mailbox, ...told }: NewTold,
  now: Date,
): Promise<void> {
  const { db } = effect;
  const { count } = await db.toldProblem.createMany({ data: [{ ...told, createdAt: now }], skipDuplicates: true });
  if (count === 0) return;
  if (mailbox !== undefined && seals !== undefined)
    await db.toldWay.create({
      data: { toldId: told.id, mailbox: seals.seal(`${PURPOSE} ${told.id}`, Buffer.from(mailbox)) },
    });
  await effect.audit({ action: 'told.kept', recordType: TOLD, recordId: told.id, details: { zone: told.zoneId } });
  const leads = await db.membership.findMany({
    where: { zoneId: told.zoneId, lead: true, person: { active: true } },
    select: { personId: true },
  });
  const admins =
    leads.length > 0
      ? []
      : await db.person.findMany({
          where: { partnershipId: told.partnershipId, active: true, roles: { has: 'ADMIN' } },
          select: { id: true },
        });
  const who = [...leads.map(({ personId }) => personId), ...admins.map(({ id }) => id)];
  await effect.show({ type: TOLD, id: told.id, version: 1 }, [...(await whereToReach(db, who)).values()]);
}

/** With the record in hand. @throws {Refusal} when it is not here, or somebody else's to answer */
export async function toldFor(act: Act, db: Db, id: string): Promise<FullTold> {
  const told = await findTold(db, id);
  if (told === null || told.partnershipId !== act.partnership.id) throw new Refusal('That is not here.');
  assertMay(act, 'told.answer', { zoneId: told.zoneId, where: told.zone.name });
  return told;
}

/** It has become a problem, or was said of one that stands. @throws {Refusal} when somebody was first */
export async function takeUpTold(act: Act, effect: Effect, id: string, problemId: string): Promise<void> {
  const told = await toldFor(act, effect.db, id);
  await decide(act, effect, told, { state: 'TAKEN_UP', problemId });
}

export async function decide(
  act: Act,
  effect: Effect,
  told: FullTold,
  what: { state: 'TAKEN_UP'; problemId: string } | { state: 'NOT_OURS'; reason: string },
): Promise<void> {
  const first = await effect.db.toldProblem.updateMany({
    where: { id: told.id, state: 'OPEN' },
    data: { ...what, decidedById: knownPerson(act).id, decidedAt: act.now, version: { increment: 1 } },
  });
  if (first.count === 0) throw new Refusal(`${told.decidedBy?.name ?? 'Somebody'} has answered that meanwhile.`);
  await effect.audit({
    action: what.state === 'TAKEN_UP' ? 'told.taken_up' : 'told.declined',
    recordType: TOLD,
    recordId: told.id,
  });
  await effect.refresh({ type: TOLD, id: told.id, version: told.version + 1 });
  if (what.state === 'NOT_OURS')
    await tellWhoTold(act, effect, told.id, `It is not for the team of ${told.zone.name} to work on.`, what.reason);
}

/** A problem that residents told of is closed: whoever wanted to hear hears, and the way to them is deleted. */
export async function answerTold(act: Act, effect: Effect, problem: FullProblem, result: string): Promise<void> {
  const told = await effect.db.toldProblem.findMany({
    where: { problemId: problem.id, way: { isNot: null } },
    select: { id: true },
  });
  for (const { id } of told)
    await tellWhoTold(
      act,
      effect,
      id,
      `The team of ${problem.zone.name} has worked on it, and closed it as: ${result}.`,
      problem.title,
    );
}

/** A mail without a name or an address of a page in it; then the way is gone. */
async function tellWhoTold(act: Act, effect: Effect, id: string, came: string, about: string): Promise<void> {
  const { db } = effect;
  const way = await db.toldWay.findUnique({ where: { toldId: id }, include: { told: true } });
  if (way === null) return;
  await db.toldWay.delete({ where: { toldId: id } });
  const opened = act.seals?.open(`${PURPOSE} ${id}`, way.mailbox);
  const mailbox = opened === undefined ? undefined : readMailbox(Buffer.from(opened).toString('utf8'));
  if (mailbox === undefined) return;
  const title = 'What came of what you told us';
  await effect.tell(
    { platform: EMAIL, ...mailbox },
    {
      summary: title,
      blocks: [
        heading(title),
        paragraph(came),
        facts(['You told us', way.told.what], ['The team says', about]),
        note('Thank you. Your address is deleted with this mail; we write to you no more.'),
      ],
    },
  );
}
