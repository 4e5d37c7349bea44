// Overlaps and gaps: for each outcome, who has something on the map, in which sectors, and where several do the same.
import type { Act, ZoneEntry } from '../../../chat/act.ts';
import { buttons, type Card, heading, note, paragraph } from '../../../chat/cards.ts';
import { assertMay } from '../../../chat/may.ts';
import { privately, type Reply } from '../../../chat/replies.ts';
import { cut, howMany, say, strong, type Text } from '../../../chat/spans.ts';
import type { Outcome, Sector } from '../../../database/generated/enums.ts';
import { rows } from '../../../database/statement.ts';
import { OUTCOMES } from '../../interactions/index.ts';
import { SECTORS } from '../sectors.ts';

interface Served {
  outcome: Outcome;
  sector: Sector | null;
  agency: string | null;
  count: number;
}

/** Who may: whoever sees the zone. */
export async function showGaps(act: Act, zone: ZoneEntry): Promise<Reply> {
  assertMay(act, 'zone.glance', { zoneId: zone.id, where: zone.name });
  const served = await rows<Served>(act.db)`
    SELECT o AS outcome, a.sector::text AS sector, a.short_name AS agency, count(*)::int AS count
    FROM map_entry e CROSS JOIN LATERAL unnest(e.outcomes) AS o LEFT JOIN agency a ON a.id = e.agency_id
    WHERE e.zone_id = ${zone.id}::uuid AND e.undone_at IS NULL AND e.kind IN ('SERVICE', 'ROLE', 'SCHEME')
    GROUP BY 1, 2, 3 ORDER BY 1, 4 DESC, 3`;
  return privately(gapsCard(act, zone, served));
}

function gapsCard(act: Act, zone: ZoneEntry, served: Served[]): Card {
  const all = Object.keys(OUTCOMES) as Outcome[];
  const of = (outcome: Outcome) => served.filter((each) => each.outcome === outcome);
  const missing = all.filter((outcome) => of(outcome).length === 0);
  const sectors = [...new Set(act.directory.agencies.map(({ sector }) => sector as Sector))].sort();
  const overlaps = all.flatMap((outcome) => {
    const agencies = of(outcome).filter(({ agency }) => agency !== null);
    return agencies.length < 2
      ? []
      : [
          say`${strong(OUTCOMES[outcome].label)}: ${cut(agencies.map(({ agency, count }) => `${agency ?? ''}${count > 1 ? ` (${count})` : ''}`).join(', '), 200)}`,
        ];
  });
  return {
    summary: `${zone.name}: ${missing.length === 0 ? 'something for every outcome' : `nothing yet for ${missing.map((each) => OUTCOMES[each].label.toLowerCase()).join(', ')}`}`,
    blocks: [
      heading(`Gaps and overlaps in ${zone.name}`),
      paragraph(
        missing.length === 0
          ? 'There is something on the map for every outcome.'
          : say`${strong('Nothing yet for:')} ${missing.map((each) => OUTCOMES[each].label).join(', ')}.`,
      ),
      {
        kind: 'table',
        caption: 'Roles, services and schemes by sector',
        columns: ['Sector', ...all.map((outcome) => OUTCOMES[outcome].label)],
        rows: [...sectors, null].flatMap((sector): Text[][] => {
          const counts = all.map((outcome) =>
            of(outcome)
              .filter((each) => each.sector === sector)
              .reduce((sum, { count }) => sum + count, 0),
          );
          if (sector === null && counts.every((count) => count === 0)) return [];
          return [
            [
              sector === null ? 'nobody named' : SECTORS[sector],
              ...counts.map((count) => (count === 0 ? '–' : String(count))),
            ].map((cell) => say`${cell}`),
          ];
        }),
      },
      ...(overlaps.length === 0
        ? []
        : [paragraph(say`${strong('Several for the same')}`), { kind: 'list' as const, items: overlaps }]),
      note(
        `A dash: nothing on the map. That several do the same may be as it should be; that they know of each other is what counts. ${howMany(served.length, 'entry says', 'entries say')} what they are for.`,
      ),
      buttons({ label: 'The map', action: 'map.show', data: { id: zone.id } }),
    ],
  };
}
