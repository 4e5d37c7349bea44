// Whose a promise is: who stands at its head, and who may be meant where nobody does.
import type { Act } from '../../chat/act.ts';
import { Refusal } from '../../chat/replies.ts';
import { capitalised } from '../../language/vocabulary.ts';
import { isWholeName, whoIsMeant } from '../people/index.ts';
import { ownerMention } from './line.ts';

/** As minutes have it: "Tom to ring the council", "Housing will mend the gate", "Tom: the keys". */
const NAMED_FIRST =
  /^(?:(?:action )?(?:for|on):? |action:? )?(?=(\p{L}[\p{L}’'-]*(?: \p{L}[\p{L}’'-]*){0,4}?)(?:,? (?:to|will|agreed to|has agreed to|is to) (?!be\b)\p{L}|(?::| [-–]) ?\p{L}))/iu;
const WHAT_THEN = /^(?:,? (?:to|will|agreed to|has agreed to|is to) |(?::| [-–]) ?)/i;

/** Puts the @ before somebody of the team, or an agency, at the head of a line that mentions nobody. */
export async function withOwner(act: Act, line: string, zoneId: string | undefined): Promise<string> {
  const head = NAMED_FIRST.exec(line);
  if (head === null || ownerMention(line) !== undefined) return line;
  const named = `@${line.slice(head[0].length)}`;
  const mention = ownerMention(named);
  const meant = mention === undefined ? undefined : await whoIsMeant(act, mention, zoneId);
  if (meant?.kind !== 'person' && meant?.kind !== 'agency' && meant?.kind !== 'several') return line;
  const [name, behind] = [named.slice(0, meant.to), named.slice(meant.to)];
  const whole = meant.kind !== 'person' || isWholeName(name.slice(1), meant.person.name);
  if (whole && WHAT_THEN.test(behind)) return `${name} ${capitalised(behind.replace(WHAT_THEN, ''))}`;
  const other = /^(?:,| and| &) (?=\p{L})/iu.exec(behind)?.[0];
  if (!whole || other === undefined) return line;
  // "Rosa and Tom to draft it" is for each of them one; "Health and safety talk to residents" is nobody's yet.
  const second = `@${behind.slice(other.length)}`;
  const also = ownerMention(second);
  const who = also === undefined ? undefined : await whoIsMeant(act, also, zoneId);
  const isSecond = (who?.kind === 'person' || who?.kind === 'agency') && WHAT_THEN.test(second.slice(who.to));
  return isSecond ? `${name} and ${second}` : line;
}

/** @throws {Refusal} when another stands beside the owner: half of a promise would be nobody's */
export function assertOneOwner(line: string, to: number): void {
  if (/^\s*(?:,|&|\+|\/|and\b|or\b)?\s*(?:and\s+)?(?:@|<@)/i.test(line.slice(to)))
    throw new Refusal('A promise is one person’s or one agency’s, so nothing was promised. Promise it once for each.');
}

/** Somebody, or an agency, who is named in a line that is nobody's yet. */
export interface Likely {
  id: string;
  isAgency: boolean;
  name: string;
  /** What they would promise, where the line says so: of "ask Tom to bring the keys", "Bring the keys". */
  text?: string;
}

const MOST_LIKELY = 3;
/** Looked up one by one. */
const MOST_NAMES = 4;
const NAME = /(?<![\p{L}'’@])(?:\p{Lu}[\p{L}’'-]+(?: \p{Lu}[\p{L}’'-]+)?)/gu;
const ASKED =
  /^(?:please |can (?:you|we) )?(?:ask|get|tell|remind|want|need|invite) (?=(\p{L}[\p{L}’'-]*(?: \p{L}[\p{L}’'-]*)?) to (\p{L}.*)$)/iu;

/** Who is named in it by a name of their own. */
export async function likelyOwners(act: Act, text: string, zoneId: string | undefined): Promise<Likely[]> {
  const [, asked = '', what = ''] = ASKED.exec(text) ?? [];
  const names = [...new Set([...(asked === '' ? [] : [asked]), ...[...text.matchAll(NAME)].map(([name]) => name)])];
  const likely = new Map<string, Likely>();
  for (const name of names.slice(0, MOST_NAMES)) {
    const mention = ownerMention(`@${name}`);
    const meant = mention === undefined ? undefined : await whoIsMeant(act, mention, zoneId);
    const own = name === asked && what !== '' ? { text: capitalised(what) } : {};
    if (meant?.kind === 'agency')
      likely.set(meant.agency.id, { id: meant.agency.id, isAgency: true, name: meant.agency.shortName, ...own });
    const people = meant?.kind === 'person' ? [meant.person] : meant?.kind === 'several' ? meant.people : [];
    for (const { id, name: called, agency } of people)
      if (isWholeName(name.split(' ')[0] ?? '', called))
        likely.set(id, { id, isAgency: false, name: `${called} (${agency})`, ...own });
  }
  return [...likely.values()].slice(0, MOST_LIKELY);
}
