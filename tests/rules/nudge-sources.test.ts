// Every kind of reminder speaks when it should, with its reason, to the right person; and no longer when it is seen to.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import type { Database } from '../../src/database/client.ts';
import type { NudgeRule } from '../../src/database/generated/enums.ts';
import { productRegistry } from '../../src/features/index.ts';
import { gatherWaiting } from '../../src/features/nudges/index.ts';
import { ensurePartnership } from '../../src/features/partnership/begin.ts';
import { ROOT } from '../../src/process/paths.ts';
import { seed } from '../../src/seed/index.ts';
import { openTestDatabase } from '../support/database.ts';

const sources = productRegistry().nudges;
let database: Database;
let partnership: { id: string; timeZone: string };
let zoneId: string;

beforeAll(async () => {
  database = await openTestDatabase();
  await ensurePartnership(database.prisma, readConfig({}, ROOT));
  await seed(database.prisma, new Date('2026-11-24T10:00:00Z'));
  partnership = await database.prisma.partnership.findFirstOrThrow();
  zoneId = (await database.prisma.zone.findFirstOrThrow({ where: { code: 'NP' } })).id;
});
afterAll(() => database?.close());

async function waiting(rule: NudgeRule, at: string) {
  const found = await gatherWaiting(
    database.prisma,
    partnership,
    sources.filter((source) => source.rule === rule),
    new Date(at),
  );
  const people = await database.prisma.person.findMany({
    where: { id: { in: found.map(({ personId }) => personId) } },
  });
  return found.map((each) => ({ ...each, who: people.find(({ id }) => id === each.personId)?.name ?? '' }));
}

const leads = async () =>
  (await database.prisma.membership.findMany({ where: { zoneId, lead: true }, include: { person: true } }))
    .map(({ person }) => person.name)
    .sort();

it('minutes: the one who held it on the second working day, all leads on the third, nobody once they are published', async () => {
  const { prisma } = database;
  const [first, second] = await prisma.membership.findMany({
    where: { zoneId },
    include: { person: true },
    orderBy: { createdAt: 'asc' },
    take: 2,
  });
  await prisma.membership.updateMany({
    where: { id: { in: [first?.id ?? '', second?.id ?? ''] } },
    data: { lead: true },
  });
  const meeting = await prisma.meeting.create({
    data: {
      partnershipId: partnership.id,
      zoneId,
      title: 'Team meeting',
      startsAt: new Date('2026-12-22T14:00:00Z'),
      timeZone: 'Europe/London',
      state: 'ENDED',
      startedAt: new Date('2026-12-22T14:00:00Z'),
      endedAt: new Date('2026-12-22T15:00:00Z'),
      entries: {
        create: {
          number: 1,
          kind: 'STARTED',
          personId: first?.personId ?? null,
          agencyId: first?.person.agencyId ?? null,
        },
      },
    },
  });
  // Christmas Day, Boxing Day's Monday and the weekend are no working days.
  expect(await waiting('MINUTES_UNPUBLISHED', '2026-12-23T10:00:00Z')).toEqual([]);
  const one = await waiting('MINUTES_UNPUBLISHED', '2026-12-24T10:00:00Z');
  expect(one.map(({ who }) => who)).toEqual([first?.person.name]);
  expect((await waiting('MINUTES_UNPUBLISHED', '2026-12-28T10:00:00Z')).length).toBe(1);
  expect((await waiting('MINUTES_UNPUBLISHED', '2026-12-29T10:00:00Z')).map(({ who }) => who).sort()).toEqual(
    await leads(),
  );
  await prisma.meeting.update({ where: { id: meeting.id }, data: { publishedAt: new Date('2026-12-29T11:00:00Z') } });
  expect(await waiting('MINUTES_UNPUBLISHED', '2026-12-29T12:00:00Z')).toEqual([]);
});

