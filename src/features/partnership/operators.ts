// The same for whoever runs the bot, by names, from a terminal: on an empty database nobody can type in a chat yet.
import { Refusal } from '../../chat/replies.ts';
import type { PrismaClient } from '../../database/generated/client.ts';
import { inBackground } from '../../delivery/index.ts';
import { setLead } from '../zones/index.ts';
import { type BoardRole, changePartnership, readSetting, setBoardRole } from './service.ts';

export interface PartnershipChange {
  name?: string;
  marking?: string;
  advice?: string;
  officers?: string;
}

/** @returns what to say of it @throws {Refusal} for words that cannot stand, or nothing to change */
export async function setPartnership(
  prisma: PrismaClient,
  partnershipId: string,
  { name, marking, advice, officers }: PartnershipChange,
): Promise<string> {
  if (officers !== undefined && officers !== 'named' && officers !== 'unnamed')
    throw new Refusal('Officers in papers for the board: named, or unnamed.');
  const change = {
    ...(name === undefined ? {} : { name: readSetting('name', name) }),
    ...(marking === undefined ? {} : { marking: readSetting('marking', marking) }),
    ...(advice === undefined ? {} : { caseAdvice: readSetting('caseAdvice', advice) }),
    ...(officers === undefined ? {} : { officersNamed: officers === 'named' }),
  };
  if (Object.keys(change).length > 0)
    await inBackground(prisma, partnershipId, (effect) => changePartnership(effect, partnershipId, change));
  const now = await prisma.partnership.findUniqueOrThrow({ where: { id: partnershipId } });
  return [
    `name      ${now.name}`,
    `marking   ${now.marking}`,
    `advice    ${now.caseAdvice}`,
    `officers  ${now.officersNamed ? 'named' : 'unnamed'} in papers for the board`,
  ].join('\n');
}

/** @throws {Refusal} when nobody, or several, go by that name */
export async function personCalled(prisma: PrismaClient, partnershipId: string, name: string) {
  const found = await prisma.person.findMany({
    where: { partnershipId, active: true, name: { equals: name.replace(/^@/, ''), mode: 'insensitive' } },
    include: { agency: { select: { shortName: true } } },
  });
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only;
  throw new Refusal(
    only === undefined
      ? `There is nobody called "${name}". Their whole name as it stands in the team, please.`
      : `Several are called "${name}": ${found.map((each) => `${each.name} (${each.agency.shortName})`).join(', ')}. Do it in the chat, by their account.`,
  );
}

/** @param end they are a lead no longer */
export async function setZoneLead(
  prisma: PrismaClient,
  partnershipId: string,
  { zone: wanted, person: name, end }: { zone: string; person: string; end: boolean },
): Promise<string> {
  const zones = await prisma.zone.findMany({ where: { partnershipId } });
  const zone = zones.find((each) =>
    [each.name, each.code].some((known) => known.toLowerCase() === wanted.toLowerCase()),
  );
  if (zone === undefined)
    throw new Refusal(
      `There is no zone "${wanted}". There are: ${zones.map(({ code }) => code).join(', ') || 'none'}.`,
    );
  const person = await personCalled(prisma, partnershipId, name);
  const member = await prisma.membership.findUnique({
    where: { personId_zoneId: { personId: person.id, zoneId: zone.id } },
  });
  if (member === null)
    throw new Refusal(
      `${person.name} is not in the team of ${zone.name}: they ask to join in their chat, with "me join".`,
    );
  await inBackground(prisma, partnershipId, (effect) => setLead(effect, zone, person.id, !end));
  return end ? `${person.name} no longer leads ${zone.name}.` : `${person.name} leads ${zone.name} now.`;
}

/** @param role undefined: neither on the board nor on its Executive */
export async function nameBoard(
  prisma: PrismaClient,
  partnershipId: string,
  name: string,
  role: BoardRole | undefined,
): Promise<string> {
  const person = await personCalled(prisma, partnershipId, name);
  await inBackground(prisma, partnershipId, (effect) => setBoardRole(effect, person.id, role));
  return role === undefined
    ? `${person.name} is no longer on the board.`
    : `${person.name} is on the ${role === 'BOARD' ? 'board' : 'board’s Executive'} now.`;
}
