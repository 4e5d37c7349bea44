// The cards of interactions.
import { DateTime } from 'luxon';
import { type Act, ownZones } from '../../chat/act.ts';
import { type Block, type Button, buttons, type Card, facts, heading, note, paragraph } from '../../chat/cards.ts';
import type { AnswerContext } from '../../chat/registry.ts';
import { command, cut, join, plain, say, strong, type Text } from '../../chat/spans.ts';
import type { Outcome, Tool, Way } from '../../database/generated/enums.ts';
import { findReferences } from '../../language/references.ts';
import { dayWords, todayIn } from '../../time/calendar.ts';
import { aboutAPerson, inspect, remark } from '../privacy/index.ts';
import type { EntryDraft } from './entry.ts';
import { mixWith, mixWords } from './mix.ts';
import type { FullInteraction, ListedInteraction } from './model.ts';
import { mayChange, type Saved } from './service.ts';
import { BANDS, hinted, OUTCOMES, TOOLS, WAYS } from './words.ts';

type Names = Pick<AnswerContext, 'directory'>;

/** What was recorded, one fact a line; guesses are called guesses. */
function factsOf(entry: Omit<EntryDraft, 'remarks' | 'zoneId'>, names: Names): Block {
  const guess = (field: EntryDraft['guessed'][number]) => (entry.guessed.includes(field) ? ' (my guess)' : '');
  const rows: [string, Text | string][] = [['What', cut(entry.text, 1500)]];
  if (entry.tool !== undefined) rows.push(['Tool', `${TOOLS[entry.tool].label}${guess('tool')}`]);
  rows.push(['Outcomes', entry.outcomes.map((outcome) => OUTCOMES[outcome].label).join(', ')]);
  if (entry.way !== undefined)
    rows.push([
      'How',
      `${WAYS[entry.way].label}${entry.structured === undefined ? '' : entry.structured ? ', structured' : ', unstructured'}${guess('way')}`,
    ]);
  const people =
    entry.peopleCount !== undefined
      ? String(entry.peopleCount)
      : entry.peopleBand !== undefined
        ? BANDS[entry.peopleBand].label
        : undefined;
  if (people !== undefined) rows.push(['People', `${people}${guess('people')}`]);
  if (entry.agencyIds.length > 0) rows.push(['With', agencyNames(entry.agencyIds, names)]);
  rows.push(['When', `${dayWords(entry.occurredOn)}${entry.minutes === undefined ? '' : `, ${entry.minutes} min`}`]);
  return facts(...rows);
}

function agencyNames(ids: string[], { directory }: Names): string {
  return ids.map((id) => directory.agencies.find((agency) => agency.id === id)?.shortName ?? 'an agency').join(', ');
}

/** A stored interaction in the shape of a draft. */
export function draftOf(interaction: FullInteraction): EntryDraft {
  return {
    text: interaction.text,
    tool: interaction.tool,
    outcomes: interaction.outcomes,
    ...(interaction.way === null ? {} : { way: interaction.way }),
    ...(interaction.structured === null ? {} : { structured: interaction.structured }),
    ...(interaction.peopleCount === null ? {} : { peopleCount: interaction.peopleCount }),
    ...(interaction.peopleBand === null ? {} : { peopleBand: interaction.peopleBand }),
    ...(interaction.minutes === null ? {} : { minutes: interaction.minutes }),
    occurredOn: interaction.occurredOn.toISOString().slice(0, 10),
    agencyIds: interaction.joint.map((joint) => joint.agencyId),
    zoneId: interaction.zoneId,
    guessed: interaction.guessed.filter(
      (field): field is EntryDraft['guessed'][number] => field === 'tool' || field === 'way' || field === 'people',
    ),
    remarks: [],
  };
}

const editButton = (id: string): Button => ({ label: 'Edit', action: 'log.edit', data: { id }, opens: 'form' });
const undoButton = (id: string): Button => ({ label: 'Undo', action: 'log.undo', data: { id } });
const shareButton = (id: string): Button => ({ label: 'Share with the team', action: 'log.share', data: { id } });
/** Raises a problem from it; the button is the problems' own, and its name is all that is known of them here. */
const keepsHappeningButton = (id: string): Button => ({
  label: 'This keeps happening',
  action: 'problem.fromInteraction',
  data: { id },
  opens: 'form',
});

/** What was typed names a problem of the zone by its number: one tap counts it to that, too. */
function problemButtons(
  id: string,
  { text, zoneId }: Pick<EntryDraft, 'text' | 'zoneId'>,
  { directory }: Names,
): Button[] {
  const numbers = findReferences(text, directory)
    .filter((named) => named.zoneId === zoneId)
    .map(({ code, number }) => `${code}-${number}`);
  return [...new Set(numbers)]
    .slice(0, 2)
    .map((named) => ({ label: `It was for ${named}`, action: 'problem.worked', data: { id, named } }));
}