it('rhythm: a zone that has not met for three weeks and has nothing planned', async () => {
  const { prisma } = database;
  await prisma.zone.updateMany({ data: { createdAt: new Date('2026-01-01T00:00:00Z') } });
  expect((await waiting('RHYTHM_LAPSED', '2027-01-05T10:00:00Z')).filter((each) => each.zoneId === zoneId)).toEqual([]);
  const lapsed = (await waiting('RHYTHM_LAPSED', '2027-01-14T10:00:00Z')).filter((each) => each.zoneId === zoneId);
  expect(lapsed.map(({ who }) => who).sort()).toEqual(await leads());
  expect(lapsed[0]?.reason).toContain('the last meeting was on Tuesday 22 December 2026');
  await prisma.meeting.create({
    data: {
      partnershipId: partnership.id,
      zoneId,
      title: 'Next',
      startsAt: new Date('2027-02-01T10:00:00Z'),
      timeZone: 'Europe/London',
    },
  });
  expect((await waiting('RHYTHM_LAPSED', '2027-01-14T10:00:00Z')).filter((each) => each.zoneId === zoneId)).toEqual([]);
});

it('problems: unowned, silent agency, stale; each by its own threshold', async () => {
  const { prisma } = database;
  const problem = await prisma.problem.findFirstOrThrow({ where: { zoneId, state: { not: 'CLOSED' } } });
  await prisma.problem.updateMany({
    where: { partnershipId: partnership.id },
    data: { movedAt: new Date('2026-12-01T10:00:00Z'), createdAt: new Date('2026-12-01T10:00:00Z') },
  });
  await prisma.problem.update({ where: { id: problem.id }, data: { ownerId: null } });
  const mine = async (rule: NudgeRule, at: string) =>
    (await waiting(rule, at)).filter((each) => each.recordId === problem.id);
  expect(await mine('PROBLEM_UNOWNED', '2026-12-03T10:00:00Z')).toEqual([]);
  const unowned = await mine('PROBLEM_UNOWNED', '2026-12-04T10:00:00Z');
  expect(unowned.map(({ who }) => who).sort()).toEqual(await leads());
  expect(unowned[0]?.reason).toBe('Because it has had no owner for 3 working days.');
  // People who write on it give it no owner.
  await prisma.problem.update({ where: { id: problem.id }, data: { movedAt: new Date('2026-12-07T10:00:00Z') } });
  expect((await mine('PROBLEM_UNOWNED', '2026-12-08T10:00:00Z'))[0]?.reason).toContain('no owner for 5 working days');
  await prisma.problem.update({ where: { id: problem.id }, data: { movedAt: new Date('2026-12-01T10:00:00Z') } });
  await prisma.nudgeSetting.create({ data: { partnershipId: partnership.id, rule: 'PROBLEM_UNOWNED', threshold: 10 } });
  expect(await mine('PROBLEM_UNOWNED', '2026-12-04T10:00:00Z')).toEqual([]);
  await prisma.nudgeSetting.update({
    where: { partnershipId_rule: { partnershipId: partnership.id, rule: 'PROBLEM_UNOWNED' } },
    data: { enabled: false },
  });
  expect(await mine('PROBLEM_UNOWNED', '2027-03-04T10:00:00Z')).toEqual([]);

  const owner = await prisma.person.findFirstOrThrow({ where: { memberships: { some: { zoneId } } } });
  await prisma.problem.update({ where: { id: problem.id }, data: { ownerId: owner.id } });
  expect(await mine('PROBLEM_STALE', '2026-12-14T10:00:00Z')).toEqual([]);
  expect((await mine('PROBLEM_STALE', '2026-12-15T10:00:00Z')).map(({ who, reason }) => [who, reason])).toEqual([
    [owner.name, 'Because it has not moved for 14 days.'],
  ]);

  const champion = await prisma.champion.findFirstOrThrow({ include: { person: true } });
  const key = { problemId: problem.id, agencyId: champion.agencyId };
  await prisma.problemAgency.upsert({
    where: { problemId_agencyId: key },
    create: { ...key, state: 'ASKED', since: new Date('2026-12-01T10:00:00Z') },
    update: { state: 'ASKED', since: new Date('2026-12-01T10:00:00Z') },
  });
  const silent = async (at: string) =>
    (await mine('AGENCY_SILENT', at)).filter(({ personId }) => personId === champion.personId);
  expect(await silent('2026-12-07T10:00:00Z')).toEqual([]);
  expect((await silent('2026-12-08T10:00:00Z'))[0]?.reason).toContain('was asked 5 working days ago');
});

