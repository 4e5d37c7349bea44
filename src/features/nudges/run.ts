// What the clock does: gathers what waits for whom, lets the policy decide, and sends. Any number of replicas may do so at
// once: one nudge a person and day is a key of the table.

import type { Addressed, NudgeSource, Whose } from '../../chat/nudges.ts';
import { Refusal } from '../../chat/replies.ts';
import type { Db } from '../../database/client.ts';
import type { PrismaClient } from '../../database/generated/client.ts';
import type { NudgeRule } from '../../database/generated/enums.ts';
import { rows } from '../../database/statement.ts';
import { inBackground } from '../../delivery/index.ts';
import { whereToReach } from '../people/index.ts';
import {
  A_WEEK,
  DEFAULT_HOURS,
  type Decision,
  dayOf,
  decide,
  isAwake,
  mayStand,
  type Past,
  type Recipient,
  thingOf,
  type Waiting,
} from './policy.ts';

export const RECORD = 'nudge';
const WEEK_MS = 7 * 86_400_000;
/** So far back it is known who was reminded of what: longer than anything waits for its one reminder. */
const PAST_DAYS = 30;
/** What is done within so long counts as an effect of the nudge. */
export const EFFECT_DAYS = 3;

export interface Settings {
  enabled: boolean;
  /** In the source's unit. */
  threshold: number;
}

/** Every rule as a partnership has set it. */
export async function readSettings(
  db: Db,
  partnershipId: string,
  sources: NudgeSource[],
): Promise<Map<NudgeRule, Settings>> {
  const rows = await db.nudgeSetting.findMany({ where: { partnershipId } });
  return new Map(
    sources.map(({ rule, threshold }) => {
      const set = rows.find((row) => row.rule === rule);
      return [rule, { enabled: set?.enabled ?? true, threshold: set?.threshold ?? threshold?.value ?? 0 }];
    }),
  );
}

interface Partnership {
  id: string;
  timeZone: string;
}

/**
 * Everything that waits now, by the rules that are on.
 * @param listed for whoever looks: what needs no reminder yet stands there too @param whose of one person alone
 */
export async function gatherWaiting(
  db: Db,
  { id, timeZone }: Partnership,
  sources: NudgeSource[],
  now: Date,
  { listed = false, whose }: { listed?: boolean; whose?: Whose | undefined } = {},
): Promise<Waiting[]> {
  const settings = await readSettings(db, id, sources);
  const found: Waiting[] = [];
  for (const { rule, weight, redirects, once = false, find, listedFrom, to } of sources) {
    const { enabled, threshold: set } = settings.get(rule) ?? { enabled: false, threshold: 0 };
    if (!enabled || (whose !== undefined && !to.some((role) => isAddressed(whose, role)))) continue;
    const threshold = listed ? Math.min(set, listedFrom ?? set) : set;
    const about = whose === undefined ? {} : { whose };
    const candidates = await find({ db, partnershipId: id, timeZone, now, threshold, ...about });
    found.push(...candidates.map((candidate) => ({ ...candidate, rule, weight, redirects, once })));
  }
  return whose === undefined ? found : found.filter(({ personId }) => personId === whose.personId);
}

const isAddressed = ({ isAdmin, isChampion, leads }: Whose, role: Addressed): boolean =>
  ({ person: true, lead: leads.length > 0, champion: isChampion, admin: isAdmin })[role];

async function readWhose(db: Db, personId: string): Promise<Whose> {
  const [whose] = await rows<Omit<Whose, 'personId'>>(db)`
    SELECT 'ADMIN' = ANY(p.roles) AS "isAdmin", EXISTS (SELECT 1 FROM champion c WHERE c.person_id = p.id) AS "isChampion",
      ARRAY(SELECT m.zone_id::text FROM membership m WHERE m.person_id = p.id AND m.lead) AS leads
    FROM person p WHERE p.id = ${personId}::uuid AND p.active`;
  return { personId, ...(whose ?? { isAdmin: false, isChampion: false, leads: [] }) };
}

/**
 * What may stand in people's digests: everything that waits, but for what they have stopped, put off or declined.
 * @param personId for one person alone, which reads no more than could be theirs
 */
