// Figures of a zone: kept in a line or from a file, and called a real change only where the method says so.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importFile } from '../../src/cli/import.ts';
import { operatorWords } from '../../src/cli/troubles.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import { slackDriver } from '../support/drivers/slack.ts';
import { teamsActivity, teamsDriver, teamsRequest } from '../support/drivers/teams.ts';
import { teamsPersonal } from '../support/ids.ts';
import { type Driver, isForm } from '../support/seen.ts';
import { gather } from '../support/story.ts';
import { until } from '../support/until.ts';

let bot: TestBot;
let slack: Driver;
let teams: Driver;
let desk: Driver;

beforeAll(async () => {
  bot = await startTestBot({ scheduled: false });
  await gather(bot);
  [slack, teams, desk] = [slackDriver(bot), teamsDriver(bot), consoleDriver(bot, 'priya-sandhar')];
});
afterAll(async () => {
  await bot?.stop();
});

it('thousands of rows come in one file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pz-large-'));
  const months = Array.from({ length: 300 }, (_, index) =>
    new Date(Date.UTC(2000, index, 1)).toISOString().slice(0, 7),
  );
  const rows = ['Coalville', 'New Parks'].flatMap((zone) =>
    ['asb-month', 'crime', 'police', 'ae', 'care'].flatMap((measure) =>
      months.flatMap((month, index) => [`${zone},${measure},${month},${5 + (index % 30)}`]),
    ),
  );
  const weeks = Array.from({ length: 1500 }, (_, index) =>
    new Date(Date.UTC(1997, 0, 6 + 7 * index)).toISOString().slice(0, 10),
  ).flatMap((day, index) => ['Coalville', 'New Parks'].map((zone) => `${zone},asb,${day},${5 + (index % 30)}`));
  const path = join(folder, 'large.csv');
  writeFileSync(path, ['zone,measure,period,value', ...rows, ...weeks].join('\n'));
  const { prisma } = bot.database;
  const take = () => importFile(prisma, { timeZone: 'Europe/London' }, 'measures', path, { overwrite: false });
  expect(await take()).toContain('6000 added');
  expect(await prisma.auditEntry.count({ where: { action: 'measure.read' } })).toBe(6000);
  await prisma.measureReading.deleteMany({});
  await prisma.auditEntry.deleteMany({ where: { action: 'measure.read' } });
  rmSync(folder, { recursive: true });
}, 60_000);

