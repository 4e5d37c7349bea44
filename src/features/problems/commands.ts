// What people type and press about problems.

import { type Act, knownPerson, ownZones } from '../../chat/act.ts';
import { type Block, heading, note } from '../../chat/cards.ts';
import { isAsked } from '../../chat/incoming.ts';
import { assertMayAtAll } from '../../chat/may.ts';
import { lineInstead } from '../../chat/meant.ts';
import { anyText } from '../../chat/parts.ts';
import type { Feature } from '../../chat/registry.ts';
import { Refusal, type Reply } from '../../chat/replies.ts';
import { clean, command, say, wordsIn } from '../../chat/spans.ts';
import { childOf } from '../../chat/take-apart.ts';
import type { Word } from '../../chat/word.ts';
import { afterNumber, defineCommand, word, wordAbout } from '../../chat/words.ts';
import type { Capability } from '../../rights/index.ts';
import { todayIn } from '../../time/calendar.ts';
import { assertClean } from '../privacy/index.ts';
import { noteForm } from './forms.ts';
import { findProblem, listProblems, RECORD } from './model.ts';
import { nudges } from './nudges.ts';
import { presses } from './presses.ts';
import { readProblemLine } from './raise/line.ts';
import { formFor, proceed } from './raise/raise.ts';
import { problemJobs } from './raise/reindex.ts';
import { readListFilter, showList, showSearch } from './read/list.ts';
import { notAWord, openProblem, problemOfThread } from './read/open.ts';
import { showTimeline } from './read/timeline.ts';
import { EVERYDAY, resultAndWords } from './said.ts';
import { seed } from './seed.ts';
import { problemNamed, readProblem } from './service.ts';
import { stateOf } from './states.ts';
import { terms } from './terms.ts';
import { toldPages } from './told/page.ts';
import { toldLive, toldPresses } from './told/presses.ts';
import { lineOf, liveCard } from './views.ts';
import { LONGEST_TYPED_TITLE, openEdit, unlinkProblems } from './work/notes.ts';
import { drawIn, readDrawn } from './work/resources.ts';
import { askResult, closeProblem, moveProblem, openStep, reopenProblem } from './work/steps.ts';
import { askAgencies, joinProblem, leaveProblem, offerProblem, takeProblem } from './work/team.ts';
import { agenciesIn, linkTyped, noteTyped, personIn, referenceTyped } from './work/typed.ts';

const ofProblem = wordAbout<string>();

/** A word about a problem that takes nothing. */
const plainly = (
  name: string,
  needs: Capability,
  summary: string,
  run: (act: Act, id: string) => Promise<Reply>,
  also: string[] = [],
): Word<string> => ofProblem({ name, also, needs, summary, run: (act, _parts, id) => run(act, id) });

/** A word about a problem, and whatever follows it. */
const withWords = (
  name: string,
  needs: Capability,
  label: string,
  summary: string,
  example: string,
  run: (act: Act, id: string, rest: string) => Promise<Reply>,
  also: string[] = [],
): Word<string> =>
  ofProblem({
    name,
    also,
    needs,
    summary,
    examples: [`problem NP-42 ${name} ${example}`],
    parts: { rest: anyText(label) },
    run: (act, { rest }, id) => run(act, id, rest),
  });

