// A figure that should have come by now.
import type { NudgeCandidate, NudgeSource } from '../../chat/nudges.ts';
import { nextPeriod, periodWords } from './periods.ts';

/** A reading that should have come by now: to the zone's leads. */
export const readingDue: NudgeSource = {
  rule: 'READING_DUE',
  name: 'reading',
  summary: 'A figure that a zone keeps and that has not come, to its leads',
  threshold: { value: 10, unit: 'days' },
  weight: 45,
  to: ['lead'],
  redirects: true,
  async find({ db, partnershipId, now, threshold, whose }) {
    const before = new Date(now.getTime() - threshold * 86_400_000).toISOString().slice(0, 10);
    const latest = await db.measureReading.groupBy({
      by: ['measureId', 'zoneId'],
      where: {
        measure: { partnershipId, period: { not: 'WAVE' } },
        ...(whose === undefined ? {} : { zoneId: { in: whose.leads } }),
      },
      _max: { period: true },
      _count: true,
    });
    const measures = await db.measure.findMany({ where: { partnershipId } });
    const leads = await db.membership.findMany({
      where: { lead: true, zoneId: { in: latest.map(({ zoneId }) => zoneId) }, person: { active: true } },
    });
    return latest.flatMap(({ measureId, zoneId, _max, _count }): NudgeCandidate[] => {
      const found = measures.find(({ id }) => id === measureId);
      const last = _max.period?.toISOString().slice(0, 10);
      if (found === undefined || last === undefined || _count < 3) return [];
      const due = nextPeriod(last, found.period);
      // The period itself must be over, and so many days beside it.
      if (nextPeriod(due, found.period) > before) return [];
      return leads
        .filter((lead) => lead.zoneId === zoneId)
        .map(({ personId }) => ({
          personId,
          subject: `reading:${measureId}:${zoneId}:${due}`,
          zoneId,
          title: `${found.name}: the figure for ${periodWords(due, found.period)}`,
          reason: `Because the last one is of ${periodWords(last, found.period)}.`,
          since: new Date(due),
          doIt: {
            label: 'Keep the figure',
            action: 'measure.give',
            data: { zone: zoneId, key: found.key, period: due },
            opens: 'form',
          },
        }));
    });
  },
};
