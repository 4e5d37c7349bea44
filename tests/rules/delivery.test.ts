// The outbox: in order, within the platform's pace, once, and nothing lost without a word.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Notice } from '../../src/chat/act.ts';
import { type Card, cardText, paragraph } from '../../src/chat/cards.ts';
import { laneOf } from '../../src/chat/incoming.ts';
import { type Adapter, type Outgoing, type Pace, SendProblem, type Sent } from '../../src/chat/port.ts';
import type { LiveCard } from '../../src/chat/registry.ts';
import type { Database } from '../../src/database/client.ts';
import { newId } from '../../src/database/ids.ts';
import type { Courier } from '../../src/delivery/courier.ts';
import { countHeld, noticeCopy, sendHeld } from '../../src/delivery/hold.ts';
import { inBackground } from '../../src/delivery/once.ts';
import { readBooks, retryDead, sweepLanes } from '../../src/delivery/sweep.ts';
import { wake, wakeAll, wakeNow } from '../../src/delivery/wake.ts';
import { type DeliveryWorker, startWorker } from '../../src/delivery/worker.ts';
import { NO_LINKS } from '../../src/http/links.ts';
import { createLog } from '../../src/process/log.ts';
import { openTestDatabase } from '../support/database.ts';
import { until } from '../support/until.ts';

const log = createLog('silent');
const HERE = { platform: 'post', tenant: 'T', conversation: 'C' };
const saying = (words: string): Card => ({ summary: words, blocks: [paragraph(words)] });

let database: Database;
let worker: DeliveryWorker | undefined;
let partnershipId: string;
/** What arrived, and when. */
let arrived: { words: string; at: number; replaces?: string; plain?: string }[];
/** What the platform does with the next messages. */
let fate: (SendProblem | 'take')[];
let pace: Pace[];
let arrivedIds: string[];
/** So many answers are lost after the message was taken. */
let lose: number;
/** The platform does not take a message that says this, and does not say why. */
let refuses: string | undefined;
/** Milliseconds that the platform takes. */
let slow: number;
/** Who was told of what. */
let closed: string[];
/** The version and words of the record that the live card shows. */
let record: { words: string; version: number };

const platform: Adapter = {
  platform: 'post',
  routes: [],
  get pace() {
    return { conversation: pace, privately: [], tenant: [] };
  },
  async start() {},
  async stop() {},
  async find(outgoing: Outgoing): Promise<Sent | undefined> {
    const at = arrivedIds.indexOf(outgoing.id);
    return at < 0 ? undefined : { externalId: `m${at + 1}` };
  },
  async send(outgoing: Outgoing): Promise<Sent> {
    if (slow > 0) await new Promise((done) => setTimeout(done, slow));
    if (refuses !== undefined && cardText(outgoing.card) === refuses)
      throw new SendProblem('later', 'something_new', { ofMessage: true });
    const next = fate.shift() ?? 'take';
    if (next !== 'take' && outgoing.plain === undefined) throw next;
    if (next !== 'take' && next.message === 'nothing at all') throw next;
    arrived.push({
      words: cardText(outgoing.card),
      at: performance.now(),
      ...(outgoing.replaces === undefined ? {} : { replaces: outgoing.replaces }),
      ...(outgoing.plain === undefined ? {} : { plain: outgoing.plain.text }),
    });
    arrivedIds.push(outgoing.id);
    if (lose > 0) {
      lose -= 1;
      throw new SendProblem('later', 'Slack could not be reached', { lost: true });
    }
    return { externalId: outgoing.replaces ?? `m${arrived.length}` };
  },
};

const live: LiveCard = {
  recordType: 'thing',
  draw: async () => ({ card: saying(record.words), version: record.version }),
};

function courier(): Courier {
  return {
    prisma: database.prisma,
    log,
    adapters: new Map([['post', platform]]),
    liveCards: new Map([['thing', live]]),
    links: NO_LINKS,
    answerOf: async () => undefined,
    unreachable: async ({ user, reason }) => void closed.push(`unreachable ${user} ${reason}`),
    paused: async ({ platform, reason }) => void closed.push(`paused ${platform} ${reason}`),
    resumed: async ({ platform }) => void closed.push(`resumed ${platform}`),
    now: () => new Date(),
    busy: () => 0,
  };
}

