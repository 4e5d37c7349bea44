// What people type and press about actions.

import { z } from 'zod';
import { type Act, knownPerson } from '../../chat/act.ts';
import { type Block, heading, note } from '../../chat/cards.ts';
import { assertMay } from '../../chat/may.ts';
import { anyText } from '../../chat/parts.ts';
import { button, type Feature, form } from '../../chat/registry.ts';
import { inPlace, orReopen, Refusal, type Reply } from '../../chat/replies.ts';
import { defineCommand, word } from '../../chat/words.ts';
import { openDraft } from '../../database/drafts.ts';
import { todayIn } from '../../time/calendar.ts';
import { personNamed } from '../people/index.ts';
import { readProblem } from '../problems/index.ts';
import { actionDraft, LONGEST_ACTION } from './entry.ts';
import { dropForm, giveAllForm, giveForm, notMeForm, outcomeForm, suggestForm } from './forms.ts';
import {
  accept,
  answerSuggestion,
  drop,
  finish,
  giveAction,
  keepOutcome,
  notMe,
  openAction,
  openAgain,
  suggest,
  takeAction,
} from './keep.ts';
import { listShape, readListFilter, showList } from './list.ts';
import { formFor, makeFromLine, proceed, readForm, teamIn, zoneHere } from './make.ts';
import { findAction, RECORD, readAction, readActions, subjectOf } from './model.ts';
import { nudges } from './nudges.ts';
import { giveAll, sweepOrphans } from './orphans.ts';
import { lineOf, ownerCard } from './views.ts';

const record = z.object({ id: z.uuid() });

