// By when something is promised: the day that a line names, and what is left of it. Never silently in the past, and never
// guessed where two days could be meant.
import { type Clock, type DueDay, dayAt, type FoundDay } from './days.ts';

/** Reads words that name a day and nothing else: "Friday", "3 June", "a week on Tuesday". @returns undefined when they name none */
export function readDueDay(words: string, clock: Clock): DueDay | undefined {
  const said = words.trim().replace(/[.,;!]+$/, '');
  const found = dayAt(said, 0, clock, true);
  return found?.to === said.length ? found.due : undefined;
}

/** What stands between "by" and the day, and behind it: at which end of the day is nobody's promise here. */
const PART =
  '(?:the )?(?:cop|cob|eod|close of (?:play|business)|end of (?:play|business|the day)|first thing|last thing)';
const PART_BEFORE = new RegExp(`^${PART}(?: on)?\\s+`, 'i');
/** "… by end of play" before "on Tuesday". */
const PART_APART = new RegExp(`\\s+(?:by|before) ${PART}$`, 'i');
const PART_BEHIND =
  /^,?\s+(?:(?:in the )?(?:morning|afternoon|evening)|night|lunch ?time|lunch|am|pm|first thing|last thing|cop|cob|eod|close of (?:play|business)|(?:at the )?latest|if (?:possible|you can|poss))(?=\s*(?:$|[.,;!]))/i;

/** Longer lines name their day at the end. */
const LOOK_BACK = 60;

/** The last day that a line promises, after "by", "before", "due" or "until", or alone at its end; with what is left without it. */
export function takeDueDay(line: string, clock: Clock): { text: string; due: DueDay | undefined } {
  for (const match of [...line.matchAll(/(?:^|\s)(?:by|before|due|until|till|on)\s+/gi)].reverse()) {
    const by = match.index + match[0].length;
    const from = by + (PART_BEFORE.exec(line.slice(by))?.[0].length ?? 0);
    const found = dayAt(line, from, clock, true);
    // "a week on Tuesday" begins before its "on".
    if (found !== undefined && dayBefore(line, match.index, found, clock) === undefined) {
      const { due, to } = withOther(line, from, found, clock);
      return {
        text: tidy(`${line.slice(0, match.index).replace(PART_APART, '')} ${line.slice(to).replace(PART_BEHIND, '')}`),
        due,
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
    if (found !== undefined && (parted(found) || (found.to === end && !found.bare)))
      return { text: tidy(line.slice(0, match.index)), due: found.due };
  }
  return { text: line, due: undefined };
}

/** A phrase that began earlier and takes this one in. */
function dayBefore(line: string, until: number, { to }: FoundDay, clock: Clock): FoundDay | undefined {
  for (const match of line.slice(0, until).matchAll(/(?<=^|\s)\S/g)) {
    if (match.index < until - LOOK_BACK) continue;
    const found = dayAt(line, match.index, clock);
    if (found?.to === to) return found;
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
  return text.replace(/\s+/g, ' ').trim();
}
