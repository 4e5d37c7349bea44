// What happens when nobody types. Every job may run on several replicas at once and twice in a row: it looks at the
// database for what is due and does it once.
import cron, { type ScheduledTask } from 'node-cron';
import type { Log } from '../log.ts';

export interface Job {
  name: string;
  /** Six fields, seconds first, on the partnership's clock. */
  when: string;
  run(): Promise<unknown>;
}

export interface Schedule {
  /** No new run begins; waits for those that are under way. */
  stop(): Promise<void>;
}

export function startSchedule(jobs: Job[], timeZone: string, log: Log): Schedule {
  const underWay = new Set<Promise<void>>();
  const tasks: ScheduledTask[] = jobs.map((job) =>
    cron.schedule(
      job.when,
      () => {
        const run = runJob(job, log).finally(() => underWay.delete(run));
        underWay.add(run);
      },
      { timezone: timeZone, name: job.name, noOverlap: true },
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
