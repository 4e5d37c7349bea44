// The environment: everything that is wrong is said at once, with what was expected and without what was given.
import { readFileSync } from 'node:fs';
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

it('reads accounts whose ids hold colons', () => {
  expect(readConfig({ ADMINS: ' teams:T-1:29:abc , slack:T1:U1' }, '/srv/bot').admins).toEqual([
    { platform: 'teams', tenant: 'T-1', user: '29:abc' },
    { platform: 'slack', tenant: 'T1', user: 'U1' },
  ]);
});

it('explains every setting in .env.example, which is itself a valid environment', () => {
  const text = readFileSync(join(ROOT, '.env.example'), 'utf8');
  const source = readFileSync(join(ROOT, 'src', 'config.ts'), 'utf8');
  const names = [...source.matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map((match) => match[1] ?? '');
  expect(names.length).toBeGreaterThan(15);
  for (const name of names) expect(text, name).toMatch(new RegExp(`^# ?${name}=|^${name}=`, 'm'));
  expect(problemsOf(parse(text))).toEqual([]);
});
