// What may follow a word, where the partnership's own names and the calendar are needed: a zone, an agency, a day.
import { type Act, type AgencyEntry, visibleZones, type ZoneEntry } from '../chat/act.ts';
import { closest } from '../chat/closest.ts';
import { Refusal } from '../chat/replies.ts';
import { command, say, strong } from '../chat/spans.ts';
import type { Part, Taken } from '../chat/word.ts';
import { aboutDay } from './days.ts';
import { takeDueDay } from './due-days.ts';

/** The entry one of whose names stands at the beginning, the longest first. */
function named<T>(words: string, entries: readonly T[], namesOf: (entry: T) => string[]): Taken<T> | undefined {
  const line = words.replace(/^the\s+/i, '');
  const lower = line.toLowerCase();
  const found = entries
    .flatMap((entry) => namesOf(entry).map((name) => ({ entry, name: name.toLowerCase() })))
    .filter(({ name }) => name !== '' && lower.startsWith(name) && !/^[\p{L}\p{N}]/u.test(line.slice(name.length)))
    .sort((a, b) => b.name.length - a.name.length)[0];
  return found === undefined ? undefined : { value: found.entry, rest: line.slice(found.name.length) };
}

/** By name or letters, in any case. @throws {Refusal} with the nearest that the person sees */
export function takeZone(act: Act, words: string): Taken<ZoneEntry> | undefined {
  if (words.trim() === '') return undefined;
  const found = named(words.trim(), act.directory.zones, ({ name, code, before = [] }) => [name, code, ...before]);
  if (found !== undefined) return found;
  const seen = visibleZones(act);
  const near = closest(
    words.trim(),
    seen.map(({ name }) => name.toLowerCase()),
  );
  const meant = seen.find(({ name }) => name.toLowerCase() === near)?.name;
  throw new Refusal(
    meant === undefined
      ? say`I know no zone "${words.trim().slice(0, 40)}". Type "zone" to see which there are, "help zone" for what else I know of them.`
      : say`I know no zone "${words.trim().slice(0, 40)}". Did you mean ${strong(meant)}?`,
  );
}

/** A zone, by name or letters. */
export const zone = (label = 'ZONE', ask = 'Which zone?'): Part<ZoneEntry> => ({ label, ask, read: takeZone });

/** A zone of which something is shown, and which may be left out. @param line the word alone: what can be done stands under what it shows */
export const zoneToShow = (line: string): Part<ZoneEntry> => ({
  ...zone(),
  optional: true,
  read(act, words) {
    try {
      return takeZone(act, words);
    } catch (error) {
      if (!(error instanceof Refusal) || !/\S\s\S/.test(words.trim())) throw error;
      throw new Refusal(
        say`"${words.trim().slice(0, 60)}" is no zone that I know, and nothing was done. ${command(line)} alone shows what there is, with buttons for what can be done.`,
      );
    }
  },
});

/** An agency, by any of its names. */
export const agency = (label = 'AGENCY', ask = 'Which agency?'): Part<AgencyEntry> => ({
  label,
  ask,
  read(act, words) {
    if (words === '') return undefined;
    const found = named(words, act.directory.agencies, (entry) => [entry.name, entry.shortName, ...entry.aliases]);
    if (found !== undefined) return found;
    throw new Refusal(
      `I know no agency "${words.slice(0, 40)}". I know ${act.directory.agencies.map((entry) => entry.shortName).join(', ')}.`,
    );
  },
});

/** A day ahead, said as people say it: "on 3 December", "Friday". YYYY-MM-DD by the partnership's calendar. */
export const dayAhead = (label = 'DAY', ask = 'On which day?'): Part<string> => ({
  label,
  ask,
  read(act, words) {
    if (words === '') return undefined;
    const here = { now: act.now, timeZone: act.partnership.timeZone };
    const { text, due } = takeDueDay(/^(?:on|by)\b/i.test(words) ? words : `on ${words}`, here);
    if (due === undefined) return undefined;
    if (due.kind !== 'day') throw new Refusal(`${aboutDay(due, here)} ${ask}`);
    return { value: due.day, rest: text.replace(/^on\s*/i, '') };
  },
});
