// What is asked back about a line whose time was not understood.
import { aboutDay } from '../../../language/days.ts';
import type { Clock } from '../../../language/meant-days.ts';
import type { Trouble } from '../../../language/when.ts';

const QUOTED = new Intl.ListFormat('en-GB');
const MOST_WORDS = 60;
const quoted = (words: string[]) => QUOTED.format(words.map((each) => `"${each.slice(0, MOST_WORDS)}"`));

const TWO: Record<Extract<Trouble, { kind: 'several' }>['what'], string> = {
  days: 'more than one day',
  times: 'more than one time',
  lengths: 'more than one length',
  rhythms: 'more than one way to repeat',
  ends: 'more than one end',
};

/** A sentence or two: what was not understood, in the person's words, and how to mend it. */
export function aboutTrouble(trouble: Trouble, clock: Clock): string {
  switch (trouble.kind) {
    case 'repeat':
      return `I cannot read how it repeats: "${trouble.words.slice(0, MOST_WORDS)}". I know "every second Tuesday", "every Monday and Thursday", "every weekday", "every three weeks on Tuesday", "the first and third Monday of every month", "monthly on the 15th" and "every year on 3 June".`;
    case 'time':
      return `"${trouble.words.slice(0, MOST_WORDS)}" is not one time of day. Say it as 7am, 7pm or 19:00.`;
    case 'several':
      return `I read ${TWO[trouble.what]}: ${quoted(trouble.words)}. Say one.`;
    case 'unread':
      return `I do not understand ${quoted(trouble.words)}. Is it part of the time, say it another way; is it part of the name, put the name in quotes: "Team 2 review" Tuesday 10:00.`;
    case 'zone':
      return `Clocks here do not show ${trouble.words.toUpperCase()} then. Say the time as the clock on the wall has it.`;
    default:
      return aboutDay(trouble, clock);
  }
}
