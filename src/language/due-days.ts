// By when something is promised: the day that a line names, and what is left of it. Never silently in the past, and never
// guessed where two days could be meant.

import { todayIn } from '../time/calendar.ts';
import { dayAt, type FoundDay } from './days.ts';
import { type Clock, type DueDay, later } from './meant-days.ts';
import { CARDINAL, capitalised, cardinal, dayOf, isoDay } from './vocabulary.ts';

/** Reads words that name a day and nothing else: "Friday", "3 June", "a week on Tuesday". @returns undefined when they name none */
export function readDueDay(words: string, clock: Clock): DueDay | undefined {
  const said = words.trim().replace(/[.,;!]+$/, '');
  const found = dayAt(said, 0, clock, true);
  return found?.to === said.length ? found.due : undefined;
}

/** What stands between "by" and the day, and behind it: at which end of the day is nobody's promise here. */
const PART =
  '(?:the )?(?:w\\/e|week ending|cop|cob|eod|close of (?:play|business)|end of (?:play|business|(?:the )?day)|first thing|last thing)';
/** "by close of play" and no day: today's. */
const TODAY_ENDS =
  /,?\s+(?:eod|(?:by )(?:the )?(?:cop|cob|eod|close of (?:play|business)|end of (?:play|business|(?:the )?day)))(?: today)?[.!]?$/i;
const PART_BEFORE = new RegExp(`^${PART}(?: on)?\\s+`, 'i');
/** "… by end of play" before "on Tuesday". */
const PART_APART = new RegExp(`\\s+(?:by|before) ${PART}$`, 'i');
const PART_BEHIND =
  /^,?\s+(?:(?:in the )?(?:morning|afternoon|evening)|night|lunch ?time|lunch|am|pm|first thing|last thing|cop|cob|eod|close of (?:play|business)|(?:(?:at|@) the )?latest|if (?:possible|you can|poss)|please|pls|plz|thanks|thank you|ta|cheers)(?=\s*(?:$|[.,;!]| (?:please|pls|plz|thanks|thank you|ta|cheers|latest)))/i;

/** A time of that day stays with what is promised. */
const TIME = '(?:\\d{1,2}(?:[:.][0-5]\\d)? ?[ap]m|\\d{1,2}[:.][0-5]\\d|noon|midday|lunch ?time)';
const TIME_BEFORE = new RegExp(`^(${TIME})(?: on)?\\s+`, 'i');
const TIME_BEHIND = new RegExp(`^,?\\s+((?:at |by )?${TIME})(?=\\s*$)`, 'i');
/** A day of which something is, or from which on: none by which it is promised. */
const OF =
  /(?:^|\s)(?:of|for|from|about|re|regarding|since|after|not before|dated|every|each|last|this|good|black|the|a|our|call(?:ed)?|man|girl|happy)\s+$/i;
