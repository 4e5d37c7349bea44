// Between which hours, as people say it. Pure.
import { DateTime } from 'luxon';
import { timeAt } from './clock-times.ts';

/** HH:MM to HH:MM: "9 to 5", "8.30am-4pm"; on the clock of twenty-four hours over midnight too, "22:00-06:00". */
export function hoursIn(words: string): { from: string; until: string } | undefined {
  const typed = words.trim();
  const range = timeAt(typed, 0, undefined);
  if (range?.at !== undefined && range.minutes !== undefined && range.to === typed.length)
    return { from: range.at, until: DateTime.fromISO(range.at).plus({ minutes: range.minutes }).toFormat('HH:mm') };
  const match = /^(\d\d):?([0-5]\d)\s*(?:-|–|to|until)\s*(\d\d):?([0-5]\d)$/i.exec(typed);
  if (match === null) return undefined;
  const [from, until] = [`${match[1]}:${match[2]}`, `${match[3]}:${match[4]}`];
  return from < '24:00' && until <= '24:00' ? { from, until } : undefined;
}