/** The answer to a log: what was recorded, the zone's mix, and what can be done with it. */
export function savedCard(context: AnswerContext, saved: Saved): Card {
  const { entry } = saved;
  const zone = context.directory.zones.find((entryZone) => entryZone.id === entry.zoneId)?.name ?? 'your zone';
  const mix = mixWords(mixWith(saved.mix, entry, saved.month));
  const hints = inspect(entry.text, context.now);
  const blocks: Block[] = [
    heading(`Logged in ${zone}`),
    factsOf(entry, context),
    paragraph(say`${strong('Prevention mix')} in ${zone} this month: ${mix}.`),
  ];
  const guesses = [...problemButtons(saved.id, entry, context), ...guessButtons(saved.id, entry)];
  if (guesses.length > 0) blocks.push(buttons(...guesses));
  if (hints.length > 0) blocks.push(note(remark(entry.text, hints)), hintButtons(saved.id));
  blocks.push(
    ...entry.remarks.map((words) => note(words)),
    buttons(undoButton(saved.id), editButton(saved.id), shareButton(saved.id), keepsHappeningButton(saved.id)),
  );
  if (hints.length > 0 && saved.visible) blocks.push(note('Your message still stands in this conversation.'));
  return { summary: `Logged in ${zone}: ${cut(entry.text, 100)}`, blocks, version: 1 };
}

function hintButtons(id: string): Block {
  return buttons(
    { label: 'Remove it', action: 'log.redact', data: { id } },
    { label: 'It is not personal', action: 'log.notPersonal', data: { id }, opens: 'form' },
    aboutAPerson(),
  );
}

/** One tap changes a guess: the likeliest other tools, and the other way. */
function guessButtons(id: string, entry: Pick<EntryDraft, 'tool' | 'way' | 'guessed' | 'text'>): Button[] {
  const list: Button[] = [];
  if (entry.guessed.includes('tool')) {
    const likely = [...hinted(TOOLS, entry.text), 'INTERACTION', 'INTEGRATION', 'CONTROL'] satisfies Tool[];
    for (const tool of [...new Set(likely)].filter((other) => other !== entry.tool).slice(0, 3))
      list.push({ label: `It was ${TOOLS[tool].label.toLowerCase()}`, action: 'log.change', data: { id, tool } });
  }
  if (entry.guessed.includes('way') && entry.way !== undefined) {
    const way: Way = entry.way === 'GROUP' ? 'ONE_TO_ONE' : 'GROUP';
    list.push({ label: `It was ${WAYS[way].label.toLowerCase()}`, action: 'log.change', data: { id, way } });
  }
  return list;
}

/** An interaction as somebody sees who opens it, or has just changed it. */
export function openCard(act: Act, interaction: FullInteraction, title: string): Card {
  const draft = draftOf(interaction);
  const blocks: Block[] = [
    heading(title),
    note(say`${interaction.person.name}, ${interaction.agency.shortName}, in ${interaction.zone.name}`),
    factsOf(draft, act),
  ];
  const actions: Button[] = [];
  if (interaction.undoneAt !== null) {
    blocks.push(paragraph('It was taken back and counts nowhere.'));
    if (mayChange(act, interaction))
      actions.push({ label: 'Put it back', action: 'log.restore', data: { id: interaction.id } });
  } else {
    const guesses = mayChange(act, interaction)
      ? [...problemButtons(interaction.id, draft, act), ...guessButtons(interaction.id, draft)]
      : [];
    if (guesses.length > 0) blocks.push(buttons(...guesses));
    if (mayChange(act, interaction)) actions.push(undoButton(interaction.id), editButton(interaction.id));
    if (interaction.sharedAt === null && interaction.personId === act.actor.person?.id)
      actions.push(shareButton(interaction.id));
    if (ownZones(act).some((zone) => zone.id === interaction.zoneId))
      actions.push(keepsHappeningButton(interaction.id));
  }
  if (actions.length > 0) blocks.push(buttons(...actions));
  return { summary: `${title}: ${cut(interaction.text, 100)}`, blocks, version: interaction.version };
}

/** The live card in a zone's places. */
export function sharedCard(interaction: FullInteraction, names: Names): Card {
  const who = say`${strong(interaction.person.name)} (${interaction.agency.shortName}) in ${interaction.zone.name}`;
  if (interaction.undoneAt !== null)
    return {
      summary: `An interaction by ${interaction.person.name} was taken back.`,
      blocks: [note(say`${who}: this was taken back.`)],
      version: interaction.version,
    };
  return {
    summary: `${interaction.person.name} (${interaction.agency.shortName}): ${cut(interaction.text, 150)}`,
    blocks: [paragraph(who), factsOf(draftOf(interaction), names)],
    version: interaction.version,
  };
}

