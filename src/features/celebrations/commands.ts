// What people type and press about good news.

import { z } from 'zod';
import { type Act, ownZones, visibleZones } from '../../chat/act.ts';
import { assertMay, may } from '../../chat/may.ts';
import { anyText, choice, optional } from '../../chat/parts.ts';
import { button, type Feature, form } from '../../chat/registry.ts';
import { orReopen, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { clean } from '../../chat/spans.ts';
import { afterCount, defineCommand, word, wordAbout } from '../../chat/words.ts';
import { dayAhead } from '../../language/parts.ts';
import type { Capability } from '../../rights/index.ts';
import { assertClean } from '../privacy/index.ts';
import { copyNews } from './copy.ts';
import { type FullCelebration, findCelebration, findCelebrations, RECORD, subjectOf } from './model.ts';
import { celebrate, markPublic, markTold, planNews, undoNews } from './service.ts';
import { terms } from './terms.ts';
import { doubtOf, listCard, liveCard, mayBeWordCard, newsCard, planForm } from './views.ts';

const record = z.object({ id: z.uuid() });

const ofNews = wordAbout<string>();

/** What is said after the number of good news, or before it: "12 public", "public 12". */
const STEPS: Record<string, { summary: string; needs: Capability; step(act: Act, id: string): Promise<Reply> }> = {
  public: { summary: 'It may be told outside; said again, not', needs: 'celebration.public', step: markPublic },
  told: { summary: 'It has been told outside', needs: 'celebration.told', step: markTold },
  undo: { summary: 'Take it back', needs: 'celebration.undo', step: undoNews },
};

const celebration = defineCommand({
  name: 'celebrate',
  summary: 'Good news: tell it, thank people, plan what is told outside',
  examples: ['celebrate The youth club has forty members, thanks to @Dana and @Fire'],
  details: ['It stands in the zone’s channels and first in the digest. A lead marks what is fit for the public.'],
  needs: 'known',
  reads: (typed) => /^\d*$/.test(typed),
  parts: { news: anyText('WHAT, thanks to @NAME') },
  run: (act, { news }) => (news === '' ? list(act, false) : told(act, news)),
  words: [
    word({
      name: 'list',
      summary: 'Good news; with --public what may be told outside',
      examples: ['celebrate list', 'celebrate list --public'],
      needs: 'known',
      reads: true,
      only: true,
      parts: { which: optional(choice('--public', '', { '--public': true, public: true })) },
      run: (act, { which }) => list(act, which === true),
    }),
  ],
  // "12 public" is said of number 12; "12 young people came" is news.
  after: afterCount({
    label: '12',
    // The number may come second: "public 12", "plan 12 on 3 December".
    take(words) {
      const [, first, verb, second, rest = ''] =
        /^(?:(\d{1,9})|(public|told|undo|plan|copy)\s+(\d{1,9}))(?!\S)\s*([\s\S]*)$/i.exec(words) ?? [];
      const digits = first ?? second;
      return digits === undefined ? undefined : { value: Number(digits), rest: `${verb ?? ''} ${rest}`.trim() };
    },
    open: async (act, number) => (await numbered(act, number)).id,
    doubt: async (act, typed, id) => doubtOf(typed, await read(act, id), zoneHere(act)),
    shows: ofNews({
      name: '',
      summary: 'Show good news',
      needs: 'celebration.see',
      async run(act, _parts, id) {
        const found = await read(act, id);
        return privately(newsCard(found, `Good news ${found.number}`));
      },
    }),
    words: [
      ofNews({
        name: 'copy',
        summary: 'The text for an agency’s newsletter or page, once it may be told outside',
        examples: ['celebrate 12 copy'],
        needs: 'celebration.see',
        reads: true,
        run: async (act, _parts, id) => copyNews(act, await read(act, id)),
      }),
      ...Object.entries(STEPS).map(([name, { summary, needs, step }]) =>
        ofNews({ name, summary, needs, examples: [`celebrate 12 ${name}`], run: (act, _parts, id) => step(act, id) }),
      ),
      ofNews({
        name: 'plan',
        summary: 'Plan on which day it is told outside',
        needs: 'celebration.plan',
        examples: ['celebrate 12 plan on 3 December'],
        parts: { day: dayAhead('on DAY') },
        run: (act, { day }, id) => planNews(act, id, day),
      }),
    ],
  }),
});

/** "public New benches", "plan: …", "plan the launch on 3 December"; "plan for the summer is agreed" is news. */
const WORD_BEFORE =
  /^(?:(?:public|plan|told|copy)(?:: ?| (?=\p{Lu}))|plan (?=.* on (?:the )?(?:\d|\p{L}{3,6}day)))(?=(\S.*)$)/su;

/** Good news, as it is typed: unless a word of ours stands before it, which may belong to it or not. */
async function told(act: Act, news: string): Promise<Reply> {
  const [word = '', rest = ''] = WORD_BEFORE.exec(news) ?? [];
  if (word === '') return celebrate(act, zoneHere(act), news);
  assertClean(clean(news), act.now);
  return privately(mayBeWordCard(zoneHere(act), word.replace(/:? ?$/, ''), news, rest));
}

function zoneHere(act: Act): string {
  const own = ownZones(act);
  const zoneId = act.placeZoneId ?? (own.length === 1 ? own[0]?.id : undefined);
  if (zoneId === undefined) throw new Refusal('Of which zone? Type it in the zone’s channel.');
  return zoneId;
}

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
  if (found === undefined || !may(act, 'celebration.see', subjectOf(found)))
    throw new Refusal(`There is no good news ${number} here.`);
  return found;
}

