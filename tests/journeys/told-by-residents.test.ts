// Residents tell the team of a problem from a poster: no name, no account; a lead takes it up, and whoever wanted to hear hears.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prune } from '../../src/delivery/sweep.ts';
import { createLinks } from '../../src/http/links.ts';
import { SECRET_KEY, type TestBot } from '../support/bot.ts';
import { aBrowser, type Page } from '../support/browserless.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import { startMailBot } from '../support/mail-bot.ts';
import type { MailServer } from '../support/mail-server.ts';
import { type Driver, isForm } from '../support/seen.ts';
import { solved } from '../support/solved.ts';
import { sent } from '../support/story.ts';
import { until } from '../support/until.ts';

let started: Awaited<ReturnType<typeof startMailBot>>;
let bot: TestBot;
let mails: MailServer;
let maya: Driver;
let address: string;
const browser = aBrowser();

beforeAll(async () => {
  started = await startMailBot();
  ({ bot, mails } = started);
  maya = consoleDriver(bot, 'maya-okonjo', 'dm:maya-okonjo');
  const { id } = await bot.database.prisma.zone.findFirstOrThrow({ where: { code: 'NP' } });
  address = createLinks(() => bot.url, SECRET_KEY).to('/tell', { zone: id }) ?? '';
});

afterAll(async () => {
  await started?.stop();
});

const LIGHTS = 'The street lights on the way to the school have been out for two weeks';

/** As a browser does it: the reckoning done, the form sent. */
async function tell(values: Record<string, string>, from?: Page): Promise<Page> {
  const page = from ?? (await browser.open(address));
  return browser.press(page, 'Tell the team', { solved: solved(page.markup), ...values });
}

const count = () => bot.database.prisma.toldProblem.count();

