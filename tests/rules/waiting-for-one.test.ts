// What one person is told waits for them, read for them alone, is their part of what is read for all.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import type { Database } from '../../src/database/client.ts';
import { productRegistry } from '../../src/features/index.ts';
import { waitingForDigests } from '../../src/features/nudges/index.ts';
import { ensurePartnership } from '../../src/features/partnership/begin.ts';
import { ROOT } from '../../src/process/paths.ts';
import { seed } from '../../src/seed/index.ts';
import { openTestDatabase } from '../support/database.ts';

const sources = productRegistry().nudges;
const NOW = new Date('2026-11-24T10:00:00Z');
/** In the demonstration something of each kind waits at one of these. */
const MOMENTS = ['2026-11-24', '2026-11-27', '2026-12-15', '2027-05-01', '2028-12-01'];

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  await ensurePartnership(database.prisma, readConfig({}, ROOT));
  await seed(database.prisma, NOW);
  await leaveWaiting(database.prisma);
});
afterAll(() => database?.close());

/** One of each of what the demonstration leaves none of. */
async function leaveWaiting(prisma: Database['prisma']): Promise<void> {
  const zone = await prisma.zone.findFirstOrThrow({ where: { code: 'NP' } });
  const { partnershipId, id: zoneId } = zone;
  const [one, other] = await prisma.person.findMany({
    where: { memberships: { some: { zoneId } }, active: true },
    orderBy: { id: 'asc' },
    take: 2,
  });
  const [personId, agencyId, asker] = [one?.id ?? '', one?.agencyId ?? '', other?.id ?? ''];
  const day = new Date('2026-11-24');
  await prisma.action.create({
    data: {
      partnershipId,
      zoneId,
      text: 'Ask',
      ownerId: personId,
      giverId: asker,
      dueOn: day,
      createdAt: new Date('2026-11-01'),
    },
  });
  const measure = await prisma.measure.create({
    data: { partnershipId, key: 'bins', name: 'Bins', term: 'SHORT', unit: 'COUNT', period: 'WEEK', better: 'DOWN' },
  });
  for (const period of ['2026-08-03', '2026-08-10', '2026-08-17'])
    await prisma.measureReading.create({ data: { measureId: measure.id, zoneId, period: new Date(period), value: 1 } });
  const old = new Date('2026-10-01T10:00:00Z');
  await prisma.idea.create({
    data: { partnershipId, zoneId, number: 900, text: 'Benches', personId, agencyId, movedAt: old },
  });
  await prisma.toldProblem.create({ data: { partnershipId, zoneId, what: 'Lights', createdAt: old } });
  await prisma.meeting.create({
    data: {
      partnershipId,
      zoneId,
      title: 'Held',
      state: 'ENDED',
      startsAt: new Date('2026-11-16T10:00:00Z'),
      startedAt: new Date('2026-11-16T10:00:00Z'),
      endedAt: new Date('2026-11-16T11:00:00Z'),
      timeZone: 'Europe/London',
    },
  });
  const ask = { partnershipId, zoneId, askerId: asker, championId: personId, askedAt: old };
  await prisma.ask.create({ data: { ...ask, text: 'Now', state: 'WAITING' } });
  await prisma.ask.create({ data: { ...ask, text: 'Later', state: 'LATER', laterOn: day } });
  const identity = await prisma.chatIdentity.findFirstOrThrow();
  await prisma.joinRequest.create({
    data: {
      partnershipId,
      zoneId,
      agencyId,
      identityId: identity.id,
      name: 'Ben',
      roleTitle: 'Warden',
      createdAt: old,
    },
  });
}

const inOrder = <T extends { rule: string; subject: string }>(list: T[]): T[] =>
  [...list].sort((a, b) => (`${a.rule} ${a.subject}` < `${b.rule} ${b.subject}` ? -1 : 1));

it('whoever it is, and of every kind', async () => {
  const partnership = await database.prisma.partnership.findFirstOrThrow();
  const seen = new Set<string>();
  for (const moment of MOMENTS) {
    const at = new Date(`${moment}T10:00:00Z`);
    const all = await waitingForDigests(database.prisma, partnership, sources, at);
    for (const { rule } of all) seen.add(rule);
    for (const id of new Set(all.map(({ personId }) => personId)))
      expect(inOrder(await waitingForDigests(database.prisma, partnership, sources, at, id))).toEqual(
        inOrder(all.filter(({ personId }) => personId === id)),
      );
  }
  expect(sources.map(({ rule }) => rule).filter((rule) => !seen.has(rule))).toEqual([]);
});
