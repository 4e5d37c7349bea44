// The schema's history: applied at start under an advisory lock, refused with words when it cannot be.
//
// Prisma's schema engine runs here as WebAssembly over the driver adapter, so no engine is downloaded; it keeps the
// same `_prisma_migrations` table as `prisma migrate deploy`.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import type { DiffTarget, SchemaEngine as Engine, MigrationList } from '@prisma/schema-engine-wasm';
import { runMigrations as migrateQueue } from 'graphile-worker';
import pg from 'pg';
import { ROOT } from '../process/paths.ts';

export const MIGRATIONS_DIR = join(ROOT, 'prisma', 'migrations');
const SCHEMA = join(ROOT, 'prisma', 'schema');
/** One fixed key for all replicas of this product. */
const LOCK = 7_305_820_114;
const OLDEST_SERVER = 150_000;

/** The database and this code do not fit together; the message says what to do. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

/**
 * Brings the database up to this code's schema. Safe when several replicas start at once.
 * @param pool connections to the database, for the lock and for the delivery queue's own tables
 * @returns the names of the migrations that were applied just now
 * @throws {MigrationError} when the server is too old, or the history is newer, edited or failed
 */
export async function migrate(pool: pg.Pool, dir = MIGRATIONS_DIR): Promise<string[]> {
  // A connection of its own: a large migration, or waiting for another replica's, takes as long as it takes.
  const patient = new pg.Client({ ...pool.options, query_timeout: 0 });
  patient.on('error', () => {});
  await patient.connect();
  try {
    return await migrateBy(patient, pool, dir);
  } finally {
    await patient.end();
  }
}

async function migrateBy(client: pg.Client, pool: pg.Pool, dir: string): Promise<string[]> {
  try {
    const version = Number((await client.query('SHOW server_version_num')).rows[0].server_version_num);
    if (version < OLDEST_SERVER)
      throw new MigrationError(
        'The database server is older than PostgreSQL 15. Upgrade it, or unset DATABASE_URL to use the embedded one.',
      );
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    if (await isCurrent(client, dir)) return [];
    const applied = await withEngine({ ...pool.options, query_timeout: 0 }, (engine) =>
      applyMissing(engine, migrationList(dir)),
    );
    await migrateQueue({ pgPool: pool });
    return applied;
  } finally {
    await client.query('SELECT pg_advisory_unlock_all()').catch(() => {});
  }
}

/** A quick look that spares the engine at an ordinary start: same names, same checksums, none failed. */
async function isCurrent(client: pg.Client, dir: string): Promise<boolean> {
  const tables = await client.query(
    "SELECT to_regclass('_prisma_migrations') IS NOT NULL AND to_regclass('graphile_worker.migrations') IS NOT NULL AS there",
  );
  if (tables.rows[0].there !== true) return false;
  const rows = await client.query(
    'SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE rolled_back_at IS NULL AND finished_at IS NOT NULL ORDER BY 1',
  );
  const unfinished = await client.query(
    'SELECT 1 FROM _prisma_migrations WHERE finished_at IS NULL AND rolled_back_at IS NULL',
  );
  const { createHash } = await import('node:crypto');
  const wanted = migrationNames(dir).map(
    (name) =>
      `${name} ${createHash('sha256')
        .update(readFileSync(join(dir, name, 'migration.sql')))
        .digest('hex')}`,
  );
  const applied = rows.rows.map((row) => `${row.name} ${row.checksum}`);
  return (
    unfinished.rowCount === 0 &&
    wanted.length === applied.length &&
    wanted.every((entry, index) => entry === applied[index])
  );
}

async function applyMissing(engine: Engine, list: MigrationList): Promise<string[]> {
  await refuseBadHistory(engine, list);
  try {
    return (await engine.applyMigrations({ migrationsList: list, filters: NO_FILTER })).appliedMigrationNames;
  } catch (error) {
    throw new MigrationError(
      `A migration failed: ${firstLine(error)}. Nothing after it was applied. Mend the cause, mark it with "npx prisma migrate resolve --rolled-back NAME", and start again.`,
    );
  }
}

async function refuseBadHistory(engine: Engine, list: MigrationList): Promise<void> {
  const found = await engine.diagnoseMigrationHistory({
    migrationsList: list,
    optInToShadowDatabase: false,
    filters: NO_FILTER,
  });
  if (found.failedMigrationNames.length > 0) {
    throw new MigrationError(
      `The database holds a failed migration (${found.failedMigrationNames.join(', ')}). Mend the database by hand, mark it with "npx prisma migrate resolve --rolled-back NAME" or "--applied NAME", and start again.`,
    );
  }
  if (found.editedMigrationNames.length > 0) {
    throw new MigrationError(
      `These migrations were edited after they had been applied: ${found.editedMigrationNames.join(', ')}. Restore the files as they were (git checkout), and write the change as a new migration: npm run migration -- NAME.`,
    );
  }
  const history = found.history;
  if (history !== null && history.diagnostic !== 'databaseIsBehind') {
    throw new MigrationError(
      `The database is newer than this version of the bot: it has ${history.unpersistedMigrationNames.join(', ')}. Start the newer version, or restore a backup from before the upgrade.`,
    );
  }
}

