// Records that our own statements read are, to the last field, what Prisma reads: of everything in the demonstration.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FULL as FULL_ACTION, readActions } from '../../src/features/actions/model.ts';
import { FULL as FULL_NEWS, findCelebration } from '../../src/features/celebrations/model.ts';
import { FULL as FULL_PROBLEM, readProblems } from '../../src/features/problems/model.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';

let bot: TestBot;
beforeAll(async () => {
  bot = await startTestBot({ scheduled: false, sending: false });
});
afterAll(async () => {
  await bot?.stop();
});

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
  expect(all.some(({ actions, agencies, owner }) => actions.length > 1 && agencies.length > 1 && owner !== null)).toBe(
    true,
  );
});
