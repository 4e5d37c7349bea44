// What a mail holds, and what a mail server's refusal means.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actOf, addressesOf, keyOf } from '../../adapters/email/acts.ts';
import { markOf, writeMail } from '../../adapters/email/mail.ts';
import { optionsOf, problemOf } from '../../adapters/email/smtp.ts';
import { buttons, type Card, facts, heading, paragraph } from '../../src/chat/cards.ts';
import type { Outgoing } from '../../src/chat/port.ts';
import { say, strong } from '../../src/chat/spans.ts';
import type { MailConfig } from '../../src/config.ts';
import { createLinks } from '../../src/http/links.ts';
import { readMailbox } from '../../src/language/mail.ts';

const NOW = new Date('2026-11-24T10:00:00Z');
const OWNER = { tenant: 'vale.example', user: 'ann@vale.example' };
const CONFIG: MailConfig = {
  smtpUrl: 'smtp://127.0.0.1:25',
  from: 'People Zones <zones@partnership.example>',
  replyTo: undefined,
  detail: 'full',
};
const addresses = addressesOf(
  createLinks(() => 'https://bot.example', 'a-key-of-more-than-thirty-two-characters'),
  () => NOW,
);
const CARD: Card = {
  summary: 'A problem in New Parks:\nwindows are broken',
  version: 3,
  blocks: [
    heading('Windows are broken'),
    paragraph(say`At the ${strong('library')}; type "problem NP-4" to see it.`),
    facts(['Whose', 'Housing']),
    buttons({ label: 'Join', action: 'problem.join', data: { id: '1' } }),
  ],
};
const outgoing = (card = CARD, more: Partial<Outgoing> = {}): Outgoing => ({
  id: '01900000-0000-7000-8000-000000000001',
  target: { to: 'person', tenant: OWNER.tenant, user: OWNER.user },
  card,
  ...more,
});
const write = (config: Partial<MailConfig> = {}, sent = outgoing()) =>
  writeMail(sent, OWNER, { ...CONFIG, ...config }, addresses, NOW).mail;

