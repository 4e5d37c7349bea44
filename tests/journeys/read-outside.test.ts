// Meetings for those without a chat: a calendar that follows every change, and minutes behind a signed address.
import ICAL from 'ical.js';
import { DateTime } from 'luxon';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLinks } from '../../src/http/links.ts';
import { NOW, SECRET_KEY, startTestBot, type TestBot } from '../support/bot.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import { slackDriver } from '../support/drivers/slack.ts';
import { teamsDriver } from '../support/drivers/teams.ts';
import type { Driver, Seen } from '../support/seen.ts';
import { gather } from '../support/story.ts';

let bot: TestBot;
let slack: Driver;
let teams: Driver;
let desk: Driver;

beforeAll(async () => {
  bot = await startTestBot();
  await gather(bot);
  [slack, teams, desk] = [slackDriver(bot), teamsDriver(bot), consoleDriver(bot, 'tom-hartshorn')];
});

afterAll(async () => {
  await bot?.stop();
});

const addressIn = (seen: Seen) => {
  const found = /https?:\/\/localhost:\d+(\/calendar\.ics\?[\w=&.-]+)/.exec(seen.words)?.[1];
  if (found === undefined) throw new Error(`No address in: ${seen.words}`);
  return `${bot.url}${found}`;
};

/** Read by a parser that did not write it. */
async function calendarAt(address: string) {
  const response = await fetch(address);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('text/calendar');
  const root = new ICAL.Component(ICAL.parse(await response.text()));
  return {
    name: String(root.getFirstPropertyValue('x-wr-calname')),
    method: String(root.getFirstPropertyValue('method')),
    events: root.getAllSubcomponents('vevent').map((component) => {
      const event = new ICAL.Event(component);
      const start = DateTime.fromJSDate(event.startDate.toJSDate(), { zone: 'Europe/London' });
      return {
        uid: event.uid,
        sequence: event.sequence,
        title: event.summary,
        place: event.location ?? '',
        start: start.toFormat('yyyy-MM-dd HH:mm'),
        minutes: event.duration.toSeconds() / 60,
        status: String(component.getFirstPropertyValue('status')),
      };
    }),
  };
}

describe('a calendar', () => {
  it('is offered on every platform, at the same times for all, by the wall clock through every change of it', async () => {
    await desk.command('meeting new every month on the second Tuesday 14:00 for 45 min at New Parks library; room 2');
    const seen = await Promise.all(
      [slack, teams, desk].map(async (person) => calendarAt(addressIn(await person.command('meeting calendar')))),
    );
    for (const calendar of seen) expect(calendar).toEqual(seen[0]);
    const [first] = seen;
    expect(first?.name).toBe('New Parks People Team');
    const planned = first?.events.filter((event) => event.title.startsWith('New Parks') && event.start > '2026-11-25');
    expect(planned?.length).toBeGreaterThan(1);
    for (const event of planned ?? []) {
      expect(event.start).toMatch(/ 14:00$/);
      expect(event).toMatchObject({ minutes: 45, place: expect.stringContaining('New Parks library; room 2') });
    }
    expect(new Set(first?.events.map((event) => event.uid)).size).toBe(first?.events.length);
  });

  it('keeps a meeting’s UID and raises its SEQUENCE when it is moved or cancelled', async () => {
    const address = addressIn(await desk.command('meeting calendar'));
    const [before] = (await calendarAt(address)).events.filter((event) => event.start > '2026-11-25');
    await desk.command('meeting move Thursday 10 December 16:30');
    const moved = (await calendarAt(address)).events.find((event) => event.uid === before?.uid);
    expect(moved).toMatchObject({ start: '2026-12-10 16:30', sequence: 1, status: 'CONFIRMED' });
    await desk.command('meeting cancel');
    const gone = (await calendarAt(address)).events.find((event) => event.uid === before?.uid);
    expect(gone).toMatchObject({ sequence: 2, status: 'CANCELLED' });
    // The file that goes with the invitation says the same of the one meeting.
    const alone = links().to('/meeting.ics', { meeting: before?.uid.split('@')[0] ?? '' }) ?? '';
    expect(await calendarAt(alone)).toMatchObject({ method: 'CANCEL', events: [{ uid: before?.uid, sequence: 2 }] });
  });

  it('ends for who leaves the team', async () => {
    const priya = consoleDriver(bot, 'priya-sandhar');
    const address = addressIn(await priya.command('meeting calendar'));
    expect((await fetch(address)).status).toBe(200);
    await bot.database.prisma.membership.deleteMany({ where: { person: { name: { contains: 'Priya' } } } });
    const refused = await fetch(address);
    expect(refused.status).toBe(404);
    expect(await refused.text()).toContain('no longer yours to see');
  });
});

const links = () => createLinks(() => bot.url, SECRET_KEY);

describe('minutes', () => {
  it('are a page, Markdown and JSON, that hold what was recorded and nothing that a line could smuggle in', async () => {
    await desk.command('meeting new today 10:15 for 30 min');
    await desk.command('meeting add Alley <b>gates</b>');
    await desk.command('meeting start');
    await slack.command('meeting decide Close the gate <script>alert(1)</script> at dusk');
    await teams.command('meeting note Lamps are **out** in the alley');
    await desk.command('meeting end');
    const meeting = await bot.database.prisma.meeting.findFirstOrThrow({
      where: { state: 'ENDED', zone: { code: 'NP' } },
      orderBy: { endedAt: 'desc' },
    });
    expect((await desk.command('meeting minutes last')).words).toContain('Open as a page');
    const open = async (path: string) => fetch(links().to(path, { meeting: meeting.id }, later(60)) ?? '');
    const page = await open('/minutes');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('cache-control')).toContain('no-store');
    const markup = await page.text();
    expect(markup).not.toContain('<script');
    expect(markup).not.toContain('<b>');
    expect(markup).toContain('Close the gate &#60;script&#62;');
    expect(await (await open('/minutes.md')).text()).toContain('Lamps are \\*\\*out\\*\\* in the alley');
    const json = await (await open('/minutes.json')).json();
    expect(json).toMatchObject({ marking: expect.any(String), zone: 'New Parks' });
    expect(JSON.stringify(json)).toContain('Lamps are **out** in the alley');
  });

  it('are refused to a changed address, and after its time', async () => {
    const meeting = await bot.database.prisma.meeting.findFirstOrThrow({
      where: { state: 'ENDED', zone: { code: 'NP' } },
      orderBy: { endedAt: 'desc' },
    });
    const right = links().to('/minutes', { meeting: meeting.id }, later(60)) ?? '';
    for (const wrong of [
      right.slice(0, -3),
      right.replace('/minutes', '/minutes.json'),
      right.replace(/until=\d+/, 'until=9999999999'),
      right.replace(/&?until=\d+/, ''),
      `${right}&meeting=other`,
      links().to('/minutes', { meeting: crypto.randomUUID() }) ?? '',
      createLinks(() => bot.url, 'another key of at least thirty-two bytes').to('/minutes', { meeting: meeting.id }) ??
        '',
    ])
      expect((await fetch(wrong)).status, wrong).toBe(404);
    bot.clock.now = later(61);
    const late = await fetch(right);
    expect(late.status).toBe(410);
    expect(await late.text()).toContain('expired');
    bot.clock.now = NOW;
  });
});

const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
