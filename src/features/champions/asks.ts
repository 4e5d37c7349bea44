// A team asks a champion for help: the bot suggests whom, the champion answers Help, Later or Not me, and the asker always
// hears what becomes of it.

import { type Act, type Effect, knownPerson, ownZones } from '../../chat/act.ts';
import type { Card } from '../../chat/cards.ts';
import { assertMay } from '../../chat/may.ts';
import { inPlace, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { clean, command, lengthOf, say } from '../../chat/spans.ts';
import type { Db } from '../../database/client.ts';
import type { Prisma } from '../../database/generated/client.ts';
import type { Outcome, Sector } from '../../database/generated/enums.ts';
import { placesOf } from '../../delivery/index.ts';
import { findMentions } from '../../language/mentions.ts';
import { dayWords, todayIn } from '../../time/calendar.ts';
import { type Asked, whereToReach, whichOne, whoIsAsked, whoIsMeant } from '../people/index.ts';
import { assertClean } from '../privacy/index.ts';
import { problemNamed, readProblem } from '../problems/index.ts';
import { type FullAsk, findAsk, RECORD, subjectOf } from './model.ts';
import { type Champion, championsOf } from './read.ts';
import { askCard, chooseCard, outcomeCard, saidCard } from './views.ts';

const LONGEST = 1000;
/** So many of one's own may wait at once: champions have other work too. */
const MOST_WAITING = 5;

/** "@champion NP-42 needs a decision on the lighting budget", "@Fire who can talk to the school?", "@Dana Whitlock …" */
export async function askChampion(act: Act, typed: string): Promise<Reply> {
  const person = knownPerson(act);
  const line = clean(typed);
  const named = await problemNamed(act, line);
  const problem = named === undefined ? undefined : await readProblem(act, named.id);
  const own = ownZones(act);
  const zoneId = problem?.zoneId ?? act.placeZoneId ?? (own.length === 1 ? own[0]?.id : undefined);
  if (zoneId === undefined)
    throw new Refusal('For which zone? Type it in the zone’s channel, or name a problem: NP-42.');
  const anybody = /^@champions?\b[:,]?\s*/i.exec(line);
  const mention = anybody === null ? findMentions(line)[0] : undefined;
  let wanted: Champion | undefined;
  let text = line.slice(anybody?.[0].length ?? 0);
  const champions = await championsNow(act);
  if (mention !== undefined) {
    const meant = await whoIsMeant(act, mention, zoneId);
    switch (meant.kind) {
      case 'agency':
        wanted = champions.find(({ agencyId }) => agencyId === meant.agency.id);
        if (wanted === undefined)
          throw new Refusal(`${meant.agency.shortName} has no champion yet. "@champion" asks another.`);
        break;
      case 'person':
      case 'elsewhere':
        wanted = champions.find(({ personId }) => personId === meant.person.id);
        if (meant.person.id === person.id)
          throw new Refusal('That is you. Whom else shall I ask? "@champion" lets me suggest somebody.');
        if (wanted === undefined) {
          const what = clean(`${line.slice(0, mention.from)} ${line.slice(meant.to)}`).replace(/^(?:to|that)\s+/i, '');
          throw new Refusal(
            say`${meant.person.name} is no champion. To ask them for something: ${command(`action ${what === '' ? '…' : what.slice(0, 200)} @${meant.person.name} by Friday`)}.`,
          );
        }
        break;
      case 'several':
        throw whichOne(meant.people);
      case 'nobody':
        throw new Refusal(`I know nobody called ${meant.words}. "@champion" lets me suggest somebody.`);
    }
    const behind = line.slice(meant.to);
    if (/^\s*(?:,|and\b|&|\+|or\b)\s*@/i.test(behind))
      throw new Refusal('One at a time, please: whom shall I ask first? Nobody has been asked yet.');
    text = `${line.slice(0, mention.from)} ${behind}`;
  }
  text = clean(text);
  assertText(act, text);
  if (wanted !== undefined) return makeAsk(act, { zoneId, problemId: problem?.id, text, championId: wanted.personId });
  const suggested = await suggest(act, zoneId, problem?.id, champions);
  if (suggested.length === 0)
    throw new Refusal(say`There is no champion whom I could ask. The project team appoints them: "zone champions".`);
  return privately(
    chooseCard(text, suggested.slice(0, 5), {
      zone: zoneId,
      ...(problem === undefined ? {} : { problem: problem.id }),
    }),
  );
}

function assertText(act: Act, text: string): void {
  if (text === '')
    throw new Refusal(
      say`What do you need? For example: "nudge @champion NP-42 needs a decision on the lighting budget".`,
    );
  if (lengthOf(text) > LONGEST) throw new Refusal(`That is ${lengthOf(text)} characters; at most ${LONGEST} fit.`);
  assertClean(text, act.now);
}

interface Suggestion extends Champion {
  why: string;
}

/** Whose work an outcome is, first of all. */
const BY_OUTCOME: Record<Outcome, Sector[]> = {
  SAFE: ['POLICE', 'FIRE', 'CRIMINAL_JUSTICE'],
  WELL: ['HEALTH', 'AMBULANCE'],
  SKILLS: ['EDUCATION'],
  RESOURCES: ['LOCAL_AUTHORITY', 'HOUSING', 'BUSINESS'],
};

const championsNow = (act: Act): Promise<Champion[]> =>
  championsOf(act.db, act.partnership.id, todayIn(act.partnership.timeZone, act.now).day);

/** A champion is asked, or who stands in for them: their cover, then another of their agency's champions and deputies. */
async function inTruth(act: Act, db: Db, championId: string): Promise<Asked> {
  const champions = await championsNow(act);
  const agencyId = champions.find(({ personId }) => personId === championId)?.agencyId;
  const deputies = champions
    .filter((each) => each.agencyId === agencyId && each.personId !== championId)
    .map(({ personId }) => personId);
  return whoIsAsked(db, championId, { deputies, today: todayIn(act.partnership.timeZone, act.now).day });
}

/** Whose agency was asked and is silent; who mentors the zone; whose agency works in it; then the others. Never oneself, and nobody who is away. */
export async function suggest(
  act: Act,
  zoneId: string,
  problemId: string | undefined,
  among?: Champion[],
): Promise<Suggestion[]> {
  const champions = (among ?? (await championsNow(act))).filter(({ personId }) => personId !== knownPerson(act).id);
  const today = new Date(todayIn(act.partnership.timeZone, act.now).day);
  const [asked, mentors, members, absent] = await Promise.all([
    problemId === undefined
      ? []
      : act.db.problemAgency.findMany({ where: { problemId, state: { in: ['ASKED', 'JOINED'] } } }),
    act.db.mentor.findMany({ where: { zoneId } }),
    act.db.membership.findMany({
      where: { zoneId, person: { active: true } },
      select: { person: { select: { agencyId: true } } },
    }),
    act.db.person.findMany({
      where: {
        id: { in: champions.map(({ personId }) => personId) },
        awayUntil: { gte: today },
        OR: [{ awayFrom: null }, { awayFrom: { lte: today } }],
      },
      select: { id: true },
    }),
  ]);
  const away = new Set(absent.map(({ id }) => id));
  const outcomes =
    problemId === undefined
      ? []
      : ((await act.db.problem.findUnique({ where: { id: problemId }, select: { outcomes: true } }))?.outcomes ?? []);
  const here = new Set(members.map(({ person }) => person.agencyId));
  const rank = (champion: Champion): [number, string] => {
    const part = asked.find(({ agencyId }) => agencyId === champion.agencyId);
    if (part?.state === 'ASKED') return [0, 'their agency was asked and has not answered'];
    if (mentors.some(({ personId }) => personId === champion.personId)) return [1, 'mentors this zone'];
    if (part !== undefined) return [2, 'their agency works on it'];
    if (outcomes.some((outcome) => BY_OUTCOME[outcome].includes(champion.sector)))
      return [3, 'such things are their agency’s work'];
    return here.has(champion.agencyId) ? [4, 'their agency is in the team'] : [5, ''];
  };
  return champions
    .map((champion) => ({ champion, rank: rank(champion) }))
    .filter(({ champion: { personId } }) => !away.has(personId))
    .sort((a, b) => a.rank[0] - b.rank[0] || a.champion.name.localeCompare(b.champion.name, 'en-GB'))
    .map(({ champion, rank: [, why] }) => ({ ...champion, why }));
}

export interface NewAsk {
  zoneId: string;
  problemId: string | undefined;
  text: string;
  championId: string;
}

/** Who may: the zone's team. */
export function makeAsk(act: Act, { zoneId, problemId, text, championId }: NewAsk): Promise<Reply> {
  const person = knownPerson(act);
  assertMay(act, 'ask.make', { zoneId });
  assertText(act, text);
  return act.once(async (effect) => {
    const { db } = effect;
    await db.$queryRaw`SELECT id FROM person WHERE id = ${person.id}::uuid FOR UPDATE`;
    const waiting = await db.ask.findMany({ where: { askerId: person.id, state: { in: ['WAITING', 'LATER'] } } });
    if (waiting.some((each) => each.championId === championId && each.text === text))
      return privately({
        summary: 'You have asked that already; it waits for an answer.',
        blocks: saidCard('You have asked that already', 'It waits for an answer, which you will hear.').blocks,
      });
    if (waiting.length >= MOST_WAITING)
      throw new Refusal(
        `${waiting.length} of your questions wait for an answer already. Please let those be answered first.`,
      );
    const asked = await inTruth(act, db, championId);
    const place = (await whereToReach(db, [asked.personId])).get(asked.personId);
    if (asked.nobody || place === undefined) {
      const others = (await suggest(act, zoneId, problemId)).filter(({ personId }) => personId !== championId);
      return privately(
        chooseCard(
          text,
          others.slice(0, 5),
          { zone: zoneId, ...(problemId === undefined ? {} : { problem: problemId }) },
          `${asked.remark ?? ''} Nothing was sent. Whom else shall I ask?`,
        ),
      );
    }
    const { id } = await db.ask.create({
      data: {
        partnershipId: act.partnership.id,
        zoneId,
        problemId: problemId ?? null,
        text,
        askerId: person.id,
        championId: asked.personId,
        createdAt: act.now,
        askedAt: act.now,
      },
      select: { id: true },
    });
    await effect.audit({ action: 'ask.made', recordType: RECORD, recordId: id });
    await effect.show({ type: RECORD, id, version: 1 }, [place]);
    const made = await findAsk(db, id);
    const answer = act.incoming.what.kind === 'press' ? inPlace : privately;
    return answer(
      saidCard(
        `${made?.champion.name ?? 'The champion'} is asked`,
        `${asked.remark === undefined ? '' : `${asked.remark} `}You hear what becomes of it.`,
      ),
    );
  });
}

interface Turn {
  effect: Effect;
  ask: FullAsk;
  set(change: Prisma.AskUncheckedUpdateInput): Promise<void>;
  after(): Promise<FullAsk>;
}

function inAsk(act: Act, id: string, work: (turn: Turn) => Promise<Reply>): Promise<Reply> {
  return act.once(async (effect) => {
    const read = async () => {
      const found = await findAsk(effect.db, id);
      if (found === null || found.partnershipId !== act.partnership.id) throw new Refusal('That is no longer here.');
      return found;
    };
    await effect.db.$queryRaw`SELECT id FROM ask WHERE id = ${id}::uuid FOR UPDATE`;
    let touched = false;
    const reply = await work({
      effect,
      ask: await read(),
      async set(change) {
        touched = true;
        await effect.db.ask.update({ where: { id }, data: { ...change, version: { increment: 1 } } });
      },
      after: read,
    });
    if (touched) {
      const { version, state } = await read();
      await effect.refresh({ type: RECORD, id, version });
      await effect.audit({ action: `ask.${state.toLowerCase()}`, recordType: RECORD, recordId: id });
    }
    return reply;
  });
}

const mine = (act: Act, card: Card): Reply => (act.incoming.what.kind === 'press' ? inPlace(card) : privately(card));

function assertAsked(act: Act, ask: FullAsk): void {
  assertMay(act, 'ask.answer', subjectOf(ask));
}

async function tellAsker({ effect }: Turn, ask: FullAsk, title: string): Promise<void> {
  const place = (await whereToReach(effect.db, [ask.askerId])).get(ask.askerId);
  if (place !== undefined) await effect.tell(place, outcomeCard(ask, title));
}

/** "I help": a card in the zone's places, in whose thread the champion and the team talk, whatever chat they are in. */
export function help(act: Act, id: string): Promise<Reply> {
  return inAsk(act, id, async (turn) => {
    assertAsked(act, turn.ask);
    if (turn.ask.state === 'HELPING') return mine(act, askCard(turn.ask));
    await turn.set({ state: 'HELPING', answeredAt: act.now, laterOn: null });
    const now = await turn.after();
    await turn.effect.show({ type: RECORD, id, version: now.version }, await placesOf(turn.effect.db, now.zoneId));
    await tellAsker(turn, now, `${now.champion.name} helps`);
    return mine(act, askCard(now));
  });
}

/** @param day YYYY-MM-DD on the champion's own clock; a day ahead */
export function later(act: Act, id: string, day: string): Promise<Reply> {
  return inAsk(act, id, async (turn) => {
    assertAsked(act, turn.ask);
    if (day <= todayIn(act.partnership.timeZone, act.now).day) throw new Refusal('Choose a day ahead.');
    await turn.set({ state: 'LATER', laterOn: new Date(day), answeredAt: act.now });
    const now = await turn.after();
    await tellAsker(turn, now, `${now.champion.name} comes back to it on ${dayWords(day)}`);
    return mine(act, askCard(now));
  });
}

/** @param toId another champion who is asked instead; absent: the asker is told, and can ask somebody else */
export function notMe(act: Act, id: string, toId: string | undefined): Promise<Reply> {
  return inAsk(act, id, async (turn) => {
    assertAsked(act, turn.ask);
    if (turn.ask.state === 'DECLINED' || turn.ask.state === 'DONE') return mine(act, askCard(turn.ask));
    const before = turn.ask.champion.name;
    if (toId === undefined) {
      await turn.set({ state: 'DECLINED', answeredAt: act.now });
      const now = await turn.after();
      await tellAsker(turn, now, `${before} cannot take it`);
      return mine(act, askCard(now));
    }
    if (toId === turn.ask.championId) throw new Refusal('That is you. Name another champion.');
    const asked = await inTruth(act, turn.effect.db, toId);
    const place = (await whereToReach(turn.effect.db, [asked.personId])).get(asked.personId);
    if (asked.nobody || place === undefined || asked.personId === turn.ask.championId)
      throw new Refusal(`${asked.remark ?? 'They cannot be reached.'} Name another champion.`);
    await turn.set({ state: 'WAITING', championId: asked.personId, laterOn: null, answeredAt: null, askedAt: act.now });
    const now = await turn.after();
    await turn.effect.show({ type: RECORD, id, version: now.version }, [place]);
    await tellAsker(turn, now, `${before} has passed it on to ${now.champion.name}`);
    return mine(
      act,
      saidCard(
        'Passed on',
        `${asked.remark === undefined ? '' : `${asked.remark} `}${now.champion.name} is asked instead. ${now.asker.name} is told.`,
      ),
    );
  });
}

/** Nobody has answered: the same to somebody else. The one who was asked first can still answer. Who may: the zone's team. */
export async function askAnother(act: Act, ask: FullAsk): Promise<Reply> {
  const others = (await suggest(act, ask.zoneId, ask.problemId ?? undefined)).filter(
    ({ personId }) => personId !== ask.championId,
  );
  if (others.length === 0) throw new Refusal('There is no other champion whom I could ask.');
  const about = { zone: ask.zoneId, ...(ask.problemId === null ? {} : { problem: ask.problemId }) };
  return privately(chooseCard(ask.text, others.slice(0, 5), about));
}

/** Says something under the card, in every place where it stands. Who may: the champion, and the zone's team. */
export function sayInAsk(act: Act, id: string, typed: string): Promise<Reply> {
  const text = clean(typed);
  assertText(act, text);
  return inAsk(act, id, async ({ effect, ask }) => {
    const person = knownPerson(act);
    assertMay(act, 'ask.say', subjectOf(ask));
    const agency = act.directory.agencies.find((each) => each.id === person.agencyId)?.shortName ?? '';
    const standing = await effect.db.postedCard.findMany({ where: { recordType: RECORD, recordId: id } });
    await effect.discuss(
      { type: RECORD, id },
      standing.map(({ platform, tenant, conversation }) =>
        conversation.startsWith('@')
          ? { platform, tenant, user: conversation.slice(1) }
          : { platform, tenant, conversation },
      ),
      saidCard('', `${text} – ${person.name} (${agency})`),
    );
    await effect.audit({ action: 'ask.said', recordType: RECORD, recordId: id });
    return privately(saidCard('Said', 'It stands under the card, in every place.'));
  });
}

/** It has been seen to. Who may: the champion, the asker, a lead of the zone. */
export function finishAsk(act: Act, id: string): Promise<Reply> {
  return inAsk(act, id, async (turn) => {
    const person = knownPerson(act);
    assertMay(act, 'ask.finish', subjectOf(turn.ask));
    if (turn.ask.state === 'DONE') return mine(act, askCard(turn.ask));
    await turn.set({ state: 'DONE', answeredAt: turn.ask.answeredAt ?? act.now });
    const now = await turn.after();
    if (person.id !== now.askerId) await tellAsker(turn, now, 'It is done');
    return mine(act, askCard(now));
  });
}
