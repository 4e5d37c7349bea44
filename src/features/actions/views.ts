// The cards and forms of actions.
import { DateTime } from 'luxon';
import { type Block, type Button, buttons, type Card, facts, heading, note, paragraph } from '../../chat/cards.ts';
import { cut, join, say, strong, type Text } from '../../chat/spans.ts';
import { dayWords } from '../../time/calendar.ts';
import { nameOf } from '../problems/index.ts';
import type { ActionDraft } from './entry.ts';
import type { FullAction, ListedAction } from './model.ts';
import type { Likely } from './who.ts';

const opens = { opens: 'form' as const };
const press = (label: string, name: string, action: { id: string }, more: Partial<Button> = {}): Button => ({
  label,
  action: name,
  data: { id: action.id },
  ...more,
});

export const isoDay = (day: Date) => day.toISOString().slice(0, 10);
const weekday = (day: string) => DateTime.fromISO(day, { zone: 'utc' }).setLocale('en-GB').toFormat('ccc d LLL');

/** Who has it: "Dana Whitlock (Police)", "Housing (nobody of them yet)". */
export function keeperWords(action: ListedAction): string {
  if (action.state === 'ORPHANED') return `nobody${action.owner === null ? '' : ` (was ${action.owner.name})`}`;
  if (action.owner !== null) return `${action.owner.name} (${action.owner.agency.shortName})`;
  return `${action.agency?.shortName ?? 'nobody'} (nobody of them yet)`;
}

function stateWords(action: ListedAction): string {
  if (action.state === 'DONE') return 'Done';
  if (action.state === 'DROPPED') return 'Dropped';
  if (action.state === 'ORPHANED') return 'Waits for somebody';
  if (action.owner !== null && action.acceptedAt === null) return 'Not accepted yet';
  return 'Promised';
}

function factsOf(action: FullAction): Block {
  return facts(
    ['State', say`${strong(stateWords(action))}`],
    ['Who', keeperWords(action)],
    ['By', dayWords(isoDay(action.dueOn))],
    ...(action.suggestedOn === null
      ? []
      : ([['Asked for', dayWords(isoDay(action.suggestedOn))]] as [string, string][])),
    ...(action.deputy === null ? [] : ([['Deputy', action.deputy.name]] as [string, string][])),
    ...(action.problem === null ? [] : ([['For', nameOf(action.problem, 80)]] as [string, string][])),
    ['Asked by', action.giver.name],
    ...(action.outcome === '' ? [] : ([['What came of it', action.outcome]] as [string, string][])),
  );
}

/** Stands in the owner's own chat, and follows what becomes of it. */
export function ownerCard(action: FullAction): Card {
  const open = action.state === 'OPEN';
  const fresh = open && action.acceptedAt === null;
  return {
    summary: fresh
      ? `${action.giver.name} asks you: ${cut(action.text, 120)}, by ${dayWords(isoDay(action.dueOn))}`
      : `${stateWords(action)}: ${cut(action.text, 120)}`,
    version: action.version,
    blocks: [
      heading(fresh ? 'Will you take this on?' : stateWords(action)),
      paragraph(say`${strong(cut(action.text, 600))}`),
      factsOf(action),
      ...(fresh
        ? [
            buttons(
              press('Accept', 'action.accept', action, { style: 'primary' }),
              press('Suggest another date', 'action.suggest', action, opens),
              press('Not me', 'action.notMe', action, opens),
            ),
          ]
        : []),
      ...(open && !fresh
        ? [
            buttons(
              press('Done', 'action.done', action, { style: 'primary' }),
              press('Another date', 'action.suggest', action, opens),
              press('Hand on', 'action.give', action, opens),
              press('Drop', 'action.drop', action, opens),
            ),
          ]
        : []),
      ...(action.state === 'DONE'
        ? [
            buttons(
              press('Say what came of it', 'action.outcome', action, opens),
              press('Open it again', 'action.reopen', action),
            ),
          ]
        : []),
    ],
  };
}

/** An action as somebody opens it. @param may they may settle it */
export function openCard(action: FullAction, title: string, may: boolean, notes: string[] = []): Card {
  const open = action.state === 'OPEN' || action.state === 'ORPHANED';
  const list: Button[] = !may
    ? []
    : open
      ? [
          press('Done', 'action.done', action, { style: 'primary' }),
          ...(action.state === 'ORPHANED' || action.owner === null ? [press('I take it', 'action.take', action)] : []),
          press('Hand on', 'action.give', action, opens),
          press('Another date', 'action.suggest', action, opens),
          press('Drop', 'action.drop', action, opens),
        ]
      : [
          ...(action.state === 'DONE' ? [press('Say what came of it', 'action.outcome', action, opens)] : []),
          press('Open it again', 'action.reopen', action),
        ];
  if (action.problem !== null)
    list.push({
      label: `Open ${action.problem.zone.code}-${action.problem.number}`,
      action: 'problem.open',
      data: { id: action.problem.id },
    });
  return {
    summary: `${title}: ${cut(action.text, 120)}`,
    version: action.version,
    blocks: [
      heading(title),
      paragraph(say`${strong(cut(action.text, 600))}`),
      ...notes.map((words) => paragraph(words)),
      factsOf(action),
      ...(list.length === 0 ? [] : [buttons(...list)]),
    ],
  };
}

/** To an agency's people: one of them takes it. */
export function takeCard(action: FullAction): Card {
  return {
    summary: `${action.giver.name} asks ${action.agency?.shortName ?? 'you'}: ${cut(action.text, 120)}`,
    version: action.version,
    blocks: [
      heading(`${action.agency?.shortName ?? 'Your agency'} is asked`),
      paragraph(say`${strong(cut(action.text, 600))}`),
      factsOf(action),
      note('One of you takes it; the others need do nothing.'),
      buttons(press('I take it', 'action.take', action, { style: 'primary' }), press('Open', 'action.open', action)),
    ],
  };
}