export async function waitingForDigests(
  db: Db,
  partnership: Partnership,
  sources: NudgeSource[],
  now: Date,
  personId?: string,
): Promise<Waiting[]> {
  const whose = personId === undefined ? undefined : await readWhose(db, personId);
  const waiting = await gatherWaiting(db, partnership, sources, now, { listed: true, whose });
  const recipients = await readRecipients(db, partnership, [...new Set(waiting.map(({ personId }) => personId))]);
  const pastOf = new Map<string, Past[]>();
  for (const each of await readPast(db, [...recipients.keys()], now))
    pastOf.set(each.personId, [...(pastOf.get(each.personId) ?? []), each]);
  return waiting.filter((what) => {
    const person = recipients.get(what.personId);
    return person !== undefined && mayStand(what, person, pastOf.get(person.id) ?? [], now);
  });
}

/** Those who may be written to, as the policy needs them; and whoever covers for them. */
export async function readRecipients(db: Db, partnership: Partnership, ids: string[]): Promise<Map<string, Recipient>> {
  const rows = await db.person.findMany({
    where: {
      partnershipId: partnership.id,
      active: true,
      OR: [{ id: { in: ids } }, { covers: { some: { id: { in: ids } } } }],
    },
    include: { nudgeStops: true, nudgesPutOff: true },
  });
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        timeZone: row.timeZone ?? partnership.timeZone,
        hours: { from: row.awakeFrom ?? DEFAULT_HOURS.from, until: row.awakeUntil ?? DEFAULT_HOURS.until },
        awayFrom: row.awayFrom?.toISOString().slice(0, 10),
        awayUntil: row.awayUntil?.toISOString().slice(0, 10),
        coverId: row.coverId ?? undefined,
        stopped: new Set(row.nudgeStops.map(({ rule }) => rule)),
        putOff: new Map(row.nudgesPutOff.map((each) => [thingOf(each), each.until.toISOString().slice(0, 10)])),
      },
    ]),
  );
}

/** What these people were told lately, and what they have put off or declined whenever it was. */
export async function readPast(db: Db, personIds: string[], now: Date): Promise<Past[]> {
  const rows = await db.nudge.findMany({
    where: {
      personId: { in: personIds },
      OR: [
        { sentAt: { gt: new Date(now.getTime() - PAST_DAYS * 86_400_000) } },
        { answer: { in: ['NOT_FOR_ME', 'SNOOZED'] } },
      ],
    },
    select: { personId: true, rule: true, subject: true, sentAt: true, answer: true, snoozedUntil: true },
  });
  return rows.map(({ answer, snoozedUntil, ...row }) => ({
    ...row,
    notForMe: answer === 'NOT_FOR_ME',
    snoozedUntil: snoozedUntil?.toISOString().slice(0, 10),
  }));
}

/** Sends what is due now, in every partnership. @returns how many were sent */
export async function sendNudges(prisma: PrismaClient, sources: NudgeSource[], now: Date): Promise<number> {
  let sent = 0;
  for (const partnership of await prisma.partnership.findMany({ select: { id: true, timeZone: true } })) {
    const waiting = await gatherWaiting(prisma, partnership, sources, now);
    await noteEffects(prisma, partnership.id, sources, waiting, now);
    const recipients = await readRecipients(prisma, partnership, [...new Set(waiting.map(({ personId }) => personId))]);
    if (![...recipients.values()].some((person) => isAwake(person, now))) continue;
    const past = await readPast(prisma, [...recipients.keys()], now);
    for (const decision of decide(now, recipients, waiting, past)) {
      const { timeZone } = recipients.get(decision.to) ?? partnership;
      if (await send(prisma, partnership.id, decision, timeZone, now)) sent += 1;
    }
  }
  return sent;
}

