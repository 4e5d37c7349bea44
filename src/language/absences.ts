// From when to when somebody is away: "until 3 June", "24 Dec to 2 Jan", "next week", "for a fortnight from Monday", "Friday". Whatever
// is no such thing is told, for half an absence is worse than none. Pure.
import { todayIn } from '../time/calendar.ts';
import { dayAt } from './days.ts';
import type { Clock, DueDay } from './meant-days.ts';
import { CARDINAL, cardinal, dayOf, isoDay, WEEKDAY } from './vocabulary.ts';

export type Absence =
  /** Days, YYYY-MM-DD: the first and the last. */
  | { kind: 'days'; from: string; until: string }
  /** A day in it that is in doubt. */
  | { kind: 'doubt'; due: Exclude<DueDay, { kind: 'day' }> }
  /** It ends before it begins. */
  | { kind: 'backwards'; from: string; until: string }
  /** It has a first day and no last. */
  | { kind: 'open'; from: string }
  /** Words that say nothing of when, or too much. */
  | { kind: 'unread'; words: string }
  | { kind: 'none' };

/** Why, and what is said around it: nothing to be understood. */
const FILLER =
  /^(?:(?:i am|i['’]m|(?:i['’]ll|i will|will) be|from now(?: on)?|on|for|a|an|my|annual|leave|al|a\/l|holidays?|hols|sick|off|work|away|out|of|the|office|ooo|training|please|pls|thanks|and|in|with|paternity|maternity|parental|jury|service|course|inclusive|incl|only|all|whole)(?=[\s,.;!]|$)[\s,.;!]*)+/i;
const LENGTH = new RegExp(
  `^(?:for )?(?:the next )?(?<count>${CARDINAL}) (?<unit>days?|weeks?|wks?|fortnights?|months?)(?=[\\s,.;!]|$)`,
  'iu',
);
const JOINT = /^\s*(?:-|–|to|till?|until|through|thru|and)\s*(?:and (?:including )?)?/i;
const UNTIL = /^(?:until|till?|til|to|through|up to)\s+(?:and including )?/i;
const FROM = /^(?:(?:from|starting|beginning|as of)(?: on)?|on)\s+/i;
const BACK =
  /^(?:(?:and )?(?:am |i['’]m |i am |will be )?back|return(?:ing)?)(?: (?:in|at))?(?: (?:the )?(?:work|office))?(?: on)?\s+/i;

const REST_OF = /^(?:for )?(?:the )?(?:rest|remainder) of (?:the |this )?(?:week|day|today)(?=[\s,.;!]|$)/i;

/** "next week", "3-4 December": from the one to the other, where a promise would ask which. */
const SPAN = /week|\bw\/?c\b|month|\d(?:st|nd|rd|th)?\s*(?:-|–|&|and|to|till?|until)\s*\d/i;

/** @param words without who covers; where that stands among them, it is what is unread */
export function readAbsence(words: string, clock: Clock): Absence {
  const today = todayIn(clock.timeZone, clock.now).day;
  let rest = words.trim();
  let from: string | undefined;
  let until: string | undefined;
  let open = false;
  let length: { count: number; unit: string } | undefined;
  const skip = (count: number) => {
    rest = rest.slice(count).replace(/^[\s,.;!]+/, '');
  };
  const remainder = REST_OF.exec(rest);
  if (remainder !== null) {
    const { weekday } = dayOf(today);
    // At a weekend nothing of the week is left but the weekend.
    until = /week/i.test(remainder[0]) ? isoDay(dayOf(today).plus({ days: (weekday > 5 ? 7 : 5) - weekday })) : today;
    skip(remainder[0].length);
  }
  while (rest !== '') {
    const back = BACK.exec(rest)?.[0];
    const ends = back ?? UNTIL.exec(rest)?.[0];
    const begins = ends === undefined ? (FROM.exec(rest)?.[0] ?? '') : '';
    const span = LENGTH.exec(rest);
    const at = (ends ?? begins).length;
    const found = span === null ? dayAt(rest, at, clock, true) : undefined;
    if (span?.groups !== undefined && length === undefined) {
      length = { count: cardinal(span.groups['count'] ?? '') ?? 0, unit: span.groups['unit'] ?? '' };
      skip(span[0].length);
    } else if (found !== undefined) {
      const { due } = found;
      const isSpan = due.kind === 'either' && SPAN.test(due.words);
      if (due.kind !== 'day' && !isSpan) return { kind: 'doubt', due };
      const [first, last] = due.kind === 'day' ? [due.day, due.day] : due.days;
      if (ends !== undefined) {
        if (until !== undefined) return { kind: 'unread', words: rest };
        until = back === undefined ? last : isoDay(dayOf(first).minus({ days: 1 }));
      } else {
        if (from !== undefined) return { kind: 'unread', words: rest };
        from = first;
        open = /^(?:from|starting|beginning|as of)/i.test(begins);
        if (isSpan) until = last;
      }
      const joint = ends === undefined && !isSpan ? JOINT.exec(rest.slice(found.to)) : null;
      const second = joint === null ? undefined : dayAt(rest, found.to + joint[0].length, clock, true);
      if (joint !== null && second !== undefined) {
        // "Tues to Thurs", said on a Thursday: the one behind that Tuesday.
        const day = second.due.kind === 'either' ? second.due.days.find((each) => each >= (from ?? today)) : undefined;
        const isWeekday = A_WEEKDAY.test(rest.slice(found.to, second.to).toLowerCase().trim());
        if (second.due.kind !== 'day' && (day === undefined || !isWeekday)) return { kind: 'doubt', due: second.due };
        until = following(
          second.due.kind === 'day' ? second.due.day : (day ?? ''),
          rest.slice(found.to, second.to),
          from,
        );
        skip(second.to);
      } else {
        if (until !== undefined && ends !== undefined) until = following(until, rest.slice(0, found.to), from);
        skip(found.to);
      }
    } else {
      const filler = FILLER.exec(rest)?.[0];
      if (filler === undefined) return { kind: 'unread', words: rest };
      skip(filler.length);
    }
  }
  if (length !== undefined) {
    if (until !== undefined) return { kind: 'unread', words };
    const begin = dayOf(from ?? today);
    const unit = length.unit.replace(/^wk/, 'week').replace(/s?$/, 's');
    const end = unit === 'fortnights' ? begin.plus({ weeks: 2 * length.count }) : begin.plus({ [unit]: length.count });
    return { kind: 'days', from: isoDay(begin), until: isoDay(end.minus({ days: 1 })) };
  }
  if (from === undefined && until === undefined) return { kind: 'none' };
  if (from !== undefined && until === undefined && open) return { kind: 'open', from };
  const [first, last] = [from ?? today, until ?? from ?? today];
  return last < first ? { kind: 'backwards', from: first, until: last } : { kind: 'days', from: first, until: last };
}

const A_WEEKDAY = new RegExp(`${WEEKDAY}$`, 'iu');

/** "the 28th" of whatever month. */
const A_DATE = /\d(?:st|nd|rd|th)$/i;

/** "from Monday until Friday", said on a Thursday: the Friday after that Monday. */
function following(day: string, words: string, from: string | undefined): string {
  if (from === undefined || day >= from) return day;
  if (A_WEEKDAY.test(words.trim())) return isoDay(dayOf(day).plus({ weeks: 1 }));
  return A_DATE.test(words.trim()) ? isoDay(dayOf(day).plus({ months: 1 })) : day;
}