it('people: a request that waits, an agency that is quiet, one without a champion', async () => {
  const { prisma } = database;
  const agency = await prisma.agency.findFirstOrThrow({ where: { champions: { some: {} } } });
  const identity = await prisma.chatIdentity.findFirstOrThrow();
  await prisma.joinRequest.create({
    data: {
      partnershipId: partnership.id,
      identityId: identity.id,
      agencyId: agency.id,
      zoneId,
      name: 'Nell Waters',
      roleTitle: 'Warden',
      createdAt: new Date('2026-12-04T15:00:00Z'),
    },
  });
  expect(await waiting('JOIN_WAITING', '2026-12-06T10:00:00Z')).toEqual([]);
  expect((await waiting('JOIN_WAITING', '2026-12-07T10:00:00Z'))[0]?.title).toContain('Nell Waters');
  await prisma.membership.updateMany({ data: { createdAt: new Date('2026-01-01T00:00:00Z') } });
  const quiet = await waiting('AGENCY_QUIET', '2027-03-01T10:00:00Z');
  expect(quiet.length).toBeGreaterThan(0);
  expect(quiet[0]?.reason).toMatch(/has logged nothing/);
  await prisma.person.updateMany({ where: { name: 'Priya Sandhar' }, data: { roles: ['ADMIN'] } });
  await prisma.agency.updateMany({ data: { createdAt: new Date('2026-01-01T00:00:00Z') } });
  expect((await waiting('CHAMPION_GAP', '2027-03-01T10:00:00Z'))[0]).toMatchObject({ who: 'Priya Sandhar' });
});

it('ideas, and what a champion wanted to come back to', async () => {
  const { prisma } = database;
  const person = await prisma.person.findFirstOrThrow({ where: { memberships: { some: { zoneId } } } });
  await prisma.idea.create({
    data: {
      partnershipId: partnership.id,
      number: 1,
      text: 'A swap shop',
      personId: person.id,
      agencyId: person.agencyId,
      movedAt: new Date('2026-11-01T10:00:00Z'),
    },
  });
  expect(await waiting('IDEA_UNMOVED', '2026-11-30T10:00:00Z')).toEqual([]);
  expect((await waiting('IDEA_UNMOVED', '2026-12-01T10:00:00Z')).map(({ who }) => who)).toEqual([person.name]);
  const champion = await prisma.champion.findFirstOrThrow();
  await prisma.ask.create({
    data: {
      partnershipId: partnership.id,
      zoneId,
      text: 'Lights',
      askerId: person.id,
      championId: champion.personId,
      state: 'LATER',
      laterOn: new Date('2026-12-10'),
    },
  });
  await prisma.ask.create({
    data: {
      partnershipId: partnership.id,
      zoneId,
      text: 'Who can talk to the school?',
      askerId: person.id,
      championId: champion.personId,
      // Friday.
      askedAt: new Date('2026-12-04T10:00:00Z'),
    },
  });
  const asked = await prisma.person.findUniqueOrThrow({ where: { id: champion.personId } });
  expect(await waiting('ASK_UNANSWERED', '2026-12-06T10:00:00Z')).toEqual([]);
  expect((await waiting('ASK_UNANSWERED', '2026-12-07T10:00:00Z')).map(({ who }) => who)).toEqual([asked.name]);
  const later = await waiting('ASK_UNANSWERED', '2026-12-10T10:00:00Z');
  expect(later.map(({ who }) => who).sort()).toEqual([asked.name, person.name].sort());
  expect(later.find(({ who }) => who === person.name)?.reason).toContain('was asked 4 working days ago');
  expect(await waiting('ASK_LATER', '2026-12-09T10:00:00Z')).toEqual([]);
  expect(await waiting('ASK_LATER', '2026-12-10T00:30:00Z')).toHaveLength(1);
});

it('steps: whoever sees to one whose day has been, the leads where nobody does, the project team where nobody leads', async () => {
  const { prisma } = database;
  const step = await prisma.zoneStep.findFirstOrThrow({ where: { zoneId, key: 'MAPPED' } });
  const set = (data: { state?: 'UNDER_WAY' | 'DONE'; ownerId?: string | null; dueOn?: Date }) =>
    prisma.zoneStep.update({ where: { id: step.id }, data });
  const mine = async (at: string) =>
    (await waiting('STEP_LATE', at)).filter(({ recordId }) => recordId === step.id).map(({ who }) => who);
  const owner = await prisma.person.findFirstOrThrow({ where: { name: 'Priya Sandhar' } });
  await set({ state: 'UNDER_WAY', ownerId: owner.id, dueOn: new Date('2026-12-03') });
  expect(await mine('2026-12-03T10:00:00Z')).toEqual([]);
  expect(await mine('2026-12-04T10:00:00Z')).toEqual(['Priya Sandhar']);
  await set({ ownerId: null });
  expect((await mine('2026-12-04T10:00:00Z')).sort()).toEqual(await leads());
  expect((await waiting('STEP_LATE', '2026-12-04T10:00:00Z'))[0]?.reason).toContain(
    'one day ago and nobody sees to it',
  );
  await prisma.membership.updateMany({ where: { zoneId }, data: { lead: false } });
  await prisma.person.update({ where: { id: owner.id }, data: { roles: ['ADMIN'] } });
  expect(await mine('2026-12-04T10:00:00Z')).toContain('Priya Sandhar');
  await set({ state: 'DONE' });
  expect(await mine('2026-12-04T10:00:00Z')).toEqual([]);
});

