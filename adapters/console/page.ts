// The console's page: pick a person and a place, and talk to the bot as they would.
import { type Html, html } from '../../src/http/html.ts';

export interface PageParts {
  people: { user: string; name: string; detail: string }[];
  places: { conversation: string; name: string }[];
  as: string;
  place: string;
  /** What one may begin to type, and what it does. */
  completions: { words: string; says: string }[];
  messages: Html;
}

/** What one can begin with, a press each. */
const BEGIN = [
  ['Log an interaction', '/pz log'],
  ['Raise a problem', '/pz problem'],
  ['Problems', '/pz problem list'],
  ['Meeting', '/pz meeting'],
  ['My week', '/pz digest'],
  ['Help', '/pz help'],
] as const;

export function renderPage({ people, places, as, place, completions, messages }: PageParts): string {
  const options = completions.map(({ words, says }) => html`<option value="${`/pz ${words} `}">${says}</option>`);
  const page = html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>People Zones console</title>
<link rel="stylesheet" href="/console/console.css">
<link rel="icon" href="data:,">
<script src="/console/console.js" defer></script>
</head>
<body>
<a class="skip" href="#words">Skip to the message box</a>
<header class="top">
<h1>People Zones <span>console</span></h1>
<form id="who" method="get" action="/">
<label>You are <select name="as">${people.map((person) => html`<option value="${person.user}"${person.user === as ? html` selected` : undefined}>${person.name}${person.detail === '' ? '' : ` (${person.detail})`}</option>`)}</select></label>
<label>in <select name="in">${[...places, { conversation: `dm:${as}`, name: 'a private chat with the bot' }].map((entry) => html`<option value="${entry.conversation}"${entry.conversation === place ? html` selected` : undefined}>${entry.name}</option>`)}</select></label>
<noscript><button>Go</button></noscript>
</form>
</header>
<main>
<div id="log" data-as="${as}" data-in="${place}" role="log" aria-live="polite" aria-label="Messages" tabindex="0">${messages}</div>
</main>
<form id="say" autocomplete="off" aria-label="Say something">
<p id="begin">${BEGIN.map(([label, words]) => html`<button type="button" class="quiet" data-say="${words}">${label}</button>`)}</p>
<p id="replying" hidden><span></span> <button type="button" class="quiet" id="no-reply">Not in the thread</button></p>
<label for="words" class="hidden">Message</label>
<input id="words" name="words" list="commands" enterkeyhint="send" placeholder="/pz log Spoke with 5 residents about the bins #safe" maxlength="20000">
<label for="many" class="hidden">Several lines</label>
<textarea id="many" name="many" rows="5" maxlength="20000" hidden aria-describedby="many-hint"></textarea><span id="many-hint" class="hidden">Control and Enter sends</span>
<datalist id="commands">${options}</datalist>
<button class="primary">Send</button>
</form>
<section aria-label="News"><p id="status" role="status" class="hidden"></p></section>
<dialog id="dialog" aria-labelledby="dialog-title"></dialog>
</body>
</html>`;
  return page.markup;
}

/** @param before the first message that stands here */
export const earlierButton = (before: string): Html =>
  html`<p class="earlier"><button type="button" class="quiet" data-earlier="${before}">Earlier messages</button></p>`;

export function emptyLog(): Html {
  return html`<div class="empty"><p>Nothing here yet. Try one of these:</p><ul><li><button type="button" class="quiet" data-type="/pz log Tea with 6 lads at the skate park with youth workers, two want the bike course #safe #skills">/pz log Tea with 6 lads at the skate park…</button></li><li><button type="button" class="quiet" data-type="/pz log list zone">/pz log list zone</button></li><li><button type="button" class="quiet" data-type="/pz zone">/pz zone</button></li><li><button type="button" class="quiet" data-type="/pz help">/pz help</button></li></ul></div>`;
}
