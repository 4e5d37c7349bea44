// Who works on a problem: joining and leaving for one's agency, asking another, taking it and handing it over.

import { type Act, knownPerson } from '../../../chat/act.ts';
import { assertMay } from '../../../chat/may.ts';
import { inPlace, privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { todayIn } from '../../../time/calendar.ts';
import { whereToReach, whoIsAsked } from '../../people/index.ts';
import { type FullProblem, referenceOf, subjectOf } from '../model.ts';
import { assertInTeam, assertMaySpeak, inProblem, type Turn } from '../service.ts';
import { askedCard, offerCard, openCard, tellingCard } from '../views.ts';

const agencyName = (act: Act, id: string) =>
  act.directory.agencies.find((agency) => agency.id === id)?.shortName ?? 'your agency';

/** Joins for one's agency; the second time says that it has joined. */
export function joinProblem(act: Act, id: string): Promise<Reply> {
  return inProblem(act, id, async (turn) => {
    assertMaySpeak(act, turn.problem);
    const name = agencyName(act, knownPerson(act).agencyId);
    if (isClosed(turn.problem)) return closedAlready(act, turn.problem);
    const fresh = await takePart(act, turn);
    return privately(openCard(act, await turn.after(), fresh ? `${name} has joined` : `${name} had joined already`));
  });
}

/** @returns false when the agency has joined before */
export async function takePart(act: Act, { effect, problem, record }: Turn): Promise<boolean> {
  const { agencyId, id: personId } = knownPerson(act);
  const part = problem.agencies.find((entry) => entry.agencyId === agencyId);
  if (part?.state === 'JOINED') return false;
  const key = { problemId: problem.id, agencyId };
  await effect.db.problemAgency.upsert({
    where: { problemId_agencyId: key },
    create: { ...key, state: 'JOINED', personId, since: act.now },
    update: { state: 'JOINED', personId, since: act.now },
  });
  await record({ kind: 'JOINED' });
  return true;
}

export function leaveProblem(act: Act, id: string): Promise<Reply> {
  return inProblem(act, id, async ({ effect, problem, record, after }) => {
    assertMaySpeak(act, problem);
    const { agencyId, id: personId } = knownPerson(act);
    const name = agencyName(act, agencyId);
    const part = problem.agencies.find((entry) => entry.agencyId === agencyId);
    if (part === undefined || part.state === 'LEFT')
      return privately(openCard(act, problem, `${name} is not part of it`));
    await effect.db.problemAgency.update({
      where: { problemId_agencyId: { problemId: id, agencyId } },
      data: { state: 'LEFT', personId, since: act.now },
    });
    await record({ kind: part.state === 'ASKED' ? 'DECLINED' : 'LEFT' });
    return privately(openCard(act, await after(), part.state === 'ASKED' ? `Said no for ${name}` : `${name} has left`));
  });
}

/** Asks agencies to join; their people in the zone and their champion are told, once. */
export function askAgencies(act: Act, id: string, agencyIds: string[]): Promise<Reply> {
  return inProblem(act, id, async (turn) => {
    assertInTeam(act, turn.problem);
    if (isClosed(turn.problem)) return closedAlready(act, turn.problem);
    const said = await ask(act, turn, agencyIds);
    return privately(openCard(act, await turn.after(), said.title, said.notes));
  });
}

/** @returns what to tell the person who asks */
export async function ask(act: Act, turn: Turn, agencyIds: string[]): Promise<{ title: string; notes: string[] }> {
  const asked: string[] = [];
  const notes: string[] = [];
  for (const agencyId of agencyIds) {
    const name = agencyName(act, agencyId);
    const part = turn.problem.agencies.find((entry) => entry.agencyId === agencyId);
    if (part?.state === 'JOINED') notes.push(`${name} has joined already.`);
    else if (part?.state === 'ASKED') notes.push(`${name} was asked before; nobody is told twice.`);
    else {
      const told = await askOne(act, turn, agencyId);
      if (told === 0)
        notes.push(
          `${name} has nobody in ${turn.problem.zone.name} and no champion who can be reached, so nobody was asked.`,
        );
      else asked.push(name);
    }
  }
  return { title: asked.length === 0 ? 'Nobody new was asked' : `Asked: ${asked.join(', ')}`, notes };
}

async function askOne(act: Act, { effect, problem, record }: Turn, agencyId: string): Promise<number> {
  const people = await effect.db.person.findMany({
    where: {
      agencyId,
      active: true,
      id: { not: knownPerson(act).id },
      OR: [{ memberships: { some: { zoneId: problem.zoneId } } }, { champion: { agencyId } }],
    },
    select: { id: true },
  });
  const places = await whereToReach(
    effect.db,
    people.map((person) => person.id),
  );
  if (places.size === 0) return 0;
  const key = { problemId: problem.id, agencyId };
  const since = { state: 'ASKED' as const, personId: knownPerson(act).id, since: act.now };
  await effect.db.problemAgency.upsert({
    where: { problemId_agencyId: key },
    create: { ...key, ...since },
    update: since,
  });
  await record({ kind: 'ASKED', details: { agency: agencyId } });
  const card = askedCard(problem, knownPerson(act).name, agencyName(act, agencyId));
  for (const place of places.values()) await effect.tell(place, card);
  return places.size;
}

/** Takes it when nobody has it, or when it was offered. Who comes second sees who was first. */
export function takeProblem(act: Act, id: string): Promise<Reply> {
  return inProblem(act, id, async (turn) => {
    const { problem, set, record, after } = turn;
    assertInTeam(act, problem);
    const person = knownPerson(act);
    if (isClosed(problem)) return closedAlready(act, problem);
    if (problem.ownerId === person.id) return privately(openCard(act, problem, 'It is yours already'));
    const offered = problem.offeredToId === person.id;
    if (problem.ownerId !== null && !offered)
      return privately(
        openCard(act, problem, `${problem.owner?.name ?? 'Somebody'} has it`, [
          'If you should have it, ask them to hand it over.',
        ]),
      );
    await takePart(act, turn);
    await set({ ownerId: person.id, offeredToId: null });
    await record(offered && problem.ownerId !== null ? { kind: 'HANDED_OVER' } : { kind: 'TAKEN' });
    if (offered && problem.ownerId !== null)
      await tellPerson(turn, problem.ownerId, `${person.name} has taken over ${referenceOf(problem)}`);
    const reply = openCard(act, await after(), 'It is yours now');
    return act.incoming.what.kind === 'press' && act.incoming.what.onPrivateCard ? inPlace(reply) : privately(reply);
  });
}

/** Offers it to somebody of the team; it is theirs when they accept. Who may: its owner, a lead, anybody while nobody has it. */
export function offerProblem(act: Act, id: string, toId: string): Promise<Reply> {
  return inProblem(act, id, async (turn) => {
    const { problem, set, record, after, effect } = turn;
    assertInTeam(act, problem);
    const person = knownPerson(act);
    if (isClosed(problem)) return closedAlready(act, problem);
    assertMay(act, 'problem.handOver', subjectOf(problem));
    if (toId === person.id) throw new Refusal('That is you. To take it yourself, press "Take it".');
    const to = await effect.db.person.findFirst({
      where: { id: toId, active: true, memberships: { some: { zoneId: problem.zoneId } } },
    });
    if (to === null)
      throw new Refusal(`Only somebody in ${problem.zone.name}'s team can take it over. Choose one of them.`);
    const asked = await whoIsAsked(effect.db, toId, { today: todayIn(act.partnership.timeZone, act.now).day });
    const place = (await whereToReach(effect.db, [toId])).get(toId);
    if (asked.remark !== undefined || place === undefined)
      throw new Refusal(`${asked.remark ?? ''} Only they can accept it: offer it to somebody who is here.`);
    await set({ offeredToId: toId });
    await record({ kind: 'OFFERED', details: { to: toId } });
    await effect.tell(place, offerCard(problem, person.name));
    return privately(openCard(act, await after(), `Offered to ${to.name}`, ['It changes hands when they accept.']));
  });
}

export function declineOffer(act: Act, id: string): Promise<Reply> {
  return inProblem(act, id, async (turn) => {
    const { problem, set, record, after, effect } = turn;
    const person = knownPerson(act);
    if (problem.offeredToId !== person.id)
      return privately(openCard(act, problem, 'It is not offered to you any more'));
    await set({ offeredToId: null });
    await record({ kind: 'DECLINED' });
    const last = await effect.db.problemEvent.findFirst({
      where: { problemId: id, kind: 'OFFERED' },
      orderBy: { id: 'desc' },
    });
    if (last?.personId != null)
      await tellPerson(turn, last.personId, `${person.name} cannot take over ${referenceOf(problem)}`);
    return inPlace(openCard(act, await after(), 'You said no; whoever asked is told'));
  });
}

export async function tellPerson({ effect, problem }: Turn, personId: string, title: string): Promise<void> {
  const place = (await whereToReach(effect.db, [personId])).get(personId);
  if (place !== undefined) await effect.tell(place, tellingCard(problem, title));
}

export const isClosed = (problem: Pick<FullProblem, 'state'>) => problem.state === 'CLOSED';

/** Nothing is done to a closed problem but to reopen it. */
export function closedAlready(act: Act, problem: FullProblem): Reply {
  return privately(openCard(act, problem, 'It is closed', ['If it has come back, reopen it: its history stays.']));
}
