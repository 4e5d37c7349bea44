// What people type and press to log an interaction.

import { z } from 'zod';
import { type Act, knownPerson, ownZones } from '../../chat/act.ts';
import { type Block, buttons, heading, note, paragraph } from '../../chat/cards.ts';
import { refill, type Values } from '../../chat/forms.ts';
import { assertMay } from '../../chat/may.ts';
import { anyText } from '../../chat/parts.ts';
import { button, type Feature, form, type Shortcut } from '../../chat/registry.ts';
import { inPlace, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { say, strong } from '../../chat/spans.ts';
import { defineCommand, word } from '../../chat/words.ts';
import { openDraft } from '../../database/drafts.ts';
import { dayWords, todayIn } from '../../time/calendar.ts';
import { inspect, redact } from '../privacy/index.ts';
import { change, lastOfMine, undo, undoLast } from './change.ts';
import { correctLast } from './correct.ts';
import { draftShape, type EntryDraft, outcomeShape, toolShape, wayShape } from './entry.ts';
import { formFor, proceed, readForm } from './flow.ts';
import { logForm, notPersonalForm } from './forms.ts';
import { type Line, readLine } from './line.ts';
import { filterShape, readFilter, showList } from './list.ts';
import { findInteraction } from './model.ts';
import { EVERYDAY } from './said.ts';
import { seed } from './seed.ts';
import {
  agenciesOfMentioned,
  type Change,
  changeInteraction,
  Moved,
  readInteraction,
  SAVED,
  savedShape,
  shareInteraction,
  subjectOf,
} from './service.ts';
import { terms } from './terms.ts';
import { draftOf, openCard, savedCard, sharedCard } from './views.ts';
import { allTags } from './words.ts';

const record = z.object({ id: z.uuid() });

const log = defineCommand({
  name: 'log',
  summary: 'Log an interaction: what you did with people, in one line',
  examples: [
    'log Spoke with 12 residents at the food bank about fly-tipping #interaction #safe #resources with Housing yesterday 40 min',
    'log Tea with 6 lads at the skate park, two want the bike course #safe #skills',
    'log',
  ],
  details: [
    'Outcomes: #safe #well #skills #resources. At least one.',
    'Tools: #interaction #integration #treatment #control #environment #believing. Left out, I guess and say so.',
    '"with Housing and Fire" notes who worked together; "in New Parks" names another of your zones.',
    'Days as you say them: yesterday, last Tuesday, 3 June. For fifteen minutes you can undo or edit.',
  ],
  needs: 'interaction.log',
  checksAgain: true,
  parts: { line: anyText('WHAT #tool #outcome with AGENCY DAY MINUTES') },
  async run(act, { line }) {
    const { what } = act.incoming;
    return proceed(act, await draftFrom(act, line), what.kind === 'command' && what.visible);
  },
  words: [
    word({
      name: 'list',
      also: ['mine'],
      summary: 'What was logged: mine or the zone’s, by tag, agency and time',
      examples: ['log list', 'log list zone #safe with Housing since 1 June'],
      needs: 'known',
      reads: true,
      parts: { filter: anyText('zone #outcome with AGENCY by @NAME since DAY until DAY') },
      run: async (act, { filter }) => showList(act, await readFilter(act, filter)),
    }),
    word({
      name: 'undo',
      summary: 'Take back what I logged last, within fifteen minutes',
      examples: ['log undo'],
      needs: 'interaction.log',
      run: undoLast,
    }),
    word({
      name: 'edit',
      summary: 'Change what I logged last, within fifteen minutes: in its form, or by what is different',
      examples: ['log edit', 'log edit 12 people, yesterday, with Police'],
      needs: 'interaction.log',
      parts: { words: anyText('WHAT IS DIFFERENT') },
      run: async (act, { words }) =>
        words === ''
          ? openForm(act, (await lastOfMine(act, 'there is nothing to change')).id)
          : correctLast(act, words),
    }),
  ],
});

async function openForm(act: Act, id: string): Promise<Reply> {
  const current = await readInteraction(act, id);
  assertMay(act, 'interaction.change', subjectOf(current));
  return {
    kind: 'form',
    form: logForm(act, draftOf(current), { id, version: current.version }, 'Edit the interaction'),
    button: { label: 'Edit', action: 'log.edit', data: { id }, opens: 'form' },
  };
}

const logThis: Shortcut = {
  name: 'log.this',
  title: 'Log this',
  summary: 'Log what this message tells of as an interaction',
  needs: 'interaction.log',
  async run(act, text) {
    const draft = await draftFrom(act, text);
    return {
      kind: 'form',
      ...formFor(act, {
        ...draft,
        text: redact(
          draft.text,
          inspect(draft.text, act.now).filter((finding) => finding.tier === 'identifier'),
        ),
      }),
    };
  },
};

async function draftFrom(act: Act, words: string): Promise<EntryDraft> {
  const line = readLine(words, { directory: act.directory, now: act.now, timeZone: act.partnership.timeZone });
  const mentioned = await agenciesOfMentioned(act, line.mentioned);
  const { mentioned: _, unknownTags, negativePeople, unsure, ...rest } = line;
  const own = knownPerson(act).agencyId;
  return {
    ...rest,
    ...(negativePeople ? { peopleCount: -1, peopleBand: undefined } : {}),
    agencyIds: [...new Set([...line.agencyIds, ...mentioned])].filter((id) => id !== own),
    ...askedDay(unsure, todayIn(act.partnership.timeZone, act.now).day),
    remarks: [
      ...unsure.flatMap(remarkOn),
      ...unknownTags.map(({ tag, meant }) =>
        meant === undefined
          ? `I do not know the tag #${tag}; it stays in the text. I know ${allTags()
              .slice(0, 12)
              .map((known) => `#${known}`)
              .join(' ')}.`
          : `I do not know the tag #${tag}; it stays in the text. Did you mean #${meant}? Choose Edit to add it.`,
      ),
    ],
  };
}

