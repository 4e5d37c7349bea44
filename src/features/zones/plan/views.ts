// A zone's phases on one card: planned and as they were, what has slipped, what comes next.
import type { Act, ZoneEntry } from '../../../chat/act.ts';
import { type Button, buttons, type Card, heading, note, paragraph } from '../../../chat/cards.ts';
import type { OpenForm, Values } from '../../../chat/forms.ts';
import { refill } from '../../../chat/forms.ts';
import { may } from '../../../chat/may.ts';
import { howMany, link, say, strong, type Text } from '../../../chat/spans.ts';
import { shortDay, todayIn } from '../../../time/calendar.ts';
import { type FullStep, isOver } from '../setup/model.ts';
import { AFTER, LINE, PHASES, type PhaseDays, phaseAfter, phaseNow, slip } from './model.ts';
import { planLink } from './page.ts';

const range = (from: string | undefined, until: string | undefined): string =>
  from === undefined
    ? until === undefined
      ? ''
      : `until ${shortDay(until)}`
    : until === undefined
      ? `from ${shortDay(from)}`
      : `${shortDay(from)} to ${shortDay(until)}`;

/** "12 days late", "begun in time"; nothing where nothing was planned. */
function slipWords({ plannedFrom, plannedUntil, startedOn, endedOn }: PhaseDays, today: string): string | undefined {
  const begins = slip(plannedFrom, startedOn, today);
  const ends = slip(plannedUntil, endedOn, today);
  if (endedOn !== undefined) return ends > 0 ? `ended ${howMany(ends, 'day', 'days')} late` : undefined;
  if (startedOn !== undefined) return ends > 0 ? `${howMany(ends, 'day', 'days')} over` : undefined;
  return begins > 0 ? `${howMany(begins, 'day', 'days')} late to begin` : undefined;
}

function lineOf(each: PhaseDays, now: PhaseDays | undefined, today: string): Text {
  const { phase, plannedFrom, plannedUntil, startedOn, endedOn } = each;
  const planned = range(plannedFrom, plannedUntil);
  const actual = range(startedOn, endedOn);
  const late = slipWords(each, today);
  const parts = [
    actual === '' ? undefined : endedOn === undefined ? `since ${shortDay(startedOn ?? today)}` : actual,
    planned === '' ? undefined : `planned ${planned}`,
    late,
  ].filter((part) => part !== undefined);
  const mark = phase === now?.phase ? ' (now)' : '';
  return say`${strong(PHASES[phase].label)}${mark}: ${parts.length === 0 ? 'no days yet' : parts.join('; ')}`;
}

/** What has to stand before a phase begins; it is shown, and forbids nothing. */
function conditionOf(phase: PhaseDays['phase'] | undefined, steps: FullStep[]): string | undefined {
  const open = steps.filter((step) => !isOver(step));
  if (phase === 'DELIVERING')
    return open.length === 0
      ? 'It opens with a launch and consultation.'
      : `It opens with a launch and consultation. Still open of its steps: ${open.map(({ title }) => title).join('; ')}.`;
  if (phase === 'REVIEWING')
    return 'A review asks: what did we expect, what did we do, what did we see, what do we change?';
  return undefined;
}

/** @param title what has just happened; else the zone's name alone */
export function planCard(act: Act, zone: ZoneEntry, plan: PhaseDays[], steps: FullStep[], title?: string): Card {
  const today = todayIn(act.partnership.timeZone, act.now).day;
  const now = phaseNow(plan);
  const next = phaseAfter(plan);
  const keeps = may(act, 'zone.phase', { zoneId: zone.id }) && zone.over !== true;
  const condition = conditionOf(next, steps);
  const here = now === undefined ? 'in no phase yet' : `in "${PHASES[now.phase].label.toLowerCase()}"`;
  const page = planLink(act.links, zone.id);
  const from = now === undefined ? {} : { from: now.phase };
  return {
    summary: `${zone.name}: ${here}`,
    blocks: [
      heading(title ?? `The plan of ${zone.name}`),
      paragraph(
        now === undefined
          ? say`${zone.name} is in no phase yet.`
          : say`${strong(PHASES[now.phase].label)}: ${PHASES[now.phase].says}.`,
      ),
      // Of a zone that is over, what never was will not be.
      {
        kind: 'list',
        items: plan
          .filter(({ startedOn }) => startedOn !== undefined || zone.over !== true)
          .map((each) => lineOf(each, now, today)),
      },
      ...(page === undefined
        ? []
        : [paragraph(say`For everybody who lives there: ${link('the plan in plain words', page)}`)]),
      ...(next === undefined || condition === undefined
        ? []
        : [note(`Before "${PHASES[next].label.toLowerCase()}": ${condition}`)]),
      ...(keeps
        ? [
            buttons(
              ...(next === undefined
                ? []
                : [
                    {
                      label: `${now === undefined ? 'Begin' : now.phase === 'PAUSED' ? 'Go on with' : 'Move on to'} ${PHASES[next].label.toLowerCase()}`,
                      action: 'phase.begin',
                      data: { id: zone.id, to: next, ...from },
                      style: 'primary',
                    } satisfies Button,
                  ]),
              { label: 'Change the days', action: 'phase.form', data: { id: zone.id }, opens: 'form' },
              ...(now === undefined
                ? []
                : AFTER.filter((phase) => phase !== now.phase && phase !== 'CLOSED').map(
                    (phase): Button => ({
                      label: { EXTENDED: 'It is extended', PAUSED: 'Pause', CLOSED: 'Close' }[phase],
                      action: 'phase.begin',
                      data: { id: zone.id, to: phase, ...from },
                      confirm: {
                        title: `${PHASES[phase].label}?`,
                        text: `${zone.name}: ${PHASES[phase].says}.`,
                        yes: 'Yes',
                      },
                    }),
                  )),
              ...(may(act, 'zone.reshape')
                ? [{ label: 'Close', action: 'zone.askClose', data: { id: zone.id } } satisfies Button]
                : []),
              { label: 'What was heard', action: 'voice.list', data: { id: zone.id } },
              { label: 'Reviews', action: 'review.show', data: { id: zone.id } },
              { label: 'Where it lies', action: 'boundary.show', data: { id: zone.id } },
            ),
          ]
        : []),
    ],
  };
}

export function phaseForm(zone: { id: string; name: string }, plan: PhaseDays[], values?: Values): OpenForm {
  const current = phaseNow(plan)?.phase ?? LINE[0];
  const open: OpenForm = {
    form: {
      id: 'phase.save',
      title: 'Days of a phase',
      submit: 'Keep them',
      intro: [
        note(`The plan of ${zone.name}. All four days of the phase that you choose are kept as they stand here.`),
      ],
      fields: [
        {
          kind: 'choice',
          name: 'phase',
          label: 'Which phase?',
          options: LINE.map((value) => ({ value, label: `${PHASES[value].label}: ${PHASES[value].says}` })),
          value: current,
        },
        ...(
          [
            ['plannedFrom', 'Planned from'],
            ['plannedUntil', 'Planned until'],
            ['startedOn', 'Began on'],
            ['endedOn', 'Ended on'],
          ] as const
        ).map(([name, label]) => {
          const value = plan.find(({ phase }) => phase === current)?.[name];
          return { kind: 'date' as const, name, label, optional: true, ...(value === undefined ? {} : { value }) };
        }),
      ],
      data: { id: zone.id },
    },
    button: { label: 'Change the days', action: 'phase.form', data: { id: zone.id }, opens: 'form' },
  };
  return values === undefined ? open : { ...open, form: refill(open.form, values) };
}
