// The environment: everything that is wrong is said at once, with what was expected and without what was given.
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../src/config.ts';
import { ROOT } from '../../src/process/paths.ts';

function problemsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env, '/srv/bot');
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

it('needs nothing at all', () => {
  expect(readConfig({}, '/srv/bot')).toMatchObject({
    port: 3978,
    databaseUrl: undefined,
    dataDir: '/srv/bot/.data',
    timeZone: 'Europe/London',
    logLevel: 'warn',
    console: true,
    slack: undefined,
  });
});

it('takes an empty setting for none', () => {
  expect(readConfig({ SLACK_BOT_TOKEN: ' ', DATABASE_URL: '' }, '/srv/bot').slack).toBeUndefined();
});

it('says everything that is wrong at once, and prints no value', () => {
  const given = {
    PORT: 'seventy',
    DATABASE_URL: 'mysql://root:hunter2@db/x',
    TIME_ZONE: 'Mars/Olympus',
    LOG_LEVEL: 'loud',
    ADMINS: 'slack:T1:U1,somebody',
    SECRET_KEY: 'short-secret',
    SLACK_BOT_TOKEN: 'xoxp-wrong-kind-4711',
    MICROSOFT_APP_PASSWORD: 'pa55word-4712',
  };
  const problems = problemsOf(given);
  for (const name of Object.keys(given).filter((key) => key !== 'MICROSOFT_APP_PASSWORD'))
    expect(
      problems.some((problem) => problem.startsWith(name)),
      name,
    ).toBe(true);
  expect(problems.join('\n')).toContain('MICROSOFT_APP_ID: missing; MICROSOFT_APP_PASSWORD is set');
  expect(problems.join('\n')).not.toMatch(/hunter2|4711|4712|short-secret/);
});

describe('groups that belong together', () => {
  it.each([
    [{ SLACK_SIGNING_SECRET: 's' }, 'SLACK_BOT_TOKEN: missing'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_SIGNING_SECRET: missing'],
    [{ SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN: missing'],
    [{ SLACK_CLIENT_ID: '1' }, 'SLACK_CLIENT_SECRET: missing'],
    [{ SLACK_CLIENT_ID: '1' }, 'SLACK_STATE_SECRET: missing'],
    [{ MICROSOFT_APP_ID: 'a' }, 'MICROSOFT_APP_PASSWORD: missing'],
    [{ MICROSOFT_APP_ID: 'a', MICROSOFT_APP_PASSWORD: 'p' }, 'MICROSOFT_APP_TENANT_ID: missing'],
    [{ MICROSOFT_APP_TENANT_ID: 't' }, 'MICROSOFT_APP_ID: missing'],
  ])('%o lacks something', (env, expected) => {
    expect(problemsOf(env as unknown as Record<string, string>).join('\n')).toContain(expected);
  });

  it.each([
    { SLACK_SIGNING_SECRET: 's', SLACK_BOT_TOKEN: 'xoxb-1' },
    { SLACK_APP_TOKEN: 'xapp-1', SLACK_BOT_TOKEN: 'xoxb-1' },
    { MICROSOFT_APP_ID: 'a', MICROSOFT_APP_PASSWORD: 'p', MICROSOFT_APP_TENANT_ID: 't' },
    { MICROSOFT_APP_ID: 'a', MICROSOFT_APP_PASSWORD: 'p', MICROSOFT_APP_TYPE: 'MultiTenant' },
    { MICROSOFT_APP_ID: 'a', MICROSOFT_APP_TYPE: 'UserAssignedMsi', MICROSOFT_APP_TENANT_ID: 't' },
  ])('%o is whole, and turns the console off', (env) => {
    const whole = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined)) as Record<
      string,
      string
    >;
    expect(problemsOf(whole)).toEqual([]);
    expect(readConfig(whole, '/srv/bot').console).toBe(false);
  });
});

it('reads accounts whose ids hold colons, and a tenant of Teams in small letters, as activities bring it', () => {
  expect(readConfig({ ADMINS: ' teams:T-1:29:abc , slack:T1:U1' }, '/srv/bot').admins).toEqual([
    { platform: 'teams', tenant: 't-1', user: '29:abc' },
    { platform: 'slack', tenant: 'T1', user: 'U1' },
  ]);
});

it('wants with mails, and with workspaces that connect themselves, what they cannot do without', () => {
  expect(problemsOf({ SMTP_URL: 'smtp://mail.example' })).toEqual([
    expect.stringMatching(/^MAIL_FROM: missing/),
    expect.stringMatching(/^PUBLIC_URL: missing/),
    expect.stringMatching(/^SECRET_KEY: missing/),
  ]);
  expect(problemsOf({ MAIL_DETAIL: 'title' })).toEqual([expect.stringMatching(/^SMTP_URL: missing/)]);
  expect(problemsOf({ SMTP_URL: 'http://mail.example', MAIL_FROM: 'a@b, c@d' }).join()).toMatch(
    /SMTP_URL: expected smtp.*MAIL_FROM: expected/,
  );
  const oauth = { SLACK_CLIENT_ID: '1', SLACK_CLIENT_SECRET: 'a', SLACK_STATE_SECRET: 'b' };
  expect(problemsOf(oauth)).toEqual([
    expect.stringMatching(/^SLACK_SIGNING_SECRET: missing/),
    expect.stringMatching(/^PUBLIC_URL: missing/),
    expect.stringMatching(/^SECRET_KEY: missing/),
  ]);
  const whole = { ...oauth, SLACK_SIGNING_SECRET: 's', PUBLIC_URL: 'https://b.example', SECRET_KEY: 'k'.repeat(32) };
  expect(readConfig(whole, '/srv/bot').slack).toMatchObject({ botToken: undefined, oauth: { clientId: '1' } });
});

it('takes a certificate in place of a password, whole or not at all', () => {
  const bot = { MICROSOFT_APP_ID: 'a', MICROSOFT_APP_TENANT_ID: 'T' };
  expect(problemsOf({ ...bot, MICROSOFT_APP_CERTIFICATE_THUMBPRINT: 'a'.repeat(40) })).toEqual([
    expect.stringMatching(/^MICROSOFT_APP_CERTIFICATE_FILE: missing/),
  ]);
  expect(problemsOf({ ...bot, MICROSOFT_APP_CERTIFICATE_FILE: '/nowhere' }).join()).toContain('private key in PEM');
  const folder = mkdtempSync(join(tmpdir(), 'pz-key-'));
  const file = join(folder, 'key.pem');
  writeFileSync(
    file,
    generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
  );
  const { teams } = readConfig(
    { ...bot, MICROSOFT_APP_CERTIFICATE_FILE: file, MICROSOFT_APP_CERTIFICATE_THUMBPRINT: 'A'.repeat(40) },
    '/srv/bot',
  );
  expect(teams).toMatchObject({ password: undefined, tenantId: 't', certificate: { thumbprint: 'A'.repeat(40) } });
  expect(teams.certificate?.privateKey).toContain('PRIVATE KEY');
  rmSync(folder, { recursive: true });
});

it('explains every setting in .env.example, which is itself a valid environment', () => {
  const text = readFileSync(join(ROOT, '.env.example'), 'utf8');
  const source = readFileSync(join(ROOT, 'src', 'config.ts'), 'utf8');
  const names = [...source.matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map((match) => match[1] ?? '');
  expect(names.length).toBeGreaterThan(15);
  for (const name of names) expect(text, name).toMatch(new RegExp(`^# ?${name}=|^${name}=`, 'm'));
  expect(problemsOf(parse(text))).toEqual([]);
});
