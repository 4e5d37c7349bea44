// The outbox: in order, within the platform's pace, once, and nothing lost without a word.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSlackAdapter } from '../../adapters/slack/index.ts';
import { type Card, cardText, paragraph } from '../../src/chat/cards.ts';
import { type Adapter, type Outgoing, type Pace, SendProblem, type Sent } from '../../src/chat/port.ts';
import type { LiveCard } from '../../src/chat/registry.ts';
import type { Database } from '../../src/database/client.ts';
import { newId } from '../../src/database/ids.ts';
import type { Courier } from '../../src/delivery/courier.ts';
import { inBackground } from '../../src/delivery/outbox.ts';
import { readBooks, retryDead, sweepLanes } from '../../src/delivery/sweep.ts';
import { type DeliveryWorker, startWorker } from '../../src/delivery/worker.ts';
import { NO_LINKS } from '../../src/http/links.ts';
import { createLog } from '../../src/log.ts';
import { openTestDatabase } from '../support/database.ts';
import { startFakeSlack } from '../support/fake-slack.ts';
import { SLACK_CHANNEL } from '../support/ids.ts';
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
  async send(outgoing: Outgoing): Promise<Sent> {
    const next = fate.shift() ?? 'take';
    if (next !== 'take' && outgoing.plain === undefined) throw next;
    if (next !== 'take' && next.message === 'nothing at all') throw next;
    arrived.push({
      words: cardText(outgoing.card),
      at: performance.now(),
      ...(outgoing.replaces === undefined ? {} : { replaces: outgoing.replaces }),
      ...(outgoing.plain === undefined ? {} : { plain: outgoing.plain.text }),
    });
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
    unreachable: async () => {},
    paused: async () => {},
    resumed: async () => {},
    now: () => new Date(),
  };
}

beforeEach(async () => {
  database = await openTestDatabase();
  partnershipId = (
    await database.prisma.partnership.create({ data: { name: 'P', timeZone: 'Europe/London', caseAdvice: '' } })
  ).id;
  arrived = [];
  fate = [];
  pace = [];
  record = { words: 'first', version: 1 };
  worker = await startWorker(database.pool, courier());
});

afterEach(async () => {
  await worker?.stop();
  await database.close();
});

const tell = (words: string, to = HERE) =>
  inBackground(database.prisma, partnershipId, (effect) => effect.tell(to, saying(words)));
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

  it('leaves nothing behind that the sweeper does not find', async () => {
    await worker?.stop();
    worker = undefined;
    await tell('forgotten');
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

describe('what Slack says', () => {
  it.each([
    [
      { status: 429, retryAfter: 7 },
      { kind: 'later', retryAfterMs: 7000 },
    ],
    [{ status: 503 }, { kind: 'later' }],
    [{ error: 'invalid_blocks' }, { kind: 'refused' }],
    [{ error: 'is_archived' }, { kind: 'stopped' }],
    [{ error: 'account_inactive' }, { kind: 'paused' }],
    [{ error: 'fatal_error' }, { kind: 'later' }],
  ])('%o is understood', async (failure, wanted) => {
    const slack = await startFakeSlack();
    const adapter = createSlackAdapter({
      config: { signingSecret: 's', botToken: slack.token, appToken: undefined, apiUrl: slack.apiUrl },
      dispatch: async () => ({ kind: 'nothing' }),
      late: async () => {},
      log,
      tenantSeen: async () => {},
    });
    slack.failNext('chat.postMessage', failure);
    const sending = adapter.send({
      id: newId(),
      target: { tenant: slack.team, to: 'place', conversation: SLACK_CHANNEL },
      card: saying('hello'),
    });
    await expect(sending).rejects.toMatchObject(wanted);
    await slack.stop();
  });
});
