// How zones are shown: one, all of one's own, and side by side for a champion.
import { DateTime } from 'luxon';
import { type Act, knownPerson, visibleZones, type ZoneEntry } from '../../chat/act.ts';
import { buttons, type Card, heading, note, paragraph } from '../../chat/cards.ts';
import { assertMay, may } from '../../chat/may.ts';
import { privately, type Reply } from '../../chat/replies.ts';
import { command, howMany, join, say, strong, type Text } from '../../chat/spans.ts';
import type { Phase, StepState } from '../../database/generated/enums.ts';
import { todayIn } from '../../time/calendar.ts';
import { countMix, mixWords } from '../interactions/index.ts';
import { PHASES } from './plan/model.ts';
import { tallyWeeks, type ZoneSide, zonesSideBySide } from './service.ts';
import { isOver, nextOf } from './setup/model.ts';

/** A card of two lines: what was done, and what follows. */
export const done =
  (explanation: Text | string) =>
  (title: string): Card => ({ summary: title, blocks: [heading(title), paragraph(explanation)] });

async function sideBySide(act: Act): Promise<Reply> {
  const person = knownPerson(act);
  const sides = await zonesSideBySide(act, person.id, person.agencyId);
  const agency = act.directory.agencies.find(({ id }) => id === person.agencyId)?.shortName ?? 'your agency';
  const waiting = sides.reduce((sum, { waiting: count }) => sum + count, 0);
  const perHead = ({ interactions, team }: ZoneSide) => (team === 0 ? '–' : (interactions / team).toFixed(1));
  return privately({
    summary: `${sides.length} zones; ${waiting} problems wait for ${agency}`,
    blocks: [
      heading('All zones'),
      {
        kind: 'table',
        caption: 'The last four weeks',
        columns: ['Zone', 'Interactions a member', 'Meetings', 'Problems moving', `Wait for ${agency}`],
        rows: sides.map((side) =>
          [
            `${side.name}${side.mentored ? ' (you mentor)' : ''}`,
            perHead(side),
            String(side.meetings),
            `${side.moving} of ${side.open}`,
            side.waiting === 0 ? '–' : String(side.waiting),
          ].map((cell) => say`${cell}`),
        ),
      },
      buttons(
        { label: 'The Champion Team', action: 'champion.list', data: {} },
        ...sides
          .filter(({ waiting: count }) => count > 0)
          .slice(0, 4)
          .map(({ id, name }) => ({ label: name, action: 'zone.open', data: { id } })),
      ),
      note(
        say`"zone mentor NP": you look after it, and are suggested first when its team asks. "idea openings": work across zones.`,
      ),
    ],
  });
}

export async function listZones(act: Act): Promise<Reply> {
  const zones = visibleZones(act);
  if (knownPerson(act).champion && zones.length > 0) return sideBySide(act);
  if (zones.length === 0)
    return privately({
      summary: 'You are in no zone yet.',
      blocks: [heading('No zone yet'), paragraph(say`Type "me join" to ask for one.`)],
    });
  const counts = await act.db.membership.groupBy({
    by: ['zoneId'],
    where: { zoneId: { in: zones.map((entry) => entry.id) } },
    _count: true,
  });
  return privately({
    summary: zones.map((entry) => entry.name).join(', '),
    blocks: [
      heading('Zones'),
      {
        kind: 'list',
        items: zones.map(
          (entry) =>
            say`${strong(entry.name)} (${entry.code}): ${counts.find((count) => count.zoneId === entry.id)?._count ?? 0} in the team`,
        ),
      },
      note(say`${command(`zone ${zones[0]?.name ?? ''}`)} shows one.`),
    ],
  });
}

export async function showZone(act: Act, entry: ZoneEntry): Promise<Reply> {
  assertMay(act, 'zone.see', { zoneId: entry.id, where: entry.name });
  const found = await act.db.zone.findUniqueOrThrow({
    where: { id: entry.id },
    include: {
      memberships: { include: { person: { include: { agency: true } } } },
      places: { include: { conversation: true } },
      phases: { where: { startedOn: { not: null }, endedOn: null } },
      steps: { orderBy: { position: 'asc' } },
    },
  });
  const month = todayIn(act.partnership.timeZone, act.now).monthStart;
  const [mix, weeks] = await Promise.all([countMix(act.db, entry.id, month), tallyWeeks(act, entry.id, 8)]);
  const leads = found.memberships.filter((membership) => membership.lead).map((membership) => membership.person.name);
  const agencies = [...new Set(found.memberships.map((membership) => membership.person.agency.shortName))].sort();
  const platforms = found.places.map(
    ({ conversation }) => `${conversation.name ?? conversation.kind} (${conversation.platform})`,
  );
  return privately({
    summary: `${found.name}: ${found.memberships.length} in the team, ${mixWords(mix)} this month`,
    blocks: [
      heading(`${found.name} (${found.code})`),
      ...(found.ambition === null ? [] : [paragraph(found.ambition)]),
      {
        kind: 'facts',
        facts: [
          ...stageOf(found.phases, found.steps),
          {
            label: 'Leads',
            value:
              leads.length === 0
                ? say`nobody yet: "zone lead @Dana" makes somebody of the team one`
                : join(leads, ', '),
          },
          {
            label: 'Team',
            value: say`${
              agencies.length === 0
                ? 'nobody yet'
                : `${howMany(found.memberships.length, 'person', 'people')} from ${howMany(agencies.length, 'agency', 'agencies')}: ${agencies.join(', ')}`
            }`,
          },
          { label: 'Places', value: say`${platforms.length === 0 ? 'none linked yet' : platforms.join(', ')}` },
          { label: 'This month', value: say`${mixWords(mix)}` },
        ],
      },
      ...(weeks.every(({ preventive, remedial, enabling }) => preventive + remedial + enabling === 0)
        ? [
            paragraph(
              say`Nothing has been logged yet. The first line: ${command('log Spoke with 5 residents about the bins #safe')}`,
            ),
          ]
        : [
            {
              kind: 'chart' as const,
              chart: {
                kind: 'stacked' as const,
                title: 'Interactions by week',
                unit: 'interactions',
                categories: weeks.map((week) => DateTime.fromISO(week.week).setLocale('en-GB').toFormat('d LLL')),
                series: [
                  { name: 'Preventive', values: weeks.map((week) => week.preventive) },
                  { name: 'Remedial', values: weeks.map((week) => week.remedial) },
                  { name: 'Enabling', values: weeks.map((week) => week.enabling) },
                ],
              },
            },
          ]),
      buttons(
        { label: 'Its plan', action: 'phase.show', data: { id: entry.id } },
        { label: 'Its steps', action: 'step.list', data: { id: entry.id } },
        ...(may(act, 'zone.ambition', { zoneId: entry.id })
          ? [
              {
                label: 'What it wants',
                action: 'zone.ambitionForm',
                data: { id: entry.id },
                opens: 'form' as const,
              },
            ]
          : []),
      ),
    ],
  });
}

/** Where it is in its life: the phase, and while it is being set up the next step. Nothing where neither is kept. */
function stageOf(
  phases: { phase: Phase }[],
  steps: { title: string; state: StepState }[],
): { label: string; value: Text }[] {
  const [now] = phases;
  const next = nextOf(steps);
  return [
    ...(now === undefined ? [] : [{ label: 'Phase', value: say`${PHASES[now.phase].label}` }]),
    ...(next === undefined
      ? []
      : [
          {
            label: 'Setting up',
            value: say`${steps.filter(isOver).length} of ${steps.length} steps, next: ${next.title}`,
          },
        ]),
  ];
}
