// Cards and forms as HTML.
import type { Block, Button, Card, JsonObject } from '../../src/chat/cards.ts';
import type { Field, Form } from '../../src/chat/forms.ts';
import { cut, type Text } from '../../src/chat/spans.ts';
import { renderChart } from '../../src/http/chart.ts';
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
  return html`<div class="card">${card.blocks.map((block) => renderBlock(block, { messageId, isPrivate, version: card.version, thread }))}</div>`;
}

interface Around {
  messageId: string;
  isPrivate: boolean;
  version: number | undefined;
  thread: string | undefined;
}

function renderBlock(block: Block, around: Around): Html {
  switch (block.kind) {
    case 'heading':
      return html`<h2>${spans(block.text)}</h2>`;
    case 'text':
      return html`<p>${spans(block.text)}</p>`;
    case 'note':
      return html`<p class="note">${spans(block.text)}</p>`;
    case 'facts':
      return html`<dl>${block.facts.map((fact) => html`<div><dt>${fact.label}</dt><dd>${spans(fact.value)}</dd></div>`)}</dl>`;
    case 'list': {
      const items = block.items.map((item) => html`<li>${spans(item)}</li>`);
      return block.numbered === true ? html`<ol>${items}</ol>` : html`<ul>${items}</ul>`;
    }
    case 'table':
      return html`<div class="scroll" tabindex="0" role="region" aria-label="${block.caption}"><table><caption>${block.caption}</caption><thead><tr>${block.columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead><tbody>${block.rows.map((row) => html`<tr>${row.map((cell) => html`<td>${spans(cell)}</td>`)}</tr>`)}</tbody></table></div>`;
    case 'chart':
      return renderChart(block.chart);
    case 'image':
      return html`<img src="${block.url}" alt="${block.alt}">`;
    case 'buttons':
      return html`<div class="buttons">${block.buttons.map((button) => renderButton(button, around))}</div>`;
    case 'howToSay':
      return html`<p class="note">The same words work after a mention of me, and alone in a private chat with me.</p>`;
    case 'divider':
      return html`<hr>`;
  }
}

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

function spans(text: Text): Html[] {
  return text.map((span) => {
    switch (span.kind) {
      case 'text':
        return html`${lines(span.text)}`;
      case 'strong':
        return html`<strong>${span.text}</strong>`;
      case 'command':
        return html`<code>/pz ${span.text}</code>`;
      case 'code':
        return html`<code>${span.text}</code>`;
      case 'link':
        return html`<a href="${span.url}" rel="noopener noreferrer" target="_blank">${span.text}</a>`;
    }
  });
}

function lines(text: string): Html[] {
  return text.split('\n').map((line, index) => (index === 0 ? html`${line}` : html`<br>${line}`));
}

/** A form inside the page's dialog; errors stand beside their fields and are read out with them. */
export function renderForm(form: Form, errors: Record<string, string> = {}): Html {
  const whole = errors[''];
  return html`<form data-form="${form.id}" data-hidden="${JSON.stringify(form.data)}" novalidate><h2 id="dialog-title">${form.title}</h2>${whole === undefined ? undefined : html`<p class="error" role="alert">${whole}</p>`}${(form.intro ?? []).map((block) => renderBlock(block, { messageId: '', isPrivate: true, version: undefined, thread: undefined }))}${form.fields.map((field) => renderField(field, errors[field.name]))}<div class="buttons"><button type="submit" class="primary">${form.submit}</button><button type="button" data-close>Cancel</button></div></form>`;
}

function renderField(field: Field, error: string | undefined): Html {
  const id = `f-${field.name}`;
  const described = [field.hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`]
    .filter((part) => part !== '')
    .join(' ');
  const hint = field.hint === undefined ? undefined : html`<small id="${id}-hint">${field.hint}</small>`;
  const problem = error === undefined ? undefined : html`<p class="error" id="${id}-error">${error}</p>`;
  const about = html`id="${id}" name="${field.name}" aria-describedby="${described}"${error === undefined ? undefined : html` aria-invalid="true"`}${field.optional ? undefined : html` aria-required="true"`}`;
  const label = html`${field.label}${field.optional ? html` <span class="optional">(optional)</span>` : undefined}`;
  if (field.kind === 'choices') {
    return html`<fieldset aria-describedby="${described}"><legend>${label}</legend>${hint}<div class="choices">${field.options.map((option) => html`<label><input type="checkbox" name="${field.name}" data-kind="choices" value="${option.value}"${field.value?.includes(option.value) ? html` checked` : undefined}> ${option.label}</label>`)}</div>${problem}</fieldset>`;
  }
  if (field.kind === 'yesNo')
    return html`<div class="field"><label><input type="checkbox" data-kind="yesNo" ${about}${field.value === true ? html` checked` : undefined}> ${label}</label>${hint}${problem}</div>`;
  return html`<div class="field"><label for="${id}">${label}</label>${hint}${control(field, about)}${problem}</div>`;
}

function control(field: Exclude<Field, { kind: 'choices' | 'yesNo' }>, about: Html): Html {
  switch (field.kind) {
    case 'longText':
      return html`<textarea ${about} rows="4">${field.value ?? ''}</textarea>`;
    case 'choice':
      return html`<select ${about}><option value="">Please choose</option>${field.options.map((option) => html`<option value="${option.value}"${option.value === field.value ? html` selected` : undefined}>${option.label}</option>`)}</select>`;
    case 'number':
      return html`<input type="number" data-kind="number" inputmode="numeric" ${about} value="${field.value ?? ''}">`;
    case 'date':
    case 'time':
      return html`<input type="${field.kind}" ${about} value="${field.value ?? ''}">`;
    case 'file':
      return html`<input type="file" data-kind="file" accept="${field.types.map((type) => `.${type}`).join(',')}" ${about}>`;
    case 'text':
    case 'person':
      return html`<input type="text" autocomplete="off" ${about} value="${field.value ?? ''}">`;
  }
}
