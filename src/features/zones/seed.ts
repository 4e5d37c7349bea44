// The demonstration's zones at two stages of their life, and two candidates that the board has yet to decide on.
import { DateTime } from 'luxon';
import type { Demonstration } from '../../chat/registry.ts';
import type { Db } from '../../database/client.ts';
import type { MapKind, Outcome, SelectionFactor, Setting } from '../../database/generated/enums.ts';
import { needsOfEntry } from './map/model.ts';
import { seedLife } from './seed-life.ts';
import { seedStages } from './seed-stages.ts';
import { STEPS, type StepKey } from './setup/model.ts';

const KEYS = Object.keys(STEPS) as StepKey[];

interface Candidate {
  name: string;
  setting: Setting;
  by: string;
  findings: [SelectionFactor, text: string, source: string][];
}

const CANDIDATES: Candidate[] = [
  {
    name: 'Hollin Park',
    setting: 'CITY',
    by: 'Maya Okonjo',
    findings: [
      [
        'DEMOGRAPHY',
        'Two of its four areas are among the most deprived tenth for health',
        'Indices of Deprivation 2025',
      ],
      ['REACTIVE_DEMAND', 'Calls about anti-social behaviour are twice the city’s', 'Police log'],
      ['COMMUNITY_VOICE', 'Residents ask for somewhere to go in the evenings', 'Consultation in June'],
      ['OPENINGS', 'A community garden with forty members', 'Site visit'],
    ],
  },
  {
    name: 'Ashby Woods',
    setting: 'COUNTY',
    by: 'Priya Sandhar',
    findings: [['COMMUNITY_VOICE', 'The parish council has asked for one', 'Letter of the parish council']],
  },
];

const MAP: [MapKind, name: string, what: string, outcomes: Outcome[]][] = [
  ['SERVICE', 'Money advice', 'Help with bills, debt and benefits, Tuesdays at the library', ['RESOURCES']],
  ['SERVICE', 'Community pantry', 'Groceries for a few pounds, Fridays at St Aidan’s', ['RESOURCES', 'WELL']],
  ['ASSET', 'Walled garden group', 'Growing vegetables together on Saturdays; new hands welcome', ['WELL', 'SKILLS']],
  ['MEETING', 'Tenants’ evening', 'First Thursday of the month, in the community room', ['SAFE']],
  ['SCHEME', 'Evening football', 'The county’s scheme for young people, until March', ['SAFE', 'WELL']],
];

export async function seed(db: Db, demonstration: Demonstration): Promise<void> {
  const { partnershipId, now, timeZone, id, zone, person } = demonstration;
  const today = DateTime.fromJSDate(now, { zone: timeZone }).startOf('day');
  const day = (months: number) => new Date(today.plus({ months }).toISODate() ?? '');
  for (const [key, open] of [
    ['np', []],
    ['cv', ['MAPPED', 'TEAM_FORMED']],
  ] as [string, StepKey[]][]) {
    const zoneId = zone(key);
    await db.zoneStep.createMany({
      data: KEYS.map((step, index) => ({
        id: id(),
        zoneId,
        position: index + 1,
        key: step,
        title: STEPS[step],
        changedAt: now,
        ...(open.includes(step)
          ? { state: step === 'MAPPED' ? ('UNDER_WAY' as const) : ('NOT_STARTED' as const), dueOn: day(1) }
          : { state: 'DONE' as const, evidence: step === 'AGREED_BY_BOARD' ? 'Strategic Partnership Board' : '' }),
      })),
    });
    await db.zonePhase.createMany({
      data: [
        {
          zoneId,
          phase: 'CONCEPT',
          plannedFrom: day(-14),
          plannedUntil: day(-11),
          startedOn: day(-14),
          endedOn: day(-10),
        },
        ...(open.length === 0
          ? [
              {
                zoneId,
                phase: 'BUILDING' as const,
                plannedFrom: day(-11),
                plannedUntil: day(-9),
                startedOn: day(-10),
                endedOn: day(-8),
              },
              { zoneId, phase: 'DELIVERING' as const, plannedFrom: day(-9), plannedUntil: day(4), startedOn: day(-8) },
            ]
          : [
              { zoneId, phase: 'BUILDING' as const, plannedFrom: day(-11), plannedUntil: day(1), startedOn: day(-10) },
              { zoneId, phase: 'DELIVERING' as const, plannedFrom: day(1), plannedUntil: day(10) },
            ]),
      ],
    });
  }
  const keeper = person('Maya Okonjo');
  await db.mapEntry.createMany({
    data: MAP.map(([kind, name, what, outcomes]) => ({
      ...(kind === 'SCHEME'
        ? { reach: 'THEME' as const, learned: 'Start when the evening begins, not when offices close' }
        : {}),
      id: id(),
      zoneId: zone('np'),
      kind,
      name,
      what,
      needs: needsOfEntry({ name, what }),
      outcomes,
      keeperId: keeper.id,
      checkedOn: day(-2),
      createdAt: now,
    })),
  });
  for (const { name, setting, by, findings } of CANDIDATES) {
    const proposer = person(by);
    await db.zoneProposal.create({
      data: {
        id: id(),
        partnershipId,
        name,
        setting,
        personId: proposer.id,
        agencyId: proposer.agencyId,
        createdAt: now,
        findings: {
          create: findings.map(([factor, text, source]) => ({
            id: id(),
            factor,
            text,
            source,
            asAt: day(-1),
            personId: proposer.id,
            createdAt: now,
          })),
        },
      },
    });
  }
  await seedLife(db, demonstration);
  if (demonstration.everyStage) await seedStages(db, demonstration);
}
