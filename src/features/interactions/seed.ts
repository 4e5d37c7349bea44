// The demonstration's eight weeks of interactions.
import { DateTime } from 'luxon';
import type { Demonstration } from '../../chat/registry.ts';
import type { Db } from '../../database/client.ts';
import { SEED_DOINGS } from './seed-doings.ts';
import { bandOf } from './words.ts';

export async function seed(db: Db, demonstration: Demonstration): Promise<void> {
  const rows = interactionsOf(demonstration);
  await db.interaction.createMany({
    data: rows.map(({ joint, ...row }) => ({ ...row, withOthers: joint.length > 0 })),
  });
  await db.interactionAgency.createMany({
    data: rows.flatMap((row) => row.joint.map((agencyId) => ({ interactionId: row.id, agencyId }))),
  });
}

/** Some two a working day and zone, each by somebody whose job it is; more of it preventive as the weeks go by (¶6.9). */
function interactionsOf({
  people,
  zones,
  zone: zoneId,
  agency: agencyId,
  partnershipId,
  now,
  timeZone,
  weeks,
  random,
  id,
}: Demonstration) {
  const today = DateTime.fromJSDate(now, { zone: timeZone }).startOf('day');
  const pick = <T>(list: T[]): T | undefined => list[Math.floor(random() * list.length)];
  const rows = [];
  for (let ago = weeks * 7; ago >= 1; ago -= 1) {
    const day = today.minus({ days: ago });
    for (const zone of zones) {
      const team = people.filter((person) => person.zone === zone.key);
      const times = Math.floor(random() * (day.weekday <= 5 ? 4 : 2));
      for (let turn = 0; turn < times; turn += 1) {
        const person = pick(team);
        if (person === undefined) continue;
        const progress = 1 - ago / (weeks * 7);
        const fitting = SEED_DOINGS.filter((doing) => doing.agencies.includes(person.agency)).filter(
          (doing) => !(doing.tool === 'CONTROL' || doing.tool === 'TREATMENT') || random() > progress * 0.6,
        );
        const doing = pick(fitting);
        if (doing === undefined) continue;
        const count = doing.least + Math.floor(random() * (doing.most - doing.least + 1));
        const joint = (doing.with ?? [])
          .filter((agency) => agency !== person.agency && random() < 0.55)
          .map((agency) => agencyId(agency));
        rows.push({
          id: id(),
          partnershipId,
          zoneId: zoneId(zone.key),
          personId: person.id,
          agencyId: agencyId(person.agency),
          text: doing.text.replace('{n}', String(count)),
          tool: doing.tool,
          outcomes: doing.outcomes,
          way: doing.way,
          peopleCount: count,
          peopleBand: bandOf(count) ?? null,
          minutes: doing.minutes,
          occurredOn: new Date(day.toISODate() ?? ''),
          createdAt: day.plus({ hours: 16, minutes: Math.floor(random() * 90) }).toJSDate(),
          joint,
        });
      }
    }
  }
  return rows;
}