describe('what residents tell', () => {
  it('is told when it is more than the page takes, and is no fault of ours', async () => {
    const sent = await fetch(address, { method: 'POST', body: new URLSearchParams({ what: 'x'.repeat(30_000) }) });
    expect(sent.status).toBe(413);
    expect(await sent.text()).toContain('what you typed is still there');
  });

  it('reaches the zone’s leads alone, never straight into channels, once however often it is sent', async () => {
    const page = await browser.open(address);
    expect(page.text).toContain('Nobody is asked for a name');
    const done = await tell({ what: LIGHTS, place: 'Aikman Avenue', mail: 'Resident@home.example' }, page);
    expect(done.text).toContain('Somebody of them looks at it within three days');
    expect((await tell({ what: LIGHTS, place: 'Aikman Avenue', mail: 'Resident@home.example' }, page)).text).toContain(
      'Thank you',
    );
    expect(await count()).toBe(1);
    const card = await until('the lead to hear', async () =>
      (await maya.inbox()).find(({ words }) => words.includes('Residents tell the team of New Parks')),
    );
    expect(card.words).toMatch(/street lights.*Aikman Avenue.*waits for a lead, until Fri 27 Nov, 10:00/);
    expect(card.words).not.toContain('home.example');
    const everywhere = await bot.database.prisma.delivery.findMany({
      where: { conversation: { not: null }, recordType: 'told_problem' },
    });
    expect(everywhere).toEqual([]);
    // The way to them lies sealed, apart from what they told.
    const dump = await bot.database.pool.query(
      "SELECT string_agg(t::text, ' ') AS all FROM (SELECT * FROM told_problem) t",
    );
    expect(dump.rows[0].all).not.toContain('home.example');
    const way = await bot.database.prisma.toldWay.findFirstOrThrow();
    expect(Buffer.from(way.mailbox).toString('latin1')).not.toContain('home.example');
  });

  it.each([
    ['a phone number', { what: `${LIGHTS}, ring me on 07700 900123` }, 'phone number'],
    ['a name with a title', { what: 'Mrs Patel at the corner leaves her bins out every week' }, 'write of the place'],
    ['a house number', { what: LIGHTS, place: '12 Aikman Avenue' }, 'of the place, not of a person'],
    ['next to nothing', { what: 'Lights' }, 'in a sentence'],
    ['two addresses', { what: LIGHTS, mail: 'a@x.example, b@y.example' }, 'not one address'],
  ])('with %s is given back with what was written, and nothing is kept', async (_what, values, words) => {
    const before = await count();
    const page = await tell(values);
    expect(page.status).toBe(422);
    expect(page.text).toContain(words);
    expect(page.markup).toContain(String(values.what).slice(0, 30));
    expect(await count()).toBe(before);
  });

  it.each([
    ['nothing reckoned', ''],
    [
      'something made up',
      Buffer.from('{"algorithm":"SHA-256","challenge":"x","number":1,"salt":"x","signature":"x"}').toString('base64'),
    ],
  ])('by a machine, with %s, is not taken', async (_what, wrong) => {
    const before = await count();
    const page = await tell({ what: LIGHTS, solved: wrong });
    expect(page.status).toBe(422);
    expect(page.text).toContain('had not finished');
    expect(await count()).toBe(before);
  });

  it('by a machine that reckons once and sends often is taken once', async () => {
    const before = await count();
    const page = await browser.open(address);
    const once = solved(page.markup);
    for (let time = 0; time < 3; time += 1)
      await tell({ what: `${LIGHTS}, again`, solved: once, once: crypto.randomUUID() }, page);
    expect((await count()) - before).toBe(1);
  });

  it('is raised by the lead as the community’s problem, and whoever told it hears when it is closed', async () => {
    const { prisma } = bot.database;
    const card = await until('the card', async () =>
      (await maya.inbox()).find(({ words }) => words.includes('Aikman Avenue')),
    );
    const form = await maya.pressForForm(card, 'Raise it as a problem');
    expect(form.fields['raisedBy']?.value).toBe('COMMUNITY');
    expect(form.fields['place']?.value).toBe('Aikman Avenue');
    const raised = await sent(maya.submit(form, { outcomes: ['SAFE'] }));
    const number = /NP-(\d+)/.exec(raised.words)?.[1];
    const told = await prisma.toldProblem.findFirstOrThrow({
      where: { place: 'Aikman Avenue' },
      include: { problem: true },
    });
    expect(told).toMatchObject({ state: 'TAKEN_UP', problem: { raisedBy: 'COMMUNITY', number: Number(number) } });
    await maya.command(`problem NP-${number} close handed over`);
    const letter = await until('the mail to whoever told it', () =>
      mails.taken.find(({ to }) => to === 'resident@home.example'),
    );
    expect(letter.mail.text).toMatch(/worked on it, and closed it as: .*street lights/s);
    expect(letter.mail.text).not.toMatch(/Maya|mail\/act/);
    expect(await prisma.toldWay.count()).toBe(0);
    await until('it to be booked', () =>
      prisma.delivery.count({ where: { user: 'resident@home.example', state: 'SENT' } }),
    );
    await prisma.$executeRaw`UPDATE delivery SET settled_at = now() - interval '2 hours' WHERE "user" = 'resident@home.example'`;
    await prune(prisma);
    expect(await prisma.delivery.count({ where: { user: 'resident@home.example' } })).toBe(0);
  });

  it('that is not the team’s is answered with who can help; whoever is second hears that it was', async () => {
    await tell({ what: 'The bus to the hospital never comes on Sundays', mail: 'other@home.example' });
    const list = await until('the list', async () => {
      const shown = await maya.command('zone told NP');
      return shown.words.includes('The bus to the hospital') ? shown : undefined;
    });
    expect(list.words).toMatch(/told by residents.*the page, its poster/);
    const card = await until('the card', async () =>
      (await maya.inbox()).findLast(
        ({ words }) => words.startsWith('Residents tell') && words.includes('The bus to the hospital'),
      ),
    );
    const form = await maya.pressForForm(card, 'Not ours');
    const wrong = await maya.submit(form, { reason: '' });
    expect(isForm(wrong) && wrong.errors.join()).toContain('who can help instead');
    const said = await sent(maya.submit(form, { reason: 'The bus company runs it: tell First Buses.' }));
    expect(said.words).toContain('First Buses');
    const letter = await until('the mail', () => mails.taken.find(({ to }) => to === 'other@home.example'));
    expect(letter.mail.text).toContain('First Buses');
    const again = await maya.submit(form, { reason: 'Once more' });
    expect(isForm(again) ? again.errors.join() : again.words).toMatch(/answered that meanwhile|First Buses/);
  });

  it('is a few from one place in an hour, and no more', async () => {
    let page: Page | undefined;
    for (let time = 0; time < 6; time += 1) page = await tell({ what: `Litter in the park, the ${time + 1}th time` });
    expect(page?.status).toBe(422);
    expect(page?.text).toContain('try again later');
  });

  it('has a poster, and a page that nobody else can make', async () => {
    const { id } = await bot.database.prisma.zone.findFirstOrThrow({ where: { code: 'NP' } });
    const poster = await browser.open(createLinks(() => bot.url, SECRET_KEY).to('/tell/poster', { zone: id }) ?? '');
    expect(poster.text).toContain('What should be better in New Parks?');
    expect((await browser.open(address.replace(/sig=.*/, 'sig=x'))).status).toBe(404);
  });
});
