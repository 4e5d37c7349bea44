// Who leads a zone. A zone keeps a lead: the last one names who comes after them, or the project team is told.

import { type Act, type Effect, knownPerson, type ZoneEntry } from '../../chat/act.ts';
import { heading, note, paragraph, saying } from '../../chat/cards.ts';
import { assertMay } from '../../chat/may.ts';
import { privately, Refusal, type Reply } from '../../chat/replies.ts';
import { command, say } from '../../chat/spans.ts';
import { personNamed, tellProjectTeam, whereToReach } from '../people/index.ts';

/** "@Ann", "@Ann from NP"; makes her a lead. Who may: a lead of the zone, or the project team. */
export async function appointLead(act: Act, zone: ZoneEntry, words: string): Promise<Reply> {
  assertMay(act, 'zone.lead', { zoneId: zone.id, where: zone.name });
  if (words.trim() === '') throw new Refusal(say`Who? For example: "zone lead @Dana". "zone" shows who leads now.`);
  const { person, elsewhere } = await personNamed(act, words, zone.id);
  return act.once(async (effect) => {
    const member = await effect.db.membership.findUnique({
      where: { personId_zoneId: { personId: person.id, zoneId: zone.id } },
    });
    if (member === null)
      throw new Refusal(
        say`${person.name} is not in the team of ${zone.name}${elsewhere === undefined || elsewhere.length === 0 ? '' : ` (they are in ${elsewhere.join(', ')})`}. They ask to join with "me join"; then you can make them a lead.`,
      );
    if (member.lead) return privately(saying(`${person.name} leads ${zone.name} already`, 'Nothing was changed.'));
    await setLead(effect, zone, person.id, true);
    await welcomeLead(effect, zone, person.id, knownPerson(act).id);
    return privately(saying(`${person.name} leads ${zone.name} now`, 'They are told, with what leads can do.'));
  });
}

/** Ends somebody's lead; they stay in the team. Who may: a lead of the zone, or the project team. */
export async function endLead(act: Act, zone: ZoneEntry, words: string): Promise<Reply> {
  assertMay(act, 'zone.lead', { zoneId: zone.id, where: zone.name });
  const { person } = await personNamed(act, words.trim() === '' ? knownPerson(act).name : words, zone.id);
  return act.once(async (effect) => {
    const leads = await leadsOf(effect, zone.id);
    if (!leads.includes(person.id)) throw new Refusal(`${person.name} does not lead ${zone.name}.`);
    if (leads.length === 1)
      throw new Refusal(
        say`${person.name} is the only lead of ${zone.name}. First name who comes after: "zone lead @Dana".`,
      );
    await setLead(effect, zone, person.id, false);
    return privately(saying(`${person.name} no longer leads ${zone.name}`, 'They stay in its team.'));
  });
}

export async function leadsOf(effect: Pick<Effect, 'db'>, zoneId: string): Promise<string[]> {
  const rows = await effect.db.membership.findMany({
    where: { zoneId, lead: true, person: { active: true } },
    select: { personId: true },
  });
  return rows.map(({ personId }) => personId);
}

export async function setLead(effect: Effect, zone: { id: string }, personId: string, lead: boolean): Promise<void> {
  await effect.db.membership.update({
    where: { personId_zoneId: { personId, zoneId: zone.id } },
    data: { lead },
  });
  await effect.audit({
    action: lead ? 'zone.lead_appointed' : 'zone.lead_ended',
    recordType: 'person',
    recordId: personId,
    details: { zone: zone.id },
  });
  await effect.directoryChanged();
}

/** @param by who has made them one; they need not be told */
export async function welcomeLead(
  effect: Effect,
  zone: { name: string },
  personId: string,
  by?: string,
): Promise<void> {
  if (personId === by) return;
  const place = (await whereToReach(effect.db, [personId])).get(personId);
  if (place === undefined) return;
  const title = `You lead ${zone.name} now`;
  await effect.tell(place, {
    summary: title,
    blocks: [
      heading(title),
      paragraph(say`You let people in, plan meetings and publish their minutes, and keep the zone’s figures.`),
      note(
        say`Begin with the next meeting: "meeting new every second Tuesday 10:00 at the hall". "help meeting" shows the rest.`,
      ),
    ],
  });
}

/** A zone that nobody leads any more: the project team hears, once each time. */
export async function tellLeadless(act: Act, effect: Effect, zone: ZoneEntry): Promise<void> {
  if ((await leadsOf(effect, zone.id)).length > 0) return;
  const title = `${zone.name} has no lead`;
  await tellProjectTeam(effect, act.partnership.id, act.incoming.place, {
    summary: title,
    blocks: [
      heading(title),
      paragraph(
        say`Nobody can let people in, plan its meetings or publish minutes but you. Make somebody of its team a lead: ${command(`zone lead @Name in ${zone.name}`)}`,
      ),
    ],
  });
}
