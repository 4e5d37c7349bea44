// A zone ends: it is closed, or becomes part of another. Everybody is told, places are free, and what was recorded stays.
import { type Act, type Effect, knownPerson, type ZoneEntry } from '../../../chat/act.ts';
import { buttons, type Card, heading, note, paragraph, saying } from '../../../chat/cards.ts';
import { assertMay } from '../../../chat/may.ts';
import { inPlace, privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { howMany, plain } from '../../../chat/spans.ts';
import type { Db } from '../../../database/client.ts';
import type { Phase } from '../../../database/generated/enums.ts';
import { placesOf } from '../../../delivery/index.ts';
import { capitalised } from '../../../language/vocabulary.ts';
import { todayIn } from '../../../time/calendar.ts';
import { endCalendar } from '../../meetings/index.ts';
import { whereToReach } from '../../people/index.ts';
import { moveProblems } from '../../problems/index.ts';
import { phaseNow, readPlan } from '../plan/model.ts';
import { MEMBER_LEFT } from '../team.ts';

interface Holds {
  people: number;
  places: number;
  problems: number;
  promises: number;
  meetings: number;
  running: boolean;
}

async function whatItHolds(db: Db, zoneId: string): Promise<Holds> {
  const [people, places, problems, promises, meetings, running] = await Promise.all([
    db.membership.count({ where: { zoneId, person: { active: true } } }),
    db.zonePlace.count({ where: { zoneId } }),
    db.problem.count({ where: { zoneId, state: { not: 'CLOSED' } } }),
    db.action.count({ where: { zoneId, state: 'OPEN' } }),
    db.meeting.count({ where: { zoneId, state: 'PLANNED' } }),
    db.meeting.count({ where: { zoneId, state: 'RUNNING' } }),
  ]);
  return { people, places, problems, promises, meetings, running: running > 0 };
}

/** @throws {Refusal} with what stands in the way */
async function assertCanEnd(db: Db, zone: ZoneEntry): Promise<Holds> {
  const { endedOn } = await db.zone.findUniqueOrThrow({ where: { id: zone.id }, select: { endedOn: true } });
  if (endedOn !== null) throw new Refusal(`${zone.name} is over already.`);
  const holds = await whatItHolds(db, zone.id);
  if (holds.running)
    throw new Refusal(`A meeting of ${zone.name} is being held. End it first: what is said in it would have no zone.`);
  return holds;
}

/** Closing is asked about, with what it touches. Who may: the project team. */
export async function askToClose(act: Act, zone: ZoneEntry): Promise<Reply> {
  assertMay(act, 'zone.reshape');
  const { people, places, problems, promises, meetings } = await assertCanEnd(act.db, zone);
  return privately({
    summary: `Close ${zone.name}?`,
    blocks: [
      heading(`Close ${zone.name}?`),
      {
        kind: 'list',
        items: [
          `${people === 0 ? 'Nobody is in its team' : `${howMany(people, 'person is', 'people are')} told, and no longer in its team; they still see what they did`}.`,
          `${places === 0 ? 'It has no places' : `${howMany(places, 'place is', 'places are')} free for another zone`}.`,
          ...(meetings === 0 ? [] : [`${howMany(meetings, 'planned meeting is', 'planned meetings are')} cancelled.`]),
          ...(problems === 0
            ? []
            : [
                `${howMany(problems, 'problem is', 'problems are')} open and would stay so: nobody works on ${problems === 1 ? 'it' : 'them'} any more. Close or hand over what can be, first.`,
              ]),
          ...(promises === 0
            ? []
            : [
                `${howMany(promises, 'promise stays', 'promises stay')} with whoever made ${promises === 1 ? 'it' : 'them'}.`,
              ]),
          'Reports, minutes and registers stay.',
        ].map((line) => plain(capitalised(line))),
      },
      buttons(
        { label: `Close ${zone.name}`, action: 'zone.close', data: { id: zone.id }, style: 'danger' },
        { label: 'Keep it', action: 'zone.open', data: { id: zone.id } },
      ),
    ],
  });
}

/** Who may: the project team. */
export function closeZone(act: Act, zone: ZoneEntry): Promise<Reply> {
  assertMay(act, 'zone.reshape');
  return act.once(async (effect) => {
    await lockZones(effect, [zone.id]);
    const { people } = await assertCanEnd(effect.db, zone);
    const card = saying(
      `${zone.name} is closed`,
      `Nothing new is kept there. What was done stays in its reports, minutes and registers, and you still see it.`,
    );
    await tellAll(effect, zone, card);
    await endZone(effect, act, zone, 'CLOSED');
    const title = `${zone.name} is closed`;
    const words = `${people === 0 ? 'Nobody was' : capitalised(howMany(people, 'person was', 'people were'))} told. Its reports work as before.`;
    return inPlace({
      summary: title,
      blocks: [
        heading(title),
        paragraph(words),
        buttons({ label: 'Open it again', action: 'zone.reopen', data: { id: zone.id } }),
      ],
    });
  });
}

/** A closed zone goes on: its team is its team again. Who may: the project team. */
export function reopenZone(act: Act, zone: ZoneEntry): Promise<Reply> {
  assertMay(act, 'zone.reshape');
  return act.once(async (effect) => {
    const { db } = effect;
    await lockZones(effect, [zone.id]);
    const now = await db.zone.findUniqueOrThrow({ where: { id: zone.id }, include: { mergedInto: true } });
    if (now.endedOn === null) return inPlace(saying(`${zone.name} is open`, 'It was opened again already.'));
    if (now.mergedInto !== null)
      throw new Refusal(`${zone.name} is part of ${now.mergedInto.name}: its people and problems are there.`);
    const former = await db.formerMember.findMany({ where: { zoneId: zone.id, person: { active: true } } });
    await db.membership.createMany({
      data: former.map(({ personId, roleTitle, lead }) => ({ personId, zoneId: zone.id, roleTitle, lead })),
      skipDuplicates: true,
    });
    await db.formerMember.deleteMany({ where: { zoneId: zone.id } });
    await db.zone.update({ where: { id: zone.id }, data: { endedOn: null } });
    await db.zonePhase.deleteMany({ where: { zoneId: zone.id, phase: 'CLOSED' } });
    const last = (await readPlan(db, zone.id)).findLast(({ startedOn }) => startedOn !== undefined);
    if (last !== undefined)
      await db.zonePhase.update({
        where: { zoneId_phase: { zoneId: zone.id, phase: last.phase } },
        data: { endedOn: null },
      });
    await effect.audit({ action: 'zone.reopened', recordType: 'zone', recordId: zone.id });
    await effect.directoryChanged();
    const card = saying(
      `${zone.name} goes on`,
      'Its team is as it was. Its places are linked anew by whoever leads it.',
    );
    await tellPeople(
      effect,
      former.map(({ personId }) => personId),
      card,
    );
    return inPlace(
      saying(
        `${zone.name} goes on`,
        `${capitalised(howMany(former.length, 'person is', 'people are'))} in its team again. Its channels are to be linked anew, its meetings to be planned.`,
      ),
    );
  });
}

/** Which of two goes into which is asked about. Who may: the project team. */
export async function askToMerge(act: Act, from: ZoneEntry, into: ZoneEntry): Promise<Reply> {
  assertMay(act, 'zone.reshape');
  assertTwo(from, into);
  const { people, places, problems, promises, meetings } = await assertCanEnd(act.db, from);
  if (into.over === true) throw new Refusal(`${into.name} is over; nothing can become part of it.`);
  return privately({
    summary: `Put ${from.name} into ${into.name}?`,
    blocks: [
      heading(`Put ${from.name} into ${into.name}?`),
      {
        kind: 'list',
        items: [
          `${howMany(people, 'person', 'people')}, ${howMany(places, 'place', 'places')}, ${howMany(problems, 'open problem', 'open problems')} and ${howMany(promises, 'promise', 'promises')} go along.`,
          `Problems get a number of ${into.name}; ${from.code}-7 still finds its problem.`,
          ...(meetings === 0
            ? []
            : [`${howMany(meetings, 'planned meeting', 'planned meetings')} of ${from.name} are cancelled.`]),
          `What ${from.name} has recorded, minuted and decided stays in its own registers, for those who were in its team.`,
        ].map((line) => plain(capitalised(line))),
      },
      note('It cannot be taken back.'),
      buttons(
        {
          label: `Put it into ${into.name}`,
          action: 'zone.merge',
          data: { from: from.id, into: into.id },
          style: 'danger',
        },
        { label: 'Keep both', action: 'zone.open', data: { id: from.id } },
      ),
    ],
  });
}

function assertTwo(from: ZoneEntry, into: ZoneEntry): void {
  if (from.id === into.id) throw new Refusal(`${from.name} cannot become part of itself. Name two zones.`);
}

/** People, places, open problems and promises, the map: what lives goes along; what was recorded stays. Who may: the project team. */
export function mergeZones(act: Act, from: ZoneEntry, into: ZoneEntry): Promise<Reply> {
  assertMay(act, 'zone.reshape');
  assertTwo(from, into);
  return act.once(async (effect) => {
    const { db } = effect;
    await lockZones(effect, [from.id, into.id]);
    await assertCanEnd(db, from);
    const { endedOn } = await db.zone.findUniqueOrThrow({ where: { id: into.id }, select: { endedOn: true } });
    if (endedOn !== null) throw new Refusal(`${into.name} is over; nothing can become part of it.`);
    await tellAll(
      effect,
      from,
      saying(
        `${from.name} is part of ${into.name} now`,
        `Its people, places and open problems went along. What you type here counts for ${into.name}.`,
      ),
    );
    const members = await db.membership.findMany({ where: { zoneId: from.id } });
    await db.membership.createMany({
      data: members.map(({ personId, roleTitle, lead }) => ({ personId, zoneId: into.id, roleTitle, lead })),
      skipDuplicates: true,
    });
    const to = { zoneId: into.id };
    await db.zonePlace.updateMany({ where: { zoneId: from.id }, data: to });
    const problems = await moveProblems(effect, act, from, into);
    await db.action.updateMany({ where: { zoneId: from.id, state: 'OPEN' }, data: to });
    await db.idea.updateMany({
      where: { zoneId: from.id, state: { in: ['CAPTURED', 'EXPLORING', 'ADOPTED', 'PARKED'] } },
      data: to,
    });
    const guests = await db.zoneGuest.findMany({ where: { zoneId: from.id } });
    await db.zoneGuest.createMany({
      data: guests.map(({ personId, kind }) => ({ personId, kind, ...to })),
      skipDuplicates: true,
    });
    await db.mapEntry.updateMany({ where: { zoneId: from.id, undoneAt: null }, data: to });
    await endZone(effect, act, from, 'MERGED', into.id);
    return inPlace(
      saying(
        `${from.name} is part of ${into.name} now`,
        `${capitalised(howMany(members.length, 'person', 'people'))} and ${howMany(problems, 'open problem', 'open problems')} went along.`,
      ),
    );
  });
}

async function lockZones({ db }: Effect, ids: string[]): Promise<void> {
  await db.$queryRaw`SELECT id FROM zone WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`;
}

async function endZone(effect: Effect, act: Act, zone: ZoneEntry, phase: Phase, mergedIntoId?: string): Promise<void> {
  const { db } = effect;
  const zoneId = zone.id;
  const { day } = todayIn(act.partnership.timeZone, act.now);
  const endedOn = new Date(day);
  await endCalendar(effect, zoneId, day);
  const members = await db.membership.findMany({ where: { zoneId } });
  await db.formerMember.createMany({
    data: members.map(({ personId, roleTitle, lead }) => ({ personId, zoneId, roleTitle, lead, endedOn })),
    skipDuplicates: true,
  });
  await db.membership.deleteMany({ where: { zoneId } });
  await effect.audit(
    ...members.map(({ personId, createdAt }) => ({
      action: MEMBER_LEFT,
      recordType: 'person',
      recordId: personId,
      details: { zone: zoneId, since: createdAt.toISOString() },
    })),
  );
  await db.joinRequest.updateMany({
    where: { zoneId, state: 'PENDING' },
    data: { state: 'DECLINED', decidedById: knownPerson(act).id, decidedAt: act.now, version: { increment: 1 } },
  });
  await db.pulse.updateMany({ where: { zoneId, closedAt: null }, data: { endsAt: act.now } });
  await db.zonePlace.deleteMany({ where: { zoneId } });
  await db.mentor.deleteMany({ where: { zoneId } });
  const now = phaseNow(await readPlan(db, zoneId));
  if (now !== undefined)
    await db.zonePhase.update({ where: { zoneId_phase: { zoneId, phase: now.phase } }, data: { endedOn } });
  await db.zonePhase.upsert({
    where: { zoneId_phase: { zoneId, phase } },
    create: { zoneId, phase, startedOn: endedOn },
    update: { startedOn: endedOn, endedOn: null },
  });
  await db.zone.update({ where: { id: zoneId }, data: { endedOn, mergedIntoId: mergedIntoId ?? null } });
  await effect.audit({
    action: phase === 'MERGED' ? 'zone.merged' : 'zone.closed',
    recordType: 'zone',
    recordId: zoneId,
    details: { people: members.length, ...(mergedIntoId === undefined ? {} : { into: mergedIntoId }) },
  });
  await effect.directoryChanged();
}

/** Its places, and everybody of its team in private. */
async function tellAll(effect: Effect, zone: ZoneEntry, card: Card): Promise<void> {
  for (const place of await placesOf(effect.db, zone.id)) await effect.tell(place, card);
  const members = await effect.db.membership.findMany({ where: { zoneId: zone.id }, select: { personId: true } });
  await tellPeople(
    effect,
    members.map(({ personId }) => personId),
    card,
  );
}

async function tellPeople(effect: Effect, ids: string[], card: Card): Promise<void> {
  for (const place of (await whereToReach(effect.db, ids)).values()) await effect.tell(place, card);
}
