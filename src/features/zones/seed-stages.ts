// The rest of a zone's life in the demonstration: one that is being reviewed, one that rests, one that is taken further, and one that
// became part of another. Each has its own people, who can be tried in the console.
import { DateTime } from 'luxon';
import type { Demonstration } from '../../chat/registry.ts';
import type { Db } from '../../database/client.ts';
import type { Outcome, Phase, Setting, Tool } from '../../database/generated/enums.ts';
import { LINE } from './plan/model.ts';
import { STEPS, type StepKey } from './setup/model.ts';

/** Months ago that each phase was planned to begin, and began; the last one lasts. */
type Past = [phase: Phase, planned: number, began: number][];

interface Stage {
  name: string;
  code: string;
  setting: Setting;
  ambition: string;
  past: Past;
  people: { name: string; agency: string; title: string; lead?: boolean }[];
  /** It has its next meeting. */
  meets: boolean;
  /** Who, what, how many weeks ago. */
  done: [who: number, text: string, tool: Tool, outcomes: Outcome[], weeks: number][];
  review?: { weeks: number; expected: string; did: string; saw: string; change: string };
}

const STAGES: Stage[] = [
  {
    name: 'Abbey Rise',
    code: 'AR',
    setting: 'CITY',
    meets: true,
    ambition: 'Doors that are opened when somebody knocks.',
    past: [
      ['CONCEPT', 22, 22],
      ['BUILDING', 19, 18],
      ['DELIVERING', 16, 15],
      ['REVIEWING', 3, 1],
    ],
    people: [
      { name: 'Nell Farrowgate', agency: 'Hub', title: 'Hub manager', lead: true },
      { name: 'Grant Odukoya', agency: 'Police', title: 'Neighbourhood officer' },
      { name: 'Wen Castlemain', agency: 'Housing', title: 'Estate officer' },
    ],
    done: [
      [0, 'Tea with new neighbours of block C', 'INTERACTION', ['WELL'], 6],
      [1, 'Walked the landings with the caretaker', 'INTERACTION', ['SAFE'], 4],
      [2, 'Brackets for forty door chains fitted', 'ENVIRONMENT', ['SAFE', 'RESOURCES'], 3],
      [0, 'Asked thirty households what the zone has changed', 'INTERACTION', ['WELL', 'SAFE'], 1],
    ],
    review: {
      weeks: 2,
      expected: 'Half of the doors open when the team knocks.',
      did: 'The same two faces on each landing, every Wednesday, for a year.',
      saw: 'Two doors in three open; people ask for the caretaker’s hours more than for anything else.',
      change: 'The caretaker’s hours are the first thing that the next zone agrees.',
    },
  },
  {
    name: 'Thornbury Lanes',
    code: 'TL',
    setting: 'COUNTY',
    meets: false,
    ambition: 'A village where nobody is cut off in winter.',
    past: [
      ['CONCEPT', 18, 18],
      ['BUILDING', 15, 14],
      ['DELIVERING', 12, 10],
      ['PAUSED', 2, 2],
    ],
    people: [
      { name: 'Wilf Ackerby', agency: 'District', title: 'Rural officer', lead: true },
      { name: 'Marit Sandholme', agency: 'Health', title: 'District nurse' },
    ],
    done: [[1, 'Flu clinic in the village hall', 'INTERACTION', ['WELL'], 7]],
  },
  {
    name: 'Wharf Street',
    code: 'WS',
    setting: 'CITY',
    meets: true,
    ambition: 'A street that is ours by day and by night.',
    past: [
      ['CONCEPT', 38, 38],
      ['BUILDING', 35, 35],
      ['DELIVERING', 31, 30],
      ['REVIEWING', 12, 11],
      ['EXTENDED', 8, 8],
    ],
    people: [
      { name: 'Leila Hartwell', agency: 'City Council', title: 'Community co-ordinator', lead: true },
      { name: 'Joss Penhallow', agency: 'Youth Service', title: 'Youth worker' },
      { name: 'Dev Marlingford', agency: 'Fire', title: 'Watch manager' },
    ],
    done: [
      [1, 'Basketball under the flyover, run by those who play', 'INTEGRATION', ['SAFE', 'SKILLS'], 5],
      [2, 'Smoke alarms with the boxing club on two landings', 'ENVIRONMENT', ['SAFE'], 2],
      [0, 'Traders of the north side asked to come along', 'INTERACTION', ['RESOURCES'], 1],
    ],
    review: {
      weeks: 46,
      expected: 'Fewer fires of rubbish under the flyover.',
      did: 'Basketball there on four evenings, lit by the depot’s own lamps.',
      saw: 'One fire in nine months, after eleven in the nine before.',
      change: 'The north side begins with its own lamps; the depot lends what it has.',
    },
  },
];

