// What a zone begins with: its steps, and what it takes over from one that it extends.
import type { Db } from '../../../database/client.ts';
import { STEPS, type StepKey } from './model.ts';

export interface StepTitle {
  key: string;
  title: string;
}

/** The outline's, or those of a zone whose ways are taken over: renamed and added as they are there. */
export async function titlesOf(db: Db, from: string | null): Promise<StepTitle[]> {
  const kept =
    from === null
      ? []
      : await db.zoneStep.findMany({
          where: { zoneId: from, state: { not: 'NOT_NEEDED' } },
          orderBy: { position: 'asc' },
        });
  return kept.length > 0
    ? kept.map(({ key, title }) => ({ key, title }))
    : Object.entries(STEPS).map(([key, title]) => ({ key, title }));
}

/** @param shown what is done already, and what shows it */
export async function createZoneSteps(
  db: Db,
  zoneId: string,
  now: Date,
  titles: StepTitle[],
  shown: Partial<Record<StepKey, string>>,
): Promise<void> {
  await db.zoneStep.createMany({
    data: titles.map(({ key, title }, index) => {
      const evidence = shown[key as StepKey];
      return {
        zoneId,
        position: index + 1,
        key,
        title,
        changedAt: now,
        ...(evidence === undefined ? {} : { state: 'DONE' as const, evidence }),
      };
    }),
    skipDuplicates: true,
  });
}

/** What a new zone takes over from the one that it extends, besides its steps. @returns what was taken, in words */
export async function takeOver(db: Db, from: string, zoneId: string): Promise<string[]> {
  const [standing, measures, series] = await Promise.all([
    db.standingItem.findMany({ where: { zoneId: from }, orderBy: { position: 'asc' } }),
    db.measurePlan.findMany({ where: { zoneId: from }, include: { measure: { select: { name: true } } } }),
    db.meetingSeries.findFirst({
      where: { zoneId: from, OR: [{ endsOn: null }, { endsOn: { gt: new Date(0) } }] },
      orderBy: { startsOn: 'desc' },
    }),
  ]);
  await db.standingItem.createMany({
    data: standing.map(({ position, title, minutes }) => ({ zoneId, position, title, minutes })),
  });
  // Which figures are kept is taken over; baselines, targets and changes are a place's own.
  await db.measurePlan.createMany({ data: measures.map(({ measureId }) => ({ zoneId, measureId })) });
  return [
    ...(standing.length === 0 ? [] : [`standing items: ${standing.map(({ title }) => title).join(', ')}`]),
    ...(measures.length === 0 ? [] : [`measures: ${measures.map(({ measure }) => measure.name).join(', ')}`]),
    ...(series === null
      ? []
      : [`its rhythm to plan by: ${series.title}, ${series.startsAt}, ${series.minutes} minutes`]),
  ];
}
