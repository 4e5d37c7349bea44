// The paper of weeks that are over: of its period, the same whenever it is made again, and telling nobody outside of few people.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProblemEventKind } from '../../src/database/generated/enums.ts';
import { openPaper, reportJson, reportPage } from '../../src/features/digests/index.ts';
import { readReport } from '../../src/features/digests/report.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import { slackDriver } from '../support/drivers/slack.ts';
import type { Driver } from '../support/seen.ts';
import { gather } from '../support/story.ts';

const OCTOBER = { from: '2026-10-05', to: '2026-10-26' };
let bot: TestBot;
let slack: Driver;
let zone: { id: string; partnershipId: string };
let agencies: { id: string; shortName: string }[];
let people: { id: string; name: string; agencyId: string }[];

beforeAll(async () => {
  bot = await startTestBot({ scheduled: false });
  await gather(bot);
  slack = slackDriver(bot);
  const { prisma } = bot.database;
  await prisma.person.updateMany({ where: { name: 'You (slack)' }, data: { roles: ['ADMIN'] } });
  zone = await prisma.zone.findFirstOrThrow({ where: { code: 'NP' } });
  await prisma.zone.update({ where: { id: zone.id }, data: { createdAt: new Date('2026-07-01') } });
  await prisma.problem.deleteMany({ where: { zoneId: zone.id } });
  agencies = await prisma.agency.findMany({ orderBy: { shortName: 'asc' } });
  people = await prisma.person.findMany({
    where: { memberships: { some: { zoneId: zone.id } } },
    orderBy: { name: 'asc' },
  });
});
afterAll(async () => {
  await bot?.stop();
});

let number = 100;
/** A problem with its timeline; what stands now is what its last entries say. */
async function problem(title: string, raised: string, events: [ProblemEventKind, string, object?][], now: object = {}) {
  number += 1;
  const [first] = people;
  const { id } = await bot.database.prisma.problem.create({
    data: {
      partnershipId: zone.partnershipId,
      zoneId: zone.id,
      number,
      title,
      raiserId: first?.id ?? '',
      agencyId: first?.agencyId ?? '',
      outcomes: ['SAFE'],
      createdAt: new Date(raised),
      movedAt: new Date(events.at(-1)?.[1] ?? raised),
      ...now,
    },
  });
  for (const [kind, at, details = {}] of events)
    await bot.database.prisma.problemEvent.create({
      data: {
        problemId: id,
        kind,
        at: new Date(at),
        details,
        personId: people[1]?.id ?? '',
        agencyId: people[1]?.agencyId ?? '',
      },
    });
  return `NP-${number}`;
}

