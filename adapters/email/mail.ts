// A card as a mail: HTML that Outlook and a phone both read, dark where the reader likes it dark, and the same in plain words.
import { createHash } from 'node:crypto';
import { type Block, type Button, type Card, cardText, chartLines } from '../../src/chat/cards.ts';
import type { Outgoing } from '../../src/chat/port.ts';
import { cut, type Text } from '../../src/chat/spans.ts';
import type { MailConfig } from '../../src/config.ts';
import { Html, html } from '../../src/http/html.ts';
import { calendarFile } from '../../src/http/ics.ts';
import { type Addresses, actOf, type Owner } from './acts.ts';
import type { Mail } from './smtp.ts';

export interface Written {
  mail: Mail;
  /** How we know the thread, and what was last said in it: "message-id#mark". */
  externalId: string;
}

/** What is said of a record a second time in the same words is not sent again. */
export const markOf = ({ summary, calendar }: Card): string =>
  createHash('sha256')
    .update(JSON.stringify([summary, calendar ?? null]))
    .digest('base64url')
    .slice(0, 8);

export const threadOf = (externalId: string): { root: string; mark: string } => {
  const [root = '', mark = ''] = externalId.split('#');
  return { root, mark };
};

/** "People Zones <zones@example.org>" in its parts. */
export function senderOf(from: string): { name: string; email: string } {
  const [, name = 'People Zones', email = from] = /^\s*([^<]*?)\s*<([^>]+)>\s*$/.exec(from) ?? [];
  return { name: name.replace(/^"|"$/g, '') || 'People Zones', email };
}

