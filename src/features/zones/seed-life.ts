// The demonstration at every stage of a zone's life: what is hoped for and was heard, what was reviewed, what is offered and given,
// what may stand in the way; a place that is agreed and not set up yet, one that was put off, and a zone that is over.
import { DateTime } from 'luxon';
import type { Demonstration } from '../../chat/registry.ts';
import type { Db } from '../../database/client.ts';

export async function seedLife(db: Db, demonstration: Demonstration): Promise<void> {
  const { partnershipId, now, timeZone, id, zone, person, agency } = demonstration;
  const today = DateTime.fromJSDate(now, { zone: timeZone }).startOf('day');
  const day = (shift: { months?: number; weeks?: number; days?: number }) =>
    new Date(today.plus(shift).toISODate() ?? '');
  const [maya, zainab, idris] = ['Maya Okonjo', 'Zainab Merrivale', 'Idris Fallowell'].map(person) as [
    { id: string; agencyId: string },
    { id: string; agencyId: string },
    { id: string; agencyId: string },
  ];
  const by = { personId: maya.id, createdAt: now };
  const np = zone('np');
  await db.zone.update({
    where: { id: np },
    data: {
      ambitionShort: 'The lamps on the rec are on, and somebody is there on Friday evenings.',
      ambitionMedium: 'Fewer calls about the evenings, and more clubs that residents run themselves.',
      ambitionLong: 'Nobody moves away because of where they live.',
      ambitionShown: 'We hear football and not glass; neighbours know who to ask.',
      aim: 70,
    },
  });
  await db.zoneBoundary.create({
    data: {
      id: id(),
      zoneId: np,
      fromOn: day({ months: -14 }),
      words: 'Between the ring road, the brook and the railway',
      lsoas: ['E01013600', 'E01013601', 'E01013602'],
      ...by,
    },
  });
  await db.zoneVoice.create({
    data: {
      id: id(),
      zoneId: np,
      title: 'Launch at the school',
      heldOn: day({ months: -8 }),
      residents: 64,
      others: 12,
      themes: ['Lamps on the rec', 'Somewhere to go in the evenings', 'One number to ring'],
      ...by,
    },
  });
  await db.zoneReview.create({
    data: {
      id: id(),
      zoneId: np,
      heldOn: day({ weeks: -6 }),
      expected: 'Fewer broken windows once there is football on two evenings.',
      did: 'Football on Tuesdays and Fridays, with the youth workers and two neighbours.',
      saw: 'Half as many windows as the year before; forty young people came, hardly any girls.',
      change: 'Girls have an evening of their own, which they plan themselves.',
      ...by,
    },
  });
  await db.benefit.createMany({
    data: [
      {
        id: id(),
        zoneId: np,
        title: 'Fewer calls about the evenings on the rec',
        term: 'MEDIUM',
        demand: 'REACTIVE',
        measureKey: 'asb',
        agreedAt: 'Launch at the school',
        ...by,
      },
      {
        id: id(),
        zoneId: np,
        title: 'Residents lead what happens here',
        term: 'LONG',
        demand: 'DEVELOPMENTAL',
        measureKey: 'initiatives',
        agreedAt: 'Steering group of residents',
        ...by,
      },
    ],
  });
  const agreed = { partnershipId, personId: zainab.id, createdAt: now, what: 'Information sharing agreement' };
  await db.agreement.createMany({
    data: [
      { id: id(), ...agreed, agencyId: agency('Police'), signedOn: day({ months: -11 }), untilOn: day({ weeks: 6 }) },
      { id: id(), ...agreed, agencyId: agency('City Council'), signedOn: day({ months: -11 }), untilOn: null },
      { id: id(), ...agreed, agencyId: agency('Health'), signedOn: day({ months: -10 }), untilOn: day({ months: 26 }) },
    ],
  });
  await db.risk.createMany({
    data: [
      {
        id: id(),
        partnershipId,
        number: 1,
        zoneId: np,
        what: 'The community room closes for works in spring',
        likelihood: 3,
        impact: 2,
        ownerId: maya.id,
        reviewOn: day({ weeks: 3 }),
        createdAt: now,
      },
      {
        id: id(),
        partnershipId,
        number: 2,
        what: 'One part-time coordinator carries both zones',
        likelihood: 2,
        impact: 3,
        ownerId: zainab.id,
        reviewOn: day({ weeks: 5 }),
        createdAt: now,
      },
    ],
  });
  await db.resourceOffer.createMany({
    data: [
      {
        id: id(),
        partnershipId,
        number: 1,
        kind: 'EMPLOYER',
        what: 'Two days’ painting and planting',
        by: 'A building firm',
        fromOn: day({ weeks: 2 }),
        untilOn: day({ months: 4 }),
        ...by,
      },
      {
        id: id(),
        partnershipId,
        number: 2,
        kind: 'UNIVERSITY',
        what: 'Six students for a survey of residents',
        by: 'The university',
        zoneId: zone('cv'),
        ...by,
      },
    ],
  });
  await db.grantRound.create({
    data: {
      id: id(),
      partnershipId,
      number: 1,
      what: 'Winter evenings',
      most: 1000,
      closesOn: day({ weeks: -3 }),
      reportsOn: day({ months: 5 }),
      personId: zainab.id,
      createdAt: now,
      bids: {
        create: [
          {
            id: id(),
            zoneId: np,
            group: 'The boxing club',
            pounds: 800,
            purpose: 'Gloves, and a coach for twelve weeks',
            state: 'GRANTED',
            ...by,
          },
          {
            id: id(),
            zoneId: zone('cv'),
            group: 'Market traders’ association',
            pounds: 600,
            purpose: 'Lights for the hall',
            state: 'ENTERED',
            personId: idris.id,
            createdAt: now,
          },
        ],
      },
    },
  });
  for (const [name, state, why] of [
    ['Saffron Bridge', 'AGREED', ''],
    ['Fosse Meadows', 'NOT_NOW', 'Two zones at a time'],
  ] as const)
    await db.zoneProposal.create({
      data: {
        id: id(),
        partnershipId,
        name,
        setting: name === 'Fosse Meadows' ? 'COUNTY' : 'CITY',
        state,
        why,
        decidedOn: day({ weeks: -5 }),
        decidedWhere: 'Strategic Partnership Board',
        personId: zainab.id,
        agencyId: zainab.agencyId,
        createdAt: now,
        findings: {
          create: {
            id: id(),
            factor: 'AGENCIES_WILLING',
            text: 'Housing, Fire and Health would come along',
            source: 'Letters of the agencies',
            asAt: day({ months: -2 }),
            personId: zainab.id,
            createdAt: now,
          },
        },
      },
    });
  await seedEnded(db, demonstration, day);
}

