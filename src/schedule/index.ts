// What happens when nobody types. Every job may run on several replicas at once and twice in a row: it looks at the
// database for what is due and does it once.
import cron from 'node-cron';
import type { Log } from '../process/log.ts';

interface AnyJob {
  name: string;
  run(): Promise<unknown>;
}

/**
 * What comes again and again: so many seconds apart, counted from midnight UTC and so many seconds later. On no wall clock: node-cron
 * fires nothing while an hour is repeated, whatever zone it is given, if the machine's own clock changes. What is due at an
 * hour of somebody's clock is found by looking often.
 */
export interface Recurring extends AnyJob {
  everySeconds: number;
  afterSeconds: number;
}

/** What is done once a day, and may be left out on one of them. */
export interface Daily extends AnyJob {
  /** Six fields of node-cron's, seconds first, in UTC. */
  when: string;
}

export type Job = Recurring | Daily;

export interface Schedule {
  /** No new run begins; waits for those that are under way. */
  stop(): Promise<void>;
}

export function startSchedule(jobs: Job[], log: Log): Schedule {
  const underWay = new Set<Promise<void>>();
  const start = (job: Job): Promise<void> => {
    const run = runJob(job, log).finally(() => underWay.delete(run));
    underWay.add(run);
    return run;
  };
  const ends = jobs.map((job) => ('when' in job ? daily(job, start, log) : recurring(job, start)));
  return {
    async stop() {
      await Promise.all(ends.map((end) => end()));
      await Promise.all(underWay);
    },
  };
}

/** The next run begins when the one before is over, at its next time. */
function recurring(job: Recurring, start: (job: Job) => Promise<void>): () => void {
  const [every, after] = [job.everySeconds * 1000, job.afterSeconds * 1000];
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const again = () => {
    if (stopped) return;
    const now = Date.now();
    const next = (Math.floor((now - after) / every) + 1) * every + after;
    timer = setTimeout(() => void start(job).finally(again), next - now);
  };
  again();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

function daily(job: Daily, start: (job: Job) => Promise<void>, log: Log): () => Promise<void> {
  const options = { timezone: 'Etc/UTC', name: job.name, noOverlap: true, logger: cronLog(log) };
  const task = cron.schedule(job.when, () => start(job), options);
  return async () => {
    await task.destroy();
  };
}

async function runJob(job: Job, log: Log): Promise<void> {
  try {
    await job.run();
  } catch (error) {
    log.error({ error, job: job.name }, 'a scheduled job failed; it runs again at its next time');
  }
}

/** node-cron's own remarks, as lines of our log. */
function cronLog(log: Log) {
  const say = (level: 'debug' | 'warn' | 'error') => (message: string | Error) =>
    log[level]({ schedule: String(message).slice(0, 300) }, 'schedule');
  return { info: say('debug'), debug: say('debug'), warn: say('warn'), error: say('error') };
}
