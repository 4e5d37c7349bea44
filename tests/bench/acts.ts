// What every kind of act costs, against a bare Bolt app that does BEGIN, as many INSERTs as the act makes rows, COMMIT; what
// only shows, against one that does one SELECT: npm run bench -- acts [KIND …]
// What only shows is measured twice: asked again while nothing has changed, as it is for whoever looks twice; and "drawn", with
// words that nobody has used before, as it is for whoever looks once.
import type { Database } from '../../src/database/client.ts';
import { newId } from '../../src/database/ids.ts';
import { slackId } from '../support/ids.ts';
import type { Measured } from './load.ts';
import { keepResults, median, onStage, round, type Stage } from './stage.ts';

const ROUNDS = 3;
const WARM_TURNS = 2;
const SECONDS = 2;
const LEAST_WRITE = 0.3;
const MOST_P50 = 5;
const HISTORY = 100_000;
/** More than there are questions of which the answer is kept. */
const MOST_SPACES = 900;

interface Kind {
  /** What is typed the n-th time. */
  text(n: number): string;
  expected: string;
  writes: boolean;
}

const WRITES: Record<string, Kind> = {
  log: write((n) => `log Tea with ${(n % 40) + 2} residents #safe #interaction #group yesterday`, 'Logged in'),
  action: write((n) => `action Mend the gate ${n} <@${slackId('U', 'bench')}|bench> in three weeks`, 'Promised'),
  celebrate: write((n) => `celebrate The youth club has ${n + 40} members`, 'Goes to'),
  idea: write((n) => `idea ${wordOf(n)} ${wordOf(n * 7 + 3)} ${wordOf(n * 13 + 5)}`, 'dea'),
  'note on a problem with 10': write((n) => `problem NP-9010 note Spoke to shop ${n}, they lock the gate`, 'Noted'),
  'note on a problem with 1000': write((n) => `problem NP-9011 note Spoke to shop ${n}, they lock the gate`, 'Noted'),
  'line in a meeting with 10': write((n) => `meeting note Line ${n} of the day`, 'recorded'),
  'line in a meeting with 1000': write((n) => `meeting note Line ${n} of the day`, 'recorded'),
  'decision in a meeting': write((n) => `meeting decide Close gate ${n} at dusk`, 'ecorded'),
  'next item': write(() => 'meeting here', 'here'),
  name: write((n) => `me name Bench ${'abcdefghij'[n % 10]}`, 'You are'),
};
const READS: Record<string, Kind> = {
  'problem list': read('problem list zone', 'roblem'),
  'action list': read('action list zone', 'Actions'),
  'log list': read('log list zone', 'Interactions'),
  zone: read('zone New Parks', 'New Parks'),
  measure: read('measure', 'New Parks'),
  meeting: read('meeting', 'Meetings'),
  'digest preview': read('digest preview', 'The week'),
  nudge: read('nudge', 'aiting'),
  me: read('me', 'Agency'),
  help: read('help', 'What I can do'),
};
/** The same, asked each time as if for the first time: spaces at the end mean nothing, and are no words that were asked before. */
function drawn(kinds: Record<string, Kind>): Record<string, Kind> {
  return Object.fromEntries(
    Object.entries(kinds).map(([name, kind]) => [
      `${name}, drawn`,
      { ...kind, text: (n) => `${kind.text(n)}${' '.repeat(1 + (n % MOST_SPACES))}` },
    ]),
  );
}
/** A word that no other idea has: what is alike is asked about, and nothing is kept. */
function wordOf(n: number): string {
  let word = '';
  for (let rest = (n * 2_654_435_761) % 2 ** 32; rest > 0; rest = Math.floor(rest / 100))
    word += `${'bcdfghjklmnpqrstvwxz'[rest % 20]}${'aeiou'[Math.floor(rest / 20) % 5]}`;
  return word;
}

function write(text: (n: number) => string, expected: string): Kind {
  return { text, expected, writes: true };
}
function read(text: string, expected: string): Kind {
  return { text: () => text, expected, writes: false };
}

const wanted = process.argv.slice(2);
const kinds = Object.entries({ ...READS, ...drawn(READS), ...WRITES }).filter(
  ([name]) => wanted.length === 0 || wanted.some((each) => name.includes(each)),
);

