// The operating model (¶6) as a zone lives it: six tools in short words, an example of each from its own log, which agencies use which,
// and who has worked together for the first time.
import { DateTime } from 'luxon';
import { z } from 'zod';
import { type Act, type ZoneEntry, zoneById } from '../../../chat/act.ts';
import { buttons, type Card, heading, note, paragraph } from '../../../chat/cards.ts';
import { assertMay } from '../../../chat/may.ts';

import { button, type Feature } from '../../../chat/registry.ts';
import { privately, type Reply } from '../../../chat/replies.ts';
import { command, cut, say, strong, type Text } from '../../../chat/spans.ts';
import { word } from '../../../chat/words.ts';
import type { Tool } from '../../../database/generated/enums.ts';
import { rows } from '../../../database/statement.ts';
import { zoneToShow } from '../../../language/parts.ts';
import { todayIn } from '../../../time/calendar.ts';
import { countMix, TOOLS } from '../../interactions/index.ts';
import { mixAndAim } from '../home/views.ts';
import { firstTimes } from './pairings.ts';

/** What each is, in a line of our own. */
const SAYS: Record<Tool, string> = {
  INTERACTION: 'somebody takes time to talk and to listen; preventive',
  INTEGRATION: 'people are brought together with people; preventive',
  TREATMENT: 'a need is treated by those who are trained for it; remedial',
  CONTROL: 'rules are set and kept; remedial',
  ENVIRONMENT: 'the place itself is changed so that the better thing is easier; enabling',
  BELIEVING: 'good things are said aloud until they are believed; enabling',
};
const KEYS = Object.keys(SAYS) as Tool[];
/** The table and the examples look back so many days. */
const BACK_DAYS = 91;

/** @param onlyZone which of its own a person means who names none */
export const operating = (onlyZone: (act: Act) => ZoneEntry) => [
  word({
    name: 'tools',
    also: ['model', 'mix'],
    summary: 'The six tools: what they are, an example from here, and who uses which',
    examples: ['zone tools', 'zone tools NP'],
    needs: 'zone.see',
    parts: { of: zoneToShow('zone tools') },
    run: (act, { of }) => showTools(act, of ?? onlyZone(act)),
  }),
];

interface Used {
  agency: string;
  tool: Tool;
  count: number;
}

/** Who may: whoever sees the zone. */
async function showTools(act: Act, of: ZoneEntry): Promise<Reply> {
  assertMay(act, 'zone.see', { zoneId: of.id, where: of.name });
  const { day, monthStart } = todayIn(act.partnership.timeZone, act.now);
  const [used, examples, mix, kept, pairs] = await Promise.all([
    rows<Used>(act.db)`
      SELECT a.short_name AS agency, i.tool::text AS tool, count(*)::int AS count
      FROM interaction i CROSS JOIN LATERAL (SELECT i.agency_id AS id UNION SELECT j.agency_id FROM interaction_agency j WHERE j.interaction_id = i.id) AS w
      JOIN agency a ON a.id = w.id
      WHERE i.zone_id = ${of.id}::uuid AND i.undone_at IS NULL AND i.occurred_on > ${day}::date - ${BACK_DAYS}::int
      GROUP BY 1, 2 ORDER BY 1, 2`,
    rows<{ tool: Tool; text: string }>(act.db)`
      SELECT DISTINCT ON (i.tool) i.tool::text AS tool, i.text FROM interaction i
      WHERE i.zone_id = ${of.id}::uuid AND i.undone_at IS NULL AND i.shared_at IS NOT NULL AND i.occurred_on > ${day}::date - ${BACK_DAYS}::int
      ORDER BY i.tool, (SELECT count(*) FROM interaction_agency j WHERE j.interaction_id = i.id) DESC, i.occurred_on DESC, i.id`,
    countMix(act.db, of.id, monthStart),
    act.db.zone.findUniqueOrThrow({ where: { id: of.id }, select: { aim: true } }),
    firstTimes(act.db, of.id, day, BACK_DAYS),
  ]);
  return privately(toolsCard(of, { used, examples, mix: mixAndAim({ mix, aim: kept.aim }), pairs }));
}

interface Told {
  used: Used[];
  examples: { tool: Tool; text: string }[];
  mix: string;
  pairs: { pair: string; on: string }[];
}

function toolsCard(of: ZoneEntry, { used, examples, mix, pairs }: Told): Card {
  const agencies = [...new Set(used.map(({ agency }) => agency))];
  const count = (agency: string, tool: Tool) =>
    used.find((each) => each.agency === agency && each.tool === tool)?.count ?? 0;
  const short = (day: string) => DateTime.fromISO(day, { zone: 'utc' }).setLocale('en-GB').toFormat('d LLL');
  return {
    summary: `${of.name}: six tools, ${mix}`,
    blocks: [
      heading(`Six tools in ${of.name}`),
      {
        kind: 'list',
        items: KEYS.map((tool): Text => {
          const example = examples.find((each) => each.tool === tool)?.text;
          return say`${strong(TOOLS[tool].label)}: ${SAYS[tool]}.${example === undefined ? '' : ` Here: “${cut(example, 160)}”`}`;
        }),
      },
      paragraph(say`${strong('This month:')} ${mix}`),
      ...(agencies.length === 0
        ? [paragraph(say`Nothing has been logged in three months. ${command('log …')} begins.`)]
        : [
            {
              kind: 'table' as const,
              caption: 'Who uses which, in three months',
              columns: ['Agency', ...KEYS.map((tool) => TOOLS[tool].label)],
              rows: agencies.map((agency) =>
                [agency, ...KEYS.map((tool) => String(count(agency, tool) || '–'))].map((cell) => say`${cell}`),
              ),
            },
          ]),
      ...(pairs.length === 0
        ? []
        : [
            paragraph(say`${strong('For the first time together')}`),
            {
              kind: 'list' as const,
              items: pairs.slice(0, 8).map(({ pair, on }): Text => say`${pair}, on ${short(on)}`),
            },
          ]),
      note(
        'By the alphabet, and no ranking: agencies are there for different things. Joint work counts for each of them.',
      ),
      buttons({ label: 'The zone', action: 'zone.open', data: { id: of.id } }),
    ],
  };
}

export const tools: Required<Pick<Feature, 'buttons' | 'forms'>> = {
  buttons: [
    button('zone.tools', 'zone.see', z.object({ id: z.uuid() }), (act, { id }) => showTools(act, zoneById(act, id))),
  ],
  forms: [],
};
