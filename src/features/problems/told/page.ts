// The page on which residents tell a team of a problem, and its poster. No account, no name, no cookie; what points at a person is
// stopped before anything is kept. Limited by where it comes from, and by a small reckoning that each browser does by itself.
import { randomUUID } from 'node:crypto';
import { createChallenge, verifySolution } from 'altcha-lib/v1';
import { LRUCache } from 'lru-cache';
import encodeQR from 'qr';
import { z } from 'zod';
import { EMAIL } from '../../../chat/platforms.ts';
import type { Page, PageAnswer, PageContext } from '../../../chat/registry.ts';
import { clean, lengthOf } from '../../../chat/spans.ts';
import type { Seals } from '../../../house/seals.ts';
import { Html, html } from '../../../http/html.ts';
import { document } from '../../../http/pages.ts';
import { readMailbox } from '../../../language/mail.ts';
import { identifiers, inspect, whatWasSeen } from '../../privacy/index.ts';
import { TOLD_PAGES } from './cards.ts';
import { keepTold } from './service.ts';

const LONGEST = 2000;
const LONGEST_PLACE = 200;
/** From one address in an hour. */
const MOST_AN_HOUR = 5;
/** A phone reckons some ten thousand hashes a second: a second or two, once; a thousand of them cost a sender half an hour. */
const MAX_NUMBER = 30_000;
const SOLVED_WITHIN_MS = 2 * 3_600_000;

const ofZone = z.object({ zone: z.uuid() });
const told = new LRUCache<string, number>({ max: 10_000, ttl: 3_600_000 });

/** Reckons while somebody writes; whoever is quicker waits a moment. */
const SCRIPT = `const f=document.forms[0],c=JSON.parse(f.dataset.challenge),b=f.querySelector('button'),s=document.getElementById('state');let done=false,wanted=false;
f.addEventListener('submit',e=>{if(!done){e.preventDefault();wanted=true;s.textContent='One moment, please …'}});
(async()=>{const t=new TextEncoder();for(let n=0;n<=c.maxnumber;n++){const d=new Uint8Array(await crypto.subtle.digest('SHA-256',t.encode(c.salt+n)));let h='';for(const x of d)h+=x.toString(16).padStart(2,'0');if(h===c.challenge){f.elements.solved.value=btoa(JSON.stringify({algorithm:c.algorithm,challenge:c.challenge,number:n,salt:c.salt,signature:c.signature}));done=true;if(wanted)f.submit();return}}})();`;

const page = (title: string, body: Html, more: Partial<PageAnswer> = {}): PageAnswer => ({
  type: 'text/html',
  body: document(title, body),
  ...more,
});

const keyOf = (seals: Seals) => seals.mark('told by residents', 'challenge');

interface Typed {
  what: string;
  place: string;
  mail: string;
}

async function formPage(
  { reaches, now }: Pick<PageContext, 'reaches' | 'now'>,
  seals: Seals,
  zone: { name: string },
  typed: Typed = { what: '', place: '', mail: '' },
  errors: Partial<Record<keyof Typed | 'whole', string>> = {},
): Promise<PageAnswer> {
  const challenge = await createChallenge({
    hmacKey: keyOf(seals),
    maxNumber: MAX_NUMBER,
    expires: new Date(now.getTime() + SOLVED_WITHIN_MS),
  });
  const error = (name: keyof Typed) =>
    errors[name] === undefined ? undefined : html`<p class="error" id="${name}-error">${errors[name]}</p>`;
  const about = (name: keyof Typed) =>
    html`id="${name}" name="${name}" aria-describedby="${name}-hint${errors[name] === undefined ? '' : ` ${name}-error`}"${errors[name] === undefined ? undefined : html` aria-invalid="true"`}`;
  const wrong = Object.keys(errors).length > 0;
  const title = `Tell the team of ${zone.name}`;
  return page(
    wrong ? `Please look again: ${title}` : title,
    html`<h1>${title}</h1>
<p>Is there something in ${zone.name} that should be better? Health, police, council, housing and others work here as one team. Tell them.</p>
<p>Nobody is asked for a name. Please write of the place and of what happens there, <b>not of a person</b>. If somebody is in danger now, call 999.</p>
${wrong ? html`<p class="problem" role="alert">${errors.whole ?? 'Something is not right yet: it stands below. What you wrote is still here.'}</p>` : undefined}
<form method="post" data-challenge="${JSON.stringify(challenge)}">
<input type="hidden" name="once" value="${randomUUID()}"><input type="hidden" name="solved" value="">
<div class="field"><label for="what">What is it?</label><small id="what-hint">For example: the street lights on the way to the school have been out for two weeks.</small>
<textarea ${about('what')} rows="6" required maxlength="${LONGEST}">${typed.what}</textarea>${error('what')}</div>
<div class="field"><label for="place">Where? (optional)</label><small id="place-hint">A street, a park, a shop: no house number.</small>
<input type="text" ${about('place')} maxlength="${LONGEST_PLACE}" value="${typed.place}" autocomplete="off">${error('place')}</div>
${
  reaches(EMAIL)
    ? html`<div class="field"><label for="mail">Would you like to hear what came of it? (optional)</label><small id="mail-hint">Your e-mail address. Nobody in the team sees it. It is deleted as soon as we have written to you.</small>
<input type="text" inputmode="email" ${about('mail')} value="${typed.mail}" autocomplete="email">${error('mail')}</div>`
    : undefined
}
<p><button>Tell the team</button> <span id="state" role="status"></span></p>
<noscript><p class="problem">This page needs scripts, to keep machines out. Without them, tell somebody of the team in the street or at a meeting.</p></noscript>
</form>
<script>${new Html(SCRIPT)}</script>`,
    { script: SCRIPT, status: wrong ? 422 : 200 },
  );
}