await onStage(async (stage) => {
  const rows: Record<string, Record<string, number | string>> = {};
  for (const [name, kind] of kinds) {
    if (name.includes('meeting') || name === 'next item')
      await holdMeeting(stage.database, name.includes('1000') ? 1000 : 10);
    rows[name] = await compare(stage, kind);
    console.log(name.padEnd(30), JSON.stringify(rows[name]));
  }
  console.table(rows);
  const short = Object.entries(rows).filter(
    ([, { ratio, p50 }]) => Number(ratio) < LEAST_WRITE || Number(p50) > MOST_P50,
  );
  console.log(
    short.length === 0
      ? `Every kind keeps ${LEAST_WRITE} of its floor at 32 connections, and ${MOST_P50} times its time at one.`
      : `Not there yet: ${short.map(([name]) => name).join(', ')}`,
  );
  if (wanted.length === 0) keepResults({ acts: rows });
}, history);

/** Interleaved, so that the machine's moods fall on both. */
async function compare(stage: Stage, kind: Kind): Promise<Record<string, number | string>> {
  const product = { port: stage.product, expected: kind.expected };
  // What the kind before has left to be sent is sent: each pays for its own.
  await settled(stage.database);
  let said = 0;
  const texts = (count: number) => {
    const from = said;
    said += count;
    return (n: number) => kind.text(from + n);
  };
  await stage.load(product, 8, 40, texts(40));
  const inserts = kind.writes ? await insertsOf(stage, product, texts) : 0;
  const floor = kind.writes
    ? { port: stage.floor, expected: 'Logged in nothing' }
    : { port: stage.floor, expected: 'Read something' };
  const floorText = () => (kind.writes ? `inserts ${inserts}` : 'select');
  await stage.load(floor, 32, 200, floorText);
  const counts = {
    product: await countFor(stage, () => stage.load(product, 32, 64, texts(64)), 64),
    floor: await countFor(stage, () => stage.load(floor, 32, 200, floorText), 200),
  };
  // A service runs for weeks: both are measured when their code has been compiled, not while it is.
  for (let turn = 0; turn < WARM_TURNS; turn += 1) {
    await stage.load(product, 32, counts.product, texts(counts.product));
    await stage.load(floor, 32, counts.floor, floorText);
  }
  const many: { floor: Measured[]; product: Measured[] } = { floor: [], product: [] };
  const one: { floor: Measured[]; product: Measured[] } = { floor: [], product: [] };
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    many.floor.push(await stage.load(floor, 32, counts.floor, floorText));
    many.product.push(await stage.load(product, 32, counts.product, texts(counts.product)));
    one.floor.push(await stage.load(floor, 1, 60, floorText));
    one.product.push(await stage.load(product, 1, 40, texts(40)));
  }
  const of = (all: Measured[], what: keyof Measured) => median(all.map((each) => each[what]));
  const throughput = { product: of(many.product, 'throughput'), floor: of(many.floor, 'throughput') };
  const p50 = { product: of(one.product, 'p50'), floor: of(one.floor, 'p50') };
  return {
    inserts,
    'per second': Math.round(throughput.product),
    floor: Math.round(throughput.floor),
    ratio: round(throughput.product / throughput.floor),
    'p50 at 32': round(of(many.product, 'p50')),
    late: many.product.reduce((sum, each) => sum + each.late, 0),
    'p50 at one': round(p50.product),
    'floor at one': round(p50.floor),
    p50: round(p50.product / p50.floor),
  };
}

/** The rows that one act makes: the least of some samples, for the clock's jobs write meanwhile. */
async function insertsOf(
  stage: Stage,
  product: { port: number; expected: string },
  texts: (count: number) => (n: number) => string,
): Promise<number> {
  const few = 20;
  const samples: number[] = [];
  for (let sample = 0; sample < 3; sample += 1) {
    const before = await inserted(stage.database);
    await stage.load(product, 1, few, texts(few));
    samples.push(((await inserted(stage.database)) - before) / few);
  }
  return Math.max(1, Math.round(Math.min(...samples)));
}