/** A day that nobody can know is asked before anything is kept. */
function askedDay(unsure: Line['unsure'], today: string): Pick<EntryDraft, 'askDay'> {
  const days = unsure.filter(({ field }) => field === 'day');
  return days.length === 0
    ? {}
    : {
        askDay: {
          words: days.map(({ words }) => words).join('", "'),
          days: [...new Set(days.flatMap(({ days: may }) => may ?? []))].filter((day) => day <= today),
        },
      };
}

/** What was not taken from a line, with where to put it. */
function remarkOn({ field, words }: Line['unsure'][number]): string[] {
  const said = `"${words.slice(0, 40)}"`;
  switch (field) {
    case 'who':
      return [`Was an agency there? ${said} is not one that I can be sure of. Choose Edit to name it.`];
    case 'people':
      return [`How many people was it? ${said} does not say. Choose Edit to add it.`];
    case 'minutes':
      return [`How long was it in all? I cannot tell from ${said}. Choose Edit to add it.`];
    case 'day':
      return [];
  }
}

async function save(
  act: Act,
  data: { id?: string | undefined; version?: number | undefined },
  values: Values,
): Promise<Reply> {
  const read = readForm(act, values);
  const reopen = (errors: Record<string, string>, more: { id?: string; version?: number } = {}): Reply => {
    const { form: empty, button: opener } =
      data.id === undefined
        ? formFor(act, {})
        : {
            form: logForm(
              act,
              {},
              { id: data.id, ...(data.version === undefined ? {} : { version: data.version }), ...more },
              'Edit the interaction',
            ),
            button: { label: 'Edit', action: 'log.edit', data: { id: data.id }, opens: 'form' as const },
          };
    return { kind: 'invalid', form: refill(empty, values), button: opener, errors };
  };
  if ('errors' in read) return reopen(read.errors);
  const { id } = data;
  if (id === undefined) return proceed(act, read.entry, false);
  const { text, tool, outcomes, occurredOn, zoneId, agencyIds } = read.entry;
  const fields: Change = {
    text,
    tool,
    outcomes,
    zoneId,
    agencyIds,
    way: read.entry.way ?? null,
    peopleCount: read.entry.peopleCount ?? null,
    peopleBand: read.entry.peopleBand ?? null,
    minutes: read.entry.minutes ?? null,
    occurredOn: new Date(occurredOn),
    guessed: [],
  };
  try {
    return await changeInteraction(act, id, data.version, 'interaction.edited', fields, (changed) =>
      privately(openCard(act, changed, 'Changed')),
    );
  } catch (error) {
    if (error instanceof Moved)
      return reopen(
        {
          text: `Somebody changed this meanwhile. It now reads: "${error.current.text.slice(0, 200)}". Save again to put yours in its place.`,
        },
        { id, version: error.current.version },
      );
    if (error instanceof Refusal) return reopen({ text: error.message });
    throw error;
  }
}