/** The SQL that turns one schema into another; empty when they agree. */
export async function diff(connection: pg.PoolConfig, from: DiffTarget, to: DiffTarget): Promise<string> {
  const { stdout } = await withEngine(connection, (engine) =>
    engine.diff({ from, to, script: true, exitCode: null, filters: NO_FILTER }),
  );
  const sql = stdout ?? '';
  return sql.includes('This is an empty migration') ? '' : sql;
}

/** One file a feature. */
function schemaFiles(): { path: string; content: string }[] {
  return readdirSync(SCHEMA)
    .filter((name) => name.endsWith('.prisma'))
    .sort()
    .map((name) => join(SCHEMA, name))
    .map((path) => ({ path, content: readFileSync(path, 'utf8') }));
}

/** The schema as this code wants it. */
export function wantedSchema(): DiffTarget {
  return { tag: 'schemaDatamodel', files: schemaFiles() };
}

/** The schema of the database that `connection` leads to. */
export function liveSchema(): DiffTarget {
  return {
    tag: 'schemaDatasource',
    files: schemaFiles(),
    configDir: ROOT,
  };
}

const NO_FILTER = { externalTables: [], externalEnums: [] };

type EngineModule = typeof import('@prisma/schema-engine-wasm/schema_engine_bg');
let loaded: Promise<EngineModule> | undefined;

/** Once a process: the module caches views of its instance's memory. */
async function loadEngine(): Promise<EngineModule> {
  const engineModule: EngineModule & { __wbg_set_wasm?: (exports: WebAssembly.Exports) => void } = await import(
    '@prisma/schema-engine-wasm/schema_engine_bg'
  );
  const file = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm');
  const wasm = await WebAssembly.compile(readFileSync(join(dirname(file), 'schema_engine_bg.wasm')));
  const instance = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': withoutWaiting(engineModule) });
  engineModule.__wbg_set_wasm?.(instance.exports);
  const start = instance.exports['__wbindgen_start'];
  if (typeof start === 'function') start();
  return engineModule;
}

/** The engine's timeouts are ten seconds long and never cleared: a process would wait for them before it ends. */
function withoutWaiting(engineModule: object): WebAssembly.ModuleImports {
  const imports: Record<string, unknown> = { ...engineModule };
  for (const name of Object.keys(imports))
    if (name.startsWith('__wbg_setTimeout_'))
      imports[name] = (then: () => void, ms: number) => setTimeout(then, ms).unref();
  return imports as WebAssembly.ModuleImports;
}

type Fields = { fields?: { dataTypeID: number }[] };
const CHAR_OID = 18;
/** Stands in for "char" between the two halves below; no catalogue query returns a real one. */
const UUID_OID = 2950;

/**
 * PostgreSQL's catalogues, which a comparison reads, hold values of the internal type "char". The adapter refuses that
 * type, and the engine wants it as a character: this client passes it off as another, `characters` names it rightly.
 */
class CatalogueClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: pg's own overloads are too many to repeat; results pass through untouched
  override query(...args: any[]): any {
    const callback = args.at(-1);
    if (typeof callback === 'function') {
      args[args.length - 1] = (error: unknown, result: Fields | undefined) => callback(error, disguise(result));
      return Reflect.apply(super.query, this, args);
    }
    return Reflect.apply(super.query, this, args).then(disguise);
  }
}

function disguise(result: Fields | undefined): Fields | undefined {
  for (const field of result?.fields ?? []) if (field.dataTypeID === CHAR_OID) field.dataTypeID = UUID_OID;
  return result;
}

function catalogueAdapter(pool: pg.Pool): PrismaPg {
  const factory = new PrismaPg(pool);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    // The adapter's own cuts a script at every semicolon, also inside a function; whole, it is one transaction besides.
    adapter.executeScript = async (script) => {
      await pool.query(script);
    };
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      return {
        ...result,
        columnTypes: result.columnTypes.map((type) => (type === ColumnTypeEnum.Uuid ? ColumnTypeEnum.Character : type)),
      };
    };
    return adapter;
  };
  return factory;
}

/** Lends the schema engine over connections of its own, which are closed afterwards. */
async function withEngine<T>(connection: pg.PoolConfig, use: (engine: Engine) => Promise<T>): Promise<T> {
  loaded ??= loadEngine();
  const { SchemaEngine } = await loaded;
  const pool = new pg.Pool({ ...connection, max: 2, Client: CatalogueClient });
  pool.on('error', () => {});
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(catalogueAdapter(pool));
    return await use(
      await SchemaEngine.new(
        { datamodels: schemaFiles().map(({ path, content }) => [path, content]) },
        () => {},
        adapter,
      ),
    );
  } finally {
    await pool.end();
  }
}

function migrationNames(dir: string): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function migrationList(dir: string): MigrationList {
  const lock = join(dir, 'migration_lock.toml');
  return {
    baseDir: dir,
    lockfile: { path: 'migration_lock.toml', content: existsSync(lock) ? readFileSync(lock, 'utf8') : null },
    shadowDbInitScript: '',
    migrationDirectories: migrationNames(dir).map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: readFileSync(join(dir, name, 'migration.sql'), 'utf8') },
      },
    })),
  };
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, 4)
    .join(' ');
}
