// Reads one typed line that promises something: what, who (@Dana, @Housing), by when, for which problem. Pure.
import { clean } from '../../chat/spans.ts';
import { takeDueDay } from '../../language/due-days.ts';
import type { Clock, DueDay } from '../../language/meant-days.ts';
import { findMentions, type Mention } from '../../language/mentions.ts';

export interface ActionLine {
  text: string;
  due: DueDay | undefined;
}

/** The first mention of a line: whose promise it is. */
export function ownerMention(typed: string): Mention | undefined {
  return findMentions(typed)[0];
}

/** What is left of a line when its owner and its problem have been taken out: what is promised, and by when. */
export function readActionLine(typed: string, clock: Clock): ActionLine {
  const { text, due } = takeDueDay(clean(typed), clock);
  return { text: tidy(text).replace(/^(?:please )?to (\p{L})/iu, (_, letter: string) => letter.toUpperCase()), due };
}

/** The line without what stands at [from, to), and without the "for" or "to" before it. */
export function without(line: string, from: number, to: number): string {
  const before = line.slice(0, from).replace(/\s(?:for|on|re|about)\s*$/i, ' ');
  return tidy(`${before} ${line.slice(to)}`);
}

function tidy(text: string): string {
  return text
    .replace(/[ \t]+/g, ' ')
    .replace(/ ([.,;])/g, '$1')
    .replace(/[,;\s]+$/, '')
    .trim();
}
