// The demonstration as somebody opens it who tries the product: a zone at every stage of its life, each telling where it is.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Phase } from '../../src/database/generated/enums.ts';
import { seed } from '../../src/seed/index.ts';
import { NOW, startTestBot, type TestBot } from '../support/bot.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import type { Driver } from '../support/seen.ts';

let bot: TestBot;
let zainab: Driver;
beforeAll(async () => {
  bot = await startTestBot({ empty: true, scheduled: false });
  await seed(bot.database.prisma, NOW);
  zainab = consoleDriver(bot, 'zainab-merrivale', 'dm:zainab-merrivale');
});
afterAll(async () => {
  await bot?.stop();
});

describe('the demonstration', () => {
  it('holds a zone in every phase but the first, which is a candidate’s', async () => {
    const now = await bot.database.prisma.zonePhase.findMany({ where: { startedOn: { not: null }, endedOn: null } });
    expect(new Set(now.map(({ phase }) => phase))).toEqual(
      new Set(Object.values(Phase).filter((phase) => phase !== 'CONCEPT')),
    );
    expect((await zainab.command('zone candidates')).words).toMatch(/Wharf Street North.*Decided/);
    expect(await bot.database.prisma.zoneProposal.count({ where: { extends: { name: 'Wharf Street' } } })).toBe(1);
  });

  it.each([
    ['AR', 'Reviewing', 'plan, do, study, act'],
    ['TL', 'Paused', 'it rests for now'],
    ['WS', 'Extended', 'what was learned is taken further'],
    ['RS', 'Merged', 'it has become part of another zone'],
    ['OM', 'Closed', 'it is over; what was recorded stays'],
  ])('shows where %s has got to on its card and its plan', async (code, phase, says) => {
    const card = await zainab.command(`zone ${code}`);
    expect(card.words).toContain(`Phase ${phase}`);
    const plan = await zainab.press(card, 'Its plan');
    expect(plan.words).toContain(`${phase} : ${says}`);
    expect(plan.words).toContain(`${phase} (now)`);
    expect(card.buttons.some(({ label }) => label === 'Open it again')).toBe(code === 'OM');
  });

  it('lists those that live in the programme, and what the one that was reviewed has taught', async () => {
    const { words } = await zainab.command('zone programme');
    for (const name of ['Abbey Rise', 'Coalville', 'New Parks', 'Thornbury Lanes', 'Wharf Street'])
      expect(words).toContain(name);
    expect(words).not.toMatch(/Old Market|Rec Side/);
    expect((await zainab.command('zone lessons lamps')).words).toContain('The north side begins with its own lamps');
  });
});

describe('a zone that rests', () => {
  it('is asked for nothing until it goes on', async () => {
    const wilf = consoleDriver(bot, 'wilf-ackerby', 'dm:wilf-ackerby');
    expect((await wilf.command('zone TL')).words).toContain('none while it rests');
    expect((await wilf.command('digest preview')).words).not.toContain('meet next');
    await zainab.press(await zainab.command('zone plan TL'), 'Go on with delivering');
    expect((await wilf.command('digest preview')).words).toContain(
      'When does Thornbury Lanes meet next? Because no meeting has been held yet',
    );
  });
});
