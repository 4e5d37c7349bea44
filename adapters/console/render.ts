// Cards and forms as HTML.
import type { Button, Card, JsonObject } from '../../src/chat/cards.ts';
import type { Form } from '../../src/chat/forms.ts';
import { cut } from '../../src/chat/spans.ts';
import { type Drawing, lines, renderBlock, renderField } from '../../src/http/cards.ts';
import { type Html, html } from '../../src/http/html.ts';
import type { ConsoleMessage } from './store.ts';

const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/London' });

export interface AroundMessage {
  /** What may be done with what somebody has said. */
  shortcuts: { name: string; title: string }[];
  /** What was said under it; undefined: nothing can be. */
  replies?: ConsoleMessage[] | undefined;
}

/** A message as one article of the log, with what was said under it. */
export function renderMessage(message: ConsoleMessage, { shortcuts, replies }: AroundMessage): Html {
  const at = CLOCK.format(message.at);
  const who = message.author ?? 'People Zones';
  const mark = message.isPrivate ? html`<span class="private">Only you can see this</span>` : undefined;
  // A command is done; talk can still be made something of.
  const offered = message.content.kind === 'said' && !message.content.text.startsWith('/') ? shortcuts : [];
  const body =
    message.content.kind === 'said'
      ? html`<p class="said">${lines(message.content.text)}</p>${offered.map((shortcut) => html`<button type="button" class="quiet" data-shortcut="${shortcut.name}">${shortcut.title}</button>`)}`
      : message.content.plain !== undefined
        ? html`<p class="said">${lines(message.content.plain)}</p>`
        : renderCard(message.content.card, message.id, message.isPrivate, message.thread);
  const thread =
    replies === undefined || message.thread !== undefined || message.isPrivate
      ? undefined
      : html`<div class="thread">${replies.map((reply) => renderMessage(reply, { shortcuts }))}<button type="button" class="quiet" data-reply="${message.id}" data-reply-to="${summaryOf(message)}" aria-label="${`Reply in thread: ${summaryOf(message)}`}">Reply in thread</button></div>`;
  return html`<article id="m-${message.id}" class="is-${message.content.kind}${message.isPrivate ? ' for-you' : ''}" data-message="${message.id}" aria-label="${`${who}${message.isPrivate ? ', only to you' : ''}: ${summaryOf(message)}`}"><header><b>${who}</b> <time datetime="${message.at.toISOString()}">${at}</time>${message.edited ? html` <small>updated</small>` : undefined} ${mark}</header>${body}${thread}</article>`;
}

function summaryOf({ content }: ConsoleMessage): string {
  return cut(content.kind === 'said' ? content.text : content.card.summary, 60);
}

/** A card; its buttons carry what the press needs. */
export function renderCard(card: Card, messageId: string, isPrivate: boolean, thread?: string): Html {
  return html`<div class="card">${card.blocks.map((block) => renderBlock(block, drawing({ messageId, isPrivate, version: card.version, thread })))}</div>`;
}

interface Around {
  messageId: string;
  isPrivate: boolean;
  version: number | undefined;
  thread: string | undefined;
}

const drawing = (around: Around): Drawing => ({
  command: (words) => html`<code>/pz ${words}</code>`,
  button: (button) => renderButton(button, around),
  howToSay: html`<p class="note">The same words work after a mention of me, and alone in a private chat with me.</p>`,
});

function renderButton(button: Button, { messageId, isPrivate, version, thread }: Around): Html {
  const press: JsonObject = {
    action: button.action,
    data: button.data,
    message: messageId,
    onPrivateCard: isPrivate,
    ...(version === undefined ? {} : { version }),
    ...(thread === undefined ? {} : { thread }),
  };
  const confirm =
    button.confirm === undefined
      ? undefined
      : html` data-confirm="${`${button.confirm.title} ${button.confirm.text}`}"`;
  return html`<button type="button" class="${button.style ?? 'plain'}" data-press="${JSON.stringify(press)}"${confirm}>${button.label}</button>`;
}

/** A form inside the page's dialog; errors stand beside their fields and are read out with them. */
export function renderForm(form: Form, errors: Record<string, string> = {}): Html {
  const whole = errors[''];
  return html`<form data-form="${form.id}" data-hidden="${JSON.stringify(form.data)}" novalidate><h2 id="dialog-title">${form.title}</h2>${whole === undefined ? undefined : html`<p class="error" role="alert">${whole}</p>`}${(form.intro ?? []).map((block) => renderBlock(block, drawing({ messageId: '', isPrivate: true, version: undefined, thread: undefined })))}${form.fields.map((field) => renderField(field, errors[field.name]))}<div class="buttons"><button type="submit" class="primary">${form.submit}</button><button type="button" data-close>Cancel</button></div></form>`;
}
