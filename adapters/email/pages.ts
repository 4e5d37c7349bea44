// The pages behind a mail's buttons: what is asked, forms, and a page of one's own. What is opened changes nothing; what is sent does.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Button, Card } from '../../src/chat/cards.ts';
import type { Form, Values } from '../../src/chat/forms.ts';
import type { Incoming, What } from '../../src/chat/incoming.ts';
import type { Dispatch, Route } from '../../src/chat/port.ts';
import type { Reply } from '../../src/chat/replies.ts';
import { BodyTooLarge, readForm } from '../../src/http/body.ts';
import { type Drawing, renderBlock, renderField, renderText } from '../../src/http/cards.ts';
import { type Html, html } from '../../src/http/html.ts';
import { sendPage } from '../../src/http/pages.ts';
import { type Addresses, actOf, actShape, formOf, formShape, keyOf, type MailAct, type Owner, PAGES } from './acts.ts';

export interface PageParts {
  addresses: Addresses;
  dispatch: Dispatch;
  /** A delivery's card as it stands now, to whom it was sent. */
  standing(deliveryId: string, owner: Owner): Promise<Card | undefined>;
}

interface Asked {
  owner: Owner;
  what: unknown;
  query: string;
  requestId: string;
}

const LARGEST = 100_000;

export function mailRoutes(parts: PageParts): Route[] {
  const route = (
    method: Route['method'],
    page: keyof typeof PAGES,
    work: (asked: Asked, response: ServerResponse, request: IncomingMessage) => Promise<void>,
  ): Route => ({
    method,
    path: PAGES[page],
    async handle(request, response, requestId) {
      const { searchParams, search } = new URL(request.url ?? '/', 'http://here');
      const read = parts.addresses.read(page, searchParams);
      if (read === undefined)
        return sorry(response, 404, 'This address is not right', 'It may have been cut in two on its way.');
      if (read.over)
        return sorry(
          response,
          410,
          'This address is too old',
          'What it was for may have changed. A newer mail has a newer one.',
        );
      await work(
        { owner: read.owner, what: read.what, query: `${PAGES[page]}${search}`, requestId },
        response,
        request,
      );
    },
  });
  return [
    route('GET', 'act', (asked, response) => lookAtAct(parts, asked, response)),
    route('POST', 'act', (asked, response) => doAct(parts, asked, response)),
    route('POST', 'form', (asked, response, request) => takeForm(parts, asked, response, request)),
    route('GET', 'home', ({ owner, query }, response) => showHome(owner, query, response)),
    route('POST', 'home', (asked, response, request) => say(parts, asked, response, request)),
    route('GET', 'stop', async ({ owner, query }, response) =>
      sendPage(
        response,
        200,
        'No more mails?',
        html`<h1>No more mails to ${owner.user}?</h1>
<p>Then neither requests nor reminders nor the week’s digest reach you here, and your leads are told. What you want less of you can also choose: write <b>digest</b> or <b>nudge</b> on your page.</p>
<form method="post" action="${query}"><button>No more mails</button></form>${foot(owner)}`,
      ),
    ),
    // With one click, too, by the mail program itself (RFC 8058).
    route('POST', 'stop', async ({ owner, requestId }, response) => {
      await parts.dispatch(incomingOf(owner, requestId, `stop:${randomUUID()}`, { kind: 'removed' }));
      sendPage(
        response,
        200,
        'No more mails',
        html`<h1>No more mails</h1><p>Nothing is sent to ${owner.user} any more. As soon as you press something in an earlier mail, mails come again.</p>`,
      );
    }),
  ];
}

/** Only what is read may be seen by opening: a form to fill in, a list. Whatever would change something is asked about first. */
async function lookAtAct(
  parts: PageParts,
  { owner, what, query, requestId }: Asked,
  response: ServerResponse,
): Promise<void> {
  const act = actShape.parse(what);
  const reply = await parts.dispatch({ ...incomingOf(owner, requestId, keyOf(owner, act), pressOf(act)), looks: true });
  if (reply.kind === 'card') return show(parts, owner, reply.card, response);
  if (reply.kind === 'form') return showForm(parts, owner, reply.form, {}, response);
  const now = act.of === '' ? undefined : await parts.standing(act.of, owner);
  const changed = now?.version !== undefined && act.version !== undefined && now.version !== act.version;
  sendPage(
    response,
    200,
    act.label,
    html`${now === undefined ? undefined : cardHtml({ ...now, blocks: now.blocks.filter(({ kind }) => kind !== 'buttons') }, quiet)}
${now === undefined ? html`<h1>${act.label}?</h1>` : html`<h2>${act.label}?</h2>`}
${changed ? html`<p class="quiet">This has changed since the mail was written: above it stands as it is now.</p>` : undefined}
${act.asks === undefined ? undefined : html`<p>${act.asks}</p>`}
<form method="post" action="${query}"><button>${act.label}</button></form>${foot(owner)}`,
  );
}

