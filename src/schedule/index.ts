// What happens when nobody types. Every job may run on several replicas at once and twice in a row: it looks at the
// database for what is due and does it once.
import cron, { type ScheduledTask } from 'node-cron';
import type { Log } from '../log.ts';

export interface Job {
  name: string;
  /**
   * Six fields, seconds first, in UTC. What must come at an hour on somebody's wall clock looks for what is due by that clock,
   * often: a pattern on a wall clock fires nothing while an hour is repeated, and one at an hour that is left out never does.
   */
  when: string;
  run(): Promise<unknown>;
}

export interface Schedule {
  /** No new run begins; waits for those that are under way. */
  stop(): Promise<void>;
}

export function startSchedule(jobs: Job[], log: Log): Schedule {
  const underWay = new Set<Promise<void>>();
  const tasks: ScheduledTask[] = jobs.map((job) =>
    cron.schedule(
      job.when,
      () => {
        const run = runJob(job, log).finally(() => underWay.delete(run));
        underWay.add(run);
        return run;
      },
      { timezone: 'Etc/UTC', name: job.name, noOverlap: true, logger: cronLog(log) },
    ),
  );
  return {
    async stop() {
      await Promise.all(tasks.map((task) => task.destroy()));
      await Promise.all(underWay);
    },
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