describe('a mail', () => {
  it('says the same in HTML and in plain words, in one line of subject, and loads nothing from anywhere', () => {
    const { subject, text, html, messageId, headers } = write();
    expect(subject).toBe('A problem in New Parks: windows are broken');
    for (const words of ['Windows are broken', 'Housing', 'ann@vale.example']) {
      expect(text).toContain(words);
      expect(html).toContain(words);
    }
    expect(text).toMatch(/^Join: https:\/\/bot\.example\/mail\/act\?/m);
    expect(html).not.toMatch(/<(?:script|img|link|iframe)\b|url\(|@import/);
    expect(html).toContain('prefers-color-scheme:dark');
    expect(messageId).toBe('01900000-0000-7000-8000-000000000001@partnership.example');
    expect(headers['List-Unsubscribe']).toMatch(/^<https:\/\/bot\.example\/mail\/stop\?/);
  });

  it('holds no more than the partnership’s rules allow', () => {
    const title = write({ detail: 'title' });
    expect(title.subject).toContain('windows are broken');
    expect(`${title.text}${title.html}`).not.toContain('Housing');
    const none = write({ detail: 'none' });
    expect(`${none.subject}${none.text}${none.html}`).not.toMatch(/windows|Housing|New Parks/i);
    expect(none.text).toContain('https://bot.example/mail/home?');
    const event = {
      id: '1',
      sequence: 1,
      title: 'T',
      startsAt: NOW.toISOString(),
      minutes: 60,
      place: '',
      cancelled: false,
    };
    expect(write({ detail: 'title' }, outgoing({ ...CARD, calendar: event })).calendar).toBeUndefined();
  });

  it('keeps what people typed inert', () => {
    const hostile = '<img src=x onerror=alert(1)> "&\r\nBcc: all@vale.example';
    const { html, subject } = write({}, outgoing({ summary: hostile, blocks: [paragraph(hostile)] }));
    expect(html).not.toContain('<img');
    expect(subject).not.toMatch(/[\r\n]/);
  });

  it('stands in its record’s thread, and is the same mark only for the same words', () => {
    const { externalId } = writeMail(outgoing(), OWNER, CONFIG, addresses, NOW);
    const { mail } = writeMail(
      outgoing({ ...CARD, summary: 'Closed' }, { id: '01900000-0000-7000-8000-000000000002', replaces: externalId }),
      OWNER,
      CONFIG,
      addresses,
      NOW,
    );
    expect(mail).toMatchObject({
      subject: 'Re: Closed',
      references: '01900000-0000-7000-8000-000000000001@partnership.example',
    });
    expect(externalId.endsWith(`#${markOf(CARD)}`)).toBe(true);
    expect(markOf({ ...CARD, version: 9 })).toBe(markOf(CARD));
  });
});

describe('a refusal', () => {
  it.each([
    [{ code: 'EENVELOPE', responseCode: 550, command: 'RCPT TO' }, 'stopped', false],
    [{ code: 'EENVELOPE', responseCode: 551, command: 'RCPT TO' }, 'stopped', false],
    [{ code: 'EENVELOPE', responseCode: 451, command: 'RCPT TO', response: '451 4.7.1 Greylisted' }, 'later', false],
    [{ code: 'EENVELOPE', responseCode: 552, command: 'RCPT TO', response: '552 5.2.2 Mailbox full' }, 'later', false],
    [{ code: 'EENVELOPE', responseCode: 553, command: 'MAIL FROM' }, 'paused', false],
    [{ code: 'EMESSAGE', responseCode: 554, command: 'DATA' }, 'refused', false],
    [{ code: 'EMESSAGE', responseCode: 421, command: 'DATA' }, 'later', false],
    [{ code: 'EAUTH', responseCode: 535 }, 'paused', false],
    [{ code: 'ETLS' }, 'paused', false],
    [{ code: 'ECONNECTION', command: 'CONN' }, 'later', false],
    [{ code: 'ETIMEDOUT', command: 'DATA' }, 'later', true],
    [new Error('whatever'), 'later', false],
  ])('%o means %s', (error, kind, lost) => {
    expect(problemOf(error)).toMatchObject({ kind, lost });
  });

  it('without TLS nothing is said to a server that is not this machine', () => {
    expect(optionsOf('smtp://u:p%40ss@mail.example:587')).toMatchObject({
      requireTLS: true,
      secure: false,
      auth: { user: 'u', pass: 'p@ss' },
    });
    expect(optionsOf('smtp://u:p@mail.example').tls).toBeUndefined();
    expect(optionsOf('smtps://mail.example')).toMatchObject({ secure: true, port: 465 });
    expect(optionsOf('smtp://127.0.0.1:2525')).toMatchObject({ requireTLS: false, port: 2525 });
  });
});

describe('an address', () => {
  it.each([
    ['Ann.Okafor@Agency.ORG', 'ann.okafor@agency.org', 'agency.org'],
    ['mailto:ann+zones@agency.org ', 'ann+zones@agency.org', 'agency.org'],
    ['jürgen@bücher.example', 'jürgen@xn--bcher-kva.example', 'xn--bcher-kva.example'],
  ])('%s is %s', (typed, user, tenant) => {
    expect(readMailbox(typed)).toEqual({ user, tenant });
  });

  it.each([
    '',
    'ann',
    'ann@',
    '@agency.org',
    'a@b@c.org ',
    'ann@agency',
    'a@x.org, b@y.org',
    'a@x.org;b@y.org',
    'Ann <ann@agency.org>',
    'ann..o@agency.org',
    'ann@-agency.org',
    `${'a'.repeat(65)}@agency.org`,
    'ann@[127.0.0.1]',
    'an n@agency.org',
    'ann@agency.org\nBcc: x@y.org',
  ])('"%s" is none', (typed) => {
    expect(readMailbox(typed)).toBeUndefined();
  });

  it('is one mailbox however it is written, and never more than one', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        const read = readMailbox(address);
        if (read === undefined) return;
        expect(readMailbox(address.toUpperCase())).toEqual(read);
        expect(readMailbox(read.user)).toEqual(read);
        expect(read.user).not.toMatch(/[\s,;<>]/);
      }),
    );
  });
});

it('tells two buttons of one mail apart, however much they carry', () => {
  const key = (words: string) =>
    keyOf(
      OWNER,
      actOf({ label: 'Keep', action: 'log.keep', data: { words: `${'x'.repeat(600)} ${words}` } }, 1, 'a', ''),
    );
  expect(key('one')).not.toBe(key('two'));
  expect(key('one')).toBe(key('one'));
});
