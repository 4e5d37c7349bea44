// HTML by a tagged template that escapes every value; only what the template itself says is markup.

/** Markup that has been made safe. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

type Value = string | number | Html | undefined | false | readonly (Html | string)[];

export function html(words: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(words.map((word, index) => word + (index < values.length ? toMarkup(values[index]) : '')).join(''));
}

function toMarkup(value: Value): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.markup;
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return value.map(toMarkup).join('');
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