/** A zone that has run its time: its people are elsewhere, its reports and what it learned are there. */
async function seedEnded(
  db: Db,
  { partnershipId, id, person }: Demonstration,
  day: (shift: { months?: number }) => Date,
): Promise<void> {
  const zoneId = id();
  const begun = day({ months: -40 });
  await db.zone.create({
    data: {
      id: zoneId,
      partnershipId,
      name: 'Old Market',
      code: 'OM',
      setting: 'COUNTY',
      ambition: 'A market place where people stay after six.',
      endedOn: day({ months: -4 }),
      createdAt: begun,
      phases: {
        create: [
          { phase: 'CONCEPT', startedOn: begun, endedOn: day({ months: -36 }) },
          { phase: 'BUILDING', startedOn: day({ months: -36 }), endedOn: day({ months: -32 }) },
          { phase: 'DELIVERING', startedOn: day({ months: -32 }), endedOn: day({ months: -10 }) },
          { phase: 'REVIEWING', startedOn: day({ months: -10 }), endedOn: day({ months: -4 }) },
          { phase: 'CLOSED', startedOn: day({ months: -4 }) },
        ],
      },
      former: {
        create: {
          personId: person('Idris Fallowell').id,
          roleTitle: 'Community development officer',
          lead: true,
          endedOn: day({ months: -4 }),
        },
      },
      reviews: {
        create: {
          id: id(),
          heldOn: day({ months: -5 }),
          expected: 'More people on the square after six.',
          did: 'A stall of a different group every Thursday evening.',
          saw: 'Traders stayed open; people came for the music and not for the stalls.',
          change: 'The next zone begins with music, and lets traders choose the evening.',
          personId: person('Idris Fallowell').id,
          createdAt: day({ months: -5 }),
        },
      },
    },
  });
}
