// What is promised of transactions: all or nothing, once, and each act's refusal its own, also where many share one.
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Act } from '../../src/chat/act.ts';
import { privately, Refusal } from '../../src/chat/replies.ts';
import { rows } from '../../src/database/statement.ts';
import { inPlain, inPrisma } from '../../src/database/transaction.ts';
import { actOnceByHand, actTogether } from '../../src/delivery/once.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';

let bot: TestBot;
let partnershipId: string;
beforeAll(async () => {
  bot = await startTestBot({ scheduled: false, sending: false });
  await bot.database.pool.query('CREATE TABLE said (word text PRIMARY KEY)');
  partnershipId = (await bot.database.prisma.partnership.findFirstOrThrow()).id;
});
afterAll(async () => {
  await bot?.stop();
});

const said = async () =>
  (await bot.database.pool.query<{ word: string }>('SELECT word FROM said ORDER BY word')).rows.map(({ word }) => word);
const reply = (text: string) => privately({ summary: text, blocks: [] });
/** As much of an act as a transaction looks at. */
const act = (key: string) =>
  ({
    incoming: {
      key,
      requestId: key,
      answer: 'now',
      canOpenForms: true,
      place: { platform: 'console', tenant: 'local', conversation: 'c', kind: 'personal' },
      sender: { platform: 'console', tenant: 'local', user: 'u' },
      what: { kind: 'command', words: '', visible: false },
    },
    partnership: { id: partnershipId },
    actor: {},
  }) as unknown as Act;

it('leaves nothing when the last statement fails, is never sent, or the work fails', async () => {
  const { prisma } = bot.database;
  await expect(
    inPlain(
      prisma,
      (db) => rows(db)`INSERT INTO said VALUES ('last fails')`,
      (db) => rows(db)`SELECT 1 / ${0}::int`,
    ),
  ).rejects.toThrow('division by zero');
  await expect(
    inPlain(
      prisma,
      (db) => rows(db)`INSERT INTO said VALUES ('last is not sent')`,
      () => {
        throw new Error('before it was sent');
      },
    ),
  ).rejects.toThrow('before it was sent');
  await expect(
    inPlain(
      prisma,
      async (db) => {
        await rows(db)`INSERT INTO said VALUES ('work fails')`;
        throw new Error('in the middle');
      },
      async () => {},
    ),
  ).rejects.toThrow('in the middle');
  expect(await said()).toEqual([]);
  // And the connection goes on in its usual way.
  expect(await prisma.zone.count()).toBeGreaterThan(0);
});

it('does not let what comes late into somebody else’s transaction', async () => {
  const { prisma } = bot.database;
  let late: (() => Promise<unknown>) | undefined;
  await inPlain(
    prisma,
    async (db) => {
      late = () => rows(db)`INSERT INTO said VALUES ('too late')`;
    },
    async () => {},
  );
  await expect(late?.()).rejects.toThrow('needs a client or a transaction');
});

it('lets our own statements and Prisma’s share a transaction', async () => {
  const { prisma } = bot.database;
  const before = await prisma.zone.findFirstOrThrow();
  await expect(
    inPrisma(prisma, async (db) => {
      await rows(db)`UPDATE zone SET ambition = 'changed by hand' WHERE id = ${before.id}::uuid`;
      expect((await db.zone.findUniqueOrThrow({ where: { id: before.id } })).ambition).toBe('changed by hand');
      throw new Error('and undone');
    }),
  ).rejects.toThrow('and undone');
  expect((await prisma.zone.findUniqueOrThrow({ where: { id: before.id } })).ambition).toBe(before.ambition);
});

it('acts that share a transaction: each has its effect once, a fault is one’s own', async () => {
  const { prisma, pool } = bot.database;
  const connect = vi.spyOn(pool, 'connect');
  const results = await Promise.allSettled(
    Array.from({ length: 30 }, (_, n) =>
      actOnceByHand(prisma, act(`shared-${n % 25}`), async ({ db }) => {
        if (n === 7) throw new Error('out of order');
        await rows(db)`INSERT INTO said VALUES (${`word ${n}`})`;
        return reply(`word ${n}`);
      }),
    ),
  );
  connect.mockRestore();
  expect(
    results.map(({ status }, n) => (status === 'rejected' ? n : undefined)).filter((n) => n !== undefined),
  ).toEqual([7]);
  // Five were told twice: whoever came second had no effect.
  expect(await said()).toHaveLength(24);
  const answered = results.filter((each) => each.status === 'fulfilled' && each.value !== undefined);
  expect(answered).toHaveLength(24);
  await pool.query('DELETE FROM said');
});

it('acts upon one record: each finds what those before it have done, and a refusal leaves nothing', async () => {
  const { prisma } = bot.database;
  const closed: number[] = [];
  const room = {
    key: 'the list',
    open: async () => [] as string[],
    mark(list: string[]) {
      const { length } = list;
      return () => {
        list.length = length;
      };
    },
    close: async (list: string[], effect: { db: Parameters<typeof rows>[0] }) => {
      closed.push(list.length);
      if (list.length > 0) await rows(effect.db)`INSERT INTO said SELECT unnest(${list}::text[])`;
    },
  };
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, (_, n) =>
      actTogether(prisma, act(`together-${n}`), room, async (effect, list) => {
        list.push(`line ${n}`);
        await effect.audit({ action: 'test.said', recordType: 'test' });
        if (n % 5 === 0) throw new Refusal(`not ${n}`);
        return reply(list.join(', '));
      }),
    ),
  );
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(4);
  expect(await said()).toHaveLength(16);
  expect(await prisma.auditEntry.count({ where: { action: 'test.said' } })).toBe(16);
  expect(await prisma.eventReceipt.count({ where: { key: { startsWith: 'together-' } } })).toBe(16);
  // The first goes alone; all who came meanwhile share the next.
  expect(closed).toEqual([0, 16]);
});
