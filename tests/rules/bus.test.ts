// The word to every replica, and the connection on which it is listened for.
import type pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DIRECTORY, openBus } from '../../src/database/bus.ts';
import type { Database } from '../../src/database/client.ts';
import { inBackground } from '../../src/delivery/once.ts';
import { createLog } from '../../src/process/log.ts';
import { openTestDatabase } from '../support/database.ts';
import { until } from '../support/until.ts';

let database: Database;
const log = createLog('silent');
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database?.close());

/** The connection that the bus takes for itself. */
async function opened() {
  let taken: pg.PoolClient | undefined;
  database.pool.once('acquire', (client) => {
    taken = client;
  });
  const bus = await openBus(database, log);
  if (taken === undefined) throw new Error('The bus took no connection.');
  return { bus, connection: taken };
}

it('hears again when its connection was cut', async () => {
  const { bus, connection } = await opened();
  const heard: string[] = [];
  bus.subscribe('weather', (subject) => heard.push(subject));
  connection.emit('error', new Error('terminating connection due to administrator command'));
  await until('the word', async () => {
    await bus.publish('weather', 'rain');
    return heard.includes('rain');
  });
  expect(heard).toContain('rain');
  await bus.close();
});

it('tells this process of its own change before whoever made it is answered', async () => {
  const { bus, connection } = await opened();
  // Nothing that the database says is heard for now.
  connection.emit('error', new Error('terminating connection due to administrator command'));
  let known = false;
  bus.subscribe(DIRECTORY, async () => {
    await database.prisma.zone.count();
    known = true;
  });
  const { id } = await database.prisma.partnership.create({ data: { name: 'Bell Vale', caseAdvice: 'ECINS' } });
  await inBackground(database.prisma, id, (effect) => effect.directoryChanged());
  expect(known).toBe(true);
  await bus.close();
});

it('is closed once, also when the server ends the connection at that moment', async () => {
  const { bus, connection } = await opened();
  await bus.close();
  expect(() =>
    connection.emit('error', new Error('terminating connection due to administrator command')),
  ).not.toThrow();
});
