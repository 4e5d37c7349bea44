// The database that comes with the bot: seeded by hand, killed with the bot and without it, and nothing is lost.

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { startEmbedded } from '../../src/database/embedded/index.ts';
import { createLog } from '../../src/process/log.ts';
import { slackRequest } from '../support/drivers/slack.ts';
import { type FakeSlack, startFakeSlack } from '../support/fake-slack.ts';
import { SLACK_CHANNEL, SLACK_LEAD } from '../support/ids.ts';
import { type BotProcess, slackEnv, startProcess } from '../support/process.ts';
import { until } from '../support/until.ts';

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
  rmSync(folder, { recursive: true, force: true });
  await slack?.stop();
});

const cli = (...words: string[]) =>
  run(process.execPath, [inject('bundles').bot, ...words], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...env },
  });

/** @param trigger Slack's number of the act: the same one is a repeat */
async function say(text: string, trigger = text): Promise<string> {
  const body = new URLSearchParams({
    command: '/pz',
    text,
    team_id: slack.team,
    user_id: SLACK_LEAD,
    channel_id: SLACK_CHANNEL,
    trigger_id: trigger,
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

it('is started again when it dies under a living bot', async () => {
  bot = await startProcess(env);
  const dead = postmaster();
  process.kill(dead, 'SIGKILL');
  await until(
    'an answer again',
    async () => (await say('log list', `list ${Math.random()}`)).includes('Tea with 3'),
    60_000,
  );
  expect(postmaster()).not.toBe(dead);
  expect(await say('log Tea with 5 residents third #safe')).toContain('Logged in');
});

it('is backed up while the bot runs, and is the same on another machine', async () => {
  const file = join(folder, 'copy.tar.gz');
  expect((await cli('backup', file)).stdout).toMatch(/Backed up to .*interactions/);
  await expect(cli('backup', file)).rejects.toThrow(/there already/);
  await expect(cli('restore', file)).rejects.toThrow(/holds a database already/);
  expect(await say('log Tea with 6 residents after the backup #safe')).toContain('Logged in');
  await bot?.stop();

  const elsewhere = mkdtempSync(join(tmpdir(), 'pz-elsewhere-'));
  const there = { ...env, DATA_DIR: elsewhere };
  const restored = await run(process.execPath, [inject('bundles').bot, 'restore', file], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...there },
  });
  expect(restored.stdout).toMatch(/^Restored into .*interactions/);
  bot = await startProcess(there);
  const list = await say('log list', 'elsewhere');
  expect(list).toContain('Tea with 5 residents third');
  expect(list).not.toContain('after the backup');
  await bot.stop();
  bot = undefined;

  // A folder whose database has gone is not taken for a new one.
  rmSync(join(elsewhere, 'postgres'), { recursive: true });
  await expect(startProcess(there)).rejects.toThrow(/There was a database/);
  await expect(
    run(process.execPath, [inject('bundles').bot, 'restore', join(folder, 'links.key')], {
      cwd: folder,
      env: { PATH: process.env['PATH'], ...there },
    }),
  ).rejects.toThrow(/cannot be read as a backup/);
  rmSync(elsewhere, { recursive: true, force: true });
}, 180_000);

it('has no complaint when the doctor looks', async () => {
  const { stdout } = await cli('doctor');
  expect(stdout).toMatch(/^ok {4}configuration$/m);
  expect(stdout).toMatch(/^ok {4}Slack: Test as peoplezones$/m);
  expect(stdout).not.toMatch(/^look/m);
});

const dataFolder = () => join(folder, 'postgres');

/** The embedded server's process, as it wrote it down itself. */
function postmaster(): number {
  return Number(readFileSync(join(dataFolder(), 'postmaster.pid'), 'utf8').split('\n')[0]);
}
