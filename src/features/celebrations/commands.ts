// What people type and press about good news.

import { z } from 'zod';
import { type Act, ownZones, visibleZones } from '../../chat/act.ts';
import { may } from '../../chat/may.ts';
import { button, type Command, type Feature, form } from '../../chat/registry.ts';
import { orReopen, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { say } from '../../chat/spans.ts';
import { aboutDay } from '../../language/days.ts';
import { takeDueDay } from '../../language/due-days.ts';
import {
  celebrate,
  type FullCelebration,
  findCelebration,
  findCelebrations,
  markPublic,
  markTold,
  planNews,
  RECORD,
  undoNews,
} from './service.ts';
import { listCard, liveCard, newsCard, planForm } from './views.ts';

const record = z.object({ id: z.uuid() });

const command: Command = {
  name: 'celebrate',
  summary: 'Good news: tell it, thank people, plan what is told outside',
  usage:
    '[what there is to celebrate, with thanks to @NAME | list | list --public | NUMBER [public | plan DAY | told | undo]]',
  examples: [
    'celebrate The youth club has forty members, thanks to @Dana and @Fire',
    'celebrate list',
    'celebrate list --public',
    'celebrate 12 public',
    'celebrate plan 12 on 3 December',
  ],
  details: ['It stands in the zone’s channels and first in the digest. A lead marks what is fit for the public.'],
  who: 'person',
  async run(act, words) {
    if (words === '' || /^list$/i.test(words)) return list(act, false);
    if (/^list\s+(?:--)?public$/i.test(words)) return list(act, true);
    if (/^\d+$/.test(words)) {
      const found = await numbered(act, Number(words));
      return privately(newsCard(found, `Good news ${found.number}`));
    }
    const planned = /^(?:plan\s+(\d+)|(\d+)\s+plan)\b\s*(.*)$/i.exec(words);
    if (planned !== null) return plan(act, Number(planned[1] ?? planned[2]), planned[3] ?? '');
    // "12 public" is said of number 12; "12 young people came" is news.
    const [, before, verb, after] = /^(?:(\d+)\s+)?(public|told|undo)(?:\s+(\d+))?$/i.exec(words) ?? [];
    const step = STEPS[verb?.toLowerCase() ?? ''];
    if (step !== undefined && (before ?? after) !== undefined)
      return step(act, (await numbered(act, Number(before ?? after))).id);
    const own = ownZones(act);
    const zoneId = act.placeZoneId ?? (own.length === 1 ? own[0]?.id : undefined);
    if (zoneId === undefined) throw new Refusal('Of which zone? Type it in the zone’s channel.');
    return celebrate(act, zoneId, words);
  },
};

/** What is said after a number, or before it: "12 public". */
const STEPS: Record<string, ((act: Act, id: string) => Promise<Reply>) | undefined> = {
  public: markPublic,
  told: markTold,
  undo: undoNews,
};

async function list(act: Act, isPublic: boolean): Promise<Reply> {
  const found = await findCelebrations(act.db, {
    where: {
      zoneId: { in: act.placeZoneId === undefined ? visibleZones(act).map(({ id }) => id) : [act.placeZoneId] },
      partnershipId: act.partnership.id,
      undoneAt: null,
      ...(isPublic ? { publicAt: { not: null } } : {}),
    },
    orderBy: isPublic
      ? [{ plannedOn: { sort: 'asc', nulls: 'last' } }, { createdAt: 'desc' }]
      : [{ createdAt: 'desc' }],
    take: 15,
  });
  return privately(
    listCard(
      found,
      isPublic ? 'May be told outside' : 'Good news',
      isPublic ? 'Nothing yet. A lead marks good news as fit for the public.' : 'None yet. What went well this week?',
      act.partnership.timeZone,
    ),
  );
}

async function numbered(act: Act, number: number): Promise<FullCelebration> {
  const [found] = await findCelebrations(act.db, { where: { partnershipId: act.partnership.id, number }, take: 1 });
  if (found === undefined || !may(act, 'celebration.see', found))
    throw new Refusal(`There is no good news ${number} here.`);
  return found;
}

async function plan(act: Act, number: number, words: string): Promise<Reply> {
  const found = await numbered(act, number);
  const here = { now: act.now, timeZone: act.partnership.timeZone };
  const { text, due } = takeDueDay(/^(?:on|by)\b/i.test(words) ? words : `on ${words}`, here);
  if (due !== undefined && due.kind !== 'day') throw new Refusal(`${aboutDay(due, here)} On which day?`);
  if (due === undefined || text !== '')
    throw new Refusal(
      say`${text === '' ? '' : `I do not understand "${text.replace(/^on /, '').slice(0, 60)}". `}On which day? For example: "celebrate plan 12 on 3 December".`,
    );
  return planNews(act, found.id, due.day);
}

async function read(act: Act, id: string): Promise<FullCelebration> {
  const found = await findCelebration(act.db, id);
  if (found === null || found.partnershipId !== act.partnership.id || !may(act, 'celebration.see', found))
    throw new Refusal('That is not here, or not yours to see.');
  return found;
}

export const celebrations: Feature = {
  name: 'celebrations',
  commands: [command],
  buttons: [
    button('celebrate.open', 'person', record, async (act, { id }) => {
      const found = await read(act, id);
      return privately(newsCard(found, `Good news ${found.number}`));
    }),
    button('celebrate.public', 'person', record, (act, { id }) => markPublic(act, id)),
    button('celebrate.told', 'person', record, (act, { id }) => markTold(act, id)),
    button('celebrate.undo', 'person', record, (act, { id }) => undoNews(act, id)),
    button('celebrate.planForm', 'person', record, async (act, { id }) => ({
      kind: 'form',
      ...planForm(await read(act, id)),
    })),
  ],
  forms: [
    form('celebrate.savePlan', 'person', record, (act, { id }, values) =>
      orReopen(
        async () => {
          const day = String(values['day'] ?? '');
          if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new Refusal('Please give the day.');
          return planNews(act, id, day);
        },
        'day',
        async () => planForm(await read(act, id)),
      ),
    ),
  ],
  liveCards: [
    {
      recordType: RECORD,
      async draw(db, id) {
        const found = await findCelebration(db, id);
        return found === null ? undefined : { card: liveCard(found), version: found.version };
      },
    },
  ],
};