describe('a figure', () => {
  it('is kept in a line, by its key or its name, and says what it says', async () => {
    expect((await slack.command('measure New ASB reports 2026-W46 = 31')).words).toMatch(
      /Noted.*31 in week 46 of 2026.*Too early to say/,
    );
    expect((await teams.command('measure asb 2026-W46 = 31')).words).toContain('It stands so already');
    const asked = await teams.command('measure asb 2026-W46 = 29');
    expect(asked.words).toContain('31 stands there');
    expect((await teams.press(asked, 'Put it in its place')).words).toContain('29 in week 46');
    const audit = await bot.database.prisma.auditEntry.findFirstOrThrow({ where: { action: 'measure.replaced' } });
    expect(audit.details).toMatchObject({ before: 31, value: 29 });
    expect((await desk.command('measure safe 2026-03 = 52 of 100')).words).toContain('The first wave');
    const second = await desk.command('measure safe 2026-09 = 61 of 100');
    expect(second.words).toMatch(/61 of 100 \(61%\).*after 52 of 100 \(52%\).*No real change/);
    expect(second.words).toContain('Newcombe');
  });

  it('says first what was kept, and asks where the period is probably a slip', async () => {
    const { prisma } = bot.database;
    await slack.command('measure crime October 2026 = 44');
    const kept = await slack.command('measure crime December 2025 = 40');
    expect(kept.words).toMatch(/^Noted: 40 in December 2025/);
    const before = await prisma.measureReading.count();
    expect((await slack.command('measure crime December = 40')).words).toMatch(
      /"December" without a year would be December 2025. Write the year/,
    );
    // What is meant by two numbers behind a month is asked, of the measure that was named.
    expect((await slack.command('measure crime oct 26 = 46')).words).toContain(
      'Recorded crime is by the month: "oct 26" is none',
    );
    expect((await slack.command('measure recorded crime, Octobre 2026 = 46')).words).toContain(
      '"Octobre 2026" is none',
    );
    expect((await slack.command('measure crime: October 2026 = 44')).words).toContain('It stands so already');
    expect((await slack.command('measure asb 1850-W10 = 3')).words).toContain('long before the programme');
    expect((await slack.command('measure asb 2026-W44 = minus two')).words).toMatch(/below nought|no number/);
    expect(await prisma.measureReading.count()).toBe(before);
    expect((await slack.command('measure asb 2026-W44 = two dozen')).words).toContain('24 in week 44 of 2026');
    await slack.command('measure asb 2026-W44 = none');
    await slack.command('measure crime October 2026 = none');
    await slack.command('measure crime December 2025 = none');
  });

  it('is by the financial year where the partnership keeps it', async () => {
    const { prisma } = bot.database;
    const { id: partnershipId } = await prisma.partnership.findFirstOrThrow();
    const made = await prisma.measure.create({
      data: {
        partnershipId,
        key: 'spending',
        name: 'Reactive spending',
        period: 'YEAR',
        unit: 'MONEY',
        better: 'DOWN',
        term: 'LONG',
      },
    });
    expect((await slack.command('measure spending 2025/26 = 1200')).words).toContain('"2025/26" is none');
    expect((await slack.command('measure years april')).words).toContain('Only the project team');
    await prisma.person.updateMany({ where: { name: 'Priya Sandhar' }, data: { roles: ['ADMIN'] } });
    const admin = consoleDriver(bot, 'priya-sandhar');
    expect((await admin.command('measure years april')).words).toContain('Years begin in April');
    expect((await slack.command('measure spending 2025/26 = 1200')).words).toContain('£1,200 in 2025/26');
    expect((await slack.command('measure spending 2025 = 1200')).words).toContain('"2025" is none');
    expect((await admin.command('measure years january')).words).toContain(
      'Reactive spending: yearly figures stand there',
    );
    await prisma.measure.delete({ where: { id: made.id } });
    await admin.command('measure years january');
    await prisma.person.updateMany({ where: { name: 'Priya Sandhar' }, data: { roles: [] } });
  });

  it('is asked of another zone by its name, from anywhere', async () => {
    const champion = await bot.database.prisma.champion.findFirstOrThrow({
      where: { person: { identities: { some: { platform: 'console' } } } },
      include: { person: { include: { identities: { where: { platform: 'console' } } } } },
    });
    const far = consoleDriver(bot, champion.person.identities[0]?.user ?? '');
    expect((await far.command('measure show interactions in Coalville')).words).toContain('Interactions, Coalville');
    expect((await far.command('measure benefits in CV')).words).toContain('Benefits of Coalville');
    expect((await desk.command('measure asb 2026-W45 = 3 in Coalville')).words).toMatch(
      /not yours to see|Only the team/,
    );
    expect((await desk.command('measure asb 2026-W43 = 3 in New Parks')).words).toContain('New Parks');
  });

  it('is typed for a time as people say it, and taken out again', async () => {
    bot.clock.now = new Date('2026-11-24T10:00:00Z');
    expect((await desk.command('measure ae September = 12')).words).toContain('12 in September 2026');
    expect((await desk.command('measure A&E attendances last month = 14')).words).toContain('14 in October 2026');
    const taken = await desk.command('measure ae sept 2026 = none');
    expect(taken.words).toMatch(/Taken out: A&E attendances, September 2026.*12 stood there/);
    expect((await desk.press(taken, 'Put it back')).words).toContain('14 in October 2026');
    expect(
      await bot.database.prisma.measureReading.count({ where: { measure: { key: 'ae' }, value: { in: [12, 14] } } }),
    ).toBe(2);
    expect((await slack.command('measure target ae none')).words).toContain('Kept');
    expect((await slack.command('measure baseline care 12')).words).toContain('Kept for Social-care contacts');
    expect(await bot.database.prisma.measurePlan.count({ where: { measure: { key: 'care' }, baseline: 12 } })).toBe(1);
  });

  it.each([
    ['measure asb 2027-W46 = 3', 'it has not happened'],
    ['measure asb last month = 3', 'is by the week'],
    ['measure asb 2025-W30 = none', 'nothing stands there'],
    ['measure asb 2026-W46 = 31 reports', 'Write it alone: 31'],
    ['measure asb 2026-W46 = -3', 'cannot be below nought'],
    ['measure asb 2026-W46 = 1e309', 'out in digits'],
    ['measure asb 2026-W46 = lots', 'is no number'],
    ['measure asb 2026-W46 = 3.5', 'a whole number'],
    ['measure asb November = 3', 'is by the week'],
    ['measure asb 2026-W54 = 3', 'is by the week'],
    ['measure safe 2026-09 = 61', '61 of 100'],
    ['measure safe 2026-09 = 161 of 100', 'more said so than were asked'],
    ['measure safe 2026-09 = 0 of 0', 'at least one'],
    ['measure nothing 2026-W46 = 3', 'I know no measure "nothing"'],
    ['measure prevention 2026-W46 = 3', 'reckons that itself'],
    ['measure baseline asb 2', 'says too little'],
    ['measure target asb 20', 'no direction that is better'],
  ])('%s', async (typed, says) => {
    expect((await slack.command(typed)).words).toContain(says);
  });

  it('of one’s own is added by a lead; a target, a baseline and a step belong to the chart', async () => {
    expect((await desk.command('measure add Fly-tipping reports, month, count, down, medium')).words).toContain(
      'Only leads',
    );
    expect((await slack.command('measure add Fly-tipping reports, month, count, down, medium')).words).toContain(
      'Fly-tipping reports',
    );
    expect((await slack.command('measure add Fly-tipping reports, month, count, down')).words).toContain('already');
    expect((await slack.command('measure add Swims, month, week, up, banana')).words).toContain(
      '"week, banana" would be lost',
    );
    for (const [month, value] of [20, 22, 19, 21, 23, 20, 18, 22, 21, 20, 9, 8].entries())
      await slack.command(`measure fly-tipping 2025-${String(month + 1).padStart(2, '0')} = ${value}`);
    const shown = await slack.command('measure show fly-tipping');
    expect(shown.words).toContain('A real change for the better');
    expect(shown.words).toContain('screened once at 3.267');
    expect((await slack.command('measure target fly-tipping 30')).words).toContain('Target');
    expect((await slack.command('measure step fly-tipping 2025-11 The camera was put up')).words).toMatch(
      /Changed in November 2025 ?: The camera was put up/,
    );
    expect((await slack.command('measure benefits')).words).toMatch(/Medium term.*Fly-tipping reports/);
    expect((await slack.command('measure')).words).toContain('Prevention mix');
    expect((await slack.command('measure show prevention')).words).toMatch(/of \d+ \(\d/);
    expect([...slack.complaints(), ...teams.complaints()]).toEqual([]);
  });
});

describe.each([
  ['Slack', () => slack],
  ['Teams', () => teams],
  ['the console', () => desk],
] as const)('on %s', (_name, of) => {
  it('a figure is kept in a form, which reopens with what was typed and says what is wrong beside it', async () => {
    const person = of();
    const list = await person.command('measure');
    const opened = await person.pressForForm(list, 'Keep a figure');
    expect(Object.keys(opened.fields)).toEqual(expect.arrayContaining(['measure', 'period', 'value']));
    const wrong = await person.submit(opened, { measure: 'care', period: '2026-13', value: '12 calls' });
    if (!isForm(wrong)) throw new Error(wrong.words);
    expect(wrong.errors.join(' ')).toMatch(/is by the month.*Write it alone: 12/s);
    const month = person.platform === 'slack' ? '2026-06' : person.platform === 'teams' ? '2026-07' : '2026-08';
    const kept = await person.submit(wrong, { measure: 'care', period: month, value: '12' });
    if (isForm(kept)) throw new Error(kept.errors.join());
    expect(kept.words).toMatch(/Noted.*Social-care contacts, New Parks.*12 in/);
    expect(person.complaints()).toEqual([]);
  });

  it('rows of a table are read all or nothing, and another value is put in place only when asked', async () => {
    const person = of();
    const year = person.platform === 'slack' ? 2019 : person.platform === 'teams' ? 2020 : 2021;
    const opened = await person.openForm('measure import');
    const empty = await person.submit(opened, {});
    if (!isForm(empty)) throw new Error(empty.words);
    expect(empty.errors.join()).toContain('Choose a file, or paste its rows');
    const bad = await person.submit(opened, { rows: `measure,period,value\nae,${year}-01,x\nae,${year}-02,7` });
    if (!isForm(bad)) throw new Error(bad.words);
    expect(bad.errors.join()).toMatch(/line 2, value: "x" is no number/);
    const good = await person.submit(bad, { rows: `measure\tperiod\tvalue\nae\t${year}-01\t9\nae\t${year}-02\t7` });
    if (isForm(good)) throw new Error(good.errors.join());
    expect(good.words).toContain('2 added, 0 replaced, 0 as they were');
    const asked = await person.submit(await person.openForm('measure import'), {
      rows: `measure,period,value\nae,${year}-01,9\nae,${year}-02,8`,
    });
    if (isForm(asked)) throw new Error(asked.errors.join());
    expect(asked.words).toMatch(/7 stands there, the file says 8.*1 rows are the same/);
    expect((await person.press(asked, 'Put them in place')).words).toContain('0 added, 1 replaced, 1 as they were');
    expect(person.complaints()).toEqual([]);
  });

  it('a chart can be drawn without leaving out great jumps', async () => {
    const person = of();
    const shown = await person.command('measure show fly-tipping');
    const without = await person.press(shown, 'Without screening');
    expect(without.words).toContain('not screened');
    expect((await person.press(without, 'With screening')).words).toContain('screened once');
  });
});

describe('a file in a chat', () => {
  const rows = (value: number) => `\uFEFFmeasure;period;value\r\npolice;2018-0${value};${value}\r\n`;

  it('goes into the form on Slack, whose address only the bot opens', async () => {
    const opened = await slack.openForm('measure import');
    const kept = await slack.submit(opened, { file: rows(1) });
    if (isForm(kept)) throw new Error(kept.errors.join());
    expect(kept.words).toContain('1 added');
    bot.slack.revoke(bot.slack.token);
    const refused = await slack.submit(opened, { file: rows(2) });
    bot.slack.restore();
    expect(isForm(refused) && refused.errors.join()).toContain('I could not fetch that file from Slack');
    const large = await slack.submit(opened, { file: 'x'.repeat(1_000_001) });
    expect(isForm(large) && large.errors.join()).toContain('larger than 1 MB');
    expect(slack.complaints()).toEqual([]);
  });

  it('is attached in the private chat on Teams', async () => {
    const files = createServer((_request, response) => response.end(rows(3)));
    await new Promise<void>((done) => files.listen(0, '127.0.0.1', done));
    const { port } = files.address() as AddressInfo;
    const before = bot.connector.posts.length;
    await teamsRequest(
      bot.url,
      teamsActivity(
        bot,
        'lead',
        {
          type: 'message',
          attachments: [
            {
              contentType: 'application/vnd.microsoft.teams.file.download.info',
              name: 'police.csv',
              content: { downloadUrl: `http://127.0.0.1:${port}/police.csv`, fileType: 'csv', uniqueId: '1' },
            },
          ],
        },
        { id: teamsPersonal('lead'), conversationType: 'personal' },
      ),
    );
    const answer = await until('an answer', () =>
      bot.connector.posts.slice(before).find((post) => JSON.stringify(post.card).includes('1 added')),
    );
    expect(answer.conversation).toBe(teamsPersonal('lead'));
    files.close();
  });

  it('goes through the page’s own field at the console', async () => {
    const kept = await desk.submit(await desk.openForm('measure import'), { file: rows(4) });
    expect(!isForm(kept) && kept.words).toContain('1 added');
  });
});

it('what is reckoned has a target and steps too', async () => {
  expect((await slack.command('measure target prevention 80')).words).toContain('Target');
  expect((await slack.command('measure step prevention 2026-W40 The café opened')).words).toContain('The café opened');
  expect((await slack.command('measure show prevention')).words).toMatch(/Target.*80/);
});

describe('a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pz-import-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const take = (path: string, options: object = {}) =>
    importFile(bot.database.prisma, { timeZone: 'Europe/London' }, 'measures', path, { overwrite: false, ...options });

  it('is all or nothing, with every error by line and column', async () => {
    const before = await bot.database.prisma.measureReading.count();
    const bad = file(
      'bad.csv',
      'zone,measure,period,value\nNP,crime,2026-01,12\nXX,crime,2026-02,3\nNP,crime,2026-03,<5\nNP,crime,2026-03,-2\nNP,crime,2026-04,=1+1\nNP,crime,2026-01,12\n',
    );
    await expect(take(bad)).rejects.toThrow(
      /line 3, zone: There is no zone "XX"[\s\S]*line 5, value: [\s\S]*below nought[\s\S]*line 6, value: "=1\+1" is a formula[\s\S]*line 7, period: January 2026 stands in line 2 already[\s\S]*Nothing was imported: 4 errors/,
    );
    expect(await bot.database.prisma.measureReading.count()).toBe(before);
  });

  it('leaves out what was withheld where it was published, and says so', async () => {
    const open = file(
      'withheld.csv',
      'zone,measure,period,value\nNP,crime,2025-01,12\nNP,crime,2025-02,<5\nNP,crime,2025-03,*\n',
    );
    expect(await take(open)).toMatch(/1 added.*2 withheld figures were left out.*line 3, 4/);
    await bot.database.prisma.measureReading.deleteMany({ where: { period: new Date('2025-01-01') } });
  });

  it('is read as spreadsheets save it, and the same one twice changes nothing', async () => {
    const utf = file(
      'bom.csv',
      '\uFEFFZone;Measure;Period;Value\r\nNew Parks;Recorded crime;2026-01;1,204\r\n"NP";"crime";"2026-02";"31"\r\n',
    );
    expect(await take(utf)).toBe('2 added, 0 replaced, 0 unchanged.');
    expect(await take(utf)).toBe('0 added, 0 replaced, 2 unchanged.');
    const latin = file('1252.csv', Buffer.from('zone,measure,period,value\nNP,reactive,2025,\xa31200\n', 'latin1'));
    expect(await take(latin)).toBe('1 added, 0 replaced, 0 unchanged.');
    const changed = file('changed.csv', 'zone,measure,period,value\nNP,crime,2026-02,33\nNP,crime,2026-03,30\n');
    await expect(take(changed)).rejects.toThrow(
      /line 2: Recorded crime, New Parks, February 2026: 31 stands there, the file says 33/,
    );
    expect(await take(changed, { overwrite: true })).toBe('1 added, 1 replaced, 0 unchanged.');
    await expect(take(file('empty.csv', ''))).rejects.toThrow('The file is empty');
  });

  it('that is something else, or is not there, says so', async () => {
    const measures = file('measures.csv', 'zone;measure;period;value\nNP;asb;2026-W20;3\n');
    const options = { zone: 'NP', lsoa: 'E01013672', overwrite: false };
    const read = (what: string, path: string) =>
      importFile(bot.database.prisma, { timeZone: 'Europe/London' }, what, path, options);
    await expect(read('police', measures)).rejects.toThrow('no file of data.police.uk');
    const missing = await read('measures', `${measures}.gone`).catch(operatorWords);
    expect(missing).toContain('There is no such file or folder: ');
  });

  it('of the police is counted by LSOA, anti-social behaviour apart from crime', async () => {
    const police = file(
      'police.csv',
      'Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context\n' +
        ',2026-08,Leicestershire Police,Leicestershire Police,-1.17,52.64,On or near X,E01013672,Leicester 008A,Anti-social behaviour,,\n' +
        'a1,2026-08,Leicestershire Police,Leicestershire Police,-1.17,52.64,On or near X,E01013672,Leicester 008A,Burglary,Under investigation,\n' +
        'a2,2026-08,Leicestershire Police,Leicestershire Police,-1.17,52.64,On or near X,E01013999,Leicester 009A,Burglary,Under investigation,\n',
    );
    const result = await importFile(bot.database.prisma, { timeZone: 'Europe/London' }, 'police', police, {
      zone: 'NP',
      lsoa: 'E01013672',
      overwrite: false,
    });
    expect(result).toBe('2 added, 0 replaced, 0 unchanged.');
    expect((await slack.command('measure show asb-month')).words).toContain('1 in August 2026');
  });
});

it('a name alone is shown; a figure without its sign is not guessed at', async () => {
  expect((await slack.command('measure asb last week 31')).words).toMatch(
    /put = before the figure: .*asb last week = 31/,
  );
  expect((await slack.command('measure asb w/e 15 Nov: 31')).words).toContain('asb w/e 15 Nov = 31');
  expect((await slack.command('measure asb 31')).words).toContain('Of when?');
  expect((await slack.command('measure interactions')).words).toContain('Interactions, New Parks');
  expect((await slack.command('measure unicorns')).words).toContain('I know no measure "unicorns"');
});
