// A person at the console, by the requests that its page makes. The page itself is driven by a real browser in tests/browser.
import { randomUUID } from 'node:crypto';
import type { TestBot } from '../bot.ts';
import { type Driver, inWords, type OpenedForm, type Seen, type Values } from '../seen.ts';
import { until } from '../until.ts';

const decode = (markup: string) =>
  markup.replace(/&#(\d+);/g, (_, number: string) => String.fromCharCode(Number(number)));

export interface Article {
  id: string;
  isPrivate: boolean;
  /** As it stands on the page: what changes there has changed for who looks. */
  markup: string;
  /** Read when somebody looks at this one: a page holds sixty. */
  readonly seen: Seen;
}

export function readArticles(page: string): Article[] {
  return page
    .split('<article ')
    .slice(1)
    .map((markup) => {
      const isPrivate = /class="[^"]*for-you/.test(markup);
      return {
        id: /data-message="([^"]+)"/.exec(markup)?.[1] ?? '',
        isPrivate,
        markup,
        get seen() {
          return { ...readCard(markup), isPrivate };
        },
      };
    });
}

function readCard(markup: string): Pick<Seen, 'words' | 'buttons'> {
  const buttons = [...markup.matchAll(/data-press="([^"]+)"[^>]*>([^<]*)</g)].map(([, raw = '', label = '']) => ({
    label: decode(label),
    raw: JSON.parse(decode(raw)),
  }));
  const words = inWords([decode(markup.slice(markup.indexOf('</header>')).replace(/<[^>]*>/g, ' '))]);
  return { words, buttons };
}

const summaryOf = (content: unknown): unknown => (content as { card?: { summary?: unknown } }).card?.summary;

export function consoleDriver(bot: TestBot, as = 'maya-okonjo', place = 'new-parks'): Driver {
  /** In a private chat everything is for one person. */
  const isMine = (article: Article) => article.isPrivate || place.startsWith('dm:');

  async function look(where = place): Promise<Article[]> {
    const response = await fetch(`${bot.url}/console/messages?as=${as}&in=${encodeURIComponent(where)}`);
    return readArticles(await response.text());
  }

  async function act(
    what: Record<string, unknown>,
    id: string = randomUUID(),
  ): Promise<{ form?: string; done?: boolean; said?: string }> {
    const response = await fetch(`${bot.url}/console/act`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id, as, in: place, ...what }),
    });
    if (!response.ok) throw new Error(`The console was answered ${response.status}: ${await response.text()}`);
    return JSON.parse(await response.text());
  }

  /** @param known what stood there before; news that come meanwhile are no answer */
  async function answerAmong(known: Map<string, string>, said: string | undefined): Promise<Seen> {
    const found = await until('an answer', async () => {
      const fresh = (await look()).filter((article) => isMine(article) && known.get(article.id) !== article.markup);
      if (fresh.length === 0) return undefined;
      const stored = await bot.database.prisma.consoleMessage.findMany({
        where: { id: { in: fresh.map(({ id }) => id) } },
      });
      const answers = stored.filter(({ content }) => summaryOf(content) === said).map(({ id }) => id);
      // A card that was pressed may have been drawn anew since.
      return fresh.findLast(({ id }) => answers.includes(id)) ?? fresh.findLast(({ id }) => known.has(id));
    });
    return found.seen;
  }

  const standing = async () => new Map((await look()).map((article) => [article.id, article.markup]));

  async function answerTo(what: Record<string, unknown>, id?: string): Promise<Seen> {
    const known = await standing();
    const answer = await act(what, id);
    if (answer.form !== undefined) throw new Error('A form was opened, not a card');
    return answerAmong(known, answer.said);
  }

  async function formAfter(what: Record<string, unknown>): Promise<OpenedForm> {
    const answer = await act(what);
    if (answer.form === undefined) throw new Error(`No form: ${JSON.stringify(answer)}`);
    return readForm(answer.form);
  }

  const pressOf = (card: Seen, label: string) => {
    const button = card.buttons.find((entry) => entry.label === label);
    if (button === undefined)
      throw new Error(
        `No button "${label}" among ${card.buttons.map((entry) => entry.label).join(', ')} on: ${card.words}`,
      );
    return { kind: 'press', ...button.raw };
  };

  return {
    platform: 'console',
    command: (words, id) => answerTo({ kind: 'say', words: `/pz ${words}` }, id),
    openForm: (words) => formAfter({ kind: 'say', words: `/pz ${words}` }),
    press: (card, label, id) => answerTo(pressOf(card, label), id),
    pressForForm: (card, label) => formAfter(pressOf(card, label)),
    async submit(form, changes) {
      const known = await standing();
      const answer = await act({
        kind: 'submit',
        form: form.raw['form'],
        data: form.raw['data'],
        values: valuesOf(form, changes),
      });
      if (answer.form !== undefined) return readForm(answer.form);
      return answerAmong(known, answer.said);
    },
    async logThis(text) {
      const id = randomUUID();
      await act({ kind: 'say', words: text }, id);
      return formAfter({ kind: 'shortcut', shortcut: 'log.this', message: id });
    },
    reply: (card, words) => answerTo({ kind: 'say', words: `@People Zones ${words}`, thread: card.id }),
    async say(words) {
      const id = randomUUID();
      await act({ kind: 'say', words }, id);
      return id;
    },
    async thread(card) {
      const said = await bot.database.prisma.consoleMessage.findMany({
        where: { thread: card.id ?? '', audience: null, author: null },
        orderBy: { id: 'asc' },
      });
      return said.map(({ content }) => ({ words: JSON.stringify(content), buttons: [], isPrivate: false }));
    },
    async channel() {
      return (await look())
        .filter((article) => !article.isPrivate)
        .map((article) => ({ ...article.seen, id: article.id }));
    },
    async inbox() {
      return (await look(`dm:${as}`)).map((article) => article.seen);
    },
    complaints: () => [],
  };
}