const JOINED = /(?:\s(?:or|and|to)|\s?[/&–-])\s*$/i;
/** What is left of the words around a day. */
const AROUND =
  /(?:^|[\s(–-])(?:no later than|not later than|on or|due:?|deadline:?|some ?time|early|late|mid|and|week ending|w\/e|first thing|last thing|later)$/i;
const BRACKETED = /[([]((?:by|due:?|before|deadline:?) [^()[\]]+)[)\]]\s*$/i;
const DAY_BRACKETED = /[([]([^()[\]]{2,40})[)\]]\s*[.!]?$/;
/** "Friday: ring the school", "Tomorrow - ring Ann". */
const AT_THE_HEAD = /^(?:\s*[:,]|\s+[–-])\s*/;

/** "within 48 hours", "over the next fortnight", "EOW". */
const WITHIN = new RegExp(
  `,?\\s+(?:within (?<hours>24|48|72) ?h(?:ou)?rs?|(?:in|within|over|during) (?:the )?(?:next|coming) (?:(?<count>${CARDINAL}) )?(?<unit>days?|weeks?|fortnights?|months?)|(?<week>(?:by )?eow|(?:by|before) the weekend)|(?:by )?this time (?<next>tomorrow|next week))[.!]?$`,
  'iu',
);

/** "Ring the council friday": a weekday by its whole name at the very end. "Mon" may be anything. */
const WHOLE_WEEKDAY = /^(?:mon|tues|wednes|thurs|fri|satur|sun)day$/i;

/** "before the event on 12 December": that day, or the one before? */
const BEFORE_AN_EVENT = /\b(?:before|ahead of|in time for|prior to) (?:\p{L}+ ){0,3}\p{L}+$/iu;
/** "before the end of the week" is at its end, as people mean it. */
const AN_END = /^(?:the )?end\b/i;

/** Longer lines name their day at the end. */
const LOOK_BACK = 60;

/** The last day that a line promises, after "by", "before", "due" or "until", or alone at its end; with what is left without it. */
export function takeDueDay(typed: string, clock: Clock): { text: string; due: DueDay | undefined } {
  const line = withoutBrackets(typed, clock);
  const today = todayIn(clock.timeZone, clock.now).day;
  if (TODAY_ENDS.test(line)) return { text: tidy(line.replace(TODAY_ENDS, '')), due: { kind: 'day', day: today } };
  const within = WITHIN.exec(line);
  if (within !== null)
    return {
      text: tidy(line.slice(0, within.index)),
      due: { kind: 'day', day: lastWithin(within.groups ?? {}, today) },
    };
  for (const match of [
    ...line.matchAll(/(?:^|\s)(?:by|before|due:?|deadline:?|no(?:t)? later than|until|till|on)\s+/gi),
  ].reverse()) {
    if (/\bnot$/i.test(line.slice(0, match.index))) continue;
    const by = match.index + match[0].length;
    const before = TIME_BEFORE.exec(line.slice(by)) ?? PART_BEFORE.exec(line.slice(by));
    const from = by + (before?.[0].length ?? 0);
    const found = dayAt(line, from, clock, true);
    // "a week on Tuesday" begins before its "on".
    if (found !== undefined && dayEndingAt(line, found.to, match.index, clock) === undefined) {
      const { due, to } = withOther(line, from, found, clock);
      const event = due.kind === 'day' && /on\s/i.test(match[0]) && BEFORE_AN_EVENT.test(line.slice(0, match.index));
      if (event && due.day > today)
        return {
          text: tidy(line),
          due: {
            kind: 'either',
            words: line.slice(from, to),
            days: [isoDay(dayOf(due.day).minus({ days: 1 })), due.day],
          },
        };
      const time = before?.[1] ?? TIME_BEHIND.exec(line.slice(to))?.[1];
      const said = time === undefined ? '' : /^(?:at|by) /i.test(time) ? ` ${time}` : ` by ${time}`;
      const [ahead, behind] = [
        line.slice(0, match.index).replace(PART_APART, '').replace(AROUND, ''),
        line.slice(to).replace(TIME_BEHIND, '').replace(PART_BEHIND, '').replace(PART_BEHIND, ''),
      ];
      return {
        text: tidy(`${tidy(ahead)}${said} ${behind}`),
        due: /before/i.test(match[0]) && !AN_END.test(line.slice(from)) ? dayBefore(due, today) : due,
      };
    }
  }
  const end = line.trimEnd().replace(/[.!]$/, '').length;
  const parted = (found: FoundDay): boolean => {
    const behind = PART_BEHIND.exec(line.slice(found.to))?.[0];
    return behind !== undefined && found.to + behind.length === end;
  };
  for (const match of line.matchAll(/(?<=^|\s)\S/g)) {
    if (match.index < end - LOOK_BACK) continue;
    const found = dayAt(line, match.index, clock);
    // "Mon morning" is sure enough where "Mon" alone is not.
    const isLast = found?.to === end && (!found.bare || WHOLE_WEEKDAY.test(line.slice(match.index, end)));
    if (found === undefined || !(parted(found) || isLast)) continue;
    const before = line.slice(0, match.index);
    if (OF.test(before)) return { text: typed, due: undefined };
    const joined = before.search(JOINED);
    const first = joined < 0 ? undefined : dayEndingAt(line, joined, joined, clock);
    if (first?.due.kind === 'day' && found.due.kind === 'day')
      return {
        text: tidy(line.slice(0, first.from).replace(AROUND, '')),
        due: {
          kind: 'either',
          words: line.slice(first.from, found.to),
          days: [first.due.day, found.due.day],
        },
      };
    return { text: tidy(tidy(before).replace(AROUND, '')), due: found.due };
  }
  const head = dayAt(line, 0, clock);
  const behind = head === undefined ? null : AT_THE_HEAD.exec(line.slice(head.to));
  return head !== undefined && behind !== null
    ? { text: tidy(capitalised(line.slice(head.to + behind[0].length))), due: head.due }
    : { text: typed, due: undefined };
}

function lastWithin({ hours, count, unit, week, next }: Record<string, string | undefined>, today: string): string {
  const day = dayOf(today);
  if (next !== undefined) return isoDay(day.plus({ days: next === 'tomorrow' ? 1 : 7 }));
  if (week !== undefined) return isoDay(day.plus({ days: (5 - day.weekday + 7) % 7 }));
  return isoDay(
    hours === undefined ? later(day, cardinal(count ?? 'a') ?? 1, unit ?? '') : day.plus({ hours: Number(hours) }),
  );
}

/** "(by Friday)", "[4 Dec]" */
function withoutBrackets(typed: string, clock: Clock): string {
  const day = DAY_BRACKETED.exec(typed);
  return day !== null && readDueDay(day[1] ?? '', clock) !== undefined
    ? `${typed.slice(0, day.index)}by ${day[1]}`
    : typed.replace(BRACKETED, '$1');
}

/** "before Friday" is by Thursday. */
function dayBefore(due: DueDay, today: string): DueDay {
  const day = due.kind === 'day' ? isoDay(dayOf(due.day).minus({ days: 1 })) : '';
  return day >= today ? { kind: 'day', day } : due;
}

/** The longest phrase that ends there and begins ahead of a place in the line. */
function dayEndingAt(line: string, to: number, ahead: number, clock: Clock): { due: DueDay; from: number } | undefined {
  for (const match of line.slice(0, ahead).matchAll(/(?<=^|\s)\S/g)) {
    if (match.index < ahead - LOOK_BACK) continue;
    const found = dayAt(line, match.index, clock);
    if (found?.to === to) return { due: found.due, from: match.index };
  }
  return undefined;
}

/** "by Friday or Monday": two days. */
function withOther(line: string, from: number, found: FoundDay, clock: Clock): { due: DueDay; to: number } {
  const join = /^\s*(?:or|and|to|[-–/&])\s*/i.exec(line.slice(found.to));
  if (join === null || found.due.kind !== 'day') return found;
  const other = dayAt(line, found.to + join[0].length, clock);
  return other?.due.kind === 'day'
    ? { due: { kind: 'either', words: line.slice(from, other.to), days: [found.due.day, other.due.day] }, to: other.to }
    : found;
}

function tidy(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/ (?=[,;.!]( |$))/g, '')
    .replace(/^[\s,;:!–-]+|[\s,;:!–-]+$/g, '')
    .trim();
}
