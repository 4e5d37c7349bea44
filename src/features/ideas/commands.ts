// What people type and press about ideas.

import { z } from 'zod';
import { type Act, knownPerson } from '../../chat/act.ts';
import { assertMay } from '../../chat/may.ts';
import type { NudgeCandidate, NudgeSource } from '../../chat/nudges.ts';
import { anyText } from '../../chat/parts.ts';
import { button, type Feature, form } from '../../chat/registry.ts';
import { orReopen, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { cut, say } from '../../chat/spans.ts';
import type { Part, Word } from '../../chat/word.ts';
import { afterCount, defineCommand, word, wordAbout } from '../../chat/words.ts';
import { IdeaState } from '../../database/generated/enums.ts';
import { findZone, zoneCalled } from '../../language/zones.ts';
import { type FullIdea, findIdea, findIdeas, RECORD } from './model.ts';
import { findOpenings } from './openings.ts';
import { sendReviews } from './review.ts';
import { adoptIdea, assertMayMove, captureIdea, moveIdea, supportIdea, switchLed } from './service.ts';
import { doubtOf, ideaCard, listCard, liveCard, openingsCard, parkForm, STATES } from './views.ts';

const record = z.object({ id: z.uuid() });
const PAGE = 10;
const BECAUSE = /^(?:because|for|as|since)\b\s*|^[:,–-]\s*/i;

/** One step of an idea, said after its number. */
const ofIdea = wordAbout<string>();
const moves = (name: string, to: IdeaState, summary: string): Word<string> =>
  ofIdea({ name, summary, needs: 'idea.move', run: (act, _parts, id) => moveIdea(act, id, to) });

/** "because nobody has time" */
const why: Part<string | undefined> = {
  label: 'because WHY',
  ask: 'Why?',
  optional: true,
  takesAll: true,
  read: (_act, words) => (BECAUSE.test(words) ? { value: words.replace(BECAUSE, ''), rest: '' } : undefined),
};

/** "here", "in Coalville" */
const where: Part<string | undefined> = {
  label: 'in ZONE',
  ask: 'In which zone?',
  optional: true,
  read: (_act, words) =>
    /^(?:here|in|by)\b/i.test(words)
      ? { value: words.replace(/^(?:here|in|by)\b\s*/i, '').trim(), rest: '' }
      : undefined,
};

/** What is said after an idea's number: "7 support", "7 adopt in Coalville", "7 park because nobody has time". */
const IDEA_STEPS: readonly Word<string>[] = [
  ofIdea({
    name: 'support',
    summary: 'Support it; a button takes it back',
    examples: ['idea 7 support'],
    needs: 'known',
    run: (act, _parts, id) => supportIdea(act, id, 'stays'),
  }),
  ofIdea({
    name: 'adopt',
    summary: 'Take it over for a zone',
    examples: ['idea 7 adopt in Coalville'],
    needs: 'idea.adopt',
    parts: { where },
    run: (act, parts, id) => adopt(act, id, parts.where ?? ''),
  }),
  moves('explore', 'EXPLORING', 'It is being looked into'),
  moves('practice', 'IN_PRACTICE', 'It is in practice'),
  moves('share', 'SHARED', 'It is shared with other zones'),
  ofIdea({
    name: 'park',
    summary: 'Park it, with a reason',
    examples: ['idea 7 park because nobody has time'],
    needs: 'idea.move',
    parts: { why },
    run: (act, parts, id) => moveIdea(act, id, 'PARKED', parts.why ?? ''),
  }),
  moves('reopen', 'CAPTURED', 'It is open again'),
  ofIdea({
    name: 'led',
    summary: 'Residents lead it; said again, no longer',
    needs: 'idea.move',
    run: (act, _parts, id) => switchLed(act, id),
  }),
];

const idea = defineCommand({
  name: 'idea',
  summary: 'Ideas: keep one, support it, take over another zone’s',
  examples: ['idea Bike library with the fire station'],
  details: [
    'An idea is captured, explored, adopted by a zone, in practice, shared; or parked, with a reason. Another zone adopts it with one tap.',
  ],
  needs: 'known',
  reads: (typed) => /^\d*$/.test(typed),
  parts: { idea: anyText('WHAT') },
  run: (act, { idea: words }) => (words === '' ? list(act, '') : captureIdea(act, words)),
  words: [
    word({
      name: 'list',
      summary: 'Ideas: all, those of one state, or with some words',
      examples: ['idea list', 'idea list shared'],
      needs: 'known',
      reads: true,
      parts: { filter: anyText('mine, captured, exploring, adopted, practice, shared, parked or WORDS') },
      run: (act, { filter }) => list(act, filter),
    }),
    word({
      name: 'openings',
      summary: 'Where work across zones would pay',
      examples: ['idea openings'],
      details: ['Champions get it on the first working day of each month.'],
      needs: 'idea.openings',
      reads: true,
      run: (act) => openings(act),
    }),
  ],
  after: afterCount({
    label: '7',
    open: async (act, number) => (await numbered(act, number)).id,
    doubt: async (act, typed, id) => doubtOf(typed, await readIdea(act, id)),
    shows: ofIdea({
      name: '',
      summary: 'Show an idea',
      examples: ['idea 7'],
      needs: 'known',
      async run(act, _parts, id) {
        const found = await readIdea(act, id);
        return privately(ideaCard(found, `Idea ${found.number}`));
      },
    }),
    words: IDEA_STEPS,
  }),
});

async function list(act: Act, filter: string): Promise<Reply> {
  const wanted = filter.trim().toLowerCase().replace(/\s+/g, '_');
  const state = Object.values(IdeaState).find(
    (each) => each.toLowerCase() === wanted || (wanted === 'practice' && each === 'IN_PRACTICE'),
  );
  const { id: me } = knownPerson(act);
  const mine = /^(?:mine|my|my_ideas|me)$/.test(wanted);
  const zone = zoneCalled(filter.trim().replace(/^(?:in|of|from|for) /i, ''), act.directory.zones);
  const isLiked = /^(?:top|best|popular|most_(?:supported|popular|liked|votes))$/.test(wanted);
  const words = filter.trim().replace(/^(?:about|with|on|called) /i, '');
  const where = {
    partnershipId: act.partnership.id,
    ...(mine
      ? { OR: [{ personId: me }, { supporters: { some: { personId: me } } }] }
      : state !== undefined
        ? { state }
        : zone !== undefined
          ? { zoneId: zone.id }
          : wanted === '' || isLiked
            ? { state: { not: 'PARKED' as const } }
            : { text: { contains: words, mode: 'insensitive' as const } }),
  };
  const [found, count] = await Promise.all([
    findIdeas(act.db, {
      where,
      orderBy: [...(isLiked ? [{ supporters: { _count: 'desc' as const } }] : []), { movedAt: 'desc' }, { id: 'desc' }],
      take: PAGE,
    }),
    act.db.idea.count({ where }),
  ]);
  const title = mine
    ? 'Ideas of mine, or that I support'
    : state !== undefined
      ? `Ideas: ${STATES[state].toLowerCase()}`
      : zone !== undefined
        ? `Ideas from ${zone.name}`
        : isLiked
          ? 'Ideas, those with most supporters first'
          : wanted === ''
            ? 'Ideas'
            : `Ideas with "${cut(words, 60)}"`;
  return privately(
    listCard(
      found,
      title,
      count - found.length,
      say`None yet. Type "idea" and what it is; nobody has to decide anything now.`,
    ),
  );
}

async function numbered(act: Act, number: number): Promise<FullIdea> {
  const [found] = await findIdeas(act.db, { where: { partnershipId: act.partnership.id, number }, take: 1 });
  if (found === undefined) throw new Refusal(say`There is no idea ${number}. "idea list" shows them.`);
  return found;
}

/** "Coalville", or nothing: here. */
function adopt(act: Act, id: string, named: string): Promise<Reply> {
  if (named === '') return adoptIdea(act, id);
  const zone = findZone(`in ${named}`, act.directory.zones);
  if (zone === undefined) throw new Refusal(`I know no zone "${named.slice(0, 40)}".`);
  return adoptIdea(act, id, zone.id);
}

async function openings(act: Act): Promise<Reply> {
  assertMay(act, 'idea.openings');
  return privately(openingsCard(await findOpenings(act.db, act.partnership.id, act.now)));
}

async function readIdea(act: Act, id: string): Promise<FullIdea> {
  const found = await findIdea(act.db, id);
  if (found === null || found.partnershipId !== act.partnership.id) throw new Refusal('That idea is no longer here.');
  return found;
}

const unmoved: NudgeSource = {
  rule: 'IDEA_UNMOVED',
  name: 'idea',
  summary: 'An idea that has not moved, to its author',
  threshold: { value: 30, unit: 'days' },
  weight: 20,
  to: ['person'],
  redirects: false,
  async find({ db, partnershipId, now, threshold, whose }) {
    const rows = await findIdeas(db, {
      where: {
        partnershipId,
        state: { in: ['CAPTURED', 'EXPLORING'] },
        movedAt: { lte: new Date(now.getTime() - threshold * 86_400_000) },
        person: { active: true },
        ...(whose === undefined ? {} : { personId: whose.personId }),
      },
    });
    return rows.map(
      (each): NudgeCandidate => ({
        personId: each.personId,
        subject: `idea:${each.id}`,
        recordId: each.id,
        ...(each.zoneId === null ? {} : { zoneId: each.zoneId }),
        title: `Your idea: ${cut(each.text, 120)}`,
        reason: `Because it has not moved for ${Math.floor((now.getTime() - each.movedAt.getTime()) / 86_400_000)} days. Explore it, or park it with a word why.`,
        since: each.movedAt,
        doIt: { label: 'Open it', action: 'idea.open', data: { id: each.id } },
      }),
    );
  },
};

export const ideas: Feature = {
  name: 'ideas',
  everyday: [
    {
      command: 'idea',
      nouns: ['ideas'],
      takes: 'Keep an idea',
      asked: [
        [
          /^(?:what|which|any|show(?: me)?) (?:other |new )?ideas(?: (?:are there|do we have|have we(?: got)?|there are))?$/i,
          'idea list',
        ],
      ],
      alone: [
        [/^(?:i(?:['’]ve)? (?:have |had |got )?)?an? idea(?: for| is|:| -| –)? (.+)$/i, 'idea $1'],
        [/^(?:(?:i )?(?:support|like|second|vote for|upvote)|\+1)(?: for)? idea #?(\d{1,6})$/i, 'idea $1 support'],
        [/^(adopt|park|explore|reopen|share) idea #?(\d{1,6})$/i, 'idea $2 $1'],
      ],
      said: [
        [/^(?:all|show|show all)$/i, 'idea list'],
        [/^(?:mine|my ideas)$/i, 'idea list mine'],
        [/^(?:search|find)(?: for)? (.+)$/i, 'idea list $1'],
        [/^(?:vote|back|like|support)(?: for)? #?(\d{1,6})$/i, 'idea $1 support'],
        [/^#?(\d{1,6}) (?:like|back|vote|\+1|👍)$/iu, 'idea $1 support'],
      ],
    },
  ],
  jobs: [
    {
      name: 'review of ideas',
      everySeconds: 600,
      afterSeconds: 35,
      run: ({ prisma, now }) => sendReviews(prisma, now),
    },
  ],
  commands: [idea],
  nudges: [unmoved],
  buttons: [
    button('idea.open', 'known', record, async (act, { id }) => {
      const found = await readIdea(act, id);
      return privately(ideaCard(found, `Idea ${found.number}`));
    }),
    button('idea.support', 'known', record, (act, { id }) => supportIdea(act, id)),
    button('idea.adopt', 'idea.adopt', record, (act, { id }) => adoptIdea(act, id)),
    button('idea.move', 'idea.move', record.extend({ to: z.enum(IdeaState) }), (act, { id, to }) =>
      moveIdea(act, id, to),
    ),
    button('idea.led', 'idea.move', record, (act, { id }) => switchLed(act, id)),
    button('idea.anyway', 'known', z.object({ text: z.string() }), (act, { text }) => captureIdea(act, text, true)),
    button('idea.parkForm', 'idea.move', record, async (act, { id }) => {
      const found = await readIdea(act, id);
      assertMayMove(act, found);
      return { kind: 'form', ...parkForm(found) };
    }),
  ],
  forms: [
    form('idea.savePark', 'idea.move', record, (act, { id }, values) => {
      const why = String(values['why'] ?? '');
      return orReopen(
        async () => moveIdea(act, id, 'PARKED', why),
        'why',
        async () => parkForm(await readIdea(act, id), why),
      );
    }),
  ],
  liveCards: [
    {
      recordType: RECORD,
      async draw(db, id) {
        const found = await findIdea(db, id);
        return found === null ? undefined : { card: liveCard(found), version: found.version };
      },
    },
  ],
};
