// The schema and how a database comes to it: offline, once, and with words that say what to do.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { diff, liveSchema, MIGRATIONS_DIR, migrate, wantedSchema } from '../../src/database/migrations.ts';
import { bareDatabase, emptyDatabase } from '../support/database.ts';

const folders: string[] = [];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pz-migrations-'));
  folders.push(folder);
  cpSync(MIGRATIONS_DIR, folder, { recursive: true });
});

afterAll(() => {
  for (const each of folders) rmSync(each, { recursive: true, force: true });
});

async function withPool<T>(connection: pg.PoolConfig, use: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = new pg.Pool(connection);
  try {
    return await use(pool);
  } finally {
    await pool.end();
  }
}

function add(name: string, sql: string): string {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'migration.sql'), sql);
  return name;
}

it('the schema and the migrations agree (else: npm run migration -- NAME)', async () => {
  expect(await diff(await emptyDatabase(), liveSchema(), wantedSchema())).toBe('');
});

it('are applied once, also when two replicas start at once', async () => {
  const connection = await bareDatabase();
  const [first, second] = await withPool(connection, (one) =>
    withPool(connection, (other) => Promise.all([migrate(one), migrate(other)])),
  );
  expect([first.length, second.length].sort()).toEqual([0, first.length || second.length]);
  expect(first.length + second.length).toBeGreaterThan(0);
  expect(await withPool(connection, (pool) => migrate(pool))).toEqual([]);
});

it('stop the start when the database is newer', async () => {
  const connection = await emptyDatabase();
  add('20990101000000_from_the_future', 'CREATE TABLE later (id int);');
  await withPool(connection, async (pool) => {
    expect(await migrate(pool, folder)).toEqual(['20990101000000_from_the_future']);
    await expect(migrate(pool)).rejects.toThrow(/newer than this version.*from_the_future.*Start the newer version/);
  });
});

it('stop the start when one was edited', async () => {
  const connection = await bareDatabase();
  const name = add('20990101000000_add', 'CREATE TABLE later (id int);');
  await withPool(connection, async (pool) => {
    await migrate(pool, folder);
    add(name, 'CREATE TABLE later (id bigint);');
    await expect(migrate(pool, folder)).rejects.toThrow(/edited after they had been applied: 20990101000000_add/);
  });
});

it('stop the start when one fails, and again until it is mended', async () => {
  const connection = await emptyDatabase();
  add('20990101000000_wrong', 'ALTER TABLE nowhere ADD COLUMN x int;');
  await withPool(connection, async (pool) => {
    await expect(migrate(pool, folder)).rejects.toThrow(/migration failed.*Mend the cause/s);
    await expect(migrate(pool, folder)).rejects.toThrow(/failed migration \(20990101000000_wrong\)/);
  });
});