/** Writes it down and sends it, unless somebody was quicker. */
function send(
  prisma: PrismaClient,
  partnershipId: string,
  { to, instead, what }: Decision,
  timeZone: string,
  now: Date,
): Promise<boolean> {
  return inBackground(prisma, partnershipId, async (effect) => {
    const { db } = effect;
    await db.$queryRaw`SELECT id FROM person WHERE id = ${to}::uuid FOR UPDATE`;
    const week = await db.nudge.count({ where: { personId: to, sentAt: { gt: new Date(now.getTime() - WEEK_MS) } } });
    const place = (await whereToReach(db, [to])).get(to);
    if (week >= A_WEEK || place === undefined) return false;
    const [made] = await db.nudge.createManyAndReturn({
      data: [
        {
          partnershipId,
          personId: to,
          day: new Date(dayOf(now, timeZone)),
          rule: what.rule,
          subject: what.subject,
          zoneId: what.zoneId ?? null,
          recordId: what.recordId ?? null,
          forId: instead ?? null,
          title: what.title,
          reason: what.once === true ? `${what.reason} This is the last reminder.` : what.reason,
          doIt: JSON.parse(JSON.stringify(what.doIt)),
          sentAt: now,
        },
      ],
      skipDuplicates: true,
      select: { id: true },
    });
    if (made === undefined) return false;
    await effect.show({ type: RECORD, id: made.id, version: 1 }, [place]);
    return true;
  });
}

/** What stood when it was sent and stands no longer was seen to. */
async function noteEffects(
  db: Db,
  partnershipId: string,
  sources: NudgeSource[],
  waiting: Waiting[],
  now: Date,
): Promise<void> {
  const recent = await db.nudge.findMany({
    where: {
      partnershipId,
      actedAt: null,
      sentAt: { gt: new Date(now.getTime() - EFFECT_DAYS * 86_400_000) },
      OR: [{ answer: null }, { answer: { notIn: ['NOT_FOR_ME', 'STOPPED'] } }],
    },
    select: { id: true, rule: true, subject: true, recordId: true, personId: true, forId: true },
  });
  if (recent.length === 0) return;
  const standing = new Set(waiting.map(({ rule, subject, personId }) => `${rule} ${subject} ${personId}`));
  const done: string[] = [];
  for (const source of sources) {
    const mine = recent.filter(({ rule }) => rule === source.rule);
    const ids = mine.flatMap(({ recordId }) => recordId ?? []);
    const undone = source.undone === undefined || ids.length === 0 ? undefined : new Set(await source.undone(db, ids));
    for (const { id, rule, subject, recordId, personId, forId } of mine)
      if (
        undone === undefined
          ? !standing.has(`${rule} ${subject} ${forId ?? personId}`)
          : recordId !== null && !undone.has(recordId)
      )
        done.push(id);
  }
  if (done.length > 0) await db.nudge.updateMany({ where: { id: { in: done } }, data: { actedAt: now } });
}

/** Whether a nudge that is about to be drawn still has a point. */
export async function stillStands(db: Db, sources: NudgeSource[], id: string): Promise<boolean> {
  const nudge = await db.nudge.findUnique({ where: { id }, include: { person: { include: { partnership: true } } } });
  const source = sources.find(({ rule }) => rule === nudge?.rule);
  if (nudge === null || source === undefined) return false;
  if (source.undone !== undefined && nudge.recordId !== null)
    return (await source.undone(db, [nudge.recordId])).length > 0;
  const { partnership } = nudge.person;
  const settings = await readSettings(db, partnership.id, [source]);
  const found = await source.find({
    db,
    partnershipId: partnership.id,
    timeZone: partnership.timeZone,
    now: nudge.sentAt,
    threshold: settings.get(source.rule)?.threshold ?? 0,
  });
  const meant = nudge.forId ?? nudge.personId;
  return found.some(({ subject, personId }) => subject === nudge.subject && personId === meant);
}

/** One kind of reminder, or "everything". @throws {Refusal} when nothing goes by that name */
export function sourcesNamed(sources: NudgeSource[], words: string): NudgeSource[] {
  if (/^(?:all|everything|all of them|all reminders|reminders)$/i.test(words.trim())) return sources;
  if (words.trim() === '')
    throw new Refusal(`Which kind, or everything? There are: ${sources.map(({ name }) => name).join(', ')}.`);
  return [sourceNamed(sources, words.trim())];
}

/** @throws {Refusal} when nothing goes by that name */
export function sourceNamed(sources: NudgeSource[], word: string): NudgeSource {
  const wanted = word.toLowerCase();
  const found = sources.find(({ name, rule }) => name === wanted || rule.toLowerCase() === wanted);
  if (found === undefined)
    throw new Refusal(
      `I know no reminder "${word.slice(0, 30)}". There are: ${sources.map(({ name }) => name).join(', ')}.`,
    );
  return found;
}
