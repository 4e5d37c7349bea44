// Records that our own statements read are, to the last field, what Prisma reads, and lines of a list are a part of that: of everything
// in the demonstration.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Prisma } from '../../src/database/generated/client.ts';
import { FULL as FULL_ACTION, pageOfActions, readActions } from '../../src/features/actions/model.ts';
import { FULL as FULL_NEWS, findCelebration } from '../../src/features/celebrations/model.ts';
import { FULL as FULL_IDEA, findIdea } from '../../src/features/ideas/model.ts';
import {
  FULL as FULL_INTERACTION,
  findInteraction,
  latestInteractions,
} from '../../src/features/interactions/model.ts';
import { FULL as FULL_MEETING, findMeeting } from '../../src/features/meetings/model.ts';
import { FULL as FULL_PROBLEM, listProblems, readProblems } from '../../src/features/problems/model.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';

let bot: TestBot;
beforeAll(async () => {
  bot = await startTestBot({ scheduled: false, sending: false });
});
afterAll(async () => {
  await bot?.stop();
});

function isPartOf(lines: object[], whole: object[]): void {
  expect(lines.length).toBe(whole.length);
  for (const [index, line] of lines.entries()) expect(whole[index]).toMatchObject(line);
}

it('actions', async () => {
  const { prisma } = bot.database;
  const all = await prisma.action.findMany({ include: FULL_ACTION, orderBy: { id: 'asc' } });
  expect(all.length).toBeGreaterThan(3);
  expect(
    await readActions(
      prisma,
      all.map(({ id }) => id),
    ),
  ).toEqual(all);
  const page = await pageOfActions(prisma, Prisma.sql`true`, { size: 1000, skip: 0 });
  const inOrder = page.map(({ id }) => all.find((action) => action.id === id) ?? {});
  isPartOf(
    page.map(({ count: _, ...line }) => line),
    inOrder,
  );
  expect(page.map(({ count }) => count)).toEqual(all.map(() => all.length));
});

it('interactions', async () => {
  const { prisma, pool } = bot.database;
  // What was written without any has none, and no empty list.
  await pool.query('UPDATE interaction SET outcomes = NULL WHERE id = (SELECT max(id::text)::uuid FROM interaction)');
  const all = await prisma.interaction.findMany({
    include: FULL_INTERACTION,
    orderBy: [{ occurredOn: 'desc' }, { id: 'desc' }],
  });
  expect(all.some(({ joint }) => joint.length > 0)).toBe(true);
  const zoneIds = (await prisma.zone.findMany()).map(({ id }) => id);
  isPartOf(await latestInteractions(prisma, { zoneIds }, Prisma.sql`true`, 10_000), all);
  const { personId } = all[0] ?? { personId: '' };
  isPartOf(
    await latestInteractions(prisma, { personId }, Prisma.sql`i.tool <> 'CONTROL'`, 4),
    all.filter((each) => each.personId === personId && each.tool !== 'CONTROL').slice(0, 4),
  );
  expect(await findInteraction(prisma, all[3]?.id ?? '')).toEqual(all[3]);
});

it('good news', async () => {
  const { prisma } = bot.database;
  const person = await prisma.person.findFirstOrThrow({
    where: { memberships: { some: {} } },
    include: { memberships: true },
  });
  await prisma.celebration.create({
    data: {
      partnershipId: person.partnershipId,
      number: 7001,
      zoneId: person.memberships[0]?.zoneId ?? '',
      text: 'Forty members',
      personId: person.id,
      agencyId: person.agencyId,
      thanked: ['Fire', 'Dana "the van" Whitlock'],
      plannedOn: new Date('2027-03-28'),
      publicAt: new Date('2027-03-01T10:00:00.123Z'),
    },
  });
  const all = await prisma.celebration.findMany({ include: FULL_NEWS });
  expect(all.length).toBeGreaterThan(0);
  for (const news of all) expect(await findCelebration(prisma, news.id)).toEqual(news);
});

it('ideas', async () => {
  const { prisma } = bot.database;
  const [one, two] = await prisma.person.findMany({
    where: { memberships: { some: {} } },
    include: { memberships: true },
  });
  if (one === undefined || two === undefined) throw new Error('The demonstration has people.');
  const of = { partnershipId: one.partnershipId, personId: one.id, agencyId: one.agencyId };
  const zoneId = one.memberships[0]?.zoneId ?? '';
  const first = await prisma.idea.create({
    data: {
      ...of,
      number: 7001,
      text: 'A bike library',
      supporters: {
        create: [one, two].map(({ id, agencyId }) => ({
          personId: id,
          agencyId,
          at: new Date('2027-01-01T10:00:00.5Z'),
        })),
      },
    },
  });
  await prisma.idea.create({
    data: { ...of, number: 7002, zoneId, text: 'A bike library', originId: first.id, adoptedAt: new Date() },
  });
  const all = await prisma.idea.findMany({ include: FULL_IDEA });
  for (const idea of all) expect(await findIdea(prisma, idea.id)).toEqual(idea);
});

