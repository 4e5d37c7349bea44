// Leaving a zone's team, and the partnership: what was promised is handed on in the same act.

import { type Act, type Effect, knownPerson, ownZones, type ZoneEntry } from '../../chat/act.ts';
import { type Button, buttons, heading, type JsonObject, note, paragraph } from '../../chat/cards.ts';
import { assertMay } from '../../chat/may.ts';
import { inPlace, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { listed } from '../../language/vocabulary.ts';
import { seeToOrphans } from '../actions/index.ts';
import { personNamed } from '../people/index.ts';
import { recordEvent, touchProblem } from '../problems/index.ts';
import { leadsOf, setLead, tellLeadless, welcomeLead } from './leads.ts';

/** In the account of changes, with the zone and since when: a paper of past weeks counts those who were there. */
export const MEMBER_LEFT = 'zone.member_left';

/** Leaving one's team is asked about: what becomes of what one had, and who leads after them. Who may: the person themselves. */
export async function askToLeave(act: Act, zone: ZoneEntry): Promise<Reply> {
  const person = knownPerson(act);
  assertMay(act, 'zone.leave', { zoneId: zone.id, where: zone.name });
  const { db } = act;
  const [problems, promises, leads, team] = await Promise.all([
    db.problem.count({ where: { zoneId: zone.id, ownerId: person.id, state: { not: 'CLOSED' } } }),
    db.action.count({ where: { zoneId: zone.id, ownerId: person.id, state: 'OPEN' } }),
    leadsOf({ db }, zone.id),
    db.membership.findMany({
      where: { zoneId: zone.id, personId: { not: person.id }, person: { active: true } },
      include: { person: { select: { name: true } } },
      orderBy: { createdAt: 'asc' },
      take: MOST_SUCCESSORS,
    }),
  ]);
  const last = leads.length === 1 && leads[0] === person.id;
  const becomes = [
    ...(problems === 0
      ? []
      : [
          `${problems === 1 ? 'The problem that you have is' : `The ${problems} problems that you have are`} without an owner then.`,
        ]),
    ...(promises === 0
      ? []
      : [
          `${promises === 1 ? 'What you have promised goes' : `The ${promises} things that you have promised go`} to a deputy, or to a lead to hand on.`,
        ]),
    'What you did stays in the record; you can ask to join again.',
  ];
  const leave = (label: string, data: JsonObject = {}): Button => ({
    label,
    action: 'zone.leave',
    data: { zone: zone.id, ...data },
    style: 'danger',
  });
  return privately({
    summary: `Leave ${zone.name}?`,
    blocks: [
      heading(`Leave ${zone.name}?`),
      paragraph(becomes.join(' ')),
      ...(last
        ? [
            paragraph(
              team.length === 0
                ? 'You are its only lead, and nobody else is in the team: the project team is told.'
                : 'You are its only lead. Who leads after you?',
            ),
            buttons(
              ...team.map(({ personId, person: { name } }) => leave(`${name}, and leave`, { successor: personId })),
              leave(team.length === 0 ? 'Leave' : 'Leave it to the project team'),
            ),
          ]
        : [buttons(leave('Leave'))]),
      buttons({ label: 'Stay', action: 'zone.open', data: { id: zone.id } }),
    ],
  });
}

const MOST_SUCCESSORS = 8;

/** @param successor who leads after the last lead */
export function leaveZone(act: Act, zone: ZoneEntry, successor?: string): Promise<Reply> {
  const person = knownPerson(act);
  assertMay(act, 'zone.leave', { zoneId: zone.id, where: zone.name });
  return takeOut(act, zone, { id: person.id, name: 'You' }, 'are', successor);
}

/** Takes somebody out of a team: "@Callum", "@Callum from NP". Who may: a lead of the zone, or the project team. */
export async function removeFromZone(act: Act, zone: ZoneEntry, words: string): Promise<Reply> {
  assertMay(act, 'zone.remove', { zoneId: zone.id, where: zone.name });
  const person = (await personNamed(act, words, zone.id)).person;
  const member = await act.db.membership.findUnique({
    where: { personId_zoneId: { personId: person.id, zoneId: zone.id } },
  });
  if (member === null) return takeAside(act, zone, person);
  return takeOut(act, zone, person, 'is');
}

/** Somebody who is beside the team: a resident, an observer. */
async function takeAside(act: Act, zone: ZoneEntry, person: { id: string; name: string }): Promise<Reply> {
  const beside = { personId: person.id, zoneId: zone.id };
  if ((await act.db.zoneGuest.count({ where: beside })) === 0)
    throw new Refusal(`${person.name} is not in the team of ${zone.name}.`);
  return act.once(async (effect) => {
    await effect.db.zoneGuest.deleteMany({ where: beside });
    await effect.audit({
      action: 'zone.guest_left',
      recordType: 'person',
      recordId: person.id,
      details: { zone: zone.id },
    });
    await effect.directoryChanged();
    return privately({
      summary: `${person.name} is no longer beside ${zone.name}`,
      blocks: [heading(`${person.name} is no longer beside ${zone.name}`), paragraph('What they told stays.')],
    });
  });
}

function takeOut(
  act: Act,
  zone: ZoneEntry,
  person: { id: string; name: string },
  verb: 'is' | 'are',
  successor?: string,
): Promise<Reply> {
  return act.once(async (effect) => {
    if (successor !== undefined) {
      await setLead(effect, zone, successor, true);
      await welcomeLead(effect, zone, successor);
    }
    const { createdAt } = await effect.db.membership.delete({
      where: { personId_zoneId: { personId: person.id, zoneId: zone.id } },
    });
    await effect.audit({
      action: MEMBER_LEFT,
      recordType: 'person',
      recordId: person.id,
      details: { zone: zone.id, since: createdAt.toISOString() },
    });
    const freed = await freeProblems(act, effect, { zoneId: zone.id, ownerId: person.id }, person.name);
    const seen = await seeToOrphans(effect, act.partnership.id, person.id);
    await tellLeadless(act, effect, zone);
    await effect.directoryChanged();
    const reply = told(`${person.name} ${verb} no longer in ${zone.name}`, seen, freed);
    return act.incoming.what.kind === 'press' && reply.kind === 'card' ? inPlace(reply.card) : reply;
  });
}

/** Asks whether somebody has left the partnership, for it cannot be undone. Who may: the project team. */
export async function askWhetherGone(act: Act, words: string): Promise<Reply> {
  assertMay(act, 'person.dismiss');
  const { person } = await personNamed(act, words, undefined);
  assertNotSelf(act, person.id);
  const member = await act.db.membership.findMany({
    where: { personId: person.id },
    include: { zone: { select: { name: true } } },
  });
  const title = `Has ${person.name} (${person.agency}) left for good?`;
  const teams = member.map(({ zone }) => zone.name);
  return privately({
    summary: title,
    blocks: [
      heading(title),
      paragraph(
        `${teams.length === 0 ? 'They are in no team.' : `They leave ${listed(teams)}.`} What they have promised goes to a deputy or waits for a lead, their problems have no owner, and I know them in no chat any more. What they did stays in the record. It cannot be undone.`,
      ),
      buttons({ label: 'Yes, they have left', action: 'person.gone', data: { id: person.id }, style: 'danger' }),
    ],
  });
}

function assertNotSelf(act: Act, personId: string): void {
  if (personId === knownPerson(act).id) throw new Refusal('That is you. Somebody else of the project team must do it.');
}

/** Somebody has left the partnership: every team, every chat. Who may: the project team. */
export async function goneForGood(act: Act, personId: string): Promise<Reply> {
  assertMay(act, 'person.dismiss');
  assertNotSelf(act, personId);
  return act.once(async (effect) => {
    const person = await effect.db.person.findFirst({
      where: { id: personId, partnershipId: act.partnership.id, active: true },
      select: { id: true, name: true },
    });
    if (person === null) throw new Refusal('They have left already.');
    await effect.db.person.update({ where: { id: person.id }, data: { active: false } });
    const freed = await freeProblems(act, effect, { ownerId: person.id }, person.name);
    const seen = await seeToOrphans(effect, act.partnership.id, person.id);
    const left = await effect.db.membership.findMany({ where: { personId: person.id }, include: { zone: true } });
    await effect.db.membership.deleteMany({ where: { personId: person.id } });
    await effect.db.zoneGuest.deleteMany({ where: { personId: person.id } });
    await effect.audit(
      ...left.map(({ zoneId, createdAt }) => ({
        action: MEMBER_LEFT,
        recordType: 'person',
        recordId: person.id,
        details: { zone: zoneId, since: createdAt.toISOString() },
      })),
    );
    for (const { lead, zone } of left) if (lead) await tellLeadless(act, effect, zone);
    await effect.db.champion.deleteMany({ where: { personId: person.id } });
    await effect.audit({ action: 'person.gone', recordType: 'person', recordId: person.id });
    await effect.directoryChanged();
    const reply = told(`${person.name} has left`, seen, freed);
    return reply.kind === 'card' ? inPlace(reply.card) : reply;
  });
}

/** Their problems have no owner now, and the cards say so. @returns how many */
async function freeProblems(
  act: Act,
  effect: Effect,
  whose: { ownerId: string; zoneId?: string },
  name: string,
): Promise<number> {
  const theirs = await effect.db.problem.findMany({
    where: { ...whose, state: { not: 'CLOSED' } },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  for (const { id } of theirs) {
    await effect.db.problem.update({ where: { id }, data: { ownerId: null } });
    await recordEvent(effect, act, id, { kind: 'FREED', text: whose.ownerId === knownPerson(act).id ? '' : name });
    await touchProblem(effect, id, act.now);
  }
  return theirs.length;
}

function told(title: string, promises: number, problems: number): Reply {
  const words = [
    promises === 0
      ? 'Nothing that they had promised was open.'
      : `${promises} open ${promises === 1 ? 'action goes' : 'actions go'} to a deputy, or ${promises === 1 ? 'waits for a lead to hand it' : 'wait for a lead to hand them'} on.`,
    ...(problems === 0 ? [] : [`${problems} ${problems === 1 ? 'problem has' : 'problems have'} no owner now.`]),
  ];
  return privately({
    summary: title,
    blocks: [heading(title), ...words.map((line) => paragraph(line)), note('What they did stays in the record.')],
  });
}

/** The zone that is meant: named after "from", the channel's, or one's only one. */
export function zoneMeant(
  act: Act,
  words: string,
  find: (words: string) => ZoneEntry,
): { zone: ZoneEntry; rest: string } {
  const from = /\s(?:from|in)\s+(.+)$/i.exec(words);
  if (from !== null) return { zone: find(from[1] ?? ''), rest: words.slice(0, from.index) };
  const here = act.directory.zones.find((entry) => entry.id === act.placeZoneId);
  const [only, ...others] = ownZones(act);
  const zone = here ?? (others.length === 0 ? only : undefined);
  if (zone === undefined) throw new Refusal('From which zone? Add "from" and its name or letters.');
  return { zone, rest: words };
}