export function writeMail(
  { id, card, replaces, plain, target }: Outgoing,
  owner: Owner,
  config: MailConfig,
  addresses: Addresses,
  now: Date,
): Written {
  const { name, email } = senderOf(config.from);
  const messageId = `${id}@${email.split('@')[1] ?? 'people-zones'}`;
  const root = replaces === undefined ? undefined : threadOf(replaces).root;
  const thread = root ?? target.thread;
  const { detail } = config;
  const title = oneLine(card.summary);
  const buttons = detail === 'full' ? buttonsOf(card, owner, addresses, id) : [];
  const home = addresses.home(owner);
  const stop = addresses.stop(owner);
  const words =
    detail === 'full' ? (plain?.text ?? cardText(card)) : detail === 'title' ? title : 'There is something for you.';
  const text = [
    words,
    ...(detail === 'full' ? buttons.map(({ label, url }) => `${label}: ${url}`) : []),
    ...(home === undefined ? [] : [`Your page, where you can write to People Zones: ${home}`]),
    footWords(owner, name),
    ...(stop === undefined ? [] : [`No more mails: ${stop}`]),
  ].join('\n\n');
  const body =
    detail !== 'full' || plain !== undefined
      ? html`<p>${words}</p>`
      : html`${card.blocks.map((block) => blockHtml(block, (button) => buttons.find((each) => each.button === button)))}`;
  const shown = detail === 'none' ? 'Something for you' : title;
  return {
    externalId: `${root ?? messageId}#${markOf(card)}`,
    mail: {
      to: owner.user,
      subject: cut(root === undefined ? shown : `Re: ${shown}`, 150),
      text,
      html: pageOf(detail === 'none' ? 'Something for you' : title, body, { owner, name, home, stop }),
      messageId,
      ...(thread === undefined ? {} : { references: threadOf(thread).root }),
      headers: {
        'Auto-Submitted': 'auto-generated',
        'X-Auto-Response-Suppress': 'All',
        ...(stop === undefined
          ? {}
          : { 'List-Unsubscribe': `<${stop}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
      },
      ...(card.calendar === undefined || detail !== 'full'
        ? {}
        : {
            calendar: {
              method: card.calendar.cancelled ? ('CANCEL' as const) : ('REQUEST' as const),
              content: calendarFile(card.calendar.title, [card.calendar], now, {
                organiser: { name, email },
                attendee: owner.user,
              }),
            },
          }),
    },
  };
}

const oneLine = (words: string) => words.replace(/\s+/g, ' ').trim();

interface LinkedButton {
  button: Button;
  label: string;
  url: string;
}

function buttonsOf(card: Card, owner: Owner, addresses: Addresses, id: string): LinkedButton[] {
  return card.blocks.flatMap((block) =>
    block.kind !== 'buttons'
      ? []
      : block.buttons.flatMap((button) => {
          const url = addresses.act(owner, actOf(button, card.version, id, ''));
          return url === undefined ? [] : [{ button, label: button.label, url }];
        }),
  );
}

const footWords = ({ user }: Owner, name: string) =>
  `${name} wrote this to ${user}. Mails that come back are not read: press something above, or write on your page. Nobody else may use these addresses: do not forward them.`;

/** Colours in each element, for Outlook reads nothing else; those who like it dark have them changed by their class. */
const STYLE = `
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.page{background:#171b19!important}.ink{color:#e8ebe9!important}.quiet{color:#b3bcb7!important}.line{border-color:#3f4845!important}.link{color:#8cc4ff!important}
.plain{background:#171b19!important;border-color:#8fd0ae!important}.plain a{color:#8fd0ae!important}
}
@media (max-width:480px){.button a{display:block!important}.outer{padding:12px!important}}
`;
const FONT = 'font-family:"Segoe UI",system-ui,Roboto,Arial,sans-serif';
const P = `margin:0 0 12px;font-size:16px;line-height:24px;color:#1d2520;${FONT}`;

interface Around {
  owner: Owner;
  name: string;
  home: string | undefined;
  stop: string | undefined;
}

function pageOf(title: string, body: Html, { owner, name, home, stop }: Around): string {
  const small = `margin:0 0 8px;font-size:13px;line-height:19px;color:#4a544d;${FONT}`;
  return html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body class="page" style="margin:0;padding:0;background:#ffffff">
<div role="main">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="page" style="background:#ffffff"><tr><td align="center" class="outer" style="padding:24px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px"><tr><td class="ink" style="text-align:left;${FONT};overflow-wrap:anywhere">
${body}
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="line" style="border-top:1px solid #c9d1cb;padding-top:12px">
${home === undefined ? undefined : html`<p class="quiet" style="${small}"><a class="link" href="${home}" style="color:#0b4f8a">Your page</a>: write to People Zones there, see your zones, change what you get.</p>`}
<p class="quiet" style="${small}">${footWords(owner, name)}</p>
${stop === undefined ? undefined : html`<p class="quiet" style="${small}"><a class="link" href="${stop}" style="color:#0b4f8a">No more mails</a></p>`}
</td></tr></table>
</td></tr></table>
</td></tr></table>
</div>
</body>
</html>`.markup;
}

function blockHtml(block: Block, linked: (button: Button) => LinkedButton | undefined): Html {
  switch (block.kind) {
    case 'heading':
      return html`<h1 class="ink" style="margin:0 0 12px;font-size:20px;line-height:26px;color:#1d2520;${FONT}">${textHtml(block.text)}</h1>`;
    case 'text':
      return html`<p class="ink" style="${P}">${textHtml(block.text)}</p>`;
    case 'note':
      return html`<p class="quiet" style="${P.replace('16px', '14px').replace('#1d2520', '#4a544d')}">${textHtml(block.text)}</p>`;
    case 'facts':
      return html`<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 12px">${block.facts.map(
        ({ label, value }) =>
          html`<tr><td class="quiet" valign="top" style="white-space:nowrap;padding:2px 16px 2px 0;font-size:14px;line-height:22px;color:#4a544d;${FONT}">${label}</td><td class="ink" valign="top" style="padding:2px 0;font-size:16px;line-height:22px;color:#1d2520;${FONT}">${textHtml(value)}</td></tr>`,
      )}</table>`;
    case 'list': {
      const items = block.items.map(
        (item) => html`<li class="ink" style="${P.replace('0 0 12px', '0 0 6px')}">${textHtml(item)}</li>`,
      );
      return block.numbered === true
        ? html`<ol style="margin:0 0 12px;padding-left:24px">${items}</ol>`
        : html`<ul style="margin:0 0 12px;padding-left:24px">${items}</ul>`;
    }
    case 'table': {
      const cell = `padding:4px 12px 4px 0;border-bottom:1px solid #c9d1cb;font-size:14px;line-height:20px;text-align:left;color:#1d2520;${FONT}`;
      return html`<table cellpadding="0" cellspacing="0" border="0" style="margin:0 0 12px;border-collapse:collapse"><caption class="quiet" style="text-align:left;font-size:14px;color:#4a544d;${FONT}">${block.caption}</caption><tr>${block.columns.map((column) => html`<th scope="col" class="ink line" style="${cell}">${column}</th>`)}</tr>${block.rows.map((row) => html`<tr>${row.map((each) => html`<td class="ink line" style="${cell}" valign="top">${textHtml(each)}</td>`)}</tr>`)}</table>`;
    }
    case 'chart': {
      const [first = '', ...lines] = chartLines(block.chart);
      return html`<p class="ink" style="${P}"><strong>${first}</strong>${lines.map((line) => html`<br>${line}`)}</p>`;
    }
    case 'image':
      return html`<p class="quiet" style="${P}">${block.alt}</p>`;
    case 'buttons': {
      const found = block.buttons.flatMap((button) => linked(button) ?? []);
      return html`${found.map(({ label, url, button: { style } }) => buttonHtml(label, url, style))}`;
    }
    case 'howToSay':
      return html`<p class="quiet" style="${P}">What stands in “ ” here you can write to me on your page (the link below).</p>`;
    case 'divider':
      return html`<hr class="line" style="border:0;border-top:1px solid #c9d1cb;margin:16px 0">`;
  }
}

/** A cell with a background, for Outlook draws no padding around a link. */
function buttonHtml(label: string, url: string, style: Button['style']): Html {
  const [background, ink, line] =
    style === 'primary'
      ? ['#1d5c3f', '#ffffff', '#1d5c3f']
      : style === 'danger'
        ? ['#ffffff', '#8a1c1c', '#8a1c1c']
        : ['#ffffff', '#1d5c3f', '#1d5c3f'];
  return html`<table role="presentation" cellpadding="0" cellspacing="0" border="0" class="button" style="margin:0 0 10px"><tr><td bgcolor="${background}" class="${style === 'primary' ? 'primary' : 'plain'}" style="border:1px solid ${line};border-radius:6px;background:${background}"><a href="${url}" style="display:inline-block;padding:11px 20px;font-size:16px;line-height:22px;font-weight:600;text-decoration:none;color:${ink};${FONT}">${label}</a></td></tr></table>`;
}

function textHtml(text: Text): Html[] {
  return text.map((span) => {
    switch (span.kind) {
      case 'text':
        return html`${broken(span.text)}`;
      case 'strong':
        return html`<strong>${span.text}</strong>`;
      case 'command':
        return html`“${span.text}”`;
      case 'code':
        return html`<code style="font-size:15px">${span.text}</code>`;
      case 'link':
        return html`<a class="link" href="${span.url}" style="color:#0b4f8a">${span.text}</a>`;
    }
  });
}

const broken = (text: string): Html[] =>
  text.split('\n').map((line, index) => (index === 0 ? html`${line}` : html`<br>${line}`));
