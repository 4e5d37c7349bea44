// Agencies as people name them in a sentence: by name, short name or alias, the longest first.
import type { AgencyEntry } from '../chat/act.ts';
import { Refusal } from '../chat/replies.ts';

const namesOfAgencies = new WeakMap<AgencyEntry[], { id: string; name: string }[]>();

/** Every name of every agency in lower case, the longest first. */
function namesOf(agencies: AgencyEntry[]): { id: string; name: string }[] {
  const known = namesOfAgencies.get(agencies);
  if (known !== undefined) return known;
  const names = agencies
    .flatMap((agency) =>
      [agency.name, agency.shortName, ...agency.aliases].map((name) => ({ id: agency.id, name: name.toLowerCase() })),
    )
    .sort((a, b) => b.name.length - a.name.length);
  namesOfAgencies.set(agencies, names);
  return names;
}

/** Agencies and mentioned people after "with", in mid-line or at its end. */
export function findAgencies(
  text: string,
  agencies: AgencyEntry[],
): { agencyIds: string[]; mentioned: string[]; from: number | undefined; to: number } {
  const names = namesOf(agencies);
  const lower = text.toLowerCase();
  const agencyIds: string[] = [];
  const mentioned: string[] = [];
  let from: number | undefined;
  let to = -1;
  for (const match of lower.matchAll(/(?:^|\s)(?:jointly )?with /g)) {
    let at = match.index + match[0].length;
    let matched = false;
    for (;;) {
      const skip = /^(?:the |our )/.exec(lower.slice(at))?.[0].length ?? 0;
      const mention = /^@\{([^|}]{1,80})\|[^}]{0,80}\}/.exec(text.slice(at + skip));
      const agency = names.find(
        (entry) =>
          lower.startsWith(entry.name, at + skip) && !/^[\p{L}\d]/u.test(lower.slice(at + skip + entry.name.length)),
      );
      if (mention !== null) {
        mentioned.push(mention[1] ?? '');
        at += skip + mention[0].length;
      } else if (agency !== undefined) {
        agencyIds.push(agency.id);
        at += skip + agency.name.length;
      } else break;
      matched = true;
      to = at;
      const more = /^(?:,? and |, | & | \+ |,)/.exec(lower.slice(at));
      if (more === null) break;
      at += more[0].length;
    }
    if (matched) from = match.index;
  }
  return { agencyIds, mentioned, from, to };
}

/** As lists are narrowed down: "with Housing", or "housing" by itself. Shapes as of `findAgencies`. */
export function agencyOfList(text: string, agencies: AgencyEntry[]): ReturnType<typeof findAgencies> {
  const found = findAgencies(text, agencies);
  if (found.from !== undefined) return found;
  const lower = text.toLowerCase();
  for (const { id, name } of namesOf(agencies)) {
    const at = ` ${lower} `.indexOf(` ${name} `);
    if (at >= 0) return { agencyIds: [id], mentioned: [], from: at, to: at + name.length };
  }
  return found;
}

/** The one that is called so: by its whole name, its short one, or another that it is known by. @throws {Refusal} when none is */
export function agencyNamed<T extends Pick<AgencyEntry, 'name' | 'shortName' | 'aliases'>>(
  agencies: readonly T[],
  typed: string,
): T {
  const wanted = typed.trim().toLowerCase();
  const found = agencies.find(({ name, shortName, aliases }) =>
    [name, shortName, ...aliases].some((known) => known.toLowerCase() === wanted),
  );
  if (found === undefined)
    throw new Refusal(
      `I know no agency "${typed.slice(0, 40)}". There are: ${agencies.map(({ shortName }) => shortName).join(', ')}.`,
    );
  return found;
}