async function doAct(parts: PageParts, { owner, what, requestId }: Asked, response: ServerResponse): Promise<void> {
  const act = actShape.parse(what);
  const reply = await parts.dispatch(incomingOf(owner, requestId, keyOf(owner, act), pressOf(act)));
  await answer(parts, owner, reply, response);
}

async function takeForm(
  parts: PageParts,
  { owner, what, requestId }: Asked,
  response: ServerResponse,
  request: IncomingMessage,
): Promise<void> {
  const given = formShape.parse(what);
  const fields = await fieldsOf(request, response);
  if (fields === undefined) return;
  const reply = await parts.dispatch(
    incomingOf(owner, requestId, `email:${owner.user}:form:${given.once}`, {
      kind: 'submit',
      form: given.form,
      data: given.data,
      values: valuesOf(given.kinds, fields),
    }),
  );
  await answer(parts, owner, reply, response);
}

async function say(
  parts: PageParts,
  { owner, query, requestId }: Asked,
  response: ServerResponse,
  request: IncomingMessage,
): Promise<void> {
  const fields = await fieldsOf(request, response);
  if (fields === undefined) return;
  const words = (fields.get('words') ?? '').trim();
  if (words === '') return showHome(owner, query, response);
  const once = fields.get('once') ?? randomUUID();
  const reply = await parts.dispatch(
    incomingOf(owner, requestId, `email:${owner.user}:said:${once}`, { kind: 'command', words, visible: false }),
  );
  await answer(parts, owner, reply, response);
}

async function answer(parts: PageParts, owner: Owner, reply: Reply, response: ServerResponse): Promise<void> {
  switch (reply.kind) {
    case 'card':
      return show(parts, owner, reply.card, response);
    case 'form':
      return showForm(parts, owner, reply.form, {}, response);
    case 'invalid':
      return showForm(parts, owner, reply.form, reply.errors, response);
    case 'nothing':
      return sendPage(response, 200, 'Done', html`<h1>Done</h1>${foot(owner)}`);
  }
}

const incomingOf = ({ tenant, user }: Owner, requestId: string, key: string, what: What): Incoming => ({
  requestId,
  key,
  sender: { platform: 'email', tenant, user },
  place: { platform: 'email', tenant, conversation: `mailbox:${user}`, kind: 'personal' },
  what,
  answer: 'now',
  canOpenForms: true,
});

const pressOf = ({ action, data, version }: MailAct): What => ({
  kind: 'press',
  action,
  data,
  onPrivateCard: true,
  ...(version === undefined ? {} : { version }),
});

function show(parts: PageParts, owner: Owner, card: Card, response: ServerResponse): void {
  const drawing: Drawing = {
    ...quiet,
    button(button: Button) {
      const url = parts.addresses.act(owner, actOf(button, card.version, '', randomUUID()));
      if (url === undefined) return html``;
      const path = new URL(url);
      // What asks first, or opens a form, is opened; the rest is done.
      const opens = button.confirm !== undefined || button.opens === 'form';
      return html`<form class="inline" method="${opens ? 'get' : 'post'}" action="${path.pathname}${opens ? '' : path.search}">${
        opens
          ? [...path.searchParams].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)
          : undefined
      }<button class="${button.style ?? 'plain'}">${button.label}</button></form>`;
    },
  };
  sendPage(response, 200, card.summary, html`${cardHtml(card, drawing)}${foot(owner, parts.addresses.home(owner))}`);
}

/** A card as a whole page: its heading is the page's. */
function cardHtml({ blocks, summary }: Card, drawing: Drawing): Html {
  const [first, ...rest] = blocks;
  const [title, body] =
    first?.kind === 'heading' ? [html`${renderText(first.text, drawing)}`, rest] : [html`${summary}`, blocks];
  return html`<div class="card"><h1>${title}</h1>${body.map((block) => renderBlock(block, drawing))}</div>`;
}