describe('the paper of October', () => {
  let open: string;
  let late: string;
  let closedLater: string;
  let closedThen: string;
  let owned: string;
  beforeAll(async () => {
    open = await problem('Bikes on the rec', '2026-08-20T10:00:00Z', [['RAISED', '2026-08-20T10:00:00Z']]);
    late = await problem('Raised in November', '2026-11-03T10:00:00Z', [['RAISED', '2026-11-03T10:00:00Z']]);
    closedLater = await problem(
      'Open then, closed since',
      '2026-10-10T10:00:00Z',
      [
        ['RAISED', '2026-10-10T10:00:00Z'],
        ['ADVANCED', '2026-10-20T10:00:00Z', { from: 'SCANNING', to: 'ANALYSIS' }],
        ['ADVANCED', '2026-11-05T10:00:00Z', { from: 'ANALYSIS', to: 'RESPONSE' }],
        ['CLOSED', '2026-11-20T10:00:00Z', { from: 'ASSESSMENT', result: 'RESOLVED' }],
      ],
      { state: 'CLOSED', result: 'RESOLVED', closedAt: new Date('2026-11-20T10:00:00Z') },
    );
    closedThen = await problem(
      'Closed then, reopened since',
      '2026-09-01T10:00:00Z',
      [
        ['RAISED', '2026-09-01T10:00:00Z'],
        ['CLOSED', '2026-10-14T10:00:00Z', { from: 'ASSESSMENT', result: 'REDUCED' }],
        ['REOPENED', '2026-11-10T10:00:00Z', { result: 'REDUCED' }],
      ],
      { state: 'ANALYSIS' },
    );
    owned = await problem(
      'Taken in November',
      '2026-10-12T10:00:00Z',
      [
        ['RAISED', '2026-10-12T10:00:00Z'],
        ['ASKED', '2026-10-13T10:00:00Z', { agency: agencies[0]?.id ?? '' }],
        ['TAKEN', '2026-11-12T10:00:00Z'],
      ],
      { ownerId: people[1]?.id ?? '' },
    );
  });

  it('tells of each problem as it stood on the last day', async () => {
    const { zones, asks } = await readReport(
      bot.database.prisma,
      { partnership: zone.partnershipId, zone: zone.id, ...OCTOBER },
      new Date('2026-11-24T10:00:00Z'),
    );
    const [found] = zones;
    const stood = Object.fromEntries(
      (found?.problems.named ?? []).map(({ reference, state, came }) => [reference, `${state}, ${came}`]),
    );
    expect(stood).toEqual({
      [open]: 'scanning, nobody has it, for 10 weeks',
      [closedLater]: 'analysis, nobody has it, for 3 weeks',
      [closedThen]: 'closed, reduced',
      [owned]: 'scanning, nobody has it, for 2 weeks',
    });
    expect(stood[late]).toBeUndefined();
    expect(found?.problems).toMatchObject({ open: { scanning: 2, analysis: 1 }, closed: { reduced: 1 } });
    expect(found?.risks.join()).toContain('3 open problems have no owner');
    expect(asks.join('\n')).toContain(`${open} Bikes on the rec: no owner for 10 weeks`);
    expect(asks.join('\n')).toContain(`${agencies[0]?.shortName} was asked to join ${owned} and has not answered`);
    for (const { name } of people) expect(JSON.stringify(zones)).not.toContain(name);
  });

  it('names figures of those weeks and no later ones', async () => {
    await slack.command('measure crime October 2026 = 41');
    await slack.command('measure crime September 2026 = 38');
    await slack.command('measure asb 2026-W46 = 31');
    const { zones } = await readReport(
      bot.database.prisma,
      { partnership: zone.partnershipId, zone: zone.id, ...OCTOBER },
      new Date('2026-11-24T10:00:00Z'),
    );
    const words = JSON.stringify(zones);
    expect(words).toContain('41 in October 2026');
    expect(words).not.toContain('week 46 of 2026');
    expect(words).not.toMatch(/week 4[5-8] of 2026/);
    expect(words).toContain('week 44 of 2026');
  });

  it('is the same to the byte when it is made again, whatever has happened since, but for a next issue on purpose', async () => {
    const { prisma } = bot.database;
    bot.clock.now = new Date('2026-11-24T10:00:00Z');
    const what = { partnership: zone.partnershipId, zone: zone.id, ...OCTOBER };
    expect((await slack.command('digest board NP from 2026-10-05 to 2026-11-01')).words).toContain(
      'From Monday 5 October',
    );
    const first = await openPaper(prisma, what, bot.clock.now);
    // Much has happened by January.
    await slack.command('measure crime October 2026 = none');
    await slack.command('measure crime October 2026 = 99');
    await prisma.problem.updateMany({
      where: { zoneId: zone.id },
      data: { title: 'Another title', movedAt: new Date('2027-01-10') },
    });
    bot.clock.now = new Date('2027-01-18T10:00:00Z');
    const again = await openPaper(prisma, what, bot.clock.now);
    expect(reportJson(again.report)).toBe(reportJson(first.report));
    expect(reportPage(again, [])).toBe(reportPage(first, []));
    const card = await slack.command('digest board NP from 2026-10-05 to 2026-11-01');
    expect(card.words).toContain('Something of that time has come in since');
    await slack.press(card, 'Make it anew');
    const anew = await openPaper(prisma, what, bot.clock.now);
    expect(anew.issue).toBe(2);
    expect(reportPage(anew, [])).toContain('99 in October 2026');
    expect(reportPage(anew, [])).toContain('issue 2');
    expect((await slack.command('digest board NP from 2026-10-05 to 2026-11-01')).words).not.toContain(
      'has come in since',
    );
  });

  it('is kept by none while its last week is not over', async () => {
    bot.clock.now = new Date('2026-11-24T10:00:00Z');
    const before = await bot.database.prisma.boardPaper.count();
    expect((await slack.command('digest board NP from 2026-11-09 to 2026-11-24')).words).toContain(
      'Its last week is not over',
    );
    expect(await bot.database.prisma.boardPaper.count()).toBe(before);
  });

  it('stays short with hundreds of problems', async () => {
    for (let index = 0; index < 60; index += 1)
      await problem(`One of many ${index}`, '2026-08-01T10:00:00Z', [['RAISED', '2026-08-01T10:00:00Z']]);
    const report = await readReport(
      bot.database.prisma,
      { partnership: zone.partnershipId, zone: zone.id, from: '2026-09-28', to: '2026-10-19' },
      new Date('2026-11-24T10:00:00Z'),
    );
    expect(report.zones[0]?.problems.named.length).toBeLessThanOrEqual(10);
    expect(report.zones[0]?.problems.others).toBeGreaterThan(50);
    expect(report.asks.length).toBeLessThanOrEqual(9);
  });
});

it('tells a small figure inside the team, and nobody else: on a card, in a list, in benefits, in the digest', async () => {
  bot.clock.now = new Date('2026-11-24T10:00:00Z');
  const { prisma } = bot.database;
  const coalville = await prisma.zone.findFirstOrThrow({ where: { code: 'CV' } });
  const measure = await prisma.measure.findFirstOrThrow({ where: { key: 'care' } });
  for (const [index, value] of [12, 11, 13, 12, 3].entries())
    await prisma.measureReading.create({
      data: {
        measureId: measure.id,
        zoneId: coalville.id,
        value,
        period: new Date(Date.UTC(2026, 5 + index, 1)),
        at: new Date('2026-11-24T09:00:00Z'),
      },
    });
  const member = await prisma.person.findFirstOrThrow({
    where: { memberships: { some: { zoneId: coalville.id } }, identities: { some: { platform: 'console' } } },
    include: { identities: true },
  });
  const champion = await prisma.champion.findFirstOrThrow({
    where: { person: { memberships: { none: {} }, identities: { some: { platform: 'console' } } } },
    include: { person: { include: { identities: true } } },
  });
  const desk = (identities: { platform: string; user: string }[]) =>
    consoleDriver(bot, identities.find(({ platform }) => platform === 'console')?.user ?? '');
  const [inside, outside] = [desk(member.identities), desk(champion.person.identities)];
  for (const typed of ['measure show care in Coalville', 'measure benefits in Coalville', 'measure in Coalville']) {
    expect((await inside.command(typed)).words, typed).toMatch(/\b3 in October 2026|\b3\b/);
    const seen = (await outside.command(typed)).words;
    expect(seen, typed).toContain('fewer than 5');
    expect(seen, typed).not.toMatch(/care contacts[^.]*usually|10\.2|\b3 in October/);
  }
});
