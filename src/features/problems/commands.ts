// What people type and press about problems.

import { z } from 'zod';
import { todayIn } from '../../calendar.ts';
import { type Act, knownPerson, ownZones } from '../../chat/act.ts';
import { type Block, heading, note } from '../../chat/cards.ts';
import { button, type Command, type Feature, form, type Shortcut } from '../../chat/registry.ts';
import { inPlace, orReopen, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { clean, code, say } from '../../chat/spans.ts';
import { openDraft } from '../../database/drafts.ts';
import type { ProblemLinkKind, ProblemResult } from '../../database/generated/enums.ts';
import { findAgencies } from '../../language/agencies.ts';
import { outcomeShape } from '../interactions/index.ts';
import { personNamed } from '../people/index.ts';
import { assertClean, identifiers, inspect, redact } from '../privacy/index.ts';
import { emptyDraft, problemDraft } from './entry.ts';
import { askForm, celebrateForm, draftOf, linkForm, noteForm, offerForm, problemForm, referenceForm } from './forms.ts';
import { readProblemLine, titleAndText } from './line.ts';
import { LINKS } from './links.ts';
import { listShape, readListFilter, showList, showSearch } from './list.ts';
import {
  addNote,
  editProblem,
  linkProblems,
  linkWork,
  openWorkForm,
  readNote,
  saveLink,
  saveNote,
  saveReference,
  setReference,
} from './notes.ts';
import { nudges } from './nudges.ts';
import { formFor, proceed, readProblemForm, reportAgain } from './raise.ts';
import { drawIn, readDrawn, resources } from './resources.ts';
import {
  assertInTeam,
  assertMaySpeak,
  findProblem,
  problemNamed,
  RECORD,
  readProblem,
  readProblems,
} from './service.ts';
import { OPEN_STATES, RESULTS, stateOf } from './states.ts';
import { celebrate, closeProblem, moveProblem, openStep, reopenProblem, saveStep } from './steps.ts';
import { askAgencies, declineOffer, joinProblem, leaveProblem, offerProblem, takeProblem } from './team.ts';
import { showTimeline } from './timeline.ts';
import { lineOf, liveCard, moreCard, nameOf, openCard } from './views.ts';

const record = z.object({ id: z.uuid() });

const problem: Command = {
  name: 'problem',
  summary: 'Problems solved together: raise one, join, move it on, look for one',
  usage: '[what happens, where, when] #outcome … ask [agencies] | NUMBER [what to do] | list … | search …',
  examples: [
    'problem Off-road bikes on the rec most evenings #safe #well',
    'problem Fly-tipping behind the garages #safe, ask Housing and City Council',
    'problem',
    'problem NP-42',
    'problem NP-42 note Spoke to the shop, they lock the gate at six',
    'problem list zone unowned',
    'problem search bikes',
  ],
  details: [
    'Before it is raised I show what is like it; joining that one adds your words to it.',
    'After a number: join, leave, take, ask AGENCY, give @NAME, note …, next, a step (analysis, response …), close RESULT, reopen, link NP-12, ref …, drew 36 hours payback, timeline.',
    'Lists: mine, agency or zone; unowned, stale; a step; #safe and so on; with Housing; older than 30 days.',
    'Groups and places, no person: a person’s case has its own system, and only its number stands here.',
  ],
  who: 'person',
  async run(act, words) {
    const [, first = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(words) ?? [];
    switch (first.toLowerCase()) {
      case '':
        return { kind: 'form', ...formFor(act) };
      case 'list':
        return showList(act, readListFilter(act, rest));
      case 'mine':
        return showList(act, readListFilter(act, words));
      case 'search':
      case 'find':
        return showSearch(act, rest, 0);
      case 'note': {
        const here = await problemOfThread(act);
        if (here !== undefined) return noteTyped(act, here, rest);
        break;
      }
    }
    const named = await problemNamed(act, words);
    // A number at the beginning, or with hardly a word beside it, is asked for; in a sentence it is mentioned.
    const beside = named === undefined ? '' : `${words.slice(0, named.from)} ${words.slice(named.to)}`.trim();
    if (named !== undefined && (named.from === 0 || beside.split(/\s+/).length <= 3))
      return doWith(act, named.id, named.from === 0 ? words.slice(named.to).trim() : '');
    const { what } = act.incoming;
    return proceed(act, readProblemLine(words, act.directory), what.kind === 'command' && what.visible);
  },
};

/** What may be typed after a problem's number. */
async function doWith(act: Act, id: string, words: string): Promise<Reply> {
  const [, verb = '', rest = ''] = /^[:,]?\s*(\S*)\s*([\s\S]*)$/.exec(words) ?? [];
  switch (verb.toLowerCase()) {
    case '':
    case 'open':
    case 'show':
      return openProblem(act, id);
    case 'join':
      return joinProblem(act, id);
    case 'leave':
      return leaveProblem(act, id);
    case 'take':
      return takeProblem(act, id);
    case 'note':
      return rest === '' ? { kind: 'form', ...noteForm(await readProblem(act, id)) } : noteTyped(act, id, rest);
    case 'next':
      return openStep(act, id);
    case 'timeline':
    case 'history':
      return showTimeline(act, id, 0);
    case 'reopen':
      return reopenProblem(act, id);
    case 'ask':
      return askAgencies(act, id, agenciesIn(act, rest));
    case 'give':
    case 'offer':
      return offerProblem(act, id, await personIn(act, id, rest));
    case 'drew':
    case 'drawn':
      return drawIn(act, id, readDrawn(rest), todayIn(act.partnership.timeZone, act.now).day);
    case 'ref':
    case 'reference':
      return referenceTyped(act, id, rest);
    case 'link':
      return linkTyped(act, id, rest);
    case 'close':
    case 'closed': {
      const result = resultOf(rest);
      return result === undefined ? moveProblem(act, id, 'CLOSED') : closeProblem(act, id, result);
    }
    case 'back':
      return rest === '' ? openStep(act, id) : moveTyped(act, id, rest);
    default:
      return moveTyped(act, id, verb);
  }
}

async function moveTyped(act: Act, id: string, words: string): Promise<Reply> {
  const state = stateOf(words.replace(/^(?:to|in|into)\s+/i, ''));
  if (state !== undefined) return moveProblem(act, id, state);
  const found = await readProblem(act, id);
  throw new Refusal(
    say`I do not know what to do with "${words.slice(0, 40)}". After ${code(nameOf(found, 0).trim())} say join, leave, take, ask, give, note, next, a step, close, reopen, link, ref, drew or timeline.`,
  );
}

async function noteTyped(act: Act, id: string, words: string): Promise<Reply> {
  assertClean(clean(words), act.now);
  const read = readNote(act, words);
  if ('error' in read) throw new Refusal(read.error);
  return addNote(act, id, read.text);
}

function referenceTyped(act: Act, id: string, words: string): Promise<Reply> {
  assertClean(clean(words), act.now);
  const read = readNote(act, words);
  if ('error' in read) throw new Refusal(read.error);
  return setReference(act, id, read.text.slice(0, 80));
}

async function linkTyped(act: Act, id: string, words: string): Promise<Reply> {
  const other = await problemNamed(act, words);
  if (other === undefined) throw new Refusal('Link it to which problem? Give its number, such as NP-12.');
  const rest = `${words.slice(0, other.from)} ${words.slice(other.to)}`.trim().replace(/^(?:as |is )/i, '');
  const kind = (Object.keys(LINKS) as ProblemLinkKind[]).find((each) => LINKS[each].tags.test(rest)) ?? 'RELATED';
  return linkProblems(act, id, other.id, kind);
}

function agenciesIn(act: Act, words: string): string[] {
  const { agencyIds } = findAgencies(` with ${words}`, act.directory.agencies);
  if (agencyIds.length === 0)
    throw new Refusal(`Ask whom? I know ${act.directory.agencies.map((agency) => agency.shortName).join(', ')}.`);
  return agencyIds;
}

async function personIn(act: Act, id: string, words: string): Promise<string> {
  const { zoneId, zone } = await readProblem(act, id);
  const { person, elsewhere } = await personNamed(act, words, zoneId);
  if (elsewhere !== undefined)
    throw new Refusal(
      `${person.name} is not in ${zone.name}'s team${elsewhere.length === 0 ? '' : ` but in ${elsewhere.join(' and ')}`}. Give it to somebody of the team.`,
    );
  return person.id;
}

function resultOf(words: string): ProblemResult | undefined {
  const wanted = words
    .toLowerCase()
    .replace(/^(?:as )/, '')
    .trim();
  return wanted === ''
    ? undefined
    : (Object.keys(RESULTS) as ProblemResult[]).find((result) =>
        RESULTS[result].tags.some((tag) => tag === wanted || (wanted.length > 4 && tag.startsWith(wanted))),
      );
}

async function openProblem(act: Act, id: string): Promise<Reply> {
  const found = await readProblem(act, id);
  return privately(openCard(act, found, nameOf(found)));
}

/** The problem in whose card's thread something was typed or pressed. */
async function problemOfThread(act: Act): Promise<string | undefined> {
  const { platform, tenant, conversation, thread } = act.incoming.place;
  if (thread === undefined) return undefined;
  const posted = await act.db.postedCard.findFirst({
    where: { recordType: RECORD, platform, tenant, conversation, externalId: thread },
  });
  return posted?.recordId;
}

const raiseThis: Shortcut = {
  name: 'problem.this',
  title: 'Raise a problem',
  summary: 'Raise what this message tells of as a problem to solve together',
  who: 'person',
  async run(act, text) {
    const cleared = redact(text, identifiers(inspect(text, act.now)));
    return { kind: 'form', ...formFor(act, { ...readProblemLine(cleared, act.directory), ...titleAndText(cleared) }) };
  },
};

const noteThis: Shortcut = {
  name: 'problem.noteThis',
  title: 'Add as a note',
  summary: 'Add this message to the problem in whose thread it stands',
  who: 'person',
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

export const problems: Feature = {
  nudges,
  name: 'problems',
  commands: [problem],
  shortcuts: [raiseThis, noteThis],
  buttons: [
    button('problem.form', 'person', z.object({ draft: z.uuid().optional() }), async (act, { draft }) => ({
      kind: 'form',
      ...formFor(act, draft === undefined ? emptyDraft() : await openDraft(act, draft, problemDraft)),
    })),
    button(
      'problem.answer',
      'person',
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
    button('problem.same', 'person', record.extend({ draft: z.uuid() }), async (act, { id, draft }) =>
      reportAgain(act, id, await openDraft(act, draft, problemDraft)),
    ),
    button('problem.fromInteraction', 'person', record, async (act, { id }) => {
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
    button('problem.open', 'person', record, (act, { id }) => openProblem(act, id)),
    button('problem.more', 'person', record, async (act, { id }) =>
      privately(moreCard(act, await readProblem(act, id))),
    ),
    button('problem.join', 'person', record, (act, { id }) => joinProblem(act, id)),
    button('problem.leave', 'person', record, (act, { id }) => leaveProblem(act, id)),
    button('problem.take', 'person', record, (act, { id }) => takeProblem(act, id)),
    button('problem.decline', 'person', record, (act, { id }) => declineOffer(act, id)),
    button('problem.reopen', 'person', record, (act, { id }) => reopenProblem(act, id)),
    button('problem.step', 'person', record, (act, { id }) => openStep(act, id)),
    button(
      'problem.timeline',
      'person',
      record.extend({ page: z.number().int().min(0).optional() }),
      async (act, { id, page }) => onPrivate(act, await showTimeline(act, id, page ?? 0)),
    ),
    button('problem.page', 'person', listShape, async (act, filter) => onPrivate(act, await showList(act, filter))),
    button(
      'problem.search',
      'person',
      z.object({ words: z.string().max(500), page: z.number().int().min(0) }),
      async (act, { words, page }) => onPrivate(act, await showSearch(act, words, page)),
    ),
    button('problem.note', 'person', record, async (act, { id }) => {
      const found = await readProblem(act, id);
      assertMaySpeak(act, found);
      return { kind: 'form', ...noteForm(found) };
    }),
    button('problem.ask', 'person', record, async (act, { id }) => {
      const found = await readProblem(act, id);
      assertInTeam(act, found);
      return { kind: 'form', ...askForm(act, found) };
    }),
    button('problem.offer', 'person', record, async (act, { id }) => {
      const found = await readProblem(act, id);
      assertInTeam(act, found);
      return { kind: 'form', ...offerForm(found, await teamOf(act, found.zoneId, knownPerson(act).id)) };
    }),
    button('problem.edit', 'person', record, async (act, { id }) => {
      const found = await readProblem(act, id);
      assertInTeam(act, found);
      return { kind: 'form', ...problemForm(act, draftOf(found), { editing: { id, version: found.version } }) };
    }),
    button('problem.link', 'person', record, async (act, { id }) => {
      const found = await readProblem(act, id);
      assertInTeam(act, found);
      return { kind: 'form', ...linkForm(found) };
    }),
    button('problem.work', 'person', record, (act, { id }) => openWorkForm(act, id)),
    button('problem.reference', 'person', record, async (act, { id }) => {
      const found = await readProblem(act, id);
      assertInTeam(act, found);
      return { kind: 'form', ...referenceForm(found) };
    }),
    ...resources.buttons,
    button('problem.celebrate', 'person', record, async (act, { id }) => {
      const found = await readProblem(act, id);
      assertInTeam(act, found);
      return { kind: 'form', ...celebrateForm(found) };
    }),
  ],
  forms: [
    form(
      'problem.save',
      'person',
      z.object({ interaction: z.uuid().optional() }),
      async (act, { interaction }, values) => {
        const read = readProblemForm(act, values, interaction);
        if ('errors' in read)
          return {
            kind: 'invalid',
            ...formFor(
              act,
              { ...emptyDraft(), ...(interaction === undefined ? {} : { interactionId: interaction }) },
              values,
            ),
            errors: read.errors,
          };
        return proceed(act, read.draft);
      },
    ),
    form('problem.saveEdit', 'person', record.extend({ version: z.number() }), async (act, { id, version }, values) => {
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
    }),
    form('problem.saveNote', 'person', record, (act, { id }, values) => saveNote(act, id, values)),
    form('problem.saveAsk', 'person', record, async (act, { id }, values) => {
      const agencyIds = list(values['agencies']);
      if (agencyIds.length === 0)
        return {
          kind: 'invalid',
          ...askForm(act, await readProblem(act, id)),
          errors: { agencies: 'Please choose at least one agency.' },
        };
      return askAgencies(act, id, agencyIds);
    }),
    form('problem.saveOffer', 'person', record, async (act, { id }, values) => {
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
    form('problem.saveLink', 'person', record, (act, { id }, values) => saveLink(act, id, values)),
    form('problem.saveWork', 'person', record, (act, { id }, values) =>
      linkWork(act, id, list(values['interactions'])),
    ),
    ...resources.forms,
    form('problem.saveReference', 'person', record, (act, { id }, values) => saveReference(act, id, values)),
    form('problem.saveCelebrate', 'person', record, async (act, { id }, values) => {
      const note = readNote(act, String(values['text'] ?? ''));
      if ('error' in note)
        return { kind: 'invalid', ...celebrateForm(await readProblem(act, id)), errors: { text: note.error } };
      return celebrate(act, id, note.text);
    }),
    form(
      'problem.saveStep',
      'person',
      record.extend({
        state: z.enum(OPEN_STATES as [(typeof OPEN_STATES)[number], ...typeof OPEN_STATES]),
        seen: z.string().optional(),
      }),
      (act, data, values) => saveStep(act, data, values),
    ),
  ],
  liveCards: [
    {
      recordType: RECORD,
      async draw(db, id) {
        const found = await findProblem(db, id);
        return found === null ? undefined : { card: liveCard(found), version: found.version };
      },
    },
  ],
  async otherwise(act, words) {
    const here = await problemOfThread(act);
    if (here !== undefined) return noteTyped(act, here, words.replace(/^note\b[:,]?\s*/i, ''));
    const named = await problemNamed(act, words);
    return named === undefined
      ? undefined
      : doWith(act, named.id, named.from === 0 ? words.slice(named.to).trim() : '');
  },
  async home(act) {
    const own = ownZones(act).map((zone) => zone.id);
    if (own.length === 0) return [];
    const mine = await act.db.problem.findMany({
      where: { ownerId: knownPerson(act).id, state: { not: 'CLOSED' } },
      orderBy: [{ movedAt: 'asc' }, { id: 'asc' }],
      take: 5,
      select: { id: true },
    });
    const found = await readProblems(
      act.db,
      mine.map(({ id }) => id),
    );
    const blocks: Block[] = [heading('Problems I have')];
    if (found.length === 0) blocks.push(note('None just now.'));
    else blocks.push({ kind: 'list', items: found.map((each) => lineOf(each, act.now)) });
    return blocks;
  },
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
