// Between which hours, as people say it. Pure.
import { timeAt, written } from './clock-times.ts';

/** HH:MM to HH:MM: "9 to 5", "8.30am-4pm"; on the clock of twenty-four hours over midnight too, "22:00-06:00". */
export function hoursIn(words: string): { from: string; until: string } | undefined {
  const typed = words.trim();
  const range = timeAt(typed, 0, undefined);
  if (range?.at !== undefined && range.minutes !== undefined && range.to === typed.length)
    return { from: range.at, until: later(range.at, range.minutes) };
  const match = /^([01]\d|2[0-3]):?([0-5]\d)\s*(?:-|–|to|until)\s*(?:([01]\d|2[0-3]):?([0-5]\d)|24:?00)$/i.exec(typed);
  if (match === null) return undefined;
  const [, hour, minute, endHour = '24', endMinute = '00'] = match;
  return { from: `${hour}:${minute}`, until: `${endHour}:${endMinute}` };
}

/** On the clock, whatever the day. @param at HH:MM */
function later(at: string, minutes: number): string {
  const end = Number(at.slice(0, 2)) * 60 + Number(at.slice(3)) + minutes;
  return written(Math.floor(end / 60) % 24, end % 60) ?? at;
}
