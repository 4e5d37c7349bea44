// Text as spans. What people typed enters as data and each platform's renderer escapes it, so that nobody can ping a
// channel, forge a link or break a card.

export type Span =
  | { kind: 'text'; text: string }
  | { kind: 'strong'; text: string }
  /** What may be typed to the bot, without any platform's sign before it: each draws it in its own way. */
  | { kind: 'command'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'link'; text: string; url: string };

/** What a sentence of ours may name in quotes to be typed: "me join". Held against the registry by a test. */
export const COMMAND_NAMES = [
  'log',
  'problem',
  'action',
  'meeting',
  'idea',
  'celebrate',
  'nudge',
  'digest',
  'measure',
  'zone',
  'me',
  'help',
] as const;
const QUOTED_COMMAND = new RegExp(`"((?:${COMMAND_NAMES.join('|')})(?: [^"]*)?)"`, 'g');

/** A run of spans; the only form in which words reach a card. */
export type Text = readonly Span[];

type Said = string | number | Span | Text;

/**
 * A sentence with values in it. Strings and numbers become plain text, whatever they hold; a command in quotes in the sentence
 * itself is drawn as each platform types it.
 *
 * @example say`${strong(zone.name)}: ${count} interactions, last by ${person.name}.`
 */
export function say(words: TemplateStringsArray, ...values: Said[]): Text {
  const spans: Span[] = [];
  words.forEach((word, index) => {
    spans.push(...ownWords(word));
    const value = values[index];
    if (value !== undefined) spans.push(...toSpans(value));
  });
  return merged(spans);
}

/** A sentence of ours with places such as {where}, filled with names; a command in quotes is drawn as each platform types it. */
export function filled(sentence: string, names: Record<string, string>): Text {
  const spans = sentence.split(/\{(\w+)\}/).flatMap((part, index) => {
    if (index % 2 === 0) return ownWords(part);
    return toSpans(names[part] ?? '');
  });
  return merged(spans.filter(({ text }) => text !== ''));
}

/** Plain words that follow each other are one span: less to draw, and read out in one go. */
function merged(spans: Span[]): Text {
  return spans.reduce<Span[]>((kept, span) => {
    const last = kept.at(-1);
    if (last?.kind === 'text' && span.kind === 'text')
      kept[kept.length - 1] = { kind: 'text', text: last.text + span.text };
    else kept.push(span);
    return kept;
  }, []);
}

function ownWords(words: string): Span[] {
  return words
    .split(QUOTED_COMMAND)
    .map((part, index): Span => ({ kind: index % 2 === 1 ? 'command' : 'text', text: part }))
    .filter(({ text }) => text !== '');
}

/** What somebody typed, or any other plain string, as text. */
export function plain(text: string): Text {
  return [{ kind: 'text', text }];
}

export function strong(text: string): Span {
  return { kind: 'strong', text };
}

/** What may be typed to the bot: "me join". */
export function command(text: string): Span {
  return { kind: 'command', text };
}

/** A value to be typed as it stands. */
export function code(text: string): Span {
  return { kind: 'code', text };
}

/** A link whose address the product made; never one that a person typed. */
export function link(text: string, url: string): Span {
  return { kind: 'link', text, url };
}

/** "one proposal", "3 proposals", "0 proposals". */
export function howMany(count: number, one: string, more: string): string {
  return count === 1 ? `one ${one}` : `${count} ${more}`;
}

/** Several texts as one, with a separator between them. */
export function join(texts: readonly Said[], separator: string): Text {
  return texts.flatMap((text, index) =>
    index === 0 ? toSpans(text) : [{ kind: 'text' as const, text: separator }, ...toSpans(text)],
  );
}

/** The words alone, for notifications, screen readers and lengths. */
export function textOf(text: Text): string {
  return text.map(wordsOf).join('');
}

const wordsOf = (span: Span): string => (span.kind === 'command' ? `"${span.text}"` : span.text);

/** The text cut to at most `most` characters (code points), with an ellipsis where it was cut. */
export function shorten(text: Text, most: number): Text {
  if (lengthOf(textOf(text)) <= most) return text;
  const kept: Span[] = [];
  let room = most - 1;
  for (const span of text) {
    const letters = [...span.text];
    if (letters.length >= room) {
      kept.push({ ...span, text: `${letters.slice(0, Math.max(0, room)).join('').trimEnd()}…` });
      break;
    }
    kept.push(span);
    room -= letters.length;
  }
  return kept;
}

/** A plain string cut in the same way. */
export function cut(text: string, most: number): string {
  // Of units there are never fewer than of code points.
  if (text.length <= most) return text;
  const letters = [...text];
  return letters.length <= most
    ? text
    : `${letters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}

/** How many words stand in a text that is not empty. */
export const wordsIn = (text: string): number => text.trim().split(/\s+/).length;

/** Length in code points, as the platforms count. */
export function lengthOf(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Control characters out, line ends as \n, no surrounding space: how anything typed is taken in. */
export function clean(text: string): string {
  return (
    text
      .replace(/\r\n?/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: taking control characters out is the point
      .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g, '')
      .replace(/\u00A0/g, ' ')
      .trim()
  );
}

function toSpans(value: Said): readonly Span[] {
  if (typeof value === 'string') return [{ kind: 'text', text: value }];
  if (typeof value === 'number') return [{ kind: 'text', text: String(value) }];
  return 'kind' in value ? [value] : value;
}

/** Enough letters to mean something to somebody else. */
export const saysSomething = (text: string): boolean => (text.match(/\p{L}/gu)?.length ?? 0) >= 4;
