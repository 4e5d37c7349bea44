// A digest run on two replicas that are killed again and again: everybody gets one.
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { connectDatabase, type Database } from '../../src/database/client.ts';
import { readRun } from '../../src/features/digests/index.ts';
import { ensurePartnership } from '../../src/features/partnership/begin.ts';
import { createLog } from '../../src/process/log.ts';
import { ROOT } from '../../src/process/paths.ts';
import { seed } from '../../src/seed/index.ts';
import { emptyDatabase } from '../support/database.ts';
import { type FakeSlack, startFakeSlack } from '../support/fake-slack.ts';
import { slackId } from '../support/ids.ts';
import { type BotProcess, slackEnv, startProcess, urlOf } from '../support/process.ts';
import { until } from '../support/until.ts';

/** `KILLS=50 RECIPIENTS=2000 npm test` takes its time. */
const KILLS = Number(process.env['KILLS'] ?? 2);
const RECIPIENTS = Number(process.env['RECIPIENTS'] ?? 200);
const AT = '2027-03-01T08:00:30Z';

let slack: FakeSlack;
let database: Database;
const replicas: BotProcess[] = [];

beforeAll(async () => {
  slack = await startFakeSlack();
  slack.paced = false;
});
afterAll(async () => {
  await Promise.all(replicas.map((replica) => replica.kill()));
  await database?.close();
  await slack?.stop();
});

it(`reaches each of ${RECIPIENTS} once, killed ${KILLS} times`, async () => {
  const connection = await emptyDatabase();
  database = connectDatabase(connection, createLog('silent'));
  const { prisma } = database;
  await ensurePartnership(prisma, readConfig({}, ROOT));
  await seed(prisma, new Date('2026-11-24T10:00:00Z'));
  // Only these: all on the one Slack that is there.
  await prisma.person.updateMany({ data: { active: false } });
  const partnership = await prisma.partnership.findFirstOrThrow();
  const { id: partnershipId } = partnership;
  const zone = await prisma.zone.findFirstOrThrow({ where: { code: 'NP' } });
  const agency = await prisma.agency.findFirstOrThrow();
  await prisma.connection.create({ data: { partnershipId, platform: 'slack', tenant: slack.team } });
  const people = await prisma.person.createManyAndReturn({
    data: Array.from({ length: RECIPIENTS }, (_, index) => ({
      partnershipId,
      agencyId: agency.id,
      name: `Recipient ${index}`,
      createdAt: new Date('2026-01-01T00:00:00Z'),
    })),
    select: { id: true },
  });
  await prisma.membership.createMany({
    data: people.map(({ id }) => ({ personId: id, zoneId: zone.id, roleTitle: 'Warden' })),
  });
  await prisma.chatIdentity.createMany({
    data: people.map(({ id }, index) => ({
      partnershipId,
      personId: id,
      platform: 'slack',
      tenant: slack.team,
      user: slackId('U', `recipient ${index}`),
    })),
  });
  const env = { ...slackEnv(slack), DATABASE_URL: urlOf(connection), DIGESTS_AT: AT };
  const start = () => startProcess(env, [inject('bundles').wireBot]);
  replicas.push(await start(), await start());
  for (let kill = 0; kill < KILLS; kill += 1) {
    await new Promise((done) => setTimeout(done, 50 + Math.random() * 400));
    await replicas[kill % 2]?.kill();
    replicas[kill % 2] = await start();
  }
  await until(
    'all of them sent',
    async () => {
      const found = await readRun(prisma, partnership, '2027-03-01', new Date('2027-03-02T12:00:00Z'));
      return found.sent === RECIPIENTS ? found : undefined;
    },
    60_000,
  );
  const run = await readRun(prisma, partnership, '2027-03-01', new Date('2027-03-02T12:00:00Z'));
  expect(run).toMatchObject({ recipients: RECIPIENTS, sent: RECIPIENTS, waiting: 0, dead: 0, skipped: 0 });
  const slots = await prisma.digestSlot.findMany();
  expect(new Set(slots.map(({ personId }) => personId)).size).toBe(RECIPIENTS);
  expect(
    await prisma.delivery.count({ where: { id: { in: slots.flatMap(({ deliveryId }) => deliveryId ?? []) } } }),
  ).toBe(RECIPIENTS);
  // Outgoing calls: each person's one message; only a process that died between sending and booking may have sent it again, and
  // then with the same delivery's id.
  const heard = slack.posts.filter((post) => JSON.stringify(post.blocks).includes('The week from'));
  const ids = new Map<string, Set<string>>();
  for (const post of heard)
    ids.set(post.channel, (ids.get(post.channel) ?? new Set()).add(JSON.stringify(post.metadata)));
  expect(ids.size).toBe(RECIPIENTS);
  for (const [channel, deliveries] of ids) expect(deliveries.size, channel).toBe(1);
  expect(heard.length - RECIPIENTS).toBeLessThanOrEqual(KILLS * 10);
}, 180_000);
