// A zone's steps as people see them.
import { DateTime } from 'luxon';
import type { Act, ZoneEntry } from '../../../chat/act.ts';
import { type Button, buttons, type Card, heading, note, paragraph } from '../../../chat/cards.ts';
import { may } from '../../../chat/may.ts';
import { cut, howMany, say, strong, type Text } from '../../../chat/spans.ts';
import { todayIn } from '../../../time/calendar.ts';
import { type FullStep, isOver, nextOf, STATES } from './model.ts';

const shortDay = (day: Date) => DateTime.fromJSDate(day, { zone: 'utc' }).setLocale('en-GB').toFormat('d LLL');

/** "5 days late", when its day has been and it is not over. */
export function lateness(step: FullStep, today: string): string | undefined {
  if (step.dueOn === null || isOver(step)) return undefined;
  const days = Math.round((Date.parse(today) - step.dueOn.getTime()) / 86_400_000);
  return days > 0 ? `${howMany(days, 'day', 'days')} late` : undefined;
}

/** "Dana Whitlock, by 3 Dec, 5 days late" */
export function whoAndWhen(step: FullStep, today: string): string {
  const late = lateness(step, today);
  return [
    step.owner?.name ?? (isOver(step) ? undefined : 'nobody yet'),
    step.dueOn === null || isOver(step) ? undefined : `by ${shortDay(step.dueOn)}`,
    late,
  ]
    .filter((each) => each !== undefined)
    .join(', ');
}

/** @param title what has just happened; else the zone's name alone */
export function stepsCard(act: Act, zone: ZoneEntry, steps: FullStep[], title?: string, notes: string[] = []): Card {
  const today = todayIn(act.partnership.timeZone, act.now).day;
  const keeps = may(act, 'zone.step', { zoneId: zone.id });
  if (steps.length === 0)
    return {
      summary: `${zone.name}: its steps are not kept here`,
      blocks: [
        heading(`Setting up ${zone.name}`),
        paragraph('How it was set up is not kept here.'),
        ...(keeps
          ? [buttons({ label: 'Keep its steps here', action: 'step.begin', data: { id: zone.id } })]
          : [note('A lead of the zone, or the project team, can begin.')]),
      ],
    };
  const over = steps.filter(isOver).length;
  const next = nextOf(steps);
  const before = next === undefined ? [] : steps.filter((step) => step.position > next.position && isOver(step));
  return {
    summary: `${zone.name}: ${over} of ${steps.length} steps${next === undefined ? ', all done' : `, next: ${next.title}`}`,
    blocks: [
      heading(title ?? `Setting up ${zone.name}`),
      ...(title === undefined ? [] : [paragraph(say`${strong(zone.name)}`)]),
      paragraph(
        next === undefined
          ? `All ${steps.length} steps are done.`
          : say`${strong(`Next: ${next.title}`)} (${whoAndWhen(next, today)})`,
      ),
      {
        kind: 'list',
        numbered: true,
        items: steps.map((step): Text => {
          const who = whoAndWhen(step, today);
          const shown = step.state === 'NOT_NEEDED' ? step.reason : step.evidence;
          return say`${strong(step.title)}: ${STATES[step.state].toLowerCase()}${who === '' ? '' : ` (${who})`}${shown === '' ? '' : ` – ${cut(shown, 120)}`}`;
        }),
      },
      ...(before.length === 0 || next === undefined
        ? []
        : [note(`Before "${next.title}" were done: ${before.map((step) => step.title).join('; ')}.`)]),
      ...notes.map((each) => note(each)),
      ...(keeps
        ? [
            buttons(
              ...steps.slice(0, 15).map(
                (step): Button => ({
                  label: `Step ${step.position}`,
                  action: 'step.form',
                  data: { id: step.id },
                  opens: 'form',
                  ...(step.id === next?.id ? { style: 'primary' as const } : {}),
                }),
              ),
              { label: 'Add a step', action: 'step.addForm', data: { id: zone.id }, opens: 'form' },
            ),
          ]
        : []),
    ],
  };
}