beforeEach(async () => {
  database = await openTestDatabase();
  partnershipId = (
    await database.prisma.partnership.create({ data: { name: 'P', timeZone: 'Europe/London', caseAdvice: '' } })
  ).id;
  await database.prisma.connection.create({ data: { partnershipId, platform: 'post', tenant: 'T' } });
  arrived = [];
  fate = [];
  arrivedIds = [];
  lose = 0;
  refuses = undefined;
  slow = 0;
  closed = [];
  pace = [];
  record = { words: 'first', version: 1 };
  worker = await startWorker(database.pool, courier());
});

afterEach(async () => {
  await worker?.stop();
  await database.close();
});

const tell = (words: string, to: Notice = HERE) =>
  inBackground(database.prisma, partnershipId, (effect) => effect.tell(to, saying(words)));
/** Nobody is waited for: every lane that holds something is called. */
async function sweepAll(): Promise<void> {
  const waiting = await database.prisma.delivery.findMany({ where: { state: 'WAITING' }, distinct: ['lane'] });
  await wakeAll(
    database.prisma,
    waiting.map(({ lane }) => lane),
  );
}
const settled = (count: number) =>
  until(`${count} settled deliveries`, async () => {
    const books = await readBooks(database.prisma);
    return books.all === count && books.waiting === 0 ? books : undefined;
  });
const said = () => arrived.map((message) => message.words);

describe('one conversation', () => {
  it('gets its messages in the order in which they were written', async () => {
    const words = Array.from({ length: 12 }, (_, index) => `message ${index}`);
    for (const word of words) await tell(word);
    await settled(12);
    expect(said()).toEqual(words);
  });

  it('is not spoken to faster than the platform allows, also after a pause', async () => {
    pace = [{ everyMs: 120, burst: 2 }];
    await Promise.all([1, 2, 3, 4, 5].map((number) => tell(`message ${number}`)));
    await settled(5);
    const times = arrived.map((message) => message.at);
    // Any three in a row span at least one interval: two at once, then one each 120 ms.
    for (let index = 2; index < times.length; index += 1)
      expect((times[index] ?? 0) - (times[index - 2] ?? 0)).toBeGreaterThan(95);
  });

  it('waits as long as the platform says, and keeps its order', async () => {
    fate = [new SendProblem('later', 'slow down', { retryAfterMs: 700 })];
    const began = performance.now();
    await tell('first');
    await tell('second');
    await settled(2);
    expect(said()).toEqual(['first', 'second']);
    expect((arrived[0]?.at ?? 0) - began).toBeGreaterThan(690);
  });

  it('does not hold up another', async () => {
    fate = [new SendProblem('later', 'slow down', { retryAfterMs: 60_000 })];
    await tell('held');
    await until('the first attempt', () => fate.length === 0);
    await tell('elsewhere', { ...HERE, conversation: 'D' });
    await until('the other message in the books', async () => (await readBooks(database.prisma)).sent === 1);
    expect(said()).toEqual(['elsewhere']);
    expect(await readBooks(database.prisma)).toMatchObject({ all: 2, sent: 1, waiting: 1 });
  });
});

describe('a message that is not taken', () => {
  it('goes out as plain words with a reference when its card is refused', async () => {
    fate = [new SendProblem('refused', 'invalid_blocks')];
    await tell('a card too far');
    await settled(1);
    expect(arrived[0]?.plain).toMatch(/^a card too far\n\(shown as plain text, reference [0-9a-f]{8}\)$/);
  });

  it('is skipped with the reason where nothing may go any more, and so is the next without asking', async () => {
    const { platform: name, tenant, conversation: externalId } = HERE;
    await database.prisma.conversation.create({
      data: { partnershipId, platform: name, tenant, externalId, kind: 'channel' },
    });
    fate = [new SendProblem('stopped', 'is_archived')];
    await tell('one');
    await tell('two');
    expect(await settled(2)).toMatchObject({ skipped: 2 });
    expect(said()).toEqual([]);
    expect((await database.prisma.delivery.findFirstOrThrow()).reason).toBe('is_archived');
  });

  it('is dead but kept when even its words are refused, and goes out when it is retried', async () => {
    fate = [new SendProblem('refused', 'invalid_blocks'), new SendProblem('refused', 'nothing at all')];
    await tell('stubborn');
    expect(await settled(1)).toMatchObject({ dead: 1 });
    expect(await retryDead(database.prisma)).toBe(1);
    expect(await settled(1)).toMatchObject({ sent: 1, dead: 0 });
    expect(said()).toEqual(['stubborn']);
  });

  it('is skipped, not lost, for a platform that this deployment does not have', async () => {
    await tell('anybody there', { ...HERE, platform: 'elsewhere' });
    expect(await settled(1)).toMatchObject({ skipped: 1 });
    expect((await database.prisma.delivery.findFirstOrThrow()).reason).toContain('not connected to elsewhere');
  });
});

