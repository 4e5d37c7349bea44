// The bot as a process of its own, which can be killed.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type pg from 'pg';
import { inject } from 'vitest';
import { ROOT } from '../../src/process/paths.ts';
import { SIGNING_SECRET } from './bot.ts';
import type { FakeSlack } from './fake-slack.ts';

export interface BotProcess {
  url: string;
  output(): string;
  child: ChildProcess;
  /** Nothing is said to it before. */
  kill(): Promise<void>;
  /** SIGTERM. @returns its exit code and how long it took */
  stop(): Promise<{ code: number | null; ms: number }>;
}

/** Where a database of the test server is reached, for a process. */
export function urlOf(connection: pg.PoolConfig & { database: string }): string {
  const { host, port, user } = inject('postgres');
  return `postgresql://${user}@localhost:${port}/${connection.database}?host=${encodeURIComponent(host)}`;
}

/** Slack over HTTP, with the fake's token. */
export function slackEnv(slack: FakeSlack): Record<string, string> {
  return {
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_BOT_TOKEN: slack.token,
    SLACK_API_URL: slack.apiUrl,
    LOG_LEVEL: 'warn',
  };
}

/** Starts it and waits until it says where it is. @param how what Node runs @throws with its output when it ends before */
export async function startProcess(
  env: Record<string, string>,
  how = [inject('bundles').bot, 'start'],
): Promise<BotProcess> {
  const child = spawn(process.execPath, how, {
    cwd: join(ROOT, 'tests'),
    env: { PATH: process.env['PATH'], PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const exited = new Promise<number | null>((done) => child.once('exit', done));
  const url = await new Promise<string>((done, fail) => {
    const hear = (bytes: Buffer) => {
      output += bytes.toString();
      const said = /People Zones is running\..*?(http:\/\/\S+)/.exec(output);
      if (said !== null) done(said[1] ?? '');
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    void exited.then((code) => fail(new Error(`It ended with ${code}:\n${output}`)));
  });
  return {
    url,
    child,
    output: () => output,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    async stop() {
      const began = performance.now();
      child.kill('SIGTERM');
      return { code: await exited, ms: performance.now() - began };
    },
  };
}
