// Public data of a candidate from files that are too long for a chat, read by whoever runs the bot.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { importOfCandidate } from '../../src/cli/import.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { consoleDriver } from '../support/drivers/console.ts';

let bot: TestBot;
const folder = mkdtempSync(join(tmpdir(), 'pz-candidate-'));
beforeAll(async () => {
  bot = await startTestBot({ scheduled: false });
});
afterAll(async () => {
  await bot?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const AREAS = ['E01013700', 'E01013701', 'E01013702'];
const take = (name: string, content: string, change: object = {}) => {
  writeFileSync(join(folder, name), content);
  return importOfCandidate(bot.database.prisma, { timeZone: 'Europe/London' }, join(folder, name), {
    place: 'Hollin Park',
    lsoas: AREAS.join(','),
    source: 'Indices of Deprivation 2025',
    asAt: '2025-10-30',
    by: 'Zainab Merrivale',
    ...change,
  });
};
const kept = () => bot.database.prisma.selectionFinding.count();

/** As long as England's, in the Indices' own layout. */
const indices = () => {
  const rows = Array.from(
    { length: 33_755 },
    (_, index) =>
      `E010${String(10_000 + index)},Area ${index},${(index % 10) + 1},${((index + 4) % 10) + 1},${1500 + (index % 7)}`,
  );
  return `LSOA code (2021),LSOA name (2021),Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs),Health Deprivation and Disability Decile (where 1 is most deprived 10% of LSOAs),Total population: mid 2022\n${rows.join('\n')}\n`;
};

it('the Indices of all England are read for its areas, each line a finding with its source, and shown in the chat', async () => {
  const said = await take('indices.csv', indices());
  expect(said).toContain('3 findings kept of Hollin Park:');
  expect(said).toContain('people live in its 3 areas');
  const zainab = consoleDriver(bot, 'zainab-merrivale', 'dm:zainab-merrivale');
  const { words } = await zainab.command('zone candidate Hollin Park');
  expect(words).toContain('Indices of Deprivation 2025');
  expect(words).toContain('Health deprivation and disability');
  const [note] = await bot.database.prisma.auditEntry.findMany({ where: { action: 'zone.data_read' } });
  expect(note?.details).toMatchObject({ by: expect.any(String) });
});

it('the open data of the police are counted by month', async () => {
  const said = await take(
    'police.csv',
    [
      'Crime ID,Month,LSOA code,Crime type',
      ',2026-08,E01013700,Anti-social behaviour',
      'a1,2026-08,E01013701,Burglary',
      'a2,2026-08,E01013702,Burglary',
      'a3,2026-08,E01099999,Burglary',
      ',2026-09,E01013700,Anti-social behaviour',
    ].join('\n'),
    { factor: 'reactive-demand', source: 'data.police.uk', asAt: '2026-09-30' },
  );
  expect(said).toContain('one report of anti-social behaviour and 2 of crime in August 2026, in its 3 areas');
  expect(said).toContain('one report of anti-social behaviour and 0 of crime in September 2026');
});

it('keeps nothing of what it has not understood, and says what is wrong', async () => {
  const before = await kept();
  const small = 'LSOA code (2021),Homes\nE01013700,400\nE01013701,many\nE01013702,300\n';
  for (const [change, says] of [
    [{ place: 'Nowhere' }, 'Nobody has proposed "Nowhere"'],
    [{ by: 'Maya Okonjo' }, 'is not in the project team'],
    [{ by: 'Nobody Known' }, 'There is nobody called'],
    [{ lsoas: 'E01013700,12' }, '12 is not'],
    [{ lsoas: 'E01013709' }, 'E01013709 is not in the table'],
    [{ asAt: '2026-13-40' }, 'is no day'],
    [{ asAt: '2026-02-30' }, 'is no day'],
    [{ asAt: '2099-01-01' }, 'still to come'],
    [{ source: ' ' }, 'Where is it from?'],
    [{ factor: 'luck' }, 'There is no factor "luck"'],
    [{}, 'Which column is meant? There are: homes'],
    [{ column: 'Homes' }, 'Line 3, homes: "many" is no number'],
  ] as const)
    await expect(take('small.csv', small, change), says).rejects.toThrow(says);
  await expect(take('elsewhere.csv', 'Month,LSOA code,Crime type\n2026-08,E01099999,Burglary\n')).rejects.toThrow(
    'None of these areas stands in the file',
  );
  expect(await kept()).toBe(before);
});
