// A promise with what a card shows of it: its shape, and how it is read.
import type { Act } from '../../chat/act.ts';
import { may } from '../../chat/may.ts';
import { Refusal } from '../../chat/replies.ts';
import type { Db } from '../../database/client.ts';
import type { Prisma } from '../../database/generated/client.ts';
import type { ActionState } from '../../database/generated/enums.ts';
import type { Subject } from '../../rights/index.ts';

export const RECORD = 'action';

export const FULL = {
  zone: { select: { name: true, code: true } },
  owner: { select: { name: true, agency: { select: { shortName: true } } } },
  agency: { select: { shortName: true } },
  deputy: { select: { name: true } },
  giver: { select: { name: true } },
  problem: { select: { id: true, number: true, title: true, zone: { select: { code: true } } } },
} satisfies Prisma.ActionInclude;

/** An action with what a card shows of it. */
export type FullAction = Prisma.ActionGetPayload<{ include: typeof FULL }>;

/** @throws {Refusal} when it is not there or the person may not see it; both sound alike */
export async function readAction(act: Act, id: string, db: Db = act.db): Promise<FullAction> {
  const found = await db.action.findFirst({ where: { id, partnershipId: act.partnership.id }, include: FULL });
  if (found === null || !may(act, 'action.see', found))
    throw new Refusal('That action is not here, or not yours to see.');
  return found;
}

export function findAction(db: Db, id: string): Promise<FullAction | null> {
  return db.action.findUnique({ where: { id }, include: FULL });
}

export async function readActions(db: Db, ids: string[]): Promise<FullAction[]> {
  const found = await db.action.findMany({ where: { id: { in: ids } }, include: FULL });
  return ids.flatMap((id) => found.find((action) => action.id === id) ?? []);
}

/** "New Parks"; what belongs to no zone belongs to the partnership. */
export const placeOf = ({ zone }: Pick<FullAction, 'zone'>) => zone?.name ?? 'the partnership';

export const isOpen = (action: { state: ActionState }) => action.state === 'OPEN' || action.state === 'ORPHANED';

/** An action, as rights look at it. */
export const subjectOf = (action: FullAction): Subject => ({
  ...action,
  where: placeOf(action),
  whose: action.owner?.name ?? action.agency?.shortName,
});
