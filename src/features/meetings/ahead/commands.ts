// What is typed of a meeting that is ahead: planning it, its agenda, moving it.
import type { Act } from '../../../chat/act.ts';
import { anyText, number, optional, text } from '../../../chat/parts.ts';
import type { Reply } from '../../../chat/replies.ts';
import type { Part, Word } from '../../../chat/word.ts';
import { word } from '../../../chat/words.ts';
import { dayAhead } from '../../../language/parts.ts';
import { askToTakeBack } from '../held/start.ts';
import { calendar, overview } from '../minutes/reading.ts';
import { readMeeting } from '../service.ts';
import { nextOne, onDay, teamHere } from '../which.ts';
import { changeItem, setPaper, type Which } from './agenda.ts';
import { openArrange, standing } from './arrange.ts';
import { move } from './moving.ts';
import { add, plan, setQuorum, showProposals } from './planning.ts';
import { cancelMeeting } from './schedule.ts';

const numbered = number('NUMBER', 'Which item? Give its number, as the card counts them.');
const item: Part<Which> = {
  ...numbered,
  read(act, words) {
    const found = numbered.read(act, words);
    if (found !== undefined || words === '') return found;
    const [said] = /^.+?(?=\s+(?:https?:\S+|none)\s*$|$)/is.exec(words) ?? [''];
    return { value: said, rest: words.slice(said.length) };
  },
};

/** The series from the next one on, or the one on a day. */
const which: Part<'series' | { day: string }> = {
  label: 'series, or DAY',
  ask: 'Which one?',
  async read(act, words) {
    const series = /^(?:the )?(?:whole |entire )?series\b\s*/i.exec(words)?.[0];
    if (series !== undefined) return { value: 'series', rest: words.slice(series.length) };
    const day = await dayAhead().read(act, words);
    return day === undefined ? undefined : { value: { day: day.value }, rest: day.rest };
  },
};

async function cancel(act: Act, what: 'series' | { day: string } | undefined): Promise<Reply> {
  const { id } = typeof what === 'object' ? await onDay(act, what.day) : await nextOne(act);
  const found = await readMeeting(act, id);
  return found.state === 'RUNNING' ? askToTakeBack(act, found) : cancelMeeting(act, id, what === 'series');
}

export const AHEAD: Word[] = [
  word({
    name: 'list',
    summary: 'What is ahead, what has been, and the rhythm',
    needs: 'meeting.see',
    reads: true,
    run: (act) => overview(act),
  }),
  word({
    name: 'new',
    also: ['plan'],
    summary: 'Plan a meeting, or a series: when, how long, where',
    examples: [
      'meeting new every second Tuesday 10:00 for 45 min at New Parks library',
      'meeting new Launch on 3 December 14:00 for 2 hours at the hall',
    ],
    needs: 'meeting.plan',
    parts: { when: anyText('WHEN for MINUTES at PLACE') },
    run: (act, { when }) => plan(act, when),
  }),
  word({
    name: 'add',
    summary: 'Put an item on the agenda: words, or a problem’s number',
    examples: ['meeting add Summer play scheme 10 min', 'meeting add NP-42'],
    needs: 'meeting.takePart',
    parts: { what: anyText('WHAT MINUTES') },
    run: (act, { what }) => add(act, what),
  }),
  word({
    name: 'proposals',
    summary: 'What could go on the agenda',
    needs: 'meeting.see',
    run: async (act) => showProposals(act, (await nextOne(act)).id),
  }),
  word({
    name: 'arrange',
    summary: 'Put the whole agenda in order, in a form',
    needs: 'meeting.arrange',
    run: async (act) => openArrange(act, (await nextOne(act)).id),
  }),
  word({
    name: 'drop',
    summary: 'Take an item off the agenda',
    examples: ['meeting drop 3'],
    needs: 'meeting.changeItem',
    parts: { item },
    run: async (act, parts) => changeItem(act, (await nextOne(act)).id, parts.item, 'drop'),
  }),
  word({
    name: 'first',
    summary: 'Put an item first',
    examples: ['meeting first 3'],
    needs: 'meeting.changeItem',
    parts: { item },
    run: async (act, parts) => changeItem(act, (await nextOne(act)).id, parts.item, 'first'),
  }),
  word({
    name: 'paper',
    also: ['papers'],
    summary: 'Put an item’s paper beside it, by its address; it goes out with the agenda',
    examples: ['meeting paper 3 https://example.org/plan'],
    needs: 'meeting.changeItem',
    parts: { item, at: text('https://…', 'Where does the paper lie?') },
    run: async (act, parts) => setPaper(act, (await nextOne(act)).id, parts.item, parts.at),
  }),
  word({
    name: 'standing',
    summary: 'What stands on every agenda: see it, add to it, or “drop 2”',
    examples: ['meeting standing Celebrations 5 min'],
    needs: 'meeting.see',
    parts: { what: anyText('WHAT MINUTES, or drop NUMBER') },
    run: (act, { what }) => standing(act, teamHere(act), what),
  }),
  word({
    name: 'move',
    summary: 'Move the next one, or the series, to another day or time',
    examples: ['meeting move Thursday 14:00', 'meeting move series every Monday 14:00'],
    needs: 'meeting.move',
    parts: { when: anyText('DAY TIME, or series WHEN') },
    run: (act, { when }) => move(act, when),
  }),
  word({
    name: 'cancel',
    summary: 'Cancel the next one, that of a day, or the series; one begun in error is taken back',
    examples: ['meeting cancel', 'meeting cancel 24 December', 'meeting cancel series'],
    needs: 'known',
    parts: { which: optional(which) },
    run: (act, parts) => cancel(act, parts.which),
  }),
  word({
    name: 'quorum',
    summary: 'How many people and agencies a decision needs',
    examples: ['meeting quorum 7 people 4 agencies', 'meeting quorum none'],
    needs: 'meeting.quorum',
    parts: { need: anyText('N people N agencies, or none') },
    run: (act, { need }) => setQuorum(act, need),
  }),
  word({
    name: 'calendar',
    summary: 'The address of the calendar, to subscribe to',
    examples: ['meeting calendar'],
    needs: 'meeting.see',
    run: (act) => calendar(act),
  }),
];