/** "done", "2", "action 1 done": no promise. */
const IS_DONE = /^(?:#?\d{1,3}|(?:#?\d{1,3}\s+)?(?:done|finished|completed?|ticked off)(?:\s+#?\d{1,3})?)[.!]?$/i;

const action = defineCommand({
  name: 'action',
  summary: 'Actions: promise something, ask somebody, see what is promised',
  examples: [
    'action Ask Parks about gates @Dana by Friday for NP-42',
    'action Bring the litter pickers @Housing by 3 December',
    'action',
  ],
  details: [
    'Whoever is asked can accept, suggest another date, or say "not me"; you hear which.',
    'I remind the working day before and on the day, and ask once after. Then it stands as overdue in the lists.',
    'An agency has it until one of its people takes it: @Housing.',
  ],
  needs: 'action.make',
  parts: { what: anyText('WHAT @NAME by DAY for NUMBER') },
  async run(act, { what: line }) {
    if (line === '') return { kind: 'form', ...(await formFor(act, { text: '' })) };
    // Which one it is, the list asks with its buttons.
    if (IS_DONE.test(line)) return showList(act, await readListFilter(act, 'mine'));
    const { what } = act.incoming;
    return makeFromLine(act, line, what.kind === 'command' && what.visible);
  },
  words: [
    word({
      name: 'list',
      summary: 'What is promised: mine, the zone’s, my agency’s, what I asked for',
      examples: ['action list', 'action list zone overdue', 'action list NP-42'],
      needs: 'known',
      reads: true,
      parts: {
        filter: anyText('mine, zone, agency or given; overdue, orphaned, done or due this week; NUMBER; with AGENCY'),
      },
      run: async (act, { filter }) => showList(act, await readListFilter(act, filter)),
    }),
    word({
      name: 'mine',
      summary: 'What I have promised',
      needs: 'known',
      reads: true,
      parts: { filter: anyText('overdue or done') },
      run: async (act, { filter }) => showList(act, await readListFilter(act, `mine ${filter}`)),
    }),
    word({
      name: 'handover',
      summary: 'Give a leaver’s whole list to somebody at once',
      examples: ['action handover @Callum to @Dana'],
      needs: 'action.handOver',
      where: 'in a zone’s channel',
      parts: { who: anyText('@NAME to @NAME') },
      run: (act, { who }) => handOver(act, who),
    }),
  ],
});

/** "@Leaver to @Dana": a leaver's whole list at once. */
async function handOver(act: Act, words: string): Promise<Reply> {
  const zoneId = zoneHere(act);
  const [from, to] = words.split(/\s+to\s+/i);
  if (zoneId === undefined || from === undefined || to === undefined)
    throw new Refusal('Write it in the zone’s channel as: action handover @WHO to @WHOM.');
  const [leaver, receiver] = [await personNamed(act, from, zoneId), await personNamed(act, to, zoneId)];
  return giveAll(act, leaver.person.id, zoneId, receiver.person.id);
}

const text = (values: Record<string, unknown>, name: string) => (typeof values[name] === 'string' ? values[name] : '');

export const actions: Feature = {
  nudges,
  name: 'actions',
  everyday: [
    {
      command: 'action',
      nouns: ['actions', 'promises', 'tasks', 'to-?dos', 'to-?do list'],
      takes: 'Promise it',
      asked: [
        [
          /^(?:what(?:['’]?s| is| are)?|anything|all|everything|who(?:['’]?s| is)?)? ?(?:overdue|late)$/i,
          'action list overdue',
        ],
        [
          /^(?:what(?:['’]?s| is| are)?|anything|all|everything)? ?(?:overdue|late) (?:in|for) (.+)$/i,
          'action list overdue in $1',
        ],
        [/^(?:all )?(?:that )?what (?:have|did|do) (?:i|we) (?:owe|promised?)$/i, 'action list mine'],
        [
          /^what (?:has|have|did|does) (@?\p{L}[\p{L}’'-]*(?: \p{Lu}[\p{L}’'-]*)?) (?:owe|promised?)$/iu,
          'action list $1',
        ],
        [/^who (?:owes|promised|has promised|does|is doing) what$/i, 'action list zone'],
        [/^(?:mark|tick)(?: off)? .+ (?:as )?(?:done|finished|off|complete)$/i, 'action mine'],
      ],
      alone: [
        [
          /^remind me (?:to|about) (.+?),? (?:(?:on|by) )?((?:(?:next|this) )?(?:tomorrow|today|mon|tues?|wed|thurs?|fri|sat|sun|\d)\S*(?: \p{L}{3,9})?)$/iu,
          'action $1 @me by $2',
        ],
        [
          /^remind me (?:(?:on|by) )?((?:(?:next|this) )?(?:tomorrow|today|mon|tues?|wed|thurs?|fri|sat|sun)\S*),? (?:to|about|that) (.+)$/iu,
          'action $2 @me by $1',
        ],
      ],
      said: [
        [/^(?:all|everyone|everybody|everyone['’]s|ours)$/i, 'action list zone'],
        [/^(overdue|late)$/i, 'action list overdue'],
        [/^(?:done|finished) (?!by\b|with\b)\S.*$/i, 'action mine'],
      ],
    },
  ],
  jobs: [{ name: 'orphaned actions', everySeconds: 300, afterSeconds: 45, run: ({ prisma }) => sweepOrphans(prisma) }],
  commands: [action],
  buttons: [
    button(
      'action.form',
      'known',
      z.object({ draft: z.uuid().optional(), problem: z.uuid().optional(), zone: z.uuid().optional() }),
      async (act, { draft, problem, zone }) => {
        if (draft !== undefined)
          return { kind: 'form', ...(await formFor(act, await openDraft(act, draft, actionDraft))) };
        const found = problem === undefined ? undefined : await readProblem(act, problem);
        if (found?.state === 'CLOSED') throw new Refusal('It is closed. Reopen it first.');
        return {
          kind: 'form',
          ...(await formFor(act, {
            text: '',
            ...(problem === undefined ? {} : { problemId: problem }),
            ...(found === undefined ? (zone === undefined ? {} : { zoneId: zone }) : { zoneId: found.zoneId }),
          })),
        };
      },
    ),
    button(
      'action.answer',
      'known',
      z.object({
        draft: z.uuid(),
        me: z.boolean().optional(),
        owner: z.uuid().optional(),
        agency: z.uuid().optional(),
        text: z.string().max(LONGEST_ACTION).optional(),
        day: z.string().optional(),
      }),
      async (act, { draft, me, owner, agency, text, day }) => {
        const kept = await openDraft(act, draft, actionDraft);
        return proceed(
          act,
          {
            ...kept,
            ...(act.directory.agencies.some(({ id }) => id === agency) ? { agencyId: agency } : {}),
            ...(text === undefined ? {} : { text }),
            ...(me === true ? { ownerId: knownPerson(act).id } : owner === undefined ? {} : { ownerId: owner }),
          },
          day === undefined ? {} : { due: { kind: 'day', day } },
        );
      },
    ),
    button('action.open', 'action.see', record, (act, { id }) => openAction(act, id)),
    button('action.accept', 'action.settle', record, (act, { id }) => accept(act, id)),
    button('action.take', 'action.take', record, (act, { id }) => takeAction(act, id)),
    button('action.done', 'action.settle', record, (act, { id }) => finish(act, id)),
    button('action.reopen', 'action.settle', record, (act, { id }) => openAgain(act, id)),
    button('action.agree', 'action.agreeDay', record, (act, { id }) => answerSuggestion(act, id, true)),
    button('action.keep', 'action.agreeDay', record, (act, { id }) => answerSuggestion(act, id, false)),
    button('action.page', 'known', listShape, async (act, filter) => {
      const reply = await showList(act, filter);
      const { what } = act.incoming;
      return reply.kind === 'card' && what.kind === 'press' && what.onPrivateCard ? inPlace(reply.card) : reply;
    }),
    button('action.suggest', 'action.settle', record, async (act, { id }) => ({
      kind: 'form',
      ...suggestForm(await mine(act, id)),
    })),
    button('action.notMe', 'action.settle', record, async (act, { id }) => {
      const found = await mine(act, id);
      return { kind: 'form', ...notMeForm(found, await teamIn(act, found.zoneId, knownPerson(act).id)) };
    }),
    button('action.give', 'action.settle', record, async (act, { id }) => {
      const found = await mine(act, id);
      return { kind: 'form', ...giveForm(found, await teamIn(act, found.zoneId)) };
    }),
    button('action.drop', 'action.settle', record, async (act, { id }) => ({
      kind: 'form',
      ...dropForm(await mine(act, id)),
    })),
    button('action.outcome', 'action.settle', record, async (act, { id }) => ({
      kind: 'form',
      ...outcomeForm(await mine(act, id)),
    })),
    button(
      'action.giveAll',
      'action.handOver',
      z.object({ from: z.uuid(), zone: z.uuid() }),
      async (act, { from, zone }) => {
        assertMay(act, 'action.handOver', { zoneId: zone });
        const leaver = await act.db.person.findFirst({ where: { id: from, partnershipId: act.partnership.id } });
        if (leaver === null) throw new Refusal('That person is not here any more.');
        return { kind: 'form', ...giveAllForm(leaver, zone, await teamIn(act, zone, from)) };
      },
    ),
  ],
  forms: [
    form(
      'action.save',
      'action.make',
      z.object({ problem: z.uuid().optional(), zone: z.uuid().optional() }),
      async (act, { problem, zone }, values) => {
        const read = readForm(act, values);
        const about = {
          ...(problem === undefined ? {} : { problemId: problem }),
          ...(zone === undefined ? {} : { zoneId: zone }),
        };
        const again = async (errors: Record<string, string>): Promise<Reply> => ({
          kind: 'invalid',
          ...(await formFor(act, { text: '', ...about }, values)),
          errors,
        });
        if ('errors' in read) return again(read.errors);
        return orReopen(
          () => proceed(act, { ...read.draft, ...about }),
          '',
          () => formFor(act, { text: '', ...about }, values),
        );
      },
    ),
    form('action.saveSuggest', 'action.settle', record, async (act, { id }, values) => {
      const day = text(values, 'due');
      const today = todayIn(act.partnership.timeZone, act.now).day;
      if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || day < today)
        return {
          kind: 'invalid',
          ...suggestForm(await mine(act, id)),
          errors: { due: day === '' ? 'Please give the day.' : 'That day has been. Choose one ahead.' },
        };
      return suggest(act, id, day);
    }),
    form('action.saveNotMe', 'action.settle', record, (act, { id }, values) =>
      notMe(act, id, text(values, 'to') === '' ? undefined : text(values, 'to'), text(values, 'why')),
    ),
    form('action.saveGive', 'action.settle', record, async (act, { id }, values) => {
      const found = await mine(act, id);
      return orReopen(
        async () => {
          if (text(values, 'to') === '') throw new Refusal('Please choose somebody.');
          return giveAction(act, id, text(values, 'to'));
        },
        'to',
        async () => giveForm(found, await teamIn(act, found.zoneId)),
      );
    }),
    form('action.saveDrop', 'action.settle', record, async (act, { id }, values) => {
      if (text(values, 'why').trim().length < 3)
        return { kind: 'invalid', ...dropForm(await mine(act, id)), errors: { why: 'Please say in a few words why.' } };
      return drop(act, id, text(values, 'why'));
    }),
    form('action.saveOutcome', 'action.settle', record, (act, { id }, values) =>
      keepOutcome(act, id, text(values, 'outcome')),
    ),
    form(
      'action.saveGiveAll',
      'action.handOver',
      z.object({ from: z.uuid(), zone: z.uuid() }),
      async (act, { from, zone }, values) => {
        if (text(values, 'to') === '') {
          const leaver = await act.db.person.findFirstOrThrow({
            where: { id: from, partnershipId: act.partnership.id },
          });
          return {
            kind: 'invalid',
            ...giveAllForm(leaver, zone, await teamIn(act, zone, from)),
            errors: { to: 'Please choose somebody.' },
          };
        }
        return giveAll(act, from, zone, text(values, 'to'));
      },
    ),
  ],
  liveCards: [
    {
      recordType: RECORD,
      async draw(db, id) {
        const found = await findAction(db, id);
        return found === null ? undefined : { card: ownerCard(found), version: found.version };
      },
    },
  ],
  async home(act) {
    const mine = await act.db.action.findMany({
      where: { ownerId: knownPerson(act).id, state: 'OPEN' },
      orderBy: [{ dueOn: 'asc' }, { id: 'asc' }],
      take: 5,
      select: { id: true },
    });
    const today = todayIn(act.partnership.timeZone, act.now).day;
    const found = await readActions(
      act.db,
      mine.map(({ id }) => id),
    );
    const blocks: Block[] = [heading('What I have promised')];
    if (found.length === 0) blocks.push(note('Nothing open.'));
    else blocks.push({ kind: 'list', items: found.map((each) => lineOf(each, today)) });
    return blocks;
  },
};

async function mine(act: Act, id: string) {
  const found = await readAction(act, id);
  assertMay(act, 'action.settle', subjectOf(found));
  return found;
}
