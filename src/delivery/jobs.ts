// What the clock asks of the deliveries.
import type { PrismaClient } from '../database/generated/client.ts';
import type { Log } from '../process/log.ts';
import type { Job } from '../schedule/index.ts';
import { noteWell, prune, sweepLanes } from './sweep.ts';
import type { DeliveryWorker } from './worker.ts';

export const deliveryJobs = (prisma: PrismaClient, worker: DeliveryWorker, log: Log): Job[] => [
  { name: 'sign of life', everySeconds: 5, afterSeconds: 0, run: () => worker.beat() },
  { name: 'sweep', everySeconds: 10, afterSeconds: 2, run: () => sweepLanes(prisma, log) },
  { name: 'connections that are well', everySeconds: 60, afterSeconds: 33, run: () => noteWell(prisma) },
  { name: 'prune', when: '0 20 3 * * *', run: () => prune(prisma) },
  { name: 'queue of what failed', everySeconds: 3600, afterSeconds: 1540, run: () => worker.tidy() },
];
