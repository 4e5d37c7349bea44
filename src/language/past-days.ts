// Days that have been, in natural language and UK order: when something happened.
import * as chrono from 'chrono-node';
import { DateTime } from 'luxon';
import { todayIn } from '../calendar.ts';

const BARE_WORD =
  /^(?:(?:mon|tues?|wed|thur?s?|fri|sat|sun|jan|feb|mar|march|apr|april|may|june?|july?|aug|sept?|oct|nov|dec)\.?|now|second|\d{1,2})$/i;
const BARE_WEEKDAY = /^(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day(?: (?:morning|afternoon|evening|night))?$/i;

const MISTAKEN_DAYS = 31;
/** What most lines end with; it needs no further thought unless something before it may name a day too. */
const PLAIN_DAY = /\s(today|yesterday)$/i;
const OTHER_DAY =
  /\b(?:today|yesterday|tomorrow|ago|last|next|days?|weeks?|months?|years?)\b|\b(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\d(?:st|nd|rd|th)\b|\d[/.:-]\d|\d{4}/i;

/** The first day that the text names, as people in the United Kingdom write it; of two that it could be, the one that has been. */
export function findPastDay(
  text: string,
  { now, timeZone }: { now: Date; timeZone: string },
): { day: string; from: number; to: number } | undefined {
  const today = todayIn(timeZone, now);
  const plain = PLAIN_DAY.exec(text);
  if (plain !== null && !OTHER_DAY.test(text.slice(0, plain.index)))
    return {
      day: plain[1]?.toLowerCase() === 'today' ? today.day : today.yesterday,
      from: plain.index + 1,
      to: text.length,
    };
  for (const result of chrono.en.GB.parse(text.slice(0, 10_000), { instant: now, timezone: today.offset })) {
    const { start } = result;
    if (BARE_WORD.test(result.text.trim())) continue;
    if (
      !start.isCertain('day') &&
      !start.isCertain('weekday') &&
      !/\b(?:days?|weeks?|months?) ago\b/i.test(result.text)
    )
      continue;
    const atEnd = text.slice(result.index + result.text.length).trim() === '';
    // "2/3 of residents": a day and month alone count only at the end of the line.
    if (/^\d{1,2}[/.-]\d{1,2}$/.test(result.text.trim()) && !atEnd) continue;
    let day = DateTime.fromObject(
      {
        year: start.get('year') ?? today.year,
        month: start.get('month') ?? today.month,
        day: start.get('day') ?? today.dayOfMonth,
      },
      { zone: 'utc' },
    );
    // What is logged has happened: "Friday" is the last one.
    if (BARE_WEEKDAY.test(result.text.trim()))
      while ((day.toISODate() ?? '') > today.day) day = day.minus({ weeks: 1 });
    // So "1 May", without a year, is the last one too, unless it is so near ahead that somebody may have mistaken the month.
    if (
      !start.isCertain('year') &&
      start.isCertain('month') &&
      day.diff(DateTime.fromISO(today.day, { zone: 'utc' }), 'days').days > MISTAKEN_DAYS
    )
      day = day.minus({ years: 1 });
    const iso = day.toISODate();
    if (iso !== null) return { day: iso, from: result.index, to: result.index + result.text.length };
  }
  return undefined;
}