/** What may be typed is typed on one's own page. */
const quiet: Drawing = {
  command: (words) => html`“${words}”`,
  button: () => html``,
  howToSay: html`<p class="quiet">What stands in “ ” you can write on your page.</p>`,
};

function showForm(
  parts: PageParts,
  owner: Owner,
  form: Form,
  errors: Record<string, string>,
  response: ServerResponse,
): void {
  const url = parts.addresses.form(owner, formOf(form, randomUUID()));
  const whole = errors[''];
  const wrong = Object.keys(errors).length > 0;
  sendPage(
    response,
    wrong ? 422 : 200,
    wrong ? `Please look again: ${form.title}` : form.title,
    html`<h1>${form.title}</h1>
${wrong ? html`<p class="problem" role="alert">${whole ?? 'Something is not right yet: it stands beside each question. What you typed is still here.'}</p>` : undefined}
${(form.intro ?? []).map((block) => renderBlock(block, quiet))}
<form method="post" action="${pathOf(url)}">
${form.fields.map((field) =>
  renderField(
    // No file goes with this form: its rows are pasted.
    field.kind === 'file' ? { ...field, kind: 'longText', hint: 'Paste the rows here.' } : field,
    errors[field.name],
  ),
)}
<p><button>${form.submit}</button></p></form>${foot(owner, parts.addresses.home(owner))}`,
  );
}

const pathOf = (url: string | undefined): string => {
  if (url === undefined) return '';
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
};

const BEGINNINGS = [
  ['zone', 'My zones'],
  ['nudge', 'What waits for me'],
  ['action list', 'What I have promised'],
  ['digest', 'My digest'],
  ['help', 'What I can write'],
] as const;

async function showHome(owner: Owner, query: string, response: ServerResponse): Promise<void> {
  const field = (words: string, label: Html) =>
    html`<form class="inline" method="post" action="${query}"><input type="hidden" name="words" value="${words}"><input type="hidden" name="once" value="${randomUUID()}">${label}</form>`;
  sendPage(
    response,
    200,
    'Your page',
    html`<h1>Write to People Zones</h1>
<form method="post" action="${query}"><input type="hidden" name="once" value="${randomUUID()}">
<div class="field"><label for="words">What have you done, or what would you like to know?</label>
<textarea id="words" name="words" rows="3" required aria-describedby="words-hint"></textarea>
<small id="words-hint">For example: log Tea with residents at the hall yesterday. Or: problem Windows broken at the library. No names, numbers or addresses of people.</small></div>
<p><button>Send</button></p></form>
<h2>Or begin here</h2><div class="buttons">${BEGINNINGS.map(([words, label]) => field(words, html`<button class="plain">${label}</button>`))}</div>${foot(owner)}`,
  );
}

/** Whose page it is, for whoever has got it from somebody else. */
const foot = ({ user }: Owner, home?: string): Html =>
  html`<footer class="screen quiet">${home === undefined ? undefined : html`<p><a href="${pathOf(home)}">Your page</a></p>`}<p>This page is ${user}’s. <b>Not you?</b> Then close it: what is done here is done in their name. Ask whoever sent it to you for a mail of your own.</p></footer>`;

async function fieldsOf(request: IncomingMessage, response: ServerResponse): Promise<URLSearchParams | undefined> {
  try {
    return await readForm(request, LARGEST);
  } catch (error) {
    if (!(error instanceof BodyTooLarge)) throw error;
    sorry(
      response,
      413,
      'That is too long',
      'A page takes some 50 pages of text. Go back: what you typed is still there.',
    );
    return undefined;
  }
}

function valuesOf(kinds: Record<string, string>, fields: URLSearchParams): Values {
  const values: Values = {};
  for (const [name, kind] of Object.entries(kinds)) {
    const typed = (fields.get(name) ?? '').replace(/\r\n/g, '\n');
    if (kind === 'choices') values[name] = fields.getAll(name);
    else if (kind === 'yesNo') values[name] = fields.has(name);
    else if (kind === 'number') {
      if (typed !== '') values[name] = Number(typed);
    } else if (typed !== '') values[name] = typed;
  }
  return values;
}

function sorry(response: ServerResponse, status: number, title: string, why: string): void {
  sendPage(response, status, title, html`<h1>${title}</h1><p>${why}</p>`);
}