export async function seedStages(db: Db, demonstration: Demonstration): Promise<void> {
  const { partnershipId, now, timeZone, id, zone, person, agency, account } = demonstration;
  const today = DateTime.fromJSDate(now, { zone: timeZone }).startOf('day');
  const day = (shift: { months?: number; weeks?: number }) => new Date(today.minus(shift).toISODate() ?? '');
  const steps = Object.keys(STEPS) as StepKey[];
  const made = new Map<string, string>();

  for (const stage of STAGES) {
    const zoneId = id();
    made.set(stage.code, zoneId);
    const since = (index: number) => stage.past[index];
    await db.zone.create({
      data: {
        id: zoneId,
        partnershipId,
        name: stage.name,
        code: stage.code,
        setting: stage.setting,
        ambition: stage.ambition,
        createdAt: day({ months: since(0)?.[2] ?? 0 }),
        steps: {
          create: steps.map((key, index) => ({
            id: id(),
            position: index + 1,
            key,
            title: STEPS[key],
            state: 'DONE' as const,
            evidence: key === 'AGREED_BY_BOARD' ? 'Strategic Partnership Board' : '',
            changedAt: day({ months: since(2)?.[2] ?? 0 }),
          })),
        },
        phases: {
          create: stage.past.map(([phase, planned, began], index) => {
            const next = since(index + 1);
            return {
              phase,
              plannedFrom: LINE.some((each) => each === phase) ? day({ months: planned }) : null,
              plannedUntil: next === undefined ? null : day({ months: next[1] }),
              startedOn: day({ months: began }),
              endedOn: next === undefined ? null : day({ months: next[2] }),
            };
          }),
        },
      },
    });
    const team: { personId: string; agencyId: string }[] = [];
    for (const { name, agency: from, title, lead = false } of stage.people) {
      const personId = id();
      team.push({ personId, agencyId: agency(from) });
      await db.person.create({
        data: {
          id: personId,
          partnershipId,
          agencyId: agency(from),
          name,
          createdAt: now,
          memberships: {
            create: { id: id(), zoneId, roleTitle: title, lead, createdAt: day({ months: since(1)?.[2] ?? 0 }) },
          },
          identities: {
            create: {
              id: id(),
              partnershipId,
              platform: 'console',
              tenant: 'local',
              user: account(name),
              name,
              lastSeenAt: now,
            },
          },
        },
      });
    }
    await db.interaction.createMany({
      data: stage.done.flatMap(([who, text, tool, outcomes, weeks]) => {
        const by = team[who];
        return by === undefined
          ? []
          : [
              {
                id: id(),
                partnershipId,
                zoneId,
                ...by,
                text,
                tool,
                outcomes,
                occurredOn: day({ weeks }),
                createdAt: day({ weeks }),
              },
            ];
      }),
    });
    if (stage.meets)
      await db.meeting.create({
        data: {
          id: id(),
          partnershipId,
          zoneId,
          title: 'People Team',
          startsAt: today.plus({ days: 8 }).set({ hour: 10 }).toJSDate(),
          minutes: 60,
          timeZone,
          place: 'The community room',
          createdAt: day({ weeks: 1 }),
        },
      });
    const [first] = team;
    if (stage.review !== undefined && first !== undefined) {
      const { weeks, ...said } = stage.review;
      await db.zoneReview.create({
        data: {
          id: id(),
          zoneId,
          heldOn: day({ weeks }),
          ...said,
          personId: first.personId,
          createdAt: day({ weeks }),
        },
      });
    }
  }

  const leila = await db.person.findFirstOrThrow({ where: { partnershipId, name: 'Leila Hartwell' } });
  await db.zoneProposal.create({
    data: {
      id: id(),
      partnershipId,
      name: 'Wharf Street North',
      setting: 'CITY',
      extendsId: made.get('WS') ?? null,
      personId: leila.id,
      agencyId: leila.agencyId,
      createdAt: day({ weeks: 3 }),
    },
  });

  // Half of it was in New Parks already, as were its problems.
  const begun = day({ months: 26 });
  const merged = day({ months: 7 });
  await db.zone.create({
    data: {
      id: id(),
      partnershipId,
      name: 'Rec Side',
      code: 'RS',
      setting: 'CITY',
      ambition: 'A rec without a fence in our heads.',
      endedOn: merged,
      mergedIntoId: zone('np'),
      createdAt: begun,
      phases: {
        create: [
          { phase: 'CONCEPT', startedOn: begun, endedOn: day({ months: 22 }) },
          { phase: 'BUILDING', startedOn: day({ months: 22 }), endedOn: day({ months: 18 }) },
          { phase: 'DELIVERING', startedOn: day({ months: 18 }), endedOn: merged },
          { phase: 'MERGED', startedOn: merged },
        ],
      },
      former: {
        create: {
          personId: person('Saira Lockwood').id,
          roleTitle: 'Hub co-ordinator',
          lead: true,
          endedOn: merged,
        },
      },
    },
  });
}
