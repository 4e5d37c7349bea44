// Letting somebody in: from where their agency takes part, as whom, into which team or beside it.
import type { Act, Effect } from '../../chat/act.ts';
import type { Db } from '../../database/client.ts';
import type { GuestKind } from '../../database/generated/enums.ts';

/** An agency that is tied to workspaces or tenants takes part from there alone; and one that is some agencies' is theirs alone. */
export async function agencyAccepts(act: Act, db: Db, agencyId: string): Promise<boolean> {
  const { platform, tenant } = act.actor.sender;
  const limits = await db.agencyTenant.findMany({ where: { agencyId, platform } });
  if (limits.length > 0 && !limits.some((limit) => limit.tenant === tenant)) return false;
  const own = await db.connectionAgency.findMany({ where: { connection: { platform, tenant } } });
  return own.length === 0 || own.some((each) => each.agencyId === agencyId);
}

export interface Newcomer {
  identityId: string;
  partnershipId: string;
  /** Of whoever is not known yet; whoever is keeps theirs. */
  agencyId: string;
  name: string;
  zoneId: string;
  roleTitle: string;
  /** Beside the team; null: in it. */
  guest?: GuestKind | null;
}

/** @returns who they are, and whether they were in the team before */
export async function admit(
  { db }: Effect,
  { identityId, partnershipId, agencyId, name, zoneId, roleTitle, guest = null }: Newcomer,
): Promise<{ personId: string; wasIn: boolean }> {
  const identity = await db.chatIdentity.findUniqueOrThrow({ where: { id: identityId } });
  let { personId } = identity;
  if (personId === null) {
    const person = await db.person.create({ data: { partnershipId, agencyId, name } });
    await db.chatIdentity.update({ where: { id: identity.id }, data: { personId: person.id } });
    personId = person.id;
  }
  const key = { personId, zoneId };
  const where = { personId_zoneId: key };
  if ((await db.membership.findUnique({ where })) !== null) return { personId, wasIn: true };
  if (guest !== null) await db.zoneGuest.upsert({ where, create: { ...key, kind: guest }, update: { kind: guest } });
  else {
    // Whoever was beside the team is in it now.
    await db.zoneGuest.deleteMany({ where: key });
    await db.membership.create({ data: { ...key, roleTitle } });
  }
  return { personId, wasIn: false };
}