describe('what a platform says of itself', () => {
  const tenantRow = () => database.prisma.connection.findFirst({ where: { platform: 'post', tenant: 'T' } });

  it('that asks us to wait has refused nothing, however often it asks', async () => {
    fate = Array.from({ length: 25 }, () => new SendProblem('later', 'slow down', { retryAfterMs: 5 }));
    await tell('A');
    await tell('B');
    await settled(2);
    expect(said()).toEqual(['A', 'B']);
  });

  it('that refuses our token pauses the whole workspace, loses nothing, and goes on by itself in order', async () => {
    fate = [new SendProblem('paused', 'token_revoked')];
    await tell('first');
    await until('the pause', async () => (await tenantRow())?.trouble === 'token_revoked' && closed.length > 0);
    await tell('second');
    await tell('elsewhere', { ...HERE, conversation: 'D' });
    expect(await readBooks(database.prisma)).toMatchObject({ sent: 0, waiting: 3, dead: 0 });
    expect(closed).toEqual(['paused post token_revoked']);
    await database.prisma.$executeRaw`UPDATE connection SET refused_until = now()`;
    await sweepAll();
    await settled(3);
    expect(said().filter((words) => words !== 'elsewhere')).toEqual(['first', 'second']);
    await until('that it is said to go on', () => closed.length > 1);
    expect(closed).toEqual(['paused post token_revoked', 'resumed post']);
    expect((await tenantRow())?.refusedSince).toBeNull();
  });

  it('of one person stops what goes to them in private, and nothing else', async () => {
    await database.prisma.chatIdentity.create({ data: { partnershipId, platform: 'post', tenant: 'T', user: 'P' } });
    fate = [new SendProblem('stopped', 'user_disabled')];
    await tell('in private', { platform: 'post', tenant: 'T', user: 'P' });
    await until('that they are out of reach', () => closed.length > 0);
    expect(closed).toEqual(['unreachable P user_disabled']);
    await tell('in the channel');
    await settled(2);
    expect(said()).toEqual(['in the channel']);
  });
});

describe('a message that is never taken', () => {
  it('is given up at once where the platform says so, and the next goes', async () => {
    fate = [new SendProblem('dead', 'is_inactive')];
    await tell('bad');
    await tell('good');
    expect(await settled(2)).toMatchObject({ dead: 1, sent: 1 });
    expect(said()).toEqual(['good']);
  });

  it('steps aside after some tries where nobody knows why, with what belongs to the same record, and is not forgotten', async () => {
    refuses = 'bad';
    await tell('bad');
    await tell('good');
    await tell('better');
    await until('the good ones in the books', async () => (await readBooks(database.prisma)).sent === 2);
    expect(said()).toEqual(['good', 'better']);
    expect(await readBooks(database.prisma)).toMatchObject({ all: 3, waiting: 1, sent: 2 });
    refuses = undefined;
    await database.prisma.$executeRaw`UPDATE delivery SET next_attempt_at = now() WHERE state = 'WAITING'`;
    await sweepAll();
    await settled(3);
    expect(said()).toEqual(['good', 'better', 'bad']);
  });

  it('does not step aside while the platform is ill, so that the order stands', async () => {
    fate = Array.from({ length: 5 }, () => new SendProblem('later', '503', { lost: true }));
    await tell('A');
    await tell('B');
    await until('a few tries', async () => {
      await database.prisma.$executeRaw`UPDATE delivery SET next_attempt_at = now() WHERE state = 'WAITING'`;
      await sweepAll();
      return said().length === 2;
    });
    expect(said()).toEqual(['A', 'B']);
  });
});