/** What is still missing, with one tap to give it. */
export function outcomeQuestion(draft: EntryDraft, draftId: string, form: Button): Card {
  const likely = hinted(OUTCOMES, draft.text);
  const order = [...likely, ...(Object.keys(OUTCOMES) as Outcome[])].filter(
    (value, index, all) => all.indexOf(value) === index,
  );
  const choice = (outcome: Outcome): Button => ({
    label: OUTCOMES[outcome].label,
    action: 'log.answer',
    data: { draft: draftId, outcome },
    ...(likely.includes(outcome) ? { style: 'primary' as const } : {}),
  });
  return question(
    'Which outcome was it for?',
    'One tap saves it. For several, choose "More…", or add tags such as #safe #skills.',
    draft,
    [...order.map(choice), { ...form, label: 'More…' }],
  );
}

export function zoneQuestion(act: Act, draft: EntryDraft, draftId: string): Card {
  return question(
    'Which zone was it in?',
    'You are in more than one team.',
    draft,
    ownZones(act).map((zone) => ({ label: zone.name, action: 'log.answer', data: { draft: draftId, zone: zone.id } })),
  );
}

export function futureQuestion(draft: EntryDraft, draftId: string, form: Button): Card {
  const day = draft.futureDay === undefined ? '' : dayWords(draft.futureDay);
  return question(`${day} is still to come`, 'An interaction is logged after it has happened. When was it?', draft, [
    { label: 'It was today', action: 'log.answer', data: { draft: draftId, today: true }, style: 'primary' },
    { ...form, label: 'Another day…' },
  ]);
}

/** "last week", "Monday and Tuesday": a day is chosen, before it is kept. */
export function dayQuestion(
  act: Act,
  draft: EntryDraft,
  { words, days }: NonNullable<EntryDraft['askDay']>,
  draftId: string,
  form: Button,
): Card {
  const { day: today, yesterday } = todayIn(act.partnership.timeZone, act.now);
  const named = (day: string) => (day === today ? 'Today' : day === yesterday ? 'Yesterday' : dayWords(day));
  return question(
    'On which day was it?',
    days.length > 0 ? `"${cut(words, 60)}" may be either.` : `"${cut(words, 60)}" is no one day.`,
    draft,
    [
      ...days
        .slice(0, 3)
        .map((day): Button => ({ label: named(day), action: 'log.answer', data: { draft: draftId, day } })),
      { ...form, label: 'Another day…' },
    ],
  );
}

export function negativeQuestion(draft: EntryDraft, form: Button): Card {
  return question('How many people was it?', 'A number of people cannot be below nought.', draft, [
    { ...form, label: 'Mend it' },
  ]);
}

function question(title: string, hint: string, draft: EntryDraft, choices: Button[]): Card {
  return {
    summary: `Not saved yet. ${title}`,
    blocks: [heading(title), paragraph(say`Not saved yet: ${cut(draft.text, 300)}`), buttons(...choices), note(hint)],
  };
}

/** A page of the list; every row can be opened. */
export function listCard(
  act: Act,
  title: string,
  rows: ListedInteraction[],
  more: Button | undefined,
  first: Button | undefined,
  narrowed: boolean,
): Card {
  if (rows.length === 0 && narrowed)
    return {
      summary: `${title}: none`,
      blocks: [heading(title), paragraph(say`Nothing that fits. All of it: ${command('log list zone')}.`)],
    };
  if (rows.length === 0) {
    return {
      summary: `${title}: none`,
      blocks: [
        heading(title),
        paragraph('Nothing here yet. Log the next one in a line, or open the form.'),
        buttons({ label: 'Log an interaction', action: 'log.form', data: {}, style: 'primary', opens: 'form' }),
      ],
    };
  }
  const blocks: Block[] = [
    heading(title),
    { kind: 'list', numbered: true, items: rows.map((row) => line(row, act)) },
    buttons(...rows.map((row, index) => ({ label: `Open ${index + 1}`, action: 'log.open', data: { id: row.id } }))),
  ];
  const pager = [first, more].filter((entry) => entry !== undefined);
  if (pager.length > 0) blocks.push(buttons(...pager));
  return { summary: `${title}: ${rows.length} shown`, blocks };
}

function line(row: ListedInteraction, names: Names): Text {
  const day = DateTime.fromJSDate(row.occurredOn, { zone: 'utc' }).setLocale('en-GB').toFormat('ccc d LLL');
  const joint =
    row.joint.length === 0
      ? []
      : [
          `with ${agencyNames(
            row.joint.map((entry) => entry.agencyId),
            names,
          )}`,
        ];
  const tags = join(
    [TOOLS[row.tool].label, row.outcomes.map((outcome) => OUTCOMES[outcome].label).join(' + '), ...joint].map(plain),
    ', ',
  );
  return say`${strong(day)} ${row.person.name} (${row.agency.shortName}): ${cut(row.text.replaceAll('\n', ' '), 140)} – ${tags}`;
}
