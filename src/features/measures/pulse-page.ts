// The page that residents answer on, and the poster whose code leads there. No cookie, no address, no name is kept.

import { randomUUID } from 'node:crypto';
import encodeQR from 'qr';
import { z } from 'zod';
import type { Page, PageAnswer } from '../../chat/registry.ts';
import { Refusal } from '../../chat/replies.ts';
import { howMany } from '../../chat/spans.ts';
import { Html, html } from '../../http/html.ts';
import { document } from '../../http/pages.ts';
import { dayWords, todayIn } from '../../time/calendar.ts';
import { cast, findPulse, PULSE } from './pulse.ts';
import { checkAnswers, type FullPulse, QUESTIONS } from './pulse-questions.ts';
import { PULSE_PAGES, pulseLink } from './pulse-views.ts';

const asked = z.object({ id: z.uuid() });
const page = (title: string, body: Html): PageAnswer => ({ type: 'text/html', body: document(title, body) });
const over = page(
  'This is over',
  html`<h1>This is over</h1><p>Answers are no longer counted. Thank you for looking.</p>`,
);
const thanks = page(
  'Thank you',
  html`<h1>Thank you</h1><p>Your answer was counted. Nothing that says who you are was kept.</p><p>You can close this page.</p>`,
);

/** @param nonce one form is counted once, however often it is sent */
function questionPage({ kind, zone }: FullPulse, nonce: string, problem?: string): PageAnswer {
  const questions = QUESTIONS[kind];
  const title = `${zone.name}: ${howMany(questions.length, 'question', 'questions')}`;
  return page(
    title,
    html`<h1>${title}</h1>
<p>Nobody is asked for a name, and none is kept: only how many gave each answer.</p>
${problem === undefined ? undefined : html`<p class="problem" role="alert">${problem}</p>`}
<form method="post"><input type="hidden" name="once" value="${nonce}">
${questions.map(
  ({ key, asked: words, answers }) => html`<fieldset><legend>${words}</legend>
${answers.length > 5 ? html`<p class="quiet">0 is not at all, 10 is completely.</p>` : undefined}
<div class="${answers.length > 5 ? 'scale' : 'choices'}">${answers.map(
    ({ value, label }) => html`<label><input type="radio" name="${key}" value="${value}"> ${label}</label>`,
  )}</div></fieldset>`,
)}
<button type="submit">Send my answer</button></form>`,
  );
}

/** Still there and still open. */
const isOpen = (pulse: FullPulse | null, now: Date): pulse is FullPulse =>
  pulse !== null && pulse.audience === 'RESIDENTS' && pulse.closedAt === null && pulse.endsAt > now;

export const pulsePages: Page[] = [
  {
    path: PULSE_PAGES.answer,
    async open({ db, now }, params) {
      const pulse = await findPulse(db, asked.parse(params).id);
      return isOpen(pulse, now) ? questionPage(pulse, randomUUID()) : over;
    },
    async take({ db, now, background, seals }, params, fields) {
      const pulse = await findPulse(db, asked.parse(params).id);
      if (!isOpen(pulse, now)) return over;
      const answers = checkAnswers(pulse.kind, Object.fromEntries(fields));
      const once = z.uuid().safeParse(fields.get('once')).data ?? randomUUID();
      if (answers.length === 0) return questionPage(pulse, once, 'Please choose an answer, then send it.');
      try {
        await background(pulse.partnershipId, async (effect) => {
          const done = await cast(effect.db, seals, pulse.id, once, answers, now);
          if (done !== undefined) await effect.refresh({ type: PULSE, id: pulse.id, version: done.version });
        });
      } catch (error) {
        if (error instanceof Refusal) return over;
        throw error;
      }
      return thanks;
    },
  },
  {
    path: PULSE_PAGES.poster,
    async open({ db, now, links }, params) {
      const pulse = await findPulse(db, asked.parse(params).id);
      if (!isOpen(pulse, now)) return over;
      const address = pulseLink(links, pulse, 'answer');
      if (address === undefined) return undefined;
      const partnership = await db.partnership.findUniqueOrThrow({ where: { id: pulse.partnershipId } });
      const title =
        pulse.kind === 'SAFE' ? `Do you feel safer in ${pulse.zone.name}?` : `How are you, ${pulse.zone.name}?`;
      return page(
        title,
        html`<div class="poster"><h1>${title}</h1>
<p>Point your phone’s camera here. ${pulse.kind === 'SAFE' ? 'One question' : 'Four questions'}, half a minute, no name.</p>
<div class="code" role="img" aria-label="Code that opens the question">${new Html(encodeQR(address, 'svg', { ecc: 'medium', border: 2 }))}</div>
<p>Until ${dayWords(todayIn(partnership.timeZone, pulse.endsAt).day)}. Only counts are kept. ${partnership.name}</p>
<p class="screen quiet">Print this page, or <a href="${address}">open the question here</a>.</p></div>`,
      );
    },
  },
];
