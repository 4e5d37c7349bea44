// Cards and forms as HTML, for whoever shows them in a page: every kind of block and field, whatever stands around them.
import type { Block, Button } from '../chat/cards.ts';
import type { Field } from '../chat/forms.ts';
import type { Text } from '../chat/spans.ts';
import { renderChart } from './chart.ts';
import { type Html, html } from './html.ts';

/** What each page draws in its own way. */
export interface Drawing {
  /** What may be typed to the bot. */
  command(words: string): Html;
  button(button: Button): Html;
  /** How the bot is spoken to there. */
  howToSay: Html | undefined;
}

export function renderBlock(block: Block, drawing: Drawing): Html {
  const spans = (text: Text) => renderText(text, drawing);
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
      return html`<div class="buttons">${block.buttons.map((button) => drawing.button(button))}</div>`;
    case 'howToSay':
      return drawing.howToSay ?? html``;
    case 'divider':
      return html`<hr>`;
  }
}

export function renderText(text: Text, drawing: Drawing): Html[] {
  return text.map((span) => {
    switch (span.kind) {
      case 'text':
        return html`${lines(span.text)}`;
      case 'strong':
        return html`<strong>${span.text}</strong>`;
      case 'command':
        return drawing.command(span.text);
      case 'code':
        return html`<code>${span.text}</code>`;
      case 'link':
        return html`<a href="${span.url}" rel="noopener noreferrer" target="_blank">${span.text}</a>`;
    }
  });
}

export function lines(text: string): Html[] {
  return text.split('\n').map((line, index) => (index === 0 ? html`${line}` : html`<br>${line}`));
}

/** One field; what is wrong with it stands beside it, and is read out with it. */
export function renderField(field: Field, error: string | undefined): Html {
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
