// What leads type of what residents tell.
import { word } from '../../../chat/words.ts';
import { zoneToShow } from '../../../language/parts.ts';
import { showTold } from './cards.ts';

/** Words after "zone". */
export const TOLD_WORDS = [
  word({
    name: 'told',
    summary: 'What residents have told and waits for a lead; the page and poster on which they tell it',
    examples: ['zone told'],
    needs: 'told.answer',
    parts: { of: zoneToShow('zone told') },
    run: (act, { of }) => showTold(act, of),
  }),
];