describe('an answer that is lost after the platform took the message', () => {
  it('is looked for before the message is sent again', async () => {
    lose = 1;
    await tell('once');
    await until('a second look', async () => {
      await database.prisma.$executeRaw`UPDATE delivery SET next_attempt_at = now() WHERE state = 'WAITING'`;
      await sweepAll();
      return (await readBooks(database.prisma)).sent === 1;
    });
    expect(said()).toEqual(['once']);
  });

  it('is sent again when it cannot be found', async () => {
    fate = [new SendProblem('later', 'Slack could not be reached', { lost: true })];
    await tell('again');
    await until('that it is there', async () => {
      await database.prisma.$executeRaw`UPDATE delivery SET next_attempt_at = now() WHERE state = 'WAITING'`;
      await sweepAll();
      return said().length === 1;
    });
    expect(said()).toEqual(['again']);
  });
});

describe('a place that takes one message at a time', () => {
  it('hears the next one so long after it has had the last, not after that was planned', async () => {
    pace = [{ everyMs: 200, burst: 1 }];
    slow = 120;
    for (const words of ['1', '2', '3', '4']) await tell(words);
    await settled(4);
    const times = arrived.map((message) => message.at);
    for (let index = 1; index < times.length; index += 1)
      expect((times[index] ?? 0) - (times[index - 1] ?? 0)).toBeGreaterThan(200);
  });
});

describe('the queue of what failed for good', () => {
  it('is emptied', async () => {
    await database.pool.query(
      "SELECT graphile_worker.add_job('drain', '{}', run_at := now() + interval '1 day', queue_name := 'gone'); UPDATE graphile_worker._private_jobs SET attempts = max_attempts",
    );
    await worker?.tidy();
    expect((await database.pool.query('SELECT count(*)::int AS n FROM graphile_worker.jobs')).rows[0].n).toBe(0);
  });
});

describe('a process that is asked to end', () => {
  it('stops between two messages, and the next one goes on', async () => {
    slow = 150;
    for (const words of ['1', '2', '3', '4', '5', '6']) await tell(words);
    await until('the first', () => said().length >= 1);
    await worker?.stop();
    const before = said().length;
    expect(before).toBeLessThan(6);
    expect(
      (await database.pool.query('SELECT count(*)::int AS n FROM graphile_worker.jobs WHERE locked_by IS NOT NULL'))
        .rows[0].n,
    ).toBe(0);
    slow = 0;
    worker = await startWorker(database.pool, courier());
    await settled(6);
    expect(said()).toEqual(['1', '2', '3', '4', '5', '6']);
  });
});

describe('a database that was restored', () => {
  it('holds back what waited in it, once, until somebody lets it go', async () => {
    await worker?.stop();
    worker = undefined;
    expect(await noticeCopy(database.prisma)).toBeUndefined();
    await tell('sent long ago');
    expect(await noticeCopy(database.prisma)).toBeUndefined();
    await database.prisma.databaseMark.update({ where: { id: 1 }, data: { mark: 'another' } });
    expect(await noticeCopy(database.prisma)).toBe(1);
    expect(await noticeCopy(database.prisma)).toBeUndefined();
    expect(await countHeld(database.prisma)).toBe(1);
    worker = await startWorker(database.pool, courier());
    await tell('new');
    await until('what is new', () => said().length === 1);
    expect(said()).toEqual(['new']);
    expect(await sendHeld(database.prisma)).toBe(1);
    await settled(2);
    expect(said()).toEqual(['new', 'sent long ago']);
  });
});

describe('a lane that is called while its job is being taken', () => {
  it('is drained once more, by whoever comes after the one who may have looked too early', async () => {
    await worker?.stop();
    worker = undefined;
    await tell('first');
    await wakeNow(database.prisma);
    const taker = await database.pool.connect();
    const lane = laneOf(HERE);
    try {
      await taker.query('BEGIN');
      await taker.query(`UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'taker'`);
      const called = wakeAll(database.prisma, [lane]);
      await until('that it waits for the one who takes', async () => {
        const { rows } = await database.pool.query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%add_job%'`,
        );
        return rows.length > 0;
      });
      await taker.query('COMMIT');
      await called;
    } finally {
      taker.release();
    }
    const jobs = await database.pool.query('SELECT key, locked_by FROM graphile_worker._private_jobs ORDER BY id');
    expect(jobs.rows).toEqual([
      { key: null, locked_by: 'taker' },
      { key: `drain:${lane}`, locked_by: null },
    ]);
  });
});

