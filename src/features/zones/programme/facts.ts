// How the programme stands: every zone by step and phase, what has slipped, what waits for a decision, who has not been heard of.

import { howMany } from '../../../chat/spans.ts';
import type { Db } from '../../../database/client.ts';
import { rows } from '../../../database/statement.ts';
import { shortDay, todayIn } from '../../../time/calendar.ts';
import { findAgreements, holdsOn, withoutAgreement } from '../agreements/model.ts';
import { LINE, PHASES, type PhaseDays, phaseNow, readPlans, slip } from '../plan/model.ts';
import { findSteps, isOver, nextOf } from '../setup/model.ts';
import { lateness, whoAndWhen } from '../setup/views.ts';

/** An agreement that ends within so many days is told. */
const ENDS_WITHIN_DAYS = 60;
/** Likelihood times impact, each from 1 to 3. */
export const isHigh = ({ likelihood, impact }: { likelihood: number; impact: number }): boolean =>
  likelihood * impact >= 6;

/** An agency of which nobody has logged anything for so many days has not been heard of. */
const QUIET_DAYS = 28;

export interface Programme {
  zones: {
    id: string;
    name: string;
    /** Empty: it is in none that is kept. */
    phase: string;
    /** "3 of 7, next …", "set up", "its steps are not kept here" */
    steps: string;
    /** What is later than it was planned, in words. */
    slipped: string[];
    led: boolean;
  }[];
  candidates: { open: number; agreed: string[] };
  late: number;
  ending: string[];
  without: string[];
  quiet: string[];
  risks: { open: number; due: number; worst: string[] };
}

export async function readProgramme(
  db: Db,
  { id: partnershipId, timeZone }: { id: string; timeZone: string },
  now: Date,
): Promise<Programme> {
  const today = todayIn(timeZone, now).day;
  const zones = await db.zone.findMany({
    where: { partnershipId, endedOn: null },
    select: { id: true, name: true, _count: { select: { memberships: { where: { lead: true } } } } },
    orderBy: { name: 'asc' },
  });
  const ids = zones.map(({ id }) => id);
  const [steps, plans, candidates, agreements, without, quiet, risks] = await Promise.all([
    findSteps(db, ids),
    readPlans(db, ids),
    db.zoneProposal.findMany({
      where: { partnershipId, zoneId: null, state: { in: ['PROPOSED', 'AGREED'] } },
      select: { name: true, state: true },
      orderBy: { createdAt: 'asc' },
    }),
    findAgreements(db, partnershipId),
    withoutAgreement(db, partnershipId, today),
    rows<{ agency: string }>(db)`
      SELECT a.short_name AS agency FROM agency a WHERE a.partnership_id = ${partnershipId}::uuid
        AND EXISTS (SELECT 1 FROM person p JOIN membership m ON m.person_id = p.id WHERE p.agency_id = a.id AND p.active)
        AND NOT EXISTS (SELECT 1 FROM interaction i WHERE i.agency_id = a.id AND i.undone_at IS NULL AND i.occurred_on > ${today}::date - ${QUIET_DAYS}::int)
      ORDER BY a.short_name`,
    db.risk.findMany({
      where: { partnershipId, closedOn: null },
      select: { number: true, what: true, likelihood: true, impact: true, reviewOn: true },
      orderBy: { number: 'asc' },
    }),
  ]);
  const soon = new Date(Date.parse(today) + ENDS_WITHIN_DAYS * 86_400_000);
  return {
    zones: zones.map(({ id, name, _count }) => {
      const own = steps.filter(({ zoneId }) => zoneId === id);
      const next = nextOf(own);
      const plan = plans.get(id) ?? [];
      return {
        id,
        name,
        phase: phaseWords(plan),
        steps:
          own.length === 0
            ? 'its steps are not kept here'
            : next === undefined
              ? 'set up'
              : `${own.filter(isOver).length} of ${own.length}, next ${next.title} (${whoAndWhen(next, today)})`,
        slipped: slippedWords(plan, today),
        led: _count.memberships > 0,
      };
    }),
    candidates: {
      open: candidates.filter(({ state }) => state === 'PROPOSED').length,
      agreed: candidates.filter(({ state }) => state === 'AGREED').map(({ name }) => name),
    },
    late: steps.filter((step) => lateness(step, today) !== undefined).length,
    ending: agreements
      .filter((each) => holdsOn(each, today) && each.untilOn !== null && each.untilOn <= soon)
      .map(({ agency, untilOn }) => `${agency.shortName} (${untilOn === null ? '' : shortDay(untilOn)})`),
    without: without ?? [],
    quiet: quiet.map(({ agency }) => agency),
    risks: {
      open: risks.length,
      due: risks.filter(({ reviewOn }) => reviewOn.toISOString().slice(0, 10) <= today).length,
      worst: risks.filter(isHigh).map(({ number, what }) => `${number}: ${what}`),
    },
  };
}

function phaseWords(plan: PhaseDays[]): string {
  const now = phaseNow(plan);
  return now === undefined ? '' : PHASES[now.phase].label;
}

/** "delivering 12 days late to begin" */
function slippedWords(plan: PhaseDays[], today: string): string[] {
  if (phaseNow(plan)?.phase === 'PAUSED') return []; // Nothing runs late while it rests.
  return plan
    .filter(({ phase }) => (LINE as readonly string[]).includes(phase))
    .flatMap(({ phase, plannedFrom, plannedUntil, startedOn, endedOn }) => {
      const label = PHASES[phase].label.toLowerCase();
      if (endedOn !== undefined) return [];
      const days = startedOn === undefined ? slip(plannedFrom, undefined, today) : slip(plannedUntil, undefined, today);
      return days <= 0
        ? []
        : [`${label} ${howMany(days, 'day', 'days')} ${startedOn === undefined ? 'late to begin' : 'over'}`];
    });
}
