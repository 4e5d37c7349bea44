// The steps that every zone begins with.
import type { Db } from '../../../database/client.ts';
import { STEPS, type StepKey } from './model.ts';

/** @param shown what is done already, and what shows it */
export async function createZoneSteps(
  db: Db,
  zoneId: string,
  now: Date,
  shown: Partial<Record<StepKey, string>>,
): Promise<void> {
  await db.zoneStep.createMany({
    data: (Object.keys(STEPS) as StepKey[]).map((key, index) => ({
      zoneId,
      position: index + 1,
      key,
      title: STEPS[key],
      changedAt: now,
      ...(shown[key] === undefined ? {} : { state: 'DONE' as const, evidence: shown[key] }),
    })),
    skipDuplicates: true,
  });
}