describe('a lane that somebody would come back to later', () => {
  it('is not put off when it has been called meanwhile', async () => {
    await worker?.stop();
    worker = undefined;
    const lane = laneOf(HERE);
    const waits = async () =>
      (await database.pool.query<{ waits: boolean }>('SELECT run_at > now() AS waits FROM graphile_worker.jobs')).rows;
    await wake(database.prisma, lane);
    await wake(database.prisma, lane, new Date(Date.now() + 600_000));
    expect(await waits()).toEqual([{ waits: false }]);
    await database.pool.query('DELETE FROM graphile_worker._private_jobs');
    await wake(database.prisma, lane, new Date(Date.now() + 600_000));
    expect(await waits()).toEqual([{ waits: true }]);
    await wake(database.prisma, lane);
    expect(await waits()).toEqual([{ waits: false }]);
  });
});

describe('a live card', () => {
  const id = newId();
  const show = (version: number) =>
    inBackground(database.prisma, partnershipId, (effect) => effect.show({ type: 'thing', id, version }, [HERE]));

  it('is posted once and then updated in place', async () => {
    await show(1);
    await settled(1);
    record = { words: 'second', version: 2 };
    await show(2);
    await settled(2);
    expect(arrived.map(({ words, replaces }) => ({ words, replaces }))).toEqual([
      { words: 'first', replaces: undefined },
      { words: 'second', replaces: 'm1' },
    ]);
  });

  it('merges the updates that wait into one, which shows the latest', async () => {
    await show(1);
    await settled(1);
    fate = [new SendProblem('later', 'slow down', { retryAfterMs: 400 })];
    for (const version of [2, 3, 4, 5]) {
      record = { words: `version ${version}`, version };
      await show(version);
    }
    await until('the latest', () => said().includes('version 5'));
    await until('the books', async () => (await readBooks(database.prisma)).waiting === 0);
    expect(arrived.length).toBeLessThanOrEqual(3);
    expect(said().at(-1)).toBe('version 5');
  });

  it('is posted again when somebody deleted it', async () => {
    await show(1);
    await settled(1);
    fate = [new SendProblem('missing', 'message_not_found')];
    await show(2);
    record = { words: 'again', version: 2 };
    await settled(2);
    expect(arrived.at(-1)).toMatchObject({ words: 'again' });
    expect(arrived.at(-1)?.replaces).toBeUndefined();
  });
});