export const interactions: Feature = {
  name: 'interactions',
  terms,
  everyday: [EVERYDAY],
  seed,
  commands: [log],
  shortcuts: [logThis],
  buttons: [
    button('log.form', 'interaction.log', z.object({ draft: z.uuid().optional() }), async (act, { draft }) => ({
      kind: 'form',
      ...formFor(act, draft === undefined ? {} : await openDraft(act, draft, draftShape)),
    })),
    button(
      'log.answer',
      'interaction.log',
      z.object({
        draft: z.uuid(),
        outcome: outcomeShape.optional(),
        zone: z.uuid().optional(),
        today: z.boolean().optional(),
        /** YYYY-MM-DD: what was asked about. */
        day: z.iso.date().optional(),
      }),
      async (act, answer) => {
        const { futureDay, askDay, ...draft } = await openDraft(act, answer.draft, draftShape);
        const outcomes = answer.outcome === undefined ? draft.outcomes : [answer.outcome];
        return proceed(
          act,
          {
            ...draft,
            outcomes,
            ...(answer.zone === undefined ? {} : { zoneId: answer.zone }),
            ...(futureDay !== undefined && answer.today !== true ? { futureDay } : {}),
            ...(answer.day === undefined ? (askDay === undefined ? {} : { askDay }) : { occurredOn: answer.day }),
          },
          false,
        );
      },
    ),
    button('log.undo', 'interaction.change', record, undo),
    button('log.restore', 'interaction.change', record, async (act, { id }, version) =>
      change(act, id, version, 'interaction.restored', { undoneAt: null }, 'Put back'),
    ),
    button('log.edit', 'interaction.change', record, (act, { id }) => openForm(act, id)),
    button(
      'log.change',
      'interaction.change',
      record.extend({ tool: toolShape.optional(), way: wayShape.optional() }),
      async (act, { id, tool, way }, version) => {
        const current = await readInteraction(act, id);
        const settled = tool === undefined ? 'way' : 'tool';
        return change(
          act,
          id,
          version,
          'interaction.edited',
          {
            ...(tool === undefined ? {} : { tool }),
            ...(way === undefined ? {} : { way }),
            guessed: current.guessed.filter((field) => field !== settled),
          },
          'Changed',
        );
      },
    ),
    button('log.redact', 'interaction.change', record, async (act, { id }, version) => {
      const current = await readInteraction(act, id);
      return change(
        act,
        id,
        version,
        'interaction.redacted',
        { text: redact(current.text, inspect(current.text, act.now)) },
        'Removed',
      );
    }),
    button('log.notPersonal', 'interaction.change', record, async (act, { id }) => {
      assertMay(act, 'interaction.change', subjectOf(await readInteraction(act, id)));
      return { kind: 'form', ...notPersonalForm(id) };
    }),
    button('log.share', 'interaction.share', record, async (act, { id }) =>
      shareInteraction(act, id, (shared, places) =>
        inPlace(openCard(act, shared, `Shared with the team in ${places} ${places === 1 ? 'place' : 'places'}`)),
      ),
    ),
    button('log.open', 'interaction.see', record, async (act, { id }) =>
      privately(openCard(act, await readInteraction(act, id), 'Interaction')),
    ),
    button('log.page', 'known', filterShape, async (act, filter) => showList(act, filter)),
  ],
  forms: [
    form('log.save', 'known', z.object({ id: z.uuid().optional(), version: z.number().optional() }), save),
    form('log.notPersonal', 'interaction.change', record, async (act, { id }, values) => {
      assertMay(act, 'interaction.change', subjectOf(await readInteraction(act, id)));
      const reason = String(values['reason'] ?? '').trim();
      if (reason.length < 3)
        return { kind: 'invalid', ...notPersonalForm(id), errors: { reason: 'Please say why in a few words.' } };
      const current = await readInteraction(act, id);
      const kinds = [...new Set(inspect(current.text, act.now).map((finding) => finding.kind))];
      return act.once(async (effect) => {
        // The reason could itself name somebody: what is kept of it has passed the guard.
        await effect.audit({
          action: 'privacy.not_personal',
          recordType: 'interaction',
          recordId: id,
          details: { kinds, reason: redact(reason.slice(0, 300), inspect(reason.slice(0, 300), act.now)) },
        });
        return privately({
          summary: 'Noted: it is not personal.',
          blocks: [paragraph('Noted, with your reason. Thank you for looking.')],
        });
      });
    }),
  ],
  liveCards: [
    {
      recordType: 'interaction',
      async draw(db, id) {
        const found = await findInteraction(db, id);
        if (found === null) return undefined;
        const agencies = await db.agency.findMany({ where: { partnershipId: found.partnershipId } });
        return { card: sharedCard(found, { directory: { zones: [], agencies } }), version: found.version };
      },
    },
  ],
  answers: { [SAVED]: (context, outcome) => privately(savedCard(context, savedShape.parse(outcome))) },
  async home(act) {
    if (ownZones(act).length === 0) return [];
    const latest = await act.db.interaction.findMany({
      where: { personId: knownPerson(act).id, undoneAt: null },
      orderBy: [{ occurredOn: 'desc' }, { id: 'desc' }],
      take: 5,
    });
    const blocks: Block[] = [
      buttons({ label: 'Log an interaction', action: 'log.form', data: {}, style: 'primary', opens: 'form' }),
      heading('My latest'),
    ];
    if (latest.length === 0) blocks.push(note('Nothing logged yet. The first line takes ten seconds.'));
    else
      blocks.push({
        kind: 'list',
        items: latest.map(
          (entry) => say`${strong(dayWords(entry.occurredOn.toISOString().slice(0, 10)))} ${entry.text.slice(0, 120)}`,
        ),
      });
    return blocks;
  },
};