it('problems', async () => {
  const { prisma } = bot.database;
  const some = await prisma.problem.findMany({ take: 3, orderBy: { id: 'asc' } });
  const [one, two, three] = some.map(({ id }) => id);
  await prisma.problemLink.createMany({
    data: [
      { fromId: one ?? '', toId: two ?? '', kind: 'RELATED', createdAt: new Date('2027-01-01T10:00:00Z') },
      { fromId: one ?? '', toId: three ?? '', kind: 'PART_OF', createdAt: new Date('2027-01-02T10:00:00Z') },
    ],
  });
  const all = await prisma.problem.findMany({ include: FULL_PROBLEM, orderBy: { id: 'asc' } });
  const read = await readProblems(
    prisma,
    all.map(({ id }) => id),
  );
  expect(read).toEqual(all);
  const lines = await listProblems(
    prisma,
    all.map(({ id }) => id),
  );
  isPartOf(
    lines.map(({ actions: _, agencies: __, ...line }) => line),
    all,
  );
  for (const [index, { actions, agencies }] of lines.entries()) {
    expect(agencies).toEqual(
      (all[index]?.agencies ?? [])
        .filter(({ state }) => state === 'ASKED')
        .map(({ state, agency }) => ({ state, agency })),
    );
    // The one that is due first.
    expect(actions).toEqual((all[index]?.actions ?? []).slice(0, 1).map(({ dueOn }) => ({ dueOn })));
  }
  expect(all.some(({ actions, agencies, owner }) => actions.length > 1 && agencies.length > 1 && owner !== null)).toBe(
    true,
  );
});

it('meetings, with the whole log and with its heart', async () => {
  const { prisma } = bot.database;
  const zone = await prisma.zone.findFirstOrThrow({ include: { memberships: { include: { person: true } } } });
  const [one, two] = zone.memberships.map(({ person }) => person);
  if (one === undefined || two === undefined) throw new Error('The demonstration has a team.');
  const by = { personId: one.id, agencyId: one.agencyId };
  const at = (minute: number) => new Date(Date.UTC(2027, 0, 4, 10, minute, 0, 7));
  const series = await prisma.meetingSeries.create({
    data: {
      partnershipId: zone.partnershipId,
      zoneId: zone.id,
      title: 'Fortnightly',
      rule: 'FREQ=WEEKLY;INTERVAL=2',
      startsOn: at(0),
      startsAt: '10:00',
      timeZone: 'Europe/London',
      createdById: one.id,
      endsOn: new Date('2027-06-30'),
      except: [new Date('2027-03-29'), new Date('2027-05-03')],
    },
  });
  for (const [state, withSeries] of [
    ['RUNNING', true],
    ['ENDED', false],
  ] as const) {
    const meeting = await prisma.meeting.create({
      data: {
        partnershipId: zone.partnershipId,
        zoneId: zone.id,
        ...(withSeries ? { seriesId: series.id, slot: new Date('2027-01-04') } : {}),
        title: 'A long one',
        state,
        startedAt: at(0),
        endedAt: state === 'ENDED' ? at(45) : null,
        startsAt: at(0),
        timeZone: 'Europe/London',
        items: { create: [1, 2].map((position) => ({ position, title: `Item ${position}`, openedAt: at(position) })) },
        answers: {
          create: [one, two].map((each) => ({
            personId: each.id,
            agencyId: each.agencyId,
            reply: 'YES' as const,
            at: at(0),
          })),
        },
        minuted: { create: { number: 1, event: 'PUBLISHED', content: {}, personId: one.id, at: at(50) } },
      },
    });
    const kinds = [
      'STARTED',
      'ARRIVED',
      'DECISION',
      'DECISION',
      ...Array.from({ length: 12 }, () => 'NOTE' as const),
      'LEFT',
    ] as const;
    for (const [index, kind] of kinds.entries())
      await prisma.meetingEntry.create({
        data: {
          meetingId: meeting.id,
          number: index + 1,
          kind,
          ...(index === 0 ? {} : by),
          text: `"Line" ${index}`,
          details: index === 2 ? { state: 'PUT' } : index === 3 ? { state: 'AGREED' } : { at: '2027-01-04' },
          at: at(index),
          struckAt: index === 15 ? at(40) : null,
          ...(index === 2
            ? {
                votes: {
                  create: [one, two].map((each) => ({
                    personId: each.id,
                    agencyId: each.agencyId,
                    vote: 'AGREE' as const,
                    at: at(3),
                  })),
                },
              }
            : {}),
        },
      });
    const all = await prisma.meeting.findUniqueOrThrow({ where: { id: meeting.id }, include: FULL_MEETING });
    expect(await findMeeting(prisma, meeting.id)).toEqual(all);
    const heart = await findMeeting(prisma, meeting.id, 'heart');
    // Six lines that stand, who came and went, and the decision before the room.
    const shown = state === 'ENDED' ? all.entries : all.entries.filter(({ number }) => number <= 3 || number >= 10);
    expect(heart).toEqual({ ...all, entries: shown });
    const none = await findMeeting(prisma, meeting.id, 'none');
    expect(none?.entries.map(({ number }) => number)).toEqual([1, 2, 3, 17]);
  }
});
