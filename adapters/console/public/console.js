// The console's page: sends acts, shows forms, and looks again when the server says that something changed.
const log = document.getElementById('log');
const words = document.getElementById('words');
const dialog = document.getElementById('dialog');
const status = document.getElementById('status');
const head = document.querySelector('.top');
const many = document.getElementById('many');
const { as, in: place } = log.dataset;
const draftKey = `words ${as} ${place}`;
const replying = document.getElementById('replying');
let opener;
/** The message under which the next words go. */
let thread;

/** One act of the person; its id makes a repeat harmless. */
async function act(what) {
  document.body.setAttribute('aria-busy', 'true');
  try {
    const response = await fetch('/console/act', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: crypto.randomUUID(), as, in: place, ...what }),
    });
    if (!response.ok) throw new Error(await response.text());
    const answer = await response.json();
    if (answer.form) showForm(answer.form);
    else if (answer.done && dialog.open) dialog.close();
    if (answer.said) status.textContent = answer.said;
    await refresh();
    return true;
  } catch (error) {
    status.textContent = `Not sent: ${error.message}. Please try again.`;
    status.classList.remove('hidden');
    return false;
  } finally {
    document.body.removeAttribute('aria-busy');
  }
}

function showForm(markup) {
  dialog.innerHTML = markup;
  if (!dialog.open) {
    opener = document.activeElement;
    dialog.showModal();
  }
  const first = dialog.querySelector('[aria-invalid="true"]') ?? dialog.querySelector('input, textarea, select');
  first?.focus();
}

dialog.addEventListener('close', () => {
  (opener?.isConnected ? opener : words).focus();
});

/** Turns the message box to a thread, or back to the channel. */
function replyTo(message, summary) {
  thread = message;
  replying.hidden = !message;
  replying.querySelector('span').textContent = message ? `In the thread of: ${summary}` : '';
  if (message) words.focus();
}

/** What stands in the files that were chosen, as text: UTF-8, else what spreadsheets on Windows write. */
const files = new WeakMap();
document.addEventListener('change', ({ target }) => {
  if (target.dataset?.kind !== 'file') return;
  files.delete(target);
  const [file] = target.files;
  if (!file) return;
  if (file.size > 1_000_000) {
    target.value = '';
    status.textContent = 'That file is larger than 1 MB.';
    status.classList.remove('hidden');
    return;
  }
  files.set(target, textOf(file));
});

async function textOf(file) {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** Reads every field; what is left empty is left out. */
async function valuesOf(form) {
  const values = {};
  for (const field of form.elements) {
    if (!field.name) continue;
    const { kind } = field.dataset;
    if (kind === 'choices') {
      values[field.name] ??= [];
      if (field.checked) values[field.name].push(field.value);
    } else if (kind === 'yesNo') values[field.name] = field.checked;
    else if (kind === 'file') {
      if (files.has(field)) values[field.name] = await files.get(field);
    } else if (kind === 'number') {
      if (field.value !== '') values[field.name] = Number(field.value);
    } else if (field.value !== '') values[field.name] = field.value;
  }
  return values;
}

document.getElementById('say').addEventListener('submit', (event) => {
  event.preventDefault();
  say(many.hidden ? words.value : many.value);
});

/** What was typed here before, the newest last; the arrow keys bring it back. */
const typedBefore = [];
let back = 0;

async function say(typed) {
  if (typed.trim() === '') return;
  const wasMany = !many.hidden;
  oneLine('');
  typedBefore.push(typed);
  back = 0;
  // Whoever speaks wants to see the answer, however far back they had scrolled.
  following = thread === undefined;
  if (!(await act({ kind: 'say', words: typed, ...(thread && { thread }) }))) {
    if (wasMany) severalLines(typed);
    else oneLine(typed);
  } else replyTo();
}

function keepDraft() {
  sessionStorage.setItem(draftKey, many.hidden ? words.value : many.value);
}

function oneLine(text) {
  const had = document.activeElement === many;
  many.hidden = true;
  many.value = '';
  words.hidden = false;
  words.value = text;
  if (had) words.focus();
  keepDraft();
}

/** A table, or any other text of several lines, keeps them. */
function severalLines(text) {
  words.hidden = true;
  words.value = '';
  many.hidden = false;
  many.value = text;
  many.focus();
  keepDraft();
}

words.addEventListener('paste', (event) => {
  const pasted = event.clipboardData.getData('text');
  if (!/\n/.test(pasted.trim())) return;
  event.preventDefault();
  const { value, selectionStart, selectionEnd } = words;
  const before = value.slice(0, selectionStart);
  // A command stands on a line of its own before the table that is meant for it.
  const gap = before.trim() === '' || before.endsWith('\n') ? '' : '\n';
  severalLines(`${before.trimEnd()}${gap}${pasted}${value.slice(selectionEnd)}`);
});

many.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    say(many.value);
  } else if (event.key === 'Escape') oneLine(many.value.split('\n', 1)[0]);
});

