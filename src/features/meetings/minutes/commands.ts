// What is typed when a meeting is over: the draft, minutes, decisions.
import { anyText } from '../../../chat/parts.ts';
import type { Word } from '../../../chat/word.ts';
import { word } from '../../../chat/words.ts';
import { correctLast, undoLine } from '../held/record.ts';
import { lastOne } from '../which.ts';
import { openEdit, publishMinutes, showDraft } from './life.ts';
import { decisions, minutes } from './reading.ts';

export const AFTER: Word[] = [
  word({
    name: 'undo',
    summary: 'Take back the last line that you recorded',
    needs: 'meeting.takePart',
    run: async (act) => undoLine(act, (await lastOne(act)).id),
  }),
  word({
    name: 'correct',
    summary: 'Put other words for the last line that you recorded',
    examples: ['meeting correct Close the alley gate at ten', 'meeting correct gate to alley gate'],
    needs: 'meeting.takePart',
    parts: { line: anyText('WHAT') },
    run: async (act, { line }) => correctLast(act, (await lastOne(act)).id, line),
  }),
  word({
    name: 'edit',
    summary: 'The draft of the minutes, or one part of it in a form',
    examples: ['meeting edit', 'meeting edit 2'],
    needs: 'meeting.see',
    parts: { part: anyText('NUMBER') },
    async run(act, { part }) {
      const { id } = await lastOne(act);
      return part === '' ? showDraft(act, id) : openEdit(act, id, part);
    },
  }),
  word({
    name: 'publish',
    summary: 'Publish the minutes to every place; promises become actions',
    needs: 'meeting.publish',
    where: 'after a meeting',
    run: async (act) => publishMinutes(act, (await lastOne(act)).id),
  }),
  word({
    name: 'minutes',
    summary: 'Minutes: the last, of a day, or with some words in them',
    examples: ['meeting minutes last', 'meeting minutes 24 November'],
    needs: 'meeting.see',
    parts: { which: anyText('last, DAY or WORDS') },
    run: (act, { which }) => minutes(act, which),
  }),
  word({
    name: 'decisions',
    summary: 'The register of decisions: all, or with some words in them',
    examples: ['meeting decisions gate'],
    needs: 'meeting.see',
    reads: true,
    parts: { words: anyText('WORDS') },
    run: (act, { words }) => decisions(act, words),
  }),
];