it('an agreement: a month before it ends and after, to the project team, unless another follows', async () => {
  const { prisma } = database;
  await prisma.agreement.deleteMany({});
  const agency = await prisma.agency.findFirstOrThrow({ where: { shortName: 'Fire' } });
  const person = await prisma.person.findFirstOrThrow({ where: { name: 'Priya Sandhar' } });
  await prisma.person.updateMany({ where: { roles: { has: 'ADMIN' } }, data: { roles: [] } });
  await prisma.person.update({ where: { id: person.id }, data: { roles: ['ADMIN'] } });
  const enter = (until: string | null) =>
    prisma.agreement.create({
      data: {
        partnershipId: partnership.id,
        agencyId: agency.id,
        personId: person.id,
        what: 'Sharing agreement',
        signedOn: new Date('2026-03-01'),
        untilOn: until === null ? null : new Date(until),
      },
    });
  await enter('2028-02-29');
  expect(await waiting('AGREEMENT_ENDS', '2028-01-29T10:00:00Z')).toEqual([]);
  const [before] = await waiting('AGREEMENT_ENDS', '2028-01-30T10:00:00Z');
  expect(before).toMatchObject({
    title: 'Fire: Sharing agreement',
    reason: expect.stringContaining('ends in 30 days'),
  });
  expect((await waiting('AGREEMENT_ENDS', '2028-02-29T10:00:00Z'))[0]?.reason).toContain('ends today');
  expect((await waiting('AGREEMENT_ENDS', '2028-03-01T10:00:00Z'))[0]?.reason).toContain('ended one day ago');
  await enter(null);
  expect(await waiting('AGREEMENT_ENDS', '2028-03-01T10:00:00Z')).toEqual([]);
});

it('the map: once what somebody keeps has not been looked at for a year; the leads, once its keeper has gone', async () => {
  const { prisma } = database;
  await prisma.membership.updateMany({ where: { zoneId, person: { name: 'Dana Whitlock' } }, data: { lead: true } });
  const keeper = await prisma.person.findFirstOrThrow({ where: { name: 'Maya Okonjo' } });
  await prisma.mapEntry.updateMany({
    where: { zoneId },
    data: { keeperId: keeper.id, checkedOn: new Date('2026-11-01') },
  });
  expect(await waiting('MAP_UNCHECKED', '2027-10-31T10:00:00Z')).toEqual([]);
  const [asked, ...others] = await waiting('MAP_UNCHECKED', '2027-11-01T10:00:00Z');
  expect(asked).toMatchObject({ who: 'Maya Okonjo', reason: expect.stringContaining('more that you keep') });
  expect(others).toEqual([]);
  await prisma.person.update({ where: { id: keeper.id }, data: { active: false } });
  expect((await waiting('MAP_UNCHECKED', '2027-11-01T10:00:00Z')).map(({ who }) => who).sort()).toEqual(
    (await leads()).filter((name) => name !== 'Maya Okonjo'),
  );
  await prisma.mapEntry.updateMany({ where: { zoneId }, data: { checkedOn: new Date('2027-10-01') } });
  expect(await waiting('MAP_UNCHECKED', '2027-11-01T10:00:00Z')).toEqual([]);
});

