// What people press about champions. What they type begins with "nudge @…" or with "zone".

import { z } from 'zod';
import type { Act } from '../../chat/act.ts';
import { assertMay, may } from '../../chat/may.ts';
import { button, type Feature, form } from '../../chat/registry.ts';
import { orReopen, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { clean } from '../../chat/spans.ts';
import { todayIn } from '../../time/calendar.ts';
import { nameOf, readProblem } from '../problems/index.ts';
import { answerOffer, drawOffer, OFFER, showChampions } from './appoint.ts';
import { askAnother, finishAsk, help, later, makeAsk, notMe, sayInAsk, suggest } from './asks.ts';
import { type FullAsk, findAsk, RECORD, subjectOf } from './model.ts';
import { nudges } from './nudges.ts';
import { championsOf } from './read.ts';
import { terms } from './terms.ts';
import { askCard, askForm, laterForm, notMeForm, sayForm } from './views.ts';

const record = z.object({ id: z.uuid() });

async function readAsk(act: Act, id: string): Promise<FullAsk> {
  const found = await findAsk(act.db, id);
  if (found === null || found.partnershipId !== act.partnership.id || !may(act, 'ask.see', subjectOf(found)))
    throw new Refusal('That is not here, or not yours to see.');
  return found;
}

async function openAskForm(act: Act, id: string): Promise<Reply> {
  const problem = await readProblem(act, id);
  const champions = await suggest(act, problem.zoneId, problem.id);
  if (champions.length === 0) throw new Refusal('There is no champion whom you could ask yet.');
  return { kind: 'form', ...askForm({ id, name: nameOf(problem, 150) }, champions) };
}

const today = (act: Act) => todayIn(act.partnership.timeZone, act.now).day;

export const champions: Feature = {
  name: 'champions',
  terms,
  nudges,
  buttons: [
    button(
      'ask.make',
      'ask.make',
      z.object({ zone: z.uuid(), problem: z.uuid().optional(), champion: z.uuid(), text: z.string() }),
      (act, { zone, problem, champion, text }) =>
        makeAsk(act, { zoneId: zone, problemId: problem, text, championId: champion }),
    ),
    button('ask.openForm', 'ask.make', z.object({ problem: z.uuid() }), (act, { problem }) =>
      openAskForm(act, problem),
    ),
    button('ask.open', 'ask.see', record, async (act, { id }) => privately(askCard(await readAsk(act, id)))),
    button('ask.another', 'ask.see', record, async (act, { id }) => askAnother(act, await readAsk(act, id))),
    button('ask.help', 'ask.answer', record, (act, { id }) => help(act, id)),
    button('ask.done', 'ask.finish', record, (act, { id }) => finishAsk(act, id)),
    button('ask.laterForm', 'ask.answer', record, async (act, { id }) => {
      const found = await readAsk(act, id);
      assertMay(act, 'ask.answer', subjectOf(found));
      return { kind: 'form', ...laterForm(found, today(act)) };
    }),
    button('ask.notMeForm', 'ask.answer', record, async (act, { id }) => {
      const found = await readAsk(act, id);
      assertMay(act, 'ask.answer', subjectOf(found));
      return { kind: 'form', ...notMeForm(found, await championsOf(act.db, act.partnership.id, today(act))) };
    }),
    button('ask.sayForm', 'ask.say', record, async (act, { id }) => {
      const found = await readAsk(act, id);
      assertMay(act, 'ask.say', subjectOf(found));
      return { kind: 'form', ...sayForm(found) };
    }),
    button('champion.list', 'known', z.object({}), (act) => showChampions(act)),
    button('champion.accept', 'champion.answer', record, (act, { id }) => answerOffer(act, id, true)),
    button('champion.decline', 'champion.answer', record, (act, { id }) => answerOffer(act, id, false)),
  ],
  forms: [
    form('ask.saveAsk', 'ask.make', z.object({ problem: z.uuid() }), async (act, { problem: id }, values) => {
      const problem = await readProblem(act, id);
      const typed = String(values['text'] ?? '');
      return orReopen(
        async () => {
          const championId = values['champion'];
          if (typeof championId !== 'string') throw new Refusal('Please choose somebody.');
          return makeAsk(act, { zoneId: problem.zoneId, problemId: id, text: clean(typed), championId });
        },
        'text',
        async () => askForm({ id, name: nameOf(problem, 150) }, await suggest(act, problem.zoneId, problem.id), typed),
      );
    }),
    form('ask.saveLater', 'ask.answer', record, (act, { id }, values) =>
      orReopen(
        async () => {
          const day = String(values['day'] ?? '');
          if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new Refusal('Please give the day.');
          return later(act, id, day);
        },
        'day',
        async () => laterForm(await readAsk(act, id), today(act)),
      ),
    ),
    form('ask.saveNotMe', 'ask.answer', record, (act, { id }, values) =>
      orReopen(
        () => notMe(act, id, typeof values['to'] === 'string' ? values['to'] : undefined),
        'to',
        async () => notMeForm(await readAsk(act, id), await championsOf(act.db, act.partnership.id, today(act))),
      ),
    ),
    form('ask.saveSay', 'ask.say', record, (act, { id }, values) => {
      const typed = String(values['text'] ?? '');
      return orReopen(
        () => sayInAsk(act, id, typed),
        'text',
        async () => sayForm(await readAsk(act, id), typed),
      );
    }),
  ],
  liveCards: [
    {
      recordType: RECORD,
      async draw(db, id) {
        const found = await findAsk(db, id);
        return found === null ? undefined : { card: askCard(found), version: found.version };
      },
    },
    { recordType: OFFER, draw: drawOffer },
  ],
};
