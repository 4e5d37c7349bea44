// The database that comes with the bot: seeded by hand, killed with the bot and without it, and nothing is lost.

import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startEmbedded } from '../../src/database/embedded.ts';
import { createLog } from '../../src/log.ts';
import { ROOT } from '../../src/paths.ts';
import { slackRequest } from '../support/drivers/slack.ts';
import { type FakeSlack, startFakeSlack } from '../support/fake-slack.ts';
import { SLACK_CHANNEL, SLACK_LEAD } from '../support/ids.ts';
import { type BotProcess, slackEnv, startProcess } from '../support/process.ts';

const run = promisify(execFile);

let slack: FakeSlack;
let env: Record<string, string>;
let folder: string;
let bot: BotProcess | undefined;

beforeAll(async () => {
  slack = await startFakeSlack();
  folder = mkdtempSync(join(tmpdir(), 'pz-embedded-'));
  env = { ...slackEnv(slack), DATA_DIR: folder };
});

afterAll(async () => {
  await bot?.stop();
  // Whatever a failed test has left running is adopted, and stopped.
  await (await startEmbedded(folder, createLog('silent'))).stop();
  for (const each of [dataFolder(), folder]) rmSync(each, { recursive: true, force: true });
  await slack?.stop();
});

const cli = (...words: string[]) =>
  run(process.execPath, [join(ROOT, 'bin', 'people-zones.mjs'), ...words], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...env },
  });

async function say(text: string): Promise<string> {
  const body = new URLSearchParams({
    command: '/pz',
    text,
    team_id: slack.team,
    user_id: SLACK_LEAD,
    channel_id: SLACK_CHANNEL,
    trigger_id: text,
    response_url: slack.responseUrl(),
  });
  return (await slackRequest(bot?.url ?? '', body.toString())).text();
}

it('is seeded for a real channel, once', async () => {
  expect((await cli('seed', '--slack', `${slack.team}:${SLACK_CHANNEL}:${SLACK_LEAD}`)).stdout).toContain('Seeded');
  await expect(cli('seed')).rejects.toThrow(/data/);
});

it('survives the death of the bot, and of everything', async () => {
  bot = await startProcess(env);
  expect(await say('log Tea with 3 residents first #safe')).toContain('Logged in');
  await bot.kill();

  bot = await startProcess(env);
  expect(await say('log list')).toContain('Tea with 3 residents first');
  expect(await say('log Tea with 4 residents second #safe')).toContain('Logged in');
  process.kill(postmaster(), 'SIGKILL');
  await bot.kill();

  bot = await startProcess(env);
  const list = await say('log list');
  expect(list).toContain('Tea with 3 residents first');
  expect(list).toContain('Tea with 4 residents second');
  expect(await bot.stop()).toMatchObject({ code: 0 });
  bot = undefined;
});

it('has no complaint when the doctor looks', async () => {
  const { stdout } = await cli('doctor');
  expect(stdout).toMatch(/^ok {4}configuration$/m);
  expect(stdout).toMatch(/^ok {4}Slack: Test as peoplezones$/m);
  expect(stdout).not.toMatch(/^look/m);
});

/** A root's bot puts them elsewhere, for this folder is its own alone. */
function dataFolder(): string {
  const note = join(folder, 'postgres.location');
  return existsSync(note) ? readFileSync(note, 'utf8').trim() : join(folder, 'postgres');
}

/** The embedded server's process, as it wrote it down itself. */
function postmaster(): number {
  return Number(readFileSync(join(dataFolder(), 'postmaster.pid'), 'utf8').split('\n')[0]);
}
