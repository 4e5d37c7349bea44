// What people type and press about ideas.

import { z } from 'zod';
import type { Act } from '../../chat/act.ts';
import { assertMay } from '../../chat/may.ts';
import type { NudgeCandidate, NudgeSource } from '../../chat/nudges.ts';
import { button, type Command, type Feature, form } from '../../chat/registry.ts';
import { orReopen, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { cut, say } from '../../chat/spans.ts';
import { IdeaState } from '../../database/generated/enums.ts';
import { findZone } from '../../language/zones.ts';
import { findOpenings } from './openings.ts';
import {
  adoptIdea,
  captureIdea,
  type FullIdea,
  findIdea,
  findIdeas,
  moveIdea,
  RECORD,
  supportIdea,
  switchLed,
} from './service.ts';
import { ideaCard, listCard, liveCard, openingsCard, parkForm, STATES } from './views.ts';

const record = z.object({ id: z.uuid() });
const PAGE = 10;
const BECAUSE = /^(?:because|for|as|since)\b\s*|^[:,–-]\s*/i;

const idea: Command = {
  name: 'idea',
  summary: 'Ideas: keep one, support it, take over another zone’s',
  usage:
    '[the idea | list [captured|exploring|adopted|practice|shared|parked|WORDS] | NUMBER [support|adopt|explore|practice|share|park because WHY|reopen|led] | openings]',
  examples: [
    'idea Bike library with the fire station',
    'idea list',
    'idea list shared',
    'idea 7',
    'idea 7 support',
    'idea 7 adopt in Coalville',
    'idea openings',
  ],
  details: [
    'An idea is captured, explored, adopted by a zone, in practice, shared; or parked, with a reason. Another zone adopts it with one tap.',
    'openings: where work across zones would pay; for champions. They get it on the first working day of each month.',
  ],
  who: 'person',
  async run(act, words) {
    if (words === '' || /^list$/i.test(words)) return list(act, '');
    const listed = /^list\s+(.+)$/i.exec(words);
    if (listed !== null) return list(act, listed[1] ?? '');
    if (/^\d+$/.test(words)) {
      const found = await numbered(act, Number(words));
      return privately(ideaCard(found, `Idea ${found.number}`));
    }
    if (/^openings$/i.test(words)) return openings(act);
    const [, number, verb = '', rest = ''] = /^(\d+)\s+([a-z]+)\b\s*([\s\S]*)$/i.exec(words) ?? [];
    const { follows, step } = STEPS[verb.toLowerCase()] ?? {};
    // "20 mph outside the school" and "12 support groups" are ideas of their own.
    if (step !== undefined && (rest === '' || follows?.test(rest) === true))
      return step(act, (await numbered(act, Number(number))).id, rest);
    return captureIdea(act, words);
  },
};

async function list(act: Act, filter: string): Promise<Reply> {
  const wanted = filter.trim().toLowerCase().replace(/\s+/g, '_');
  const state = Object.values(IdeaState).find(
    (each) => each.toLowerCase() === wanted || (wanted === 'practice' && each === 'IN_PRACTICE'),
  );
  const where = {
    partnershipId: act.partnership.id,
    ...(state !== undefined
      ? { state }
      : wanted === ''
        ? { state: { not: 'PARKED' as const } }
        : { text: { contains: filter.trim(), mode: 'insensitive' as const } }),
  };
  const [found, count] = await Promise.all([
    findIdeas(act.db, { where, orderBy: [{ movedAt: 'desc' }, { id: 'desc' }], take: PAGE }),
    act.db.idea.count({ where }),
  ]);
  const title =
    state === undefined
      ? wanted === ''
        ? 'Ideas'
        : `Ideas with "${cut(filter, 60)}"`
      : `Ideas: ${STATES[state].toLowerCase()}`;
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

/** "in Coalville", or nothing: here. */
function adopt(act: Act, id: string, rest: string): Promise<Reply> {
  const named = rest.replace(/^(?:here|in|by)\b\s*/i, '').trim();
  if (named === '') return adoptIdea(act, id);
  const zone = findZone(`in ${named}`, act.directory.zones);
  if (zone === undefined) throw new Refusal(`I know no zone "${named.slice(0, 40)}".`);
  return adoptIdea(act, id, zone.id);
}

interface Step {
  /** What may follow the word. */
  follows?: RegExp;
  step(act: Act, id: string, rest: string): Promise<Reply>;
}

const moves = (to: IdeaState): Step => ({ step: (act, id) => moveIdea(act, id, to) });

/** What is said after an idea's number: "7 support", "7 adopt in Coalville", "7 park because nobody has time". */
const STEPS: Record<string, Step | undefined> = {
  support: { step: (act, id) => supportIdea(act, id) },
  adopt: { follows: /^(?:here|in|by)\b/i, step: adopt },
  explore: moves('EXPLORING'),
  practice: moves('IN_PRACTICE'),
  share: moves('SHARED'),
  park: {
    follows: BECAUSE,
    step: (act, id, rest) => moveIdea(act, id, 'PARKED', rest.replace(BECAUSE, '')),
  },
  reopen: moves('CAPTURED'),
  led: { step: (act, id) => switchLed(act, id) },
};

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
  redirects: false,
  async find({ db, partnershipId, now, threshold }) {
    const rows = await findIdeas(db, {
      where: {
        partnershipId,
        state: { in: ['CAPTURED', 'EXPLORING'] },
        movedAt: { lte: new Date(now.getTime() - threshold * 86_400_000) },
        person: { active: true },
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
  commands: [idea],
  nudges: [unmoved],
  buttons: [
    button('idea.open', 'person', record, async (act, { id }) => {
      const found = await readIdea(act, id);
      return privately(ideaCard(found, `Idea ${found.number}`));
    }),
    button('idea.support', 'person', record, (act, { id }) => supportIdea(act, id)),
    button('idea.adopt', 'person', record, (act, { id }) => adoptIdea(act, id)),
    button('idea.move', 'person', record.extend({ to: z.enum(IdeaState) }), (act, { id, to }) => moveIdea(act, id, to)),
    button('idea.led', 'person', record, (act, { id }) => switchLed(act, id)),
    button('idea.anyway', 'person', z.object({ text: z.string() }), (act, { text }) => captureIdea(act, text, true)),
    button('idea.parkForm', 'person', record, async (act, { id }) => ({
      kind: 'form',
      ...parkForm(await readIdea(act, id)),
    })),
  ],
  forms: [
    form('idea.savePark', 'person', record, (act, { id }, values) => {
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