it('a risk: on its day, to whoever sees to it; while nobody does, to the project team; no more once it is closed', async () => {
  const { prisma } = database;
  await prisma.risk.deleteMany({});
  const owner = await prisma.person.findFirstOrThrow({ where: { name: 'Dana Whitlock' } });
  const programme = await prisma.person.findFirstOrThrow({ where: { name: 'Felix Ormsby' } });
  await prisma.person.updateMany({ where: { roles: { has: 'ADMIN' } }, data: { roles: [] } });
  await prisma.person.update({ where: { id: programme.id }, data: { roles: ['ADMIN'] } });
  const risk = await prisma.risk.create({
    data: {
      partnershipId: partnership.id,
      number: 7,
      what: 'The hall closes',
      likelihood: 2,
      impact: 2,
      ownerId: owner.id,
      reviewOn: new Date('2026-12-15'),
    },
  });
  const who = async (at: string) => (await waiting('RISK_REVIEW', at)).map((each) => each.who);
  expect(await who('2026-12-14T10:00:00Z')).toEqual([]);
  expect(await who('2026-12-15T10:00:00Z')).toEqual(['Dana Whitlock']);
  await prisma.risk.update({ where: { id: risk.id }, data: { ownerId: null } });
  expect(await who('2026-12-16T10:00:00Z')).toEqual(['Felix Ormsby']);
  await prisma.risk.update({ where: { id: risk.id }, data: { closedOn: new Date('2026-12-16') } });
  expect(await who('2026-12-17T10:00:00Z')).toEqual([]);
});

it('what residents told: after two days, to the zone’s leads, until somebody answers it', async () => {
  const { prisma } = database;
  await prisma.membership.updateMany({ where: { zoneId }, data: { lead: false } });
  const lead = await prisma.membership.findFirstOrThrow({
    where: { zoneId, person: { active: true } },
    include: { person: true },
  });
  await prisma.membership.updateMany({ where: { zoneId, personId: lead.personId }, data: { lead: true } });
  const told = await prisma.toldProblem.create({
    data: {
      partnershipId: partnership.id,
      zoneId,
      what: 'The lights are out',
      createdAt: new Date('2026-12-01T10:00:00Z'),
    },
  });
  expect(await waiting('TOLD_WAITING', '2026-12-03T09:59:00Z')).toEqual([]);
  const [due, ...others] = await waiting('TOLD_WAITING', '2026-12-03T10:01:00Z');
  expect(others).toEqual([]);
  expect(due).toMatchObject({
    who: lead.person.name,
    reason: 'Because it was told 2 days ago, and is answered within three.',
  });
  await prisma.toldProblem.update({ where: { id: told.id }, data: { state: 'NOT_OURS', reason: 'the bus company' } });
  expect(await waiting('TOLD_WAITING', '2026-12-04T10:00:00Z')).toEqual([]);
});

it('a grant: the day after it was to be said what came of it, to the project team, until it is said', async () => {
  const { prisma } = database;
  const [bid] = await prisma.grantBid.findMany({ where: { state: 'GRANTED' }, include: { round: true } });
  await prisma.grantRound.update({ where: { id: bid?.roundId ?? '' }, data: { reportsOn: new Date('2027-04-30') } });
  expect(await waiting('REPORT_DUE', '2027-04-30T10:00:00Z')).toEqual([]);
  const [due] = await waiting('REPORT_DUE', '2027-05-01T10:00:00Z');
  expect(due).toMatchObject({
    who: 'Felix Ormsby',
    title: `${bid?.group ?? ''}: what came of the grant?`,
    reason: 'Because it was to be said by 30 Apr 2027.',
  });
  await prisma.grantBid.update({ where: { id: bid?.id ?? '' }, data: { state: 'REPORTED' } });
  expect(await waiting('REPORT_DUE', '2027-05-01T10:00:00Z')).toEqual([]);
});

it('nobody is reminded of what lies in a zone that is over', async () => {
  const { prisma } = database;
  const stale = async () =>
    (await waiting('PROBLEM_STALE', '2028-12-01T10:00:00Z')).filter((each) => each.zoneId === zoneId);
  await prisma.person.updateMany({ data: { active: true } });
  await prisma.problem.updateMany({
    where: { zoneId, state: { not: 'CLOSED' } },
    data: { ownerId: (await prisma.person.findFirstOrThrow({ where: { name: 'Tom Hartshorn' } })).id },
  });
  expect((await stale()).length).toBeGreaterThan(0);
  await prisma.zone.update({ where: { id: zoneId }, data: { endedOn: new Date('2028-11-01') } });
  expect(await stale()).toEqual([]);
  await prisma.zone.update({ where: { id: zoneId }, data: { endedOn: null } });
});