/** To a lead: what nobody keeps any more, to be handed on in one tap. */
export function orphanCard(actions: FullAction[]): Card {
  const [first] = actions;
  const whose = first?.owner?.name ?? 'somebody who has left';
  return {
    summary: `${actions.length === 1 ? 'An action waits' : `${actions.length} actions wait`} for somebody in ${first?.zone?.name ?? 'your zone'}`,
    blocks: [
      heading(actions.length === 1 ? 'An action waits for somebody' : `${actions.length} actions wait for somebody`),
      paragraph(
        `They were ${whose}’s, who has left or cannot be reached.`.replace(
          'They were',
          actions.length === 1 ? 'It was' : 'They were',
        ),
      ),
      { kind: 'list', numbered: true, items: actions.slice(0, 8).map((action) => lineOf(action)) },
      ...(actions.length === 1 && first !== undefined
        ? [
            buttons(
              press('I take it', 'action.take', first, { style: 'primary' }),
              press('Give it to…', 'action.give', first, opens),
              press('Drop', 'action.drop', first, opens),
            ),
          ]
        : [
            buttons(
              ...(first?.ownerId == null
                ? []
                : [
                    {
                      label: 'Give all to…',
                      action: 'action.giveAll',
                      data: { from: first.ownerId, zone: first.zoneId },
                      style: 'primary' as const,
                      ...opens,
                    },
                  ]),
              ...actions.slice(0, 8).map((action, index) => press(`Open ${index + 1}`, 'action.open', action)),
            ),
          ]),
    ],
  };
}

export function tellCard(action: FullAction, title: string): Card {
  return {
    summary: `${title}: ${cut(action.text, 100)}`,
    version: action.version,
    blocks: [
      paragraph(say`${strong(title)}: ${cut(action.text, 400)}`),
      ...(action.outcome === '' ? [] : [note(action.outcome)]),
      buttons(press('Open', 'action.open', action)),
    ],
  };
}

/** To whoever asked: the owner would rather another day. */
export function suggestedCard(action: FullAction, who: string): Card {
  const day = action.suggestedOn === null ? '' : dayWords(isoDay(action.suggestedOn));
  return {
    summary: `${who} suggests ${day} for: ${cut(action.text, 80)}`,
    version: action.version,
    blocks: [
      heading('Another date?'),
      paragraph(say`${strong(cut(action.text, 400))}`),
      paragraph(`${who} suggests ${day} instead of ${dayWords(isoDay(action.dueOn))}.`),
      buttons(
        press('Agree', 'action.agree', action, { style: 'primary' }),
        press('Keep the date', 'action.keep', action),
        press('Open', 'action.open', action),
      ),
    ],
  };
}

/** One line of a list. @param today days before it are overdue */
export function lineOf(action: ListedAction, today?: string): Text {
  const due = isoDay(action.dueOn);
  const open = action.state === 'OPEN' || action.state === 'ORPHANED';
  const late = open && today !== undefined && due < today ? 'overdue since ' : 'by ';
  return join(
    [
      say`${strong(cut(action.text, 120))}`,
      keeperWords(action),
      open ? `${late}${weekday(due)}` : stateWords(action).toLowerCase(),
      ...(action.state === 'OPEN' && action.owner !== null && action.acceptedAt === null ? ['not accepted yet'] : []),
      ...(action.problem === null ? [] : [`for ${action.problem.zone.code}-${action.problem.number}`]),
    ],
    ' · ',
  );
}

function question(title: string, draft: ActionDraft, hint: string, choices: Button[]): Card {
  return {
    summary: `Not promised yet. ${title}`,
    blocks: [
      heading(title),
      paragraph(say`Not promised yet: ${strong(cut(draft.text, 300))}`),
      buttons(...choices),
      note(hint),
    ],
  };
}

export function ownerQuestion(
  draft: ActionDraft,
  draftId: string,
  form: Button,
  people: { id: string; name: string }[] = [],
  likely: Likely[] = [],
): Card {
  return people.length > 0
    ? question('Which one?', draft, 'More than one goes by that name.', [
        ...people.map(
          (each): Button => ({ label: each.name, action: 'action.answer', data: { draft: draftId, owner: each.id } }),
        ),
        form,
      ])
    : question('Who takes it on?', draft, 'Name somebody with @, or an agency: @Housing.', [
        ...likely.map(
          ({ id, isAgency, name, text }): Button => ({
            label: name,
            action: 'action.answer',
            data: {
              draft: draftId,
              ...(isAgency ? { agency: id } : { owner: id }),
              ...(text === undefined ? {} : { text }),
            },
          }),
        ),
        { label: 'I do', action: 'action.answer', data: { draft: draftId, me: true }, style: 'primary' },
        { ...form, label: 'Somebody else…' },
      ]);
}

/** @param days offered with one tap, and what they are called */
export function dueQuestion(
  draft: ActionDraft,
  draftId: string,
  days: { label: string; day: string }[],
  form: Button,
  title = 'By when?',
  hint = 'A promise has a day.',
): Card {
  return question(title, draft, hint, [
    ...days.map(
      ({ label, day }, index): Button => ({
        label,
        action: 'action.answer',
        data: { draft: draftId, day },
        ...(index === 0 ? { style: 'primary' as const } : {}),
      }),
    ),
    { ...form, label: 'Another day…' },
  ]);
}