function readForm(markup: string): OpenedForm {
  const fields: OpenedForm['fields'] = {};
  for (const [, name = '', value = ''] of markup.matchAll(
    /<input type="(?:text|date|number|time)"[^>]* name="([^"]+)"[^>]* value="([^"]*)"/g,
  ))
    fields[name] = { label: name, value: value === '' ? undefined : decode(value) };
  for (const [, kind = '', name = '', value = ''] of markup.matchAll(
    /<input type="(number)" data-kind="number" inputmode="numeric" id="[^"]+" name="([^"]+)"[^>]* value="([^"]*)"/g,
  ))
    fields[name] = { label: kind, value: value === '' ? undefined : Number(value) };
  for (const [, name = '', value = ''] of markup.matchAll(/<textarea [^>]*name="([^"]+)"[^>]*>([^<]*)</g))
    fields[name] = { label: name, value: decode(value) };
  for (const [, name = '', inner = ''] of markup.matchAll(/<select [^>]*name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g))
    fields[name] = { label: name, value: /value="([^"]*)" selected/.exec(inner)?.[1] };
  for (const [, name = '', value = '', checked] of markup.matchAll(
    /<input type="checkbox" name="([^"]+)" data-kind="choices" value="([^"]*)"( checked)?/g,
  )) {
    fields[name] ??= { label: name, value: [] };
    const field = fields[name];
    if (checked !== undefined && Array.isArray(field.value)) field.value.push(value);
  }
  const errors = [...markup.matchAll(/class="error"[^>]*>([^<]*)</g)].map((match) => decode(match[1] ?? ''));
  const title = /<h2[^>]*>([^<]*)</.exec(markup)?.[1] ?? '';
  return {
    title: decode(title),
    fields,
    errors,
    raw: {
      form: decode(/data-form="([^"]+)"/.exec(markup)?.[1] ?? ''),
      data: JSON.parse(decode(/data-hidden="([^"]*)"/.exec(markup)?.[1] ?? '{}')),
    },
  };
}

function valuesOf(form: OpenedForm, changes: Values): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries({
      ...Object.fromEntries(Object.entries(form.fields).map(([name, field]) => [name, field.value])),
      ...changes,
    }).filter(([, value]) => value !== undefined && value !== ''),
  );
}