async function read(act: Act, id: string): Promise<FullCelebration> {
  const found = await findCelebration(act.db, id);
  if (found === null || found.partnershipId !== act.partnership.id || !may(act, 'celebration.see', subjectOf(found)))
    throw new Refusal('That is not here, or not yours to see.');
  return found;
}

export const celebrations: Feature = {
  name: 'celebrations',
  terms,
  everyday: [
    {
      command: 'celebrate',
      nouns: ['celebrations', 'good news', 'news'],
      takes: 'Tell good news',
      alone: [
        [/^(?:some |more )?(?:good|great|lovely|brilliant) news(?: is)?[:,]? (.+)$/i, 'celebrate $1'],
        [
          /^((?:a )?(?:big |huge |many )?(?:thanks|thank you|shout[- ]?outs?|well done|praise|kudos|bravo|congratulations|congrats)(?: (?:to|for))? (?!(?:bot|you|so|very|a|all|for now)\b).+)$/i,
          'celebrate $1',
        ],
      ],
      said: [[/^(?:all|show|show all)$/i, 'celebrate list']],
    },
  ],
  commands: [celebration],
  buttons: [
    button('celebrate.open', 'celebration.see', record, async (act, { id }) => {
      const found = await read(act, id);
      return privately(newsCard(found, `Good news ${found.number}`));
    }),
    button('celebrate.anyway', 'known', z.object({ zone: z.uuid(), text: z.string() }), (act, { zone, text }) =>
      celebrate(act, zone, text),
    ),
    button('celebrate.copy', 'celebration.see', record, async (act, { id }) => copyNews(act, await read(act, id))),
    button('celebrate.public', 'celebration.public', record, (act, { id }) => markPublic(act, id)),
    button('celebrate.told', 'celebration.told', record, (act, { id }) => markTold(act, id)),
    button('celebrate.undo', 'celebration.undo', record, (act, { id }) => undoNews(act, id)),
    button('celebrate.planForm', 'celebration.plan', record, async (act, { id }) => {
      const found = await read(act, id);
      assertMay(act, 'celebration.plan', found);
      return { kind: 'form', ...planForm(found) };
    }),
  ],
  forms: [
    form('celebrate.savePlan', 'celebration.plan', record, (act, { id }, values) =>
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