const thanks = (zone: string, hears: boolean) =>
  page(
    'Thank you',
    html`<h1>Thank you</h1><p>The team of ${zone} has it. Somebody of them looks at it within three days${hears ? ', and you hear by mail what came of it' : ''}.</p><p>You can close this page.</p>`,
  );

/** A zone that is there, and has somebody to read it. */
const findZone = (db: PageContext['db'], id: string) =>
  db.zone.findFirst({ where: { id, endedOn: null }, select: { id: true, name: true, partnershipId: true } });

export const toldPages: Page[] = [
  {
    path: TOLD_PAGES.tell,
    async open(context, params) {
      const zone = await findZone(context.db, ofZone.parse(params).zone);
      return zone === null || context.seals === undefined ? undefined : formPage(context, context.seals, zone);
    },
    async take(context, params, fields) {
      const { db, now, seals, background, caller, reaches } = context;
      const zone = await findZone(db, ofZone.parse(params).zone);
      if (zone === null || seals === undefined) return undefined;
      const text = (name: string) => clean((fields.get(name) ?? '').replace(/\r\n/g, '\n'));
      const typed: Typed = { what: text('what'), place: text('place'), mail: text('mail') };
      const again = (errors: Parameters<typeof formPage>[4]) => formPage(context, seals, zone, typed, errors);
      const errors: Parameters<typeof formPage>[4] = {};
      for (const [name, most] of [
        ['what', LONGEST],
        ['place', LONGEST_PLACE],
      ] as const) {
        const seen = inspect(typed[name], now);
        const stops = identifiers(seen);
        if (stops.length > 0)
          errors[name] =
            `There seems to be ${whatWasSeen(typed[name], stops)} in it. Please take out what points at a person; nothing was kept.`;
        else if (seen.length > 0)
          errors[name] =
            `There seems to be ${whatWasSeen(typed[name], seen)} in it. Please write of the place, not of a person; nothing was kept.`;
        else if (lengthOf(typed[name]) > most) errors[name] = `Please in ${most} letters at the most.`;
      }
      if (lengthOf(typed.what) < 10) errors.what ??= 'Please say in a sentence what it is.';
      const mailbox = typed.mail === '' ? undefined : readMailbox(typed.mail);
      if (typed.mail !== '' && mailbox === undefined)
        errors.mail = 'That is not one address. Write it as ann@example.org, or leave it out.';
      if (Object.keys(errors).length > 0) return again(errors);
      if ((told.get(caller) ?? 0) >= MOST_AN_HOUR)
        return again({
          whole:
            'Much has been told from where you are in the last hour. Please try again later: what you wrote is still here.',
        });
      const once = z.uuid().safeParse(fields.get('once')).data ?? randomUUID();
      const known = await db.toldProblem.count({ where: { id: once } });
      if (known === 0) {
        const salt = await saltOf(fields.get('solved') ?? '', seals, now);
        const fresh =
          salt !== undefined &&
          (await db.onceDone.createMany({ data: [{ key: `told ${salt}`, at: now }], skipDuplicates: true })).count > 0;
        if (!fresh)
          return again({
            whole:
              'Your browser had not finished, or the page stood open for too long. Please send it once more: what you wrote is still here.',
          });
        told.set(caller, (told.get(caller) ?? 0) + 1);
        await background(zone.partnershipId, (effect) =>
          keepTold(
            effect,
            seals,
            {
              id: once,
              partnershipId: zone.partnershipId,
              zoneId: zone.id,
              what: typed.what,
              place: typed.place,
              mailbox: reaches(EMAIL) ? mailbox?.user : undefined,
            },
            now,
          ),
        );
      }
      return thanks(zone.name, mailbox !== undefined && reaches(EMAIL));
    },
  },
  {
    path: TOLD_PAGES.poster,
    async open({ db, links }, params) {
      const zone = await findZone(db, ofZone.parse(params).zone);
      const address = zone === null ? undefined : links.to(TOLD_PAGES.tell, { zone: zone.id });
      if (zone === null || address === undefined) return undefined;
      const title = `What should be better in ${zone.name}?`;
      return page(
        title,
        html`<div class="poster"><h1>${title}</h1>
<p>Point your phone’s camera here and tell the team. No name, no account.</p>
<div class="code" role="img" aria-label="Code that opens the page">${new Html(encodeQR(address, 'svg', { ecc: 'medium', border: 2 }))}</div>
<p>Somebody of the team looks at it within three days. If somebody is in danger now, call 999.</p>
<p class="screen quiet">Print this page, or <a href="${address}">open the page here</a>.</p></div>`,
      );
    },
  },
];

/** @returns what makes the challenge this one; undefined where it was not solved, not ours, or too old */
async function saltOf(payload: string, seals: Seals, now: Date): Promise<string | undefined> {
  try {
    // Its age is told by the product's clock.
    if (payload.length > 2000 || !(await verifySolution(payload, keyOf(seals), false))) return undefined;
    const { salt } = z.object({ salt: z.string() }).parse(JSON.parse(Buffer.from(payload, 'base64').toString('utf8')));
    const expires = Number(new URLSearchParams(salt.split('?')[1] ?? '').get('expires'));
    return expires * 1000 > now.getTime() ? salt : undefined;
  } catch {
    return undefined;
  }
}
