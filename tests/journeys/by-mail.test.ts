// Who has neither Slack nor Teams takes part by mail: invited, asked, told and heard, on signed pages that a mail server's look
// changes nothing of.
import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { productRegistry } from '../../src/features/index.ts';
import type { TestBot } from '../support/bot.ts';
import { aBrowser, type Page } from '../support/browserless.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import { slackDriver } from '../support/drivers/slack.ts';
import { startMailBot } from '../support/mail-bot.ts';
import type { MailServer, Taken } from '../support/mail-server.ts';
import { type Driver, isForm } from '../support/seen.ts';
import { sent } from '../support/story.ts';
import { until } from '../support/until.ts';

const NINA = 'nina.hale@vale-health.example';
let started: Awaited<ReturnType<typeof startMailBot>>;
let bot: TestBot;
let mails: MailServer;
let maya: Driver;
const browser = aBrowser();

beforeAll(async () => {
  started = await startMailBot();
  ({ bot, mails } = started);
  maya = consoleDriver(bot, 'maya-okonjo', 'dm:maya-okonjo');
});

afterAll(async () => {
  await started?.stop();
});

const mailTo = (address: string, words: string): Promise<Taken> =>
  until(`a mail to ${address} with "${words}"`, () =>
    mails.taken.findLast(({ to, mail }) => to === address && `${mail.subject} ${mail.text}`.includes(words)),
  );
/** The address behind a button. */
function addressIn({ mail }: Taken, label: string): string {
  const found = new RegExp(`^${label}: (\\S+)$`, 'm').exec(mail.text ?? '')?.[1];
  if (found === undefined) throw new Error(`No "${label}" in: ${mail.text}`);
  expect(String(mail.html)).toContain(`>${label}</a>`);
  return found;
}

async function invite(words: string, values: Record<string, string> = {}) {
  const form = await maya.openForm(words);
  const agency = await bot.database.prisma.agency.findFirstOrThrow({ where: { shortName: 'Health' } });
  return maya.submit(form, { agency: agency.id, as: 'MEMBER', ...values });
}