/** What may be typed after a problem's number. */
const AFTER_NUMBER: Word<string>[] = [
  plainly('open', 'problem.see', 'Show it', openProblem, ['show']),
  plainly('join', 'problem.speak', 'Join for your agency', joinProblem),
  plainly('leave', 'problem.speak', 'Your agency leaves it', leaveProblem),
  plainly('take', 'problem.work', 'Be its owner', takeProblem),
  withWords(
    'note',
    'problem.speak',
    'WORDS',
    'Note something, for everybody who works on it',
    'Spoke to the shop, they lock the gate at six',
    async (act, id, rest) =>
      rest === '' ? { kind: 'form', ...noteForm(await readProblem(act, id)) } : noteTyped(act, id, rest),
  ),
  withWords(
    'rename',
    'problem.work',
    'WORDS',
    'Give it other words, in its form',
    'Gates left open on Fern Rise',
    (act, id, rest) => {
      assertClean(clean(rest), act.now);
      const title = rest.replace(/^(?:it|to|as)\s+/i, '');
      if (title.length > LONGEST_TYPED_TITLE)
        throw new Refusal(`A title has at most ${LONGEST_TYPED_TITLE} characters; this has ${title.length}.`);
      return openEdit(act, id, title === '' ? undefined : title);
    },
    ['edit', 'reword'],
  ),
  plainly('next', 'problem.work', 'Fill in the step that it is in, and move it on', openStep),
  plainly('timeline', 'problem.see', 'All that has happened', (act, id) => showTimeline(act, id, 0), ['history']),
  plainly('reopen', 'problem.work', 'It has come back', reopenProblem),
  withWords('ask', 'problem.work', 'AGENCIES', 'Ask agencies to join', 'Housing and Fire', (act, id, rest) =>
    askAgencies(act, id, agenciesIn(act, rest)),
  ),
  withWords(
    'give',
    'problem.handOver',
    '@NAME',
    'Offer it to somebody of the team',
    '@Dana',
    async (act, id, rest) => offerProblem(act, id, await personIn(act, id, rest)),
    ['offer'],
  ),
  withWords(
    'drew',
    'problem.work',
    'WHAT',
    'What was drawn in from beyond the team: hours, people, pounds',
    '36 hours payback',
    (act, id, rest) => drawIn(act, id, readDrawn(rest), todayIn(act.partnership.timeZone, act.now).day),
    ['drawn'],
  ),
  withWords(
    'ref',
    'problem.work',
    'NUMBER',
    'The number of its case in another system',
    'ECINS 4711',
    async (act, id, rest) => referenceTyped(act, id, rest),
    ['reference'],
  ),
  withWords('link', 'problem.work', 'NUMBER', 'Link it to another problem', 'NP-12', linkTyped),
  withWords('unlink', 'problem.work', 'NUMBER', 'End that it is linked to another', 'NP-12', async (act, id, rest) => {
    const other = await problemNamed(act, rest);
    if (other === undefined) throw new Refusal('From which problem? Give its number, such as NP-12.');
    return unlinkProblems(act, id, other.id);
  }),
  withWords(
    'close',
    'problem.close',
    'RESULT',
    'Close it, with what came of it',
    'resolved',
    (act, id, rest) => {
      const [result, words] = resultAndWords(rest);
      return result === undefined
        ? askResult(act, id, rest.replace(/^(?:it|this|that|now|please)?[\s,.:;–-]*/i, ''))
        : closeProblem(act, id, result, words);
    },
    ['closed'],
  ),
  withWords('back', 'problem.work', 'STEP', 'Go back to an earlier step', 'to analysis', (act, id, rest) =>
    rest === '' ? openStep(act, id) : moveTyped(act, id, rest),
  ),
];

const show: Word<string> = ofProblem({
  name: '',
  summary: 'Show it; a step after the number moves it there',
  examples: ['problem NP-42', 'problem NP-42 response'],
  needs: 'problem.see',
  parts: { rest: anyText('STEP') },
  run: (act, { rest }, id) => (rest === '' ? openProblem(act, id) : moveTyped(act, id, rest)),
});

