// What people press about problems, the forms, and what they do with a message.

import { z } from 'zod';
import { type Act, knownPerson, ownZones } from '../../chat/act.ts';
import { button, type Feature, form, type Shortcut } from '../../chat/registry.ts';
import { inPlace, orReopen, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { say } from '../../chat/spans.ts';
import { openDraft } from '../../database/drafts.ts';
import { outcomeShape } from '../interactions/index.ts';
import { identifiers, inspect, redact } from '../privacy/index.ts';
import { askForm, celebrateForm, draftOf, linkForm, noteForm, offerForm, problemForm, referenceForm } from './forms.ts';
import { emptyDraft, problemDraft } from './raise/entry.ts';
import { readProblemLine, titleAndText } from './raise/line.ts';
import { formFor, proceed, readProblemForm, reportAgain } from './raise/raise.ts';
import { listShape, showList, showSearch } from './read/list.ts';
import { openProblem, problemOfThread } from './read/open.ts';
import { showTimeline } from './read/timeline.ts';
import { assertInTeam, assertMaySpeak, problemNamed, readProblem } from './service.ts';
import { OPEN_STATES } from './states.ts';
import { moreCard } from './views.ts';
import { closeInto } from './work/merge.ts';
import {
  editProblem,
  LONGEST_TYPED_TITLE,
  linkWork,
  openEdit,
  openWorkForm,
  readNote,
  saveLink,
  saveNote,
  saveReference,
} from './work/notes.ts';
import { resources } from './work/resources.ts';
import { celebrate, openStep, reopenProblem, saveStep } from './work/steps.ts';
import { askAgencies, declineOffer, joinProblem, leaveProblem, offerProblem, takeProblem } from './work/team.ts';

const record = z.object({ id: z.uuid() });

const raiseThis: Shortcut = {
  name: 'problem.this',
  title: 'Raise a problem',
  summary: 'Raise what this message tells of as a problem to solve together',
  needs: 'problem.raise',
  async run(act, text) {
    const cleared = redact(text, identifiers(inspect(text, act.now)));
    return { kind: 'form', ...formFor(act, { ...readProblemLine(cleared, act.directory), ...titleAndText(cleared) }) };
  },
};

const noteThis: Shortcut = {
  name: 'problem.noteThis',
  title: 'Add as a note',
  summary: 'Add this message to the problem in whose thread it stands',
  needs: 'problem.speak',
  async run(act, text) {
    const id = await problemOfThread(act);
    if (id === undefined)
      throw new Refusal(
        say`This message does not stand under a problem’s card. Reply to the card, or type "problem NP-42 note …".`,
      );
    const found = await readProblem(act, id);
    assertMaySpeak(act, found);
    return { kind: 'form', ...noteForm(found, { text: redact(text, identifiers(inspect(text, act.now))) }) };
  },
};

const list = (value: unknown) =>
  Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : [];

export const presses: Required<Pick<Feature, 'buttons' | 'forms' | 'shortcuts'>> = {
  shortcuts: [raiseThis, noteThis],
  buttons: [
    button('problem.form', 'problem.raise', z.object({ draft: z.uuid().optional() }), async (act, { draft }) => ({
      kind: 'form',
      ...formFor(act, draft === undefined ? emptyDraft() : await openDraft(act, draft, problemDraft)),
    })),
    button(
      'problem.answer',
      'problem.raise',
      z.object({ draft: z.uuid(), outcome: outcomeShape.optional(), zone: z.uuid().optional() }),
      async (act, answer) => {
        const draft = await openDraft(act, answer.draft, problemDraft);
        return proceed(act, {
          ...draft,
          outcomes: answer.outcome === undefined ? draft.outcomes : [answer.outcome],
          ...(answer.zone === undefined ? {} : { zoneId: answer.zone }),
        });
      },
    ),
    button('problem.same', 'problem.speak', record.extend({ draft: z.uuid() }), async (act, { id, draft }) =>
      reportAgain(act, id, await openDraft(act, draft, problemDraft)),
    ),
    button('problem.fromInteraction', 'problem.raise', record, async (act, { id }) => {
      const found = await act.db.interaction.findFirst({ where: { id, partnershipId: act.partnership.id } });
      if (found === null || !ownZones(act).some((zone) => zone.id === found.zoneId))
        throw new Refusal('That interaction is not here, or not in your zone.');
      return {
        kind: 'form',
        ...formFor(act, {
          ...emptyDraft(),
          ...titleAndText(found.text),
          outcomes: found.outcomes,
          zoneId: found.zoneId,
          interactionId: id,
        }),
      };
    }),
    button('problem.open', 'problem.see', record, (act, { id }) => openProblem(act, id)),
    button('problem.more', 'problem.see', record, async (act, { id }) =>
      privately(moreCard(act, await readProblem(act, id))),
    ),
    button('problem.join', 'problem.speak', record, (act, { id }) => joinProblem(act, id)),
    button('problem.leave', 'problem.speak', record, (act, { id }) => leaveProblem(act, id)),
    button('problem.take', 'problem.work', record, (act, { id }) => takeProblem(act, id)),
    button('problem.decline', 'problem.see', record, (act, { id }) => declineOffer(act, id)),
    button('problem.into', 'problem.close', record.extend({ other: z.uuid() }), (act, { id, other }) =>
      closeInto(act, id, other),
    ),
    button('problem.reopen', 'problem.work', record, (act, { id }) => reopenProblem(act, id)),
    button('problem.step', 'problem.work', record, (act, { id }) => openStep(act, id)),
    button(
      'problem.timeline',
      'problem.see',
      record.extend({ page: z.number().int().min(0).optional() }),
      async (act, { id, page }) => onPrivate(act, await showTimeline(act, id, page ?? 0)),
    ),
    button('problem.page', 'known', listShape, async (act, filter) => onPrivate(act, await showList(act, filter))),
    button(
      'problem.search',
      'known',
      z.object({ words: z.string().max(500), page: z.number().int().min(0) }),
      async (act, { words, page }) => onPrivate(act, await showSearch(act, words, page)),
    ),
    button('problem.note', 'problem.speak', record, async (act, { id }) => {
      const found = await readProblem(act, id);
      assertMaySpeak(act, found);
      return { kind: 'form', ...noteForm(found) };
    }),
    button('problem.ask', 'problem.work', record, async (act, { id }) => {
      const found = await readProblem(act, id);
      assertInTeam(act, found);
      return { kind: 'form', ...askForm(act, found) };
    }),
    button('problem.offer', 'problem.work', record, async (act, { id }) => {
      const found = await readProblem(act, id);
      assertInTeam(act, found);
      return { kind: 'form', ...offerForm(found, await teamOf(act, found.zoneId, knownPerson(act).id)) };
    }),
    button(
      'problem.edit',
      'problem.work',
      record.extend({ title: z.string().max(LONGEST_TYPED_TITLE).optional() }),
      (act, { id, title }) => openEdit(act, id, title),
    ),
    button('problem.link', 'problem.work', record, async (act, { id }) => {
      const found = await readProblem(act, id);
      assertInTeam(act, found);
      return { kind: 'form', ...linkForm(found) };
    }),
    button('problem.work', 'problem.work', record, (act, { id }) => openWorkForm(act, id)),
    button(
      'problem.worked',
      'problem.work',
      record.extend({ named: z.string().max(20) }),
      async (act, { id, named }) => {
        const problem = await problemNamed(act, named);
        if (problem === undefined) throw new Refusal(`"${named}" is no number of a problem.`);
        return linkWork(act, problem.id, [id]);
      },
    ),
    button('problem.reference', 'problem.work', record, async (act, { id }) => {
      const found = await readProblem(act, id);
      assertInTeam(act, found);
      return { kind: 'form', ...referenceForm(found) };
    }),
    ...resources.buttons,
    button('problem.celebrate', 'problem.work', record, async (act, { id }) => {
      const found = await readProblem(act, id);
      assertInTeam(act, found);
      return { kind: 'form', ...celebrateForm(found) };
    }),
  ],
  forms: [
    form(
      'problem.save',
      'problem.raise',
      z.object({ interaction: z.uuid().optional(), told: z.uuid().optional() }),
      async (act, { interaction, told }, values) => {
        const read = readProblemForm(act, values, { interaction, told });
        if ('errors' in read)
          return {
            kind: 'invalid',
            ...formFor(
              act,
              {
                ...emptyDraft(),
                ...(interaction === undefined ? {} : { interactionId: interaction }),
                ...(told === undefined ? {} : { toldId: told }),
              },
              values,
            ),
            errors: read.errors,
          };
        return proceed(act, read.draft);
      },
    ),
    form(
      'problem.saveEdit',
      'problem.work',
      record.extend({ version: z.number() }),
      async (act, { id, version }, values) => {
        const found = await readProblem(act, id);
        const again = (errors: Record<string, string>, now = version): Reply => ({
          kind: 'invalid',
          ...problemForm(act, draftOf(found), { values, editing: { id, version: now } }),
          errors,
        });
        const read = readProblemForm(act, { ...values, zone: found.zoneId });
        if ('errors' in read) return again(read.errors);
        const reply = await editProblem(act, id, version, read.draft);
        return reply === 'moved'
          ? again(
              {
                title: `Somebody changed this meanwhile. It now reads: "${found.title.slice(0, 200)}". Save again to put yours in its place.`,
              },
              found.version,
            )
          : reply;
      },
    ),
    form('problem.saveNote', 'problem.speak', record, (act, { id }, values) => saveNote(act, id, values)),
    form('problem.saveAsk', 'problem.work', record, async (act, { id }, values) => {
      const agencyIds = list(values['agencies']);
      if (agencyIds.length === 0)
        return {
          kind: 'invalid',
          ...askForm(act, await readProblem(act, id)),
          errors: { agencies: 'Please choose at least one agency.' },
        };
      return askAgencies(act, id, agencyIds);
    }),
    form('problem.saveOffer', 'problem.work', record, async (act, { id }, values) => {
      const found = await readProblem(act, id);
      const to = values['to'];
      return orReopen(
        async () => {
          if (typeof to !== 'string') throw new Refusal('Please choose somebody.');
          return offerProblem(act, id, to);
        },
        'to',
        async () => offerForm(found, await teamOf(act, found.zoneId, knownPerson(act).id)),
      );
    }),
    form('problem.saveLink', 'problem.work', record, (act, { id }, values) => saveLink(act, id, values)),
    form('problem.saveWork', 'problem.work', record, (act, { id }, values) =>
      linkWork(act, id, list(values['interactions'])),
    ),
    ...resources.forms,
    form('problem.saveReference', 'problem.work', record, (act, { id }, values) => saveReference(act, id, values)),
    form('problem.saveCelebrate', 'problem.work', record, async (act, { id }, values) => {
      const note = readNote(act, String(values['text'] ?? ''));
      if ('error' in note)
        return { kind: 'invalid', ...celebrateForm(await readProblem(act, id)), errors: { text: note.error } };
      return celebrate(act, id, note.text);
    }),
    form(
      'problem.saveStep',
      'problem.work',
      record.extend({
        state: z.enum(OPEN_STATES as [(typeof OPEN_STATES)[number], ...typeof OPEN_STATES]),
        seen: z.string().optional(),
      }),
      (act, data, values) => saveStep(act, data, values),
    ),
  ],
};

/** Turning a page takes the place of the page that was there, if only this person sees it. */
function onPrivate(act: Act, reply: Reply): Reply {
  const { what } = act.incoming;
  return reply.kind === 'card' && what.kind === 'press' && what.onPrivateCard ? inPlace(reply.card) : reply;
}

/** The people of a zone's team, to choose one. */
async function teamOf(act: Act, zoneId: string, except: string) {
  const team = await act.db.membership.findMany({
    where: { zoneId, personId: { not: except }, person: { active: true } },
    include: { person: { include: { agency: true } } },
    orderBy: { person: { name: 'asc' } },
    take: 100,
  });
  return team.map(({ person }) => ({ value: person.id, label: `${person.name} (${person.agency.shortName})` }));
}
