// Leaving a zone's team, and the partnership: what was promised is handed on in the same act.
import { type Act, canLead, type Effect, isMember, knownPerson, ownZones, type ZoneEntry } from '../../chat/act.ts';
import { heading, note, paragraph } from '../../chat/cards.ts';
import { privately, Refusal, type Reply } from '../../chat/replies.ts';
import { seeToOrphans } from '../actions/index.ts';
import { personNamed } from '../people/index.ts';
import { recordEvent, touchProblem } from '../problems/index.ts';

/** In the account of changes, with the zone and since when: a paper of past weeks counts those who were there. */
export const MEMBER_LEFT = 'zone.member_left';

/** Leaves a team. Who may: the person themselves. */
export function leaveZone(act: Act, zone: ZoneEntry): Promise<Reply> {
  const person = knownPerson(act);
  if (!isMember(person, zone.id)) throw new Refusal(`You are not in the team of ${zone.name}.`);
  return takeOut(act, zone, { id: person.id, name: 'You' }, 'are');
}

/** Takes somebody out of a team: "@Callum", "@Callum from NP". Who may: a lead of the zone, or the project team. */
export async function removeFromZone(act: Act, zone: ZoneEntry, words: string): Promise<Reply> {
  if (!canLead(knownPerson(act), zone.id))
    throw new Refusal(`Only a lead of ${zone.name} or the project team can do that.`);
  const person = (await personNamed(act, words, zone.id)).person;
  const member = await act.db.membership.findUnique({
    where: { personId_zoneId: { personId: person.id, zoneId: zone.id } },
  });
  if (member === null) throw new Refusal(`${person.name} is not in the team of ${zone.name}.`);
  return takeOut(act, zone, person, 'is');
}

function takeOut(act: Act, zone: ZoneEntry, person: { id: string; name: string }, verb: 'is' | 'are'): Promise<Reply> {
  return act.once(async (effect) => {
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
    await effect.directoryChanged();
    return told(`${person.name} ${verb} no longer in ${zone.name}`, seen, freed);
  });
}

/** Somebody has left the partnership: every team, every chat. Who may: the project team. */
export async function goneForGood(act: Act, words: string): Promise<Reply> {
  if (!knownPerson(act).admin) throw new Refusal('Only the project team can do that. Ask whoever runs this bot.');
  const person = (await personNamed(act, words, undefined)).person;
  if (person.id === knownPerson(act).id)
    throw new Refusal('That is you. Somebody else of the project team must do it.');
  return act.once(async (effect) => {
    await effect.db.person.update({ where: { id: person.id }, data: { active: false } });
    const freed = await freeProblems(act, effect, { ownerId: person.id }, person.name);
    const seen = await seeToOrphans(effect, act.partnership.id, person.id);
    const left = await effect.db.membership.findMany({ where: { personId: person.id } });
    await effect.db.membership.deleteMany({ where: { personId: person.id } });
    await effect.audit(
      ...left.map(({ zoneId, createdAt }) => ({
        action: MEMBER_LEFT,
        recordType: 'person',
        recordId: person.id,
        details: { zone: zoneId, since: createdAt.toISOString() },
      })),
    );
    await effect.db.champion.deleteMany({ where: { personId: person.id } });
    await effect.audit({ action: 'person.gone', recordType: 'person', recordId: person.id });
    await effect.directoryChanged();
    return told(`${person.name} has left`, seen, freed);
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
      : `${promises} open ${promises === 1 ? 'action goes' : 'actions go'} to a deputy, or wait for a lead to hand ${promises === 1 ? 'it' : 'them'} on.`,
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