/** "5", "#5", "no. 5", "5 join" and nothing else: where a zone is at home, its own. */
async function bareNumber(act: Act, words: string): Promise<{ value: string; rest: string } | undefined> {
  // Not in what others say among themselves.
  if (!isAsked(act.incoming)) return undefined;
  const [, number, verb = ''] = /^(?:#|no\.? ?|nr\.? ?|number )?(\d{1,6})(?: (\S+))?$/i.exec(words.trim()) ?? [];
  const isVerb = AFTER_NUMBER.some(({ name, also }) => [name, ...also].includes(verb.toLowerCase()));
  if (verb !== '' && !isVerb) return undefined;
  const here = act.directory.zones.find(({ id }) => id === act.placeZoneId);
  const found =
    number === undefined || here === undefined ? undefined : await problemNamed(act, `${here.code}-${number}`);
  return found === undefined ? undefined : { value: found.id, rest: verb };
}

/** Words around a number that only ask to see what it stands for. */
const ASKS_FOR_IT =
  /^(?:(?:(?:show|open|see|view|display|find|get|read|look|check|tell|give|problems?|issues?|about|at|on|of|status|updates?|news|latest|any|anything|new|what|how|where|is|are|we|the|me|us|please|details?|happening|going|with|for|number|no|card|again|now|today|and|pls|hi|hello|thanks?)(?:['’]?s)?[\s,.?!:#-]*)+)?[?!.]*$/i;

/** "fixed NP-4", "NP-4's back": as it is said behind the number. */
const numberFirst = (words: string): string =>
  words
    .replace(/^(#?[a-z]{2,4}-?\d{1,6})['’]s (?=\p{L})/iu, '$1 is ')
    .replace(/^(\p{L}+) (#?[a-z]{2,4}-\d{1,6})[.!]?$/iu, '$2 $1');

/** What is said of one problem, its number at the beginning or with hardly a word beside it; in a sentence it is mentioned. */
const ofNumber = afterNumber({
  label: 'NP-42',
  async find(act, words) {
    // Openly said, "#NP-4 …" is not the bot's.
    const line = isAsked(act.incoming) ? words.replace(/^#(?=\p{L})/u, '') : words;
    const found = await problemNamed(act, line);
    if (found === undefined) return bareNumber(act, line);
    if (found.from === 0) return { value: found.id, rest: line.slice(found.to).replace(/^\s*[:,?!.]*\s*/, '') };
    const before = line.slice(0, found.from).trim();
    const beside = `${before} ${line.slice(found.to)}`.trim();
    if (ASKS_FOR_IT.test(beside)) return { value: found.id, rest: '' };
    // "note NP-4 they lock the gate", "ask Housing NP-4": what is done to it, first. Whatever else stands there is not passed over.
    const said = childOf(AFTER_NUMBER, beside);
    const isFirst = childOf(AFTER_NUMBER, before)?.[1] === '';
    return said !== undefined && (isFirst || wordsIn(beside) <= 3) ? { value: found.id, rest: beside } : undefined;
  },
  shows: show,
  words: AFTER_NUMBER,
});

const problem = defineCommand({
  name: 'problem',
  summary: 'Problems solved together: raise one, join, move it on, look for one',
  examples: [
    'problem Off-road bikes on the rec most evenings #safe #well',
    'problem Fly-tipping behind the garages #safe, ask Housing and City Council',
    'problem',
  ],
  details: [
    'Before it is raised I show what is like it; joining that one adds your words to it.',
    'Groups and places, no person: a person’s case has its own system, and only its number stands here.',
  ],
  needs: 'known',
  // A number and nothing else.
  reads: (typed) => /^(?:\p{L}{1,8}-|#)?\d{1,6}$/u.test(typed),
  parts: { line: anyText('WHAT, where, when #outcome, ask AGENCIES') },
  run: (act, { line }) => raise(act, line),
  words: [
    word({
      name: 'list',
      summary: 'Problems: mine, my agency’s, the zone’s; what needs somebody first',
      examples: ['problem list', 'problem list zone unowned'],
      details: ['unowned, stale; a step; #safe and so on; with Housing; older than 30 days.'],
      needs: 'known',
      reads: true,
      parts: { filter: anyText('mine, agency, zone or @NAME; unowned or stale; STEP; #outcome; with AGENCY') },
      run: async (act, { filter }) => showList(act, await readListFilter(act, filter)),
    }),
    word({
      name: 'mine',
      summary: 'Problems that I own or my agency has joined',
      needs: 'known',
      reads: true,
      parts: { filter: anyText('STEP #outcome') },
      run: async (act, { filter }) => showList(act, await readListFilter(act, `mine ${filter}`.trim())),
    }),
    word({
      name: 'search',
      also: ['find'],
      summary: 'Look for problems by words',
      examples: ['problem search bikes'],
      needs: 'known',
      reads: true,
      parts: { words: anyText('WORDS') },
      run: (act, { words }) => showSearch(act, words, 0),
    }),
    word({
      name: 'note',
      summary: 'In the thread of a problem’s card: note something on it',
      needs: 'known',
      parts: { words: anyText('WORDS') },
      async run(act, { words }) {
        const id = await problemOfThread(act);
        if (id !== undefined) return noteTyped(act, id, words);
        assertClean(clean(words), act.now);
        throw new Refusal(
          say`On which problem? ${command(`problem NP-42 note ${words === '' ? 'Spoke to the shop' : words.slice(0, 200)}`)}, with its own number. Nothing was noted.`,
        );
      },
    }),
  ],
  after: ofNumber,
});

async function raise(act: Act, line: string): Promise<Reply> {
  assertMayAtAll(act, 'problem.raise');
  if (line === '') return { kind: 'form', ...formFor(act) };
  const { what } = act.incoming;
  return proceed(act, readProblemLine(line, act.directory), what.kind === 'command' && what.visible);
}

async function moveTyped(act: Act, id: string, words: string): Promise<Reply> {
  const [step = '', ...more] = words.replace(/^(?:to|in|into|(?:move|go) (?:it )?(?:on )?to)\s+/i, '').split(/\s+/);
  const state = stateOf(step);
  const rest = more.join(' ').replace(/^(?:step|stage|phase|please|now)[.!]?$/i, '');
  if (state === 'CLOSED' && rest === '') return askResult(act, id, '');
  if (state !== undefined && state !== 'CLOSED' && rest === '') return moveProblem(act, id, state);
  if (state !== undefined)
    throw new Refusal(
      `"${rest.slice(0, 60)}" would be lost: move it by its step alone, and note the rest. Nothing was changed.`,
    );
  const found = await readProblem(act, id);
  assertClean(clean(words), act.now);
  throw notAWord(
    found,
    words,
    AFTER_NUMBER.map(({ name }) => name),
  );
}

export const problems: Feature = {
  nudges,
  name: 'problems',
  terms,
  everyday: [EVERYDAY],
  seed,
  jobs: problemJobs,
  commands: [problem],
  ...presses,
  buttons: [...presses.buttons, ...toldPresses.buttons],
  forms: [...presses.forms, ...toldPresses.forms],
  pages: toldPages,
  liveCards: [
    toldLive,
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
    // "NP-4 done" is "problem NP-4 done"; a bare number says nothing of itself.
    const line = numberFirst(words);
    const isNumbered = isAsked(act.incoming) && /^#?[a-z]{2,4}-?\d/i.test(line);
    const meant = isNumbered ? lineInstead('problem', line, [EVERYDAY]) : undefined;
    return meant === undefined ? ofNumber.answer(act, words) : act.again(meant);
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
    const found = await listProblems(
      act.db,
      mine.map(({ id }) => id),
    );
    const blocks: Block[] = [heading('Problems I have')];
    if (found.length === 0) blocks.push(note('None just now.'));
    else blocks.push({ kind: 'list', items: found.map((each) => lineOf(each, act.now)) });
    return blocks;
  },
};
