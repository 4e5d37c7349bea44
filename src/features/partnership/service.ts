// The partnership's own words and people: its name, its marking, where single cases go, who is on its board.
import type { Effect } from '../../chat/act.ts';
import { Refusal } from '../../chat/replies.ts';
import { clean, say } from '../../chat/spans.ts';
import type { PartnershipRole } from '../../database/generated/enums.ts';

export interface Settings {
  name: string;
  /** The classification that stands on every document: OFFICIAL. */
  marking: string;
  /** Where what concerns one person should go instead. */
  caseAdvice: string;
  /** Whether officers are named in papers for the board. */
  officersNamed: boolean;
}

const LONGEST: Record<'name' | 'marking' | 'caseAdvice', number> = { name: 100, marking: 60, caseAdvice: 500 };
const SHORTEST = 2;

/** @throws {Refusal} for words that are too short or too long */
export function readSetting(which: keyof typeof LONGEST, typed: string): string {
  const words = clean(typed);
  if (words.length < SHORTEST)
    throw new Refusal(
      {
        name: say`What is the partnership called? "partnership name Leicester, Leicestershire and Rutland"`,
        marking: say`Which marking stands on its documents? "partnership marking OFFICIAL"`,
        caseAdvice: say`Where does what concerns one person go? "partnership advice It belongs in ECINS. In danger now: 999."`,
      }[which],
    );
  if (words.length > LONGEST[which])
    throw new Refusal(`That is ${words.length} characters; at most ${LONGEST[which]}.`);
  return which === 'marking' && CLASSIFIED.test(words) ? words.toUpperCase() : words;
}

/** The classifications of the Government Security Classifications Policy, which are written in capitals. */
const CLASSIFIED = /^(?:official(?:[- :]sensitive)?|secret|top secret|unclassified)$/i;

export async function changePartnership(effect: Effect, id: string, change: Partial<Settings>): Promise<void> {
  await effect.db.partnership.update({ where: { id }, data: change });
  await effect.audit({
    action: 'partnership.changed',
    recordType: 'partnership',
    recordId: id,
    details: { what: Object.keys(change).join(', ') },
  });
  await effect.directoryChanged();
}

export type BoardRole = Extract<PartnershipRole, 'BOARD' | 'EXECUTIVE'>;

/** On the board, on its Executive, or on neither. @returns false when it was so already */
export async function setBoardRole(effect: Effect, personId: string, role: BoardRole | undefined): Promise<boolean> {
  const { roles } = await effect.db.person.findUniqueOrThrow({ where: { id: personId }, select: { roles: true } });
  const others = roles.filter((each) => each !== 'BOARD' && each !== 'EXECUTIVE');
  const next = role === undefined ? others : [...others, role];
  if (roles.length === next.length && next.every((each) => roles.includes(each))) return false;
  await effect.db.person.update({ where: { id: personId }, data: { roles: next } });
  await effect.audit({
    action: role === undefined ? 'board.left' : 'board.appointed',
    recordType: 'person',
    recordId: personId,
    details: { role: role ?? '' },
  });
  await effect.directoryChanged();
  return true;
}

/** Somebody whom the partnership does not know yet, with the account that they were named by. */
export async function addPerson(
  effect: Effect,
  partnershipId: string,
  {
    name,
    agencyId,
    account,
  }: { name: string; agencyId: string; account: { platform: string; tenant: string; user: string } },
): Promise<string> {
  const { db } = effect;
  const { id } = await db.person.create({ data: { partnershipId, agencyId, name }, select: { id: true } });
  await db.chatIdentity.upsert({
    where: { platform_tenant_user: account },
    create: { ...account, partnershipId, personId: id },
    update: { personId: id },
  });
  await effect.audit({ action: 'person.added', recordType: 'person', recordId: id });
  await effect.directoryChanged();
  return id;
}