/** So many as take some seconds. */
async function countFor(_stage: Stage, tryFew: () => Promise<Measured>, few: number): Promise<number> {
  const { throughput } = await tryFew();
  return Math.max(few, Math.min(6000, Math.round(throughput * SECONDS)));
}

/** Until nothing waits that could be sent now, and the queue is quiet; at most some seconds, for one channel takes one message a second. */
async function settled({ pool }: Database): Promise<void> {
  for (let tries = 0; tries < 20; tries += 1) {
    const { rows } = await pool.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM graphile_worker.jobs WHERE run_at <= now() OR locked_at IS NOT NULL`,
    );
    if ((rows[0]?.n ?? 0) === 0) return;
    await new Promise((done) => setTimeout(done, 250));
  }
}

/** Rows that there are anywhere, but for what the courier and the clock keep for themselves. */
async function inserted({ pool }: Database): Promise<number> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT quote_ident(relname) AS name FROM pg_stat_user_tables WHERE schemaname = 'public' AND relname NOT IN ('send_pace', 'worker_heartbeat', 'posted_card', 'bench_floor')`,
  );
  const { rows } = await pool.query<{ n: string }>(
    `SELECT sum(n)::text AS n FROM (${tables.map(({ name }) => `SELECT count(*) AS n FROM ${name}`).join(' UNION ALL ')}) AS each`,
  );
  return Number(rows[0]?.n ?? 0);
}

/** Years of a zone: a hundred thousand interactions, and problems that were much talked of. */
async function history({ prisma, pool }: Database): Promise<void> {
  const zone = await prisma.zone.findFirstOrThrow({ where: { code: 'NP' } });
  const person = await prisma.person.findFirstOrThrow({ where: { memberships: { some: { zoneId: zone.id } } } });
  const { partnershipId } = zone;
  await pool.query(
    `INSERT INTO interaction (id, partnership_id, zone_id, person_id, agency_id, text, tool, outcomes, occurred_on, created_at)
     SELECT gen_random_uuid(), $1, $2, $3, $4, 'Spoke with residents at stall ' || n, 'INTERACTION', '{SAFE}', current_date - (n % 1500), now() - (n % 1500) * interval '1 day'
     FROM generate_series(1, ${HISTORY}) AS n`,
    [partnershipId, zone.id, person.id, person.agencyId],
  );
  for (const [number, notes] of [
    [9010, 10],
    [9011, 1000],
  ] as const) {
    const id = newId();
    await prisma.problem.create({
      data: {
        id,
        partnershipId,
        zoneId: zone.id,
        number,
        title: `Gate ${number}`,
        raiserId: person.id,
        agencyId: person.agencyId,
      },
    });
    await prisma.problemEvent.createMany({
      data: Array.from({ length: notes }, (_, n) => ({
        problemId: id,
        kind: 'NOTE' as const,
        personId: person.id,
        agencyId: person.agencyId,
        text: `Note ${n}`,
      })),
    });
  }
  // As autovacuum would have left it, years later.
  await pool.query('VACUUM ANALYZE');
}

/** One meeting that is held, with so many lines in it. */
async function holdMeeting({ prisma }: Database, lines: number): Promise<void> {
  const zone = await prisma.zone.findFirstOrThrow({ where: { code: 'NP' } });
  const person = await prisma.person.findFirstOrThrow({ where: { memberships: { some: { zoneId: zone.id } } } });
  await prisma.meeting.updateMany({ where: { state: 'RUNNING' }, data: { state: 'CANCELLED' } });
  await prisma.meeting.create({
    data: {
      partnershipId: zone.partnershipId,
      zoneId: zone.id,
      title: 'A long one',
      state: 'RUNNING',
      startsAt: new Date(),
      startedAt: new Date(),
      lastEntryAt: new Date(),
      timeZone: 'Europe/London',
      entries: {
        create: [
          { number: 1, kind: 'STARTED' as const, personId: person.id, agencyId: person.agencyId, at: new Date() },
          ...Array.from({ length: lines }, (_, n) => ({
            number: n + 2,
            kind: 'NOTE' as const,
            personId: person.id,
            agencyId: person.agencyId,
            text: `Line ${n}`,
            at: new Date(),
          })),
        ],
      },
    },
  });
}