describe('a process that dies', () => {
  it('holds its conversation no longer than its sign of life', async () => {
    await worker?.stop();
    worker = undefined;
    await tell('from the dead');
    await wakeNow(database.prisma);
    const { pool } = database;
    const hold = (who: string, ago: string) =>
      pool.query(
        `UPDATE graphile_worker._private_jobs SET locked_at = now() - interval '${ago}', locked_by = '${who}', attempts = 1;
         UPDATE graphile_worker._private_job_queues SET locked_at = now() - interval '${ago}', locked_by = '${who}'`,
      );
    await pool.query("INSERT INTO worker_heartbeat (id, worker_ids, seen_at) VALUES ('slow', '{pool-slow}', now())");
    await hold('pool-slow', '10 minutes');
    worker = await startWorker(pool, courier());
    expect((await pool.query('SELECT locked_by FROM graphile_worker.jobs')).rows).toEqual([{ locked_by: 'pool-slow' }]);
    await hold('pool-gone', '21 seconds');
    await worker.beat();
    await settled(1);
    expect(said()).toEqual(['from the dead']);
  });

  it('does not leave a lane locked for a job that is gone', async () => {
    await worker?.stop();
    worker = undefined;
    await tell('behind a ghost');
    const { pool } = database;
    await pool.query(
      "UPDATE graphile_worker._private_job_queues SET locked_at = now() - interval '2 seconds', locked_by = 'pool-before'",
    );
    worker = await startWorker(pool, courier());
    await settled(1);
    expect(said()).toEqual(['behind a ghost']);
  });

  it('takes back a job that it was given by an answer that never came, and leaves one that it works on', async () => {
    const { pool } = database;
    // A first message is on its way for as long as this takes.
    slow = 1500;
    await tell('under way');
    await until('the first message to be handed over', async () => {
      const { rows } = await pool.query('SELECT 1 FROM graphile_worker._private_jobs WHERE locked_at IS NOT NULL');
      return rows.length > 0;
    });
    const [{ worker_ids: ours }] = (await pool.query('SELECT worker_ids FROM worker_heartbeat')).rows;
    await pool.query("UPDATE graphile_worker._private_jobs SET locked_at = now() - interval '1 minute'");
    await worker?.beat();
    const { rows: held } = await pool.query('SELECT locked_by FROM graphile_worker._private_jobs');
    expect(held.map(({ locked_by }) => locked_by)).toEqual([ours.find((id: string) => id.startsWith('pool'))]);
    // Another lane's job stands in our name, and nobody here has heard of it.
    const there = { ...HERE, conversation: 'D' };
    await pool.query(
      `WITH q AS (INSERT INTO graphile_worker._private_job_queues (queue_name, locked_at, locked_by)
         VALUES ($2, now() - interval '1 minute', $1) RETURNING id, queue_name),
       t AS (SELECT id FROM graphile_worker._private_tasks WHERE identifier = 'drain')
       INSERT INTO graphile_worker._private_jobs (job_queue_id, task_id, payload, key, locked_at, locked_by, attempts, max_attempts)
       SELECT q.id, t.id, json_build_object('lane', queue_name), 'drain:' || queue_name, now() - interval '1 minute', $1, 1, 25 FROM q, t`,
      [held[0]?.locked_by, laneOf(there)],
    );
    // What is said there takes the key from it.
    await tell('lost on the way', there);
    await tell('and after it', there);
    await wakeNow(database.prisma);
    await worker?.beat();
    await settled(3);
    expect(said().sort()).toEqual(['and after it', 'lost on the way', 'under way']);
  });

  it('begins its queue anew when that has free hands and takes nothing', async () => {
    await worker?.stop();
    const { pool } = database;
    let deaf = false;
    let unheard = 0;
    const connect = (told?: Parameters<typeof pool.connect>[0]) => {
      if (told !== undefined) return pool.connect(told);
      if (!deaf) return pool.connect();
      unheard += 1;
      return new Promise(() => {});
    };
    worker = await startWorker(
      new Proxy(pool, {
        get(target, name) {
          if (name === 'connect') return connect;
          const value = Reflect.get(target, name) as unknown;
          return typeof value === 'function' ? value.bind(target) : value;
        },
      }),
      courier(),
    );
    deaf = true;
    await pool.query(`SELECT pg_notify('jobs:insert', '{"r":"all of them","count":10}')`);
    await until('every hand of the queue waits for ever', () => unheard >= 10);
    await tell('left lying');
    await wakeNow(database.prisma);
    await pool.query("UPDATE graphile_worker._private_jobs SET run_at = now() - interval '1 minute'");
    await worker.beat();
    expect(worker.running()).toBe(true);
    await worker.beat();
    expect(worker.running()).toBe(false);
    deaf = false;
    await settled(1);
    expect(said()).toEqual(['left lying']);
  });

  it('does not keep a lane waiting for a job that failed with the database', async () => {
    await worker?.stop();
    worker = undefined;
    await tell('after the fault');
    await wakeNow(database.prisma);
    await database.pool.query(
      "UPDATE graphile_worker._private_jobs SET attempts = 5, run_at = now() + interval '10 minutes', last_error = 'gone'",
    );
    worker = await startWorker(database.pool, courier());
    expect(await sweepLanes(database.prisma, log)).toBe(1);
    await settled(1);
    expect(await sweepLanes(database.prisma, log)).toBe(0);
  });

  it('leaves nothing behind that the sweeper does not find', async () => {
    await worker?.stop();
    worker = undefined;
    await tell('forgotten');
    await wakeNow(database.prisma);
    await database.pool.query('DELETE FROM graphile_worker._private_jobs');
    await database.pool.query(
      "UPDATE delivery SET created_at = now() - interval '1 minute', next_attempt_at = now() - interval '1 minute'",
    );
    worker = await startWorker(database.pool, courier());
    expect(await sweepLanes(database.prisma, log)).toBe(1);
    await settled(1);
    expect(said()).toEqual(['forgotten']);
  });
});
