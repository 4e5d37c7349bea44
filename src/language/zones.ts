// Zones as people name them in a sentence.
import type { ZoneEntry } from '../chat/act.ts';

const patternsOfZones = new WeakMap<ZoneEntry[], { zone: ZoneEntry; byName: RegExp; byCode: RegExp }[]>();

function patternsOf(zones: ZoneEntry[]): { zone: ZoneEntry; byName: RegExp; byCode: RegExp }[] {
  const known = patternsOfZones.get(zones);
  if (known !== undefined) return known;
  const patterns = zones.map((zone) => {
    const any = (words: string[]) => words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
    const names = any(namesOf(zone));
    const codes = any(codesOf(zone));
    return {
      zone,
      byName: new RegExp(`(?:^|\\s)(?:in|for) (?:the )?(?:${names})(?: zone)?(?![\\p{L}\\d])`, 'iu'),
      byCode: new RegExp(`(?:^|\\s)(?:in|for|zone) (?:${codes})(?![\\p{L}\\d-])`, 'u'),
    };
  });
  patternsOfZones.set(zones, patterns);
  return patterns;
}

/** The zone that somebody names and nothing else: by its name or letters, those that it had among them. */
export function zoneCalled(words: string, zones: ZoneEntry[]): ZoneEntry | undefined {
  const wanted = words.trim().toLowerCase();
  return zones.find((zone) => [...namesOf(zone), ...codesOf(zone)].some((each) => each.toLowerCase() === wanted));
}

/** Whether a line is what a zone is called, or goes on as one about it does: "New Parks and Coalville". "new Parks Road" is not. */
export const saysZone = (line: string, zones: ZoneEntry[]): boolean =>
  zones.flatMap(namesOf).some((name) => {
    const isFirst = line.toLowerCase().startsWith(name.toLowerCase());
    return isFirst && /^(?:$|[?!.]|,? (?:and|&|please|now|today|team|zone)(?!\p{L}))/iu.test(line.slice(name.length));
  });

/** What it is called and was: letters are no name, for "map" and "aim" are words of ours too. */
export const namesOf = ({ name, before = [] }: ZoneEntry): string[] => [
  name,
  ...before.filter((each) => !isCode(each)),
];
const codesOf = ({ code, before = [] }: ZoneEntry): string[] => [code, ...before.filter(isCode)];

const isCode = (word: string): boolean => /^[A-Z]{2,4}$/.test(word);

/** "in New Parks" or "in NP"; codes count in capitals only, for "in an" is no zone. */
export function findZone(text: string, zones: ZoneEntry[]): { id: string; from: number; to: number } | undefined {
  for (const { zone, byName, byCode } of patternsOf(zones)) {
    const match = byName.exec(text) ?? byCode.exec(text);
    if (match !== null) return { id: zone.id, from: match.index, to: match.index + match[0].length };
  }
  return undefined;
}