words.addEventListener('keydown', (event) => {
  if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
  // The list of commands has the arrows while something is typed that it completes.
  if (words.value !== '' && words.value !== typedBefore.at(-back)) return;
  const next = Math.max(0, Math.min(typedBefore.length, back + (event.key === 'ArrowUp' ? 1 : -1)));
  if (next === back) return;
  event.preventDefault();
  back = next;
  words.value = back === 0 ? '' : typedBefore.at(-back);
});
for (const box of [words, many]) box.addEventListener('input', keepDraft);

document.addEventListener('submit', async (event) => {
  const form = event.target.closest('form[data-form]');
  if (!form) return;
  event.preventDefault();
  const values = await valuesOf(form);
  act({ kind: 'submit', form: form.dataset.form, data: JSON.parse(form.dataset.hidden), values });
});

document.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  if (button.dataset.press) {
    if (button.dataset.confirm && !window.confirm(button.dataset.confirm)) return;
    act({ kind: 'press', ...JSON.parse(button.dataset.press) });
  } else if (button.dataset.shortcut) {
    act({
      kind: 'shortcut',
      shortcut: button.dataset.shortcut,
      message: button.closest('[data-message]').dataset.message,
    });
  } else if (button.dataset.reply) {
    replyTo(button.dataset.reply, button.dataset.replyTo);
    if (words.value === '') words.value = '@People Zones ';
  } else if (button.id === 'no-reply') {
    replyTo();
    words.focus();
  } else if (button.dataset.say) {
    say(button.dataset.say);
  } else if (button.dataset.earlier) {
    showEarlier(button);
  } else if (button.dataset.type) {
    words.value = button.dataset.type;
    words.focus();
  } else if ('close' in button.dataset) dialog.close();
});

for (const select of document.querySelectorAll('#who select'))
  select.addEventListener('change', () => select.form.submit());

let looking;
let lookAgain = false;
let following = false;
/** Whoever asks while we are looking wants what has come since: then we look once more. */
async function refresh() {
  lookAgain = true;
  looking ??= lookUntilSettled().finally(() => {
    looking = undefined;
  });
  await looking;
}

async function lookUntilSettled() {
  while (lookAgain) {
    lookAgain = false;
    await look();
  }
}

/** Takes over what changed and leaves the rest, so that focus and open details stay where they are. */
async function look() {
  const response = await fetch(`/console/messages?as=${encodeURIComponent(as)}&in=${encodeURIComponent(place)}`);
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html').body;
  const nearEnd = following || window.innerHeight + window.scrollY > document.body.scrollHeight - 160;
  const articles = [...fresh.querySelectorAll('body > article')];
  if (articles.length === 0) return;
  log.querySelector('.empty')?.remove();
  let grew = false;
  for (const article of articles) {
    const old = document.getElementById(article.id);
    if (!old) {
      log.append(article);
      grew = true;
    } else if (old.outerHTML !== article.outerHTML) {
      const hadFocus = old.contains(document.activeElement);
      old.replaceWith(article);
      if (hadFocus) (article.querySelector('button') ?? words).focus();
    }
  }
  if (!grew || !nearEnd) return;
  following = false;
  toNewest();
}

/** To the end; but of a card that is higher than the window its beginning is seen. */
function toNewest(behavior) {
  const newest = log.lastElementChild;
  const end = document.body.scrollHeight - window.innerHeight;
  const above = getComputedStyle(head).position === 'sticky' ? head.offsetHeight : 0;
  const begin = newest ? newest.getBoundingClientRect().top + window.scrollY - above - 8 : end;
  window.scrollTo({ top: Math.max(0, Math.min(end, begin)), ...(behavior && { behavior }) });
}

/** What stands before, above what is there; what one looks at stays where it is. */
async function showEarlier(button) {
  const query = new URLSearchParams({ as, in: place, before: button.dataset.earlier });
  const response = await fetch(`/console/messages?${query}`);
  if (!response.ok) return;
  const found = new DOMParser().parseFromString(await response.text(), 'text/html').body;
  const anchor = log.querySelector('article');
  const was = anchor?.getBoundingClientRect().top ?? 0;
  button.parentElement.replaceWith(...found.children);
  window.scrollBy({ top: (anchor?.getBoundingClientRect().top ?? 0) - was, behavior: 'instant' });
  anchor?.previousElementSibling?.querySelector('button, a')?.focus({ preventScroll: true });
}

const events = new EventSource('/console/events');
events.onmessage = (event) => {
  if (JSON.parse(event.data) === place) refresh();
};
events.onopen = () => refresh();
const begun = sessionStorage.getItem(draftKey) ?? '';
if (begun.includes('\n')) severalLines(begun);
else if (begun !== '') words.value = begun;
toNewest('instant');
// On a phone the keyboard would cover half of what there is to see.
if (window.matchMedia('(min-width: 40rem)').matches) words.focus({ preventScroll: true });