describe('somebody without a chat', () => {
  it('is invited by a lead with their address, and the form is filled in from the line', async () => {
    const form = await maya.openForm(`zone invite Nina.Hale@Vale-Health.example as Health visitor`);
    expect(form.fields['mail']?.value).toBe('Nina.Hale@Vale-Health.example');
    expect(form.fields['role']?.value).toBe('Health visitor');
    const done = await sent(invite(`zone invite Nina.Hale@Vale-Health.example as Health visitor`));
    expect(done.words).toContain(`${NINA} is invited to New Parks`);
    const letter = await mailTo(NINA, 'invites you to the People Team of New Parks');
    expect(letter.secure).toBe(true);
    expect(letter.mail.from?.text).toBe('"People Zones" <zones@partnership.example>');
    expect(letter.mail.headers.get('auto-submitted')).toBe('auto-generated');
    expect(letter.mail.text).toContain('do not forward them');
    expect(await bot.database.prisma.chatIdentity.count({ where: { user: NINA } })).toBe(0);
  });

  it.each([
    ['a list of addresses', 'one@vale.example, two@vale.example', 'one address'],
    ['no address', 'nobody at all', 'one address'],
    ['an address without a domain', 'nobody@', 'one address'],
    [
      'who is invited already, in other capitals',
      'NINA.HALE@vale-health.example',
      'has been invited to New Parks already, by Maya Okonjo',
    ],
  ])('is not invited as %s', async (_what, mail, words) => {
    const answer = await invite('zone invite', { mail, role: 'Nurse' });
    expect(isForm(answer) && answer.errors.join()).toContain(words);
  });

  it('takes part from the mail itself; a mail server that opens every address changes nothing', async () => {
    const letter = await mailTo(NINA, 'invites you');
    const address = addressIn(letter, 'Take part');
    const { prisma } = bot.database;
    const counts = async () => [
      await prisma.person.count(),
      await prisma.chatIdentity.count(),
      await prisma.eventReceipt.count(),
      await prisma.membership.count(),
    ];
    const before = await counts();
    const looks = await Promise.all(Array.from({ length: 50 }, () => aBrowser().open(address)));
    expect(new Set(looks.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await counts()).toEqual(before);
    const page = await browser.open(address);
    expect(page.text).toContain('Take part in New Parks');
    expect(page.text).toContain(`This page is ${NINA}’s. Not you?`);
    const wrong = await browser.press(page, 'Take part', { name: '7' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('A name is two letters at least');
    const done = await browser.press(wrong, 'Take part', { name: 'Nina Hale' });
    expect(done.text).toContain('You are in the team of New Parks');
    const nina = await prisma.person.findFirstOrThrow({ where: { name: 'Nina Hale' }, include: { memberships: true } });
    expect(nina.memberships).toMatchObject([{ roleTitle: 'Health visitor' }]);
    await until('Maya to hear', async () =>
      (await maya.inbox()).find(({ words }) => words.includes('Health visitor (Health) is in New Parks')),
    );
    // Twice is once; and the mail is of no use to whoever gets it from her later.
    expect((await browser.press(wrong, 'Take part', { name: 'Nina Hale' })).text).toContain('You are in the team');
    expect((await browser.open(address)).text).toContain('You have taken up this invitation');
    expect(await prisma.person.count({ where: { name: 'Nina Hale' } })).toBe(1);
  });

  it('is one person in two zones, invited by each, in whatever capitals', async () => {
    const { prisma } = bot.database;
    const other = await prisma.zone.findFirstOrThrow({
      where: { code: { not: 'NP' }, endedOn: null, memberships: { some: {} } },
    });
    const maya = await prisma.person.findFirstOrThrow({ where: { name: 'Maya Okonjo' } });
    const key = { personId_zoneId: { personId: maya.id, zoneId: other.id } };
    await prisma.membership.upsert({
      where: key,
      create: { personId: maya.id, zoneId: other.id, roleTitle: 'Lead', lead: true },
      update: { lead: true },
    });
    await sent(invite(`zone invite NINA.HALE@VALE-HEALTH.EXAMPLE to ${other.name} as Clinic lead`));
    const letter = await mailTo(NINA, `People Team of ${other.name}`);
    const page = await browser.open(addressIn(letter, 'Take part'));
    expect(page.markup).toContain('value="Nina Hale"');
    expect((await browser.press(page, 'Take part')).text).toContain(`You are in the team of ${other.name}`);
    const nina = await prisma.person.findMany({
      where: { name: 'Nina Hale' },
      include: { memberships: true, identities: true },
    });
    expect(nina).toHaveLength(1);
    expect(nina[0]?.memberships).toHaveLength(2);
    expect(nina[0]?.identities).toHaveLength(1);
    await prisma.membership.deleteMany({ where: { zoneId: other.id, personId: { in: [maya.id, nina[0]?.id ?? ''] } } });
  });

  it('says what they did on a page of their own', async () => {
    const home = await browser.open(await homeOf(NINA));
    const logged = await browser.press(home, 'Send', { words: 'log Baby clinic at the hall #safe #interaction' });
    expect(logged.text).toContain('Logged in New Parks');
    const again = await browser.press(home, 'Send', { words: 'log Baby clinic at the hall #safe #interaction' });
    expect(again.text).toContain('Logged in New Parks');
    expect(await bot.database.prisma.interaction.count({ where: { text: { contains: 'Baby clinic' } } })).toBe(1);
    const guarded = await browser.press(await browser.open(await homeOf(NINA)), 'Send', {
      words: 'log Saw patient NHS number 943 476 5919 at the hall',
    });
    expect(guarded.text).not.toContain('943 476 5919');
    expect((await browser.press(await browser.open(await homeOf(NINA)), 'My zones')).text).toContain('New Parks');
  });

  it('is asked for what they promised, and answers from the mail', async () => {
    await slackDriver(bot).command('action Bring the leaflets @Nina Hale by Friday');
    const ask = await mailTo(NINA, 'Bring the leaflets');
    const page = await browser.open(addressIn(ask, 'Accept'));
    expect(page.text).toContain('Accept?');
    expect(page.text).toContain('Bring the leaflets');
    const promise = () =>
      bot.database.prisma.action.findFirstOrThrow({ where: { text: { contains: 'Bring the leaflets' } } });
    expect((await promise()).acceptedAt).toBeNull();
    const done = await browser.press(page, 'Accept');
    expect(done.status).toBe(200);
    expect((await promise()).acceptedAt).not.toBeNull();
    const { version } = await promise();
    await browser.press(page, 'Accept');
    expect((await promise()).version).toBe(version);
  });

  it('has a problem’s card once, and what becomes of it in the same thread', async () => {
    await slackDriver(bot).command('problem Windows broken at the library #safe, ask Police');
    const first = await mailTo(NINA, 'Windows broken at the library');
    const { number } = await bot.database.prisma.problem.findFirstOrThrow({
      where: { title: { contains: 'Windows broken' } },
    });
    await slackDriver(bot).command(`problem NP-${number} note The glazier comes on Monday`);
    const note = await mailTo(NINA, 'The glazier comes on Monday');
    expect(note.mail.inReplyTo).toBe(first.mail.messageId);
    expect(note.mail.references).toBe(first.mail.messageId);
    expect(note.mail.messageId).not.toBe(first.mail.messageId);
  });

  it('is invited to meetings as a calendar knows them: moved, and cancelled, as the same meeting', async () => {
    await maya.command('meeting new 15 December 10:00 at the hall');
    const invitation = await mailTo(NINA, '15 Dec');
    const event = calendarOf(invitation);
    expect(event).toMatchObject({
      method: 'REQUEST',
      status: 'CONFIRMED',
      attendee: `mailto:${NINA}`,
      place: 'the hall',
    });
    expect(event.start).toBe('2026-12-15T10:00:00Z');
    await maya.command('meeting move to 16 December 11:00');
    const moved = calendarOf(await mailTo(NINA, '16 Dec'));
    expect(moved).toMatchObject({ uid: event.uid, method: 'REQUEST', start: '2026-12-16T11:00:00Z' });
    expect(moved.sequence).toBeGreaterThan(event.sequence);
    const asked = await maya.command('meeting cancel');
    if (asked.buttons.some(({ label }) => label.startsWith('Cancel')))
      await maya.press(asked, asked.buttons.find(({ label }) => label.startsWith('Cancel'))?.label ?? '');
    const gone = await until('the cancellation', () =>
      mails.taken.findLast(({ to, raw }) => to === NINA && raw.includes('METHOD:CANCEL')),
    );
    const cancelled = calendarOf(gone);
    expect(cancelled).toMatchObject({ uid: event.uid, method: 'CANCEL', status: 'CANCELLED' });
    expect(cancelled.sequence).toBeGreaterThan(moved.sequence);
  });

  it('has the week’s digest on Monday morning, and is reminded of what they promised', async () => {
    const { prisma } = bot.database;
    const { sendDigests } = await import('../../src/features/digests/index.ts');
    await sendDigests(prisma, productRegistry().nudges, new Date('2026-11-30T08:05:00Z'));
    const digest = await mailTo(NINA, 'The week from 23 November');
    expect(digest.mail.text).toContain('Bring the leaflets');
    const settings = await browser.press(await browser.open(await homeOf(NINA)), 'My digest');
    expect(settings.text).toContain('The week from 23 November');
  });

  it('wants no more mails with one click, and their lead hears; with the next press they come again', async () => {
    const letter = mails.taken.findLast(({ to }) => to === NINA);
    const list = letter?.raw.replace(/\r\n[ \t]+/g, ' ').match(/^List-Unsubscribe: <([^>]+)>/m)?.[1] ?? '';
    expect(letter?.raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    const { prisma } = bot.database;
    const reach = async () => (await prisma.chatIdentity.findFirstOrThrow({ where: { user: NINA } })).unreachable;
    expect((await browser.open(list)).text).toContain('No more mails to');
    expect(await reach()).toBeNull();
    const posted = await fetch(list, {
      method: 'POST',
      body: 'List-Unsubscribe=One-Click',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(posted.status).toBe(200);
    expect(await reach()).not.toBeNull();
    await until('Maya to hear', async () =>
      (await maya.inbox()).find(({ words }) => words.includes('Nina Hale cannot be reached')),
    );
    await browser.press(await browser.open(await homeOf(NINA)), 'Send', { words: 'me' });
    await until('that she is reached again', async () => (await reach()) === null);
  });

  it('is nobody else: a forged, changed or old address has no effect', async () => {
    const letter = await mailTo(NINA, 'Will you take this on?');
    const address = addressIn(letter, 'Accept');
    for (const forged of [
      address.replace('u=nina', 'u=nora'),
      address.replace(/w=[^&]+/, 'w=e30'),
      address.replace(/sig=[^&]+/, 'sig=x'),
    ])
      expect((await browser.open(forged)).status).toBe(404);
    bot.clock.now = new Date(bot.clock.now.getTime() + 15 * 86_400_000);
    const old: Page = await browser.open(address);
    expect(old.status).toBe(410);
    expect(old.text).toContain('too old');
    bot.clock.now = new Date(bot.clock.now.getTime() - 15 * 86_400_000);
  });
});

async function homeOf(address: string): Promise<string> {
  const letter = mails.taken.findLast(({ to }) => to === address);
  return /Your page, [^:]*: (\S+)/.exec(letter?.mail.text ?? '')?.[1] ?? '';
}

/** As another calendar reads it. */
function calendarOf({ mail, raw }: Taken) {
  const part = mail.attachments.find(
    ({ contentType }) => contentType.startsWith('text/calendar') || contentType === 'application/ics',
  );
  if (part === undefined) throw new Error(`No calendar in: ${raw.slice(0, 2000)}`);
  const calendar = new ICAL.Component(ICAL.parse(part.content.toString('utf8')));
  const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent') ?? undefined);
  return {
    method: String(calendar.getFirstPropertyValue('method')),
    uid: event.uid,
    sequence: event.sequence,
    status: String(event.component.getFirstPropertyValue('status')),
    start: event.startDate.toJSDate().toISOString().replace('.000Z', 'Z'),
    place: event.location,
    attendee: String(event.attendees[0]?.getFirstValue()).toLowerCase(),
  };
}

describe('a mail server', () => {
  const nobody = (address: string) => invite(`zone invite ${address} as Nurse`);

  it('that does not know an address stops it, and whoever invited them hears', async () => {
    mails.refuse('nobody@vale-health.example', { code: 550, text: '5.1.1 User unknown' });
    await nobody('nobody@vale-health.example');
    await until('Maya to hear', async () =>
      (await maya.inbox()).find(({ words }) => words.includes('nobody@vale-health.example could not be reached')),
    );
    // The place is free again.
    expect((await sent(nobody('nobody@vale-health.example'))).words).toContain('is invited');
    await mailTo('nobody@vale-health.example', 'invites you');
  });

  it('that wants a mail to come again later gets it then, once; others do not wait', async () => {
    mails.refuse('grey@vale-health.example', { code: 451, text: '4.7.1 Greylisted, try again' });
    await nobody('grey@vale-health.example');
    await nobody('quick@vale-health.example');
    await mailTo('quick@vale-health.example', 'invites you');
    await mailTo('grey@vale-health.example', 'invites you');
    expect(mails.taken.filter(({ to }) => to === 'grey@vale-health.example')).toHaveLength(1);
  });

  it('that drops the line after it has taken a mail may get it twice, as the same mail', async () => {
    mails.after('drop');
    await nobody('dropped@vale-health.example');
    await until('the second', () => mails.taken.filter(({ to }) => to === 'dropped@vale-health.example').length >= 2);
    const ids = mails.taken.filter(({ to }) => to === 'dropped@vale-health.example').map(({ mail }) => mail.messageId);
    expect(new Set(ids).size).toBe(1);
  });
});
