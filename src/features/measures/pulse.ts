// A pulse: a question or four, asked for some days without names. While it is open every answer lies sealed, under a key that is
// not in the database, and nothing is counted; when it closes all are opened at once, only counts are kept, and from five on.

import { type Act, type Effect, knownPerson, zoneById } from '../../chat/act.ts';
import { assertMay } from '../../chat/may.ts';
import { privately, Refusal, type Reply } from '../../chat/replies.ts';
import { say } from '../../chat/spans.ts';
import type { Db } from '../../database/client.ts';
import type { PrismaClient, PulseAudience, PulseKind } from '../../database/generated/client.ts';
import { inBackground, placesOf } from '../../delivery/index.ts';
import type { Seals } from '../../house/seals.ts';
import { dayWords, todayIn } from '../../time/calendar.ts';
import { periodOf } from './periods.ts';
import {
  type Answers,
  checkAnswers,
  countBallots,
  type FullPulse,
  fromBallot,
  LEAST,
  measureKey,
  QUESTIONS,
  toBallot,
  totals,
} from './pulse-questions.ts';
import { countedCard, pulseBegunCard } from './pulse-views.ts';
import { writeReadings } from './record.ts';

export const PULSE = 'pulse';
const NO_KEY = 'Answers are kept sealed, which needs a key of the bot’s own: whoever runs it sets SECRET_KEY.';
const DAYS = { usual: 7, most: 60 };

export const findPulse = (db: Db, id: string): Promise<FullPulse | null> =>
  db.pulse.findUnique({ where: { id }, include: { zone: { select: { name: true } }, counts: true } });

/** "safe team", "wellbeing residents for 14 days". */
export function readPulseLine(words: string): { kind?: PulseKind; audience?: PulseAudience; days: number } {
  const days = Number(/\b(\d{1,3})\s+days?\b/i.exec(words)?.[1] ?? DAYS.usual);
  return {
    days,
    ...(/\bsafe/i.test(words) ? { kind: 'SAFE' } : /\bwell/i.test(words) ? { kind: 'WELLBEING' } : {}),
    ...(/\bresidents?\b/i.test(words)
      ? { audience: 'RESIDENTS' }
      : /\bteam\b/i.test(words)
        ? { audience: 'TEAM' }
        : {}),
  };
}

/** Asks it in the zone's places. Who may: a lead. One of a kind at a time, and one a month: waves are compared. */
export async function beginPulse(
  act: Act,
  zoneId: string,
  { kind, audience, days }: { kind: PulseKind; audience: PulseAudience; days: number },
): Promise<Reply> {
  const zone = zoneById(act, zoneId);
  assertMay(act, 'pulse.begin', { zoneId, where: zone.name });
  if (!(days >= 1 && days <= DAYS.most))
    throw new Refusal(say`From 1 to ${DAYS.most} days, such as "measure pulse safe team for 7 days".`);
  const endsAt = new Date(act.now.getTime() + days * 86_400_000);
  if (audience === 'RESIDENTS' && act.links.to('/pulse', { id: zoneId }, endsAt) === undefined)
    throw new Refusal(
      'A page for residents needs an address of the bot’s own: whoever runs it sets PUBLIC_URL and SECRET_KEY.',
    );
  if (act.seals === undefined) throw new Refusal(NO_KEY);
  return act.once(async (effect) => {
    const { db } = effect;
    await db.$queryRaw`SELECT id FROM zone WHERE id = ${zoneId}::uuid FOR UPDATE`;
    const month = periodOf(todayIn(act.partnership.timeZone, act.now).day, 'MONTH');
    const last = await db.pulse.findFirst({ where: { zoneId, kind, audience }, orderBy: { endsAt: 'desc' } });
    if (last !== null && last.closedAt === null)
      throw new Refusal(
        `It is being asked already, until ${dayWords(todayIn(act.partnership.timeZone, last.endsAt).day)}.`,
      );
    if (last?.closedAt && periodOf(todayIn(act.partnership.timeZone, last.closedAt).day, 'MONTH') === month)
      throw new Refusal('It was asked this month. Waves are compared by the month: ask again in the next.');
    const pulse = await db.pulse.create({
      data: {
        partnershipId: act.partnership.id,
        zoneId,
        kind,
        audience,
        startsAt: act.now,
        endsAt,
      },
    });
    await effect.audit({ action: 'pulse.begun', recordType: PULSE, recordId: pulse.id, details: { kind, audience } });
    await effect.show({ type: PULSE, id: pulse.id, version: 1 }, await placesOf(db, zoneId));
    const found = await findPulse(db, pulse.id);
    if (found === null) throw new Error('A pulse vanished while it was begun.');
    return privately(pulseBegunCard(found, act.links));
  });
}

/**
 * Takes an answer, sealed: neither the row nor what the database keeps beside it (its transaction, its receipt) tells who said what.
 * @param voter so that nobody is counted twice
 * @returns undefined when they have answered before @throws {Refusal} when it is over
 */
export async function cast(
  db: Db,
  seals: Seals | undefined,
  id: string,
  voter: string,
  answers: Answers[],
  now: Date,
): Promise<{ version: number } | undefined> {
  await db.$queryRaw`SELECT id FROM pulse WHERE id = ${id}::uuid FOR UPDATE`;
  const pulse = await db.pulse.findUnique({ where: { id } });
  if (pulse === null || pulse.closedAt !== null || pulse.endsAt <= now)
    throw new Refusal('It is over: answers are no longer counted.');
  if (seals === undefined) throw new Refusal(NO_KEY);
  const first = await db.pulseBallot.createMany({
    data: [{ pulseId: id, mark: seals.mark(id, voter), sealed: seals.seal(id, toBallot(pulse.kind, answers)) }],
    skipDuplicates: true,
  });
  if (first.count === 0) return undefined;
  const { version } = await db.pulse.update({
    where: { id },
    data: { answers: { increment: 1 }, version: { increment: 1 } },
  });
  return { version };
}

/** A team member's answer. Nothing that is stored says what it was. */
export function answerPulse(act: Act, id: string, given: Record<string, unknown>): Promise<Reply> {
  const person = knownPerson(act);
  return act.once(async (effect) => {
    const pulse = await readPulse(act, id);
    assertMay(act, 'pulse.answer', { zoneId: pulse.zoneId, where: pulse.zone.name });
    if (pulse.audience !== 'TEAM') throw new Refusal('This is asked of residents, by its link.');
    const answers = checkAnswers(pulse.kind, given);
    if (answers.length === 0) throw new Refusal('Please choose an answer.');
    const done = await cast(effect.db, act.seals, id, person.id, answers, act.now);
    if (done === undefined) return privately(countedCard(false));
    await effect.refresh({ type: PULSE, id, version: done.version });
    return privately(countedCard(true));
  });
}

export async function readPulse(act: Act, id: string): Promise<FullPulse> {
  const found = await findPulse(act.db, id);
  if (found === null || found.partnershipId !== act.partnership.id) throw new Refusal('That pulse is no longer here.');
  assertMay(act, 'pulse.see', found);
  return found;
}

/** Before its time. Who may: a lead. */
export function endPulse(act: Act, id: string): Promise<Reply> {
  return act.once(async (effect) => {
    const pulse = await readPulse(act, id);
    assertMay(act, 'pulse.end', pulse);
    await close(effect, act.seals, id, act.now, act.partnership.timeZone);
    const closed = await findPulse(effect.db, id);
    return privately(pulseBegunCard(closed ?? pulse, act.links));
  });
}

/** Those whose time is over; a second run, or another replica, does nothing more. */
export async function closePulses(prisma: PrismaClient, seals: Seals | undefined, now: Date): Promise<void> {
  const due = await prisma.pulse.findMany({ where: { closedAt: null, endsAt: { lte: now } } });
  for (const { id, partnershipId } of due)
    await inBackground(prisma, partnershipId, async (effect) => {
      const { timeZone } = await effect.db.partnership.findUniqueOrThrow({ where: { id: partnershipId } });
      await close(effect, seals, id, now, timeZone);
    });
}

/** Ballots are opened and counted together, and become readings of the month; with too few, nothing is kept. All of them go. */
async function close(effect: Effect, seals: Seals | undefined, id: string, now: Date, timeZone: string): Promise<void> {
  const { db } = effect;
  await db.$queryRaw`SELECT id FROM pulse WHERE id = ${id}::uuid FOR UPDATE`;
  const pulse = await findPulse(db, id);
  if (pulse === null || pulse.closedAt !== null) return;
  const ballots = await db.pulseBallot.findMany({ where: { pulseId: id } });
  const opened = ballots.flatMap(({ sealed }) => {
    const bytes = seals?.open(id, sealed);
    return bytes === undefined ? [] : [fromBallot(pulse.kind, bytes)];
  });
  const counts = countBallots(opened);
  await db.pulseBallot.deleteMany({ where: { pulseId: id } });
  await db.pulseCount.deleteMany({ where: { pulseId: id } });
  const period = periodOf(todayIn(timeZone, now).day, 'MONTH');
  for (const question of QUESTIONS[pulse.kind]) {
    const { yes, of } = totals({ counts }, question);
    if (of < LEAST) continue;
    await db.pulseCount.createMany({
      data: counts.filter((each) => each.question === question.key).map((each) => ({ pulseId: id, ...each })),
    });
    const key = measureKey(question, pulse.audience);
    const measure = await db.measure.upsert({
      where: { partnershipId_key: { partnershipId: pulse.partnershipId, key } },
      create: {
        partnershipId: pulse.partnershipId,
        key,
        name: `${question.name} (${pulse.audience === 'TEAM' ? 'team' : 'residents'}, pulse)`,
        term: 'MEDIUM',
        unit: 'PERCENT',
        period: 'WAVE',
        better: question.key === 'anxious' ? 'DOWN' : 'UP',
        wording: `${question.asked} ${question.yesWords.replace(/^./, (letter) => letter.toUpperCase())}.`,
      },
      update: {},
    });
    await writeReadings(
      effect,
      [{ measureId: measure.id, zoneId: pulse.zoneId, period, value: { value: yes, base: of } }],
      { source: PULSE },
    );
  }
  const { version } = await db.pulse.update({
    where: { id },
    data: { closedAt: now, unread: ballots.length - opened.length, version: { increment: 1 } },
  });
  await effect.audit({ action: 'pulse.closed', recordType: PULSE, recordId: id });
  await effect.refresh({ type: PULSE, id, version });
}
