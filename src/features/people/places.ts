// Where the bot has been spoken to, and how to speak there again: places, and the one private chat of each account.
import type { Incoming, Place } from '../../chat/incoming.ts';
import type { Db } from '../../database/client.ts';
import { keepPrivateChat } from '../../delivery/index.ts';

/** Two colleagues' chat, or the bot's own page, is nowhere to speak to later. */
export const isKept = (place: Place): boolean => place.kind !== 'personal' || place.withUs === true;

/** Keeps a place and how to speak there; one that had refused us and speaks again is no longer stopped. */
export async function rememberPlace(db: Db, partnershipId: string, { place, sender }: Incoming): Promise<void> {
  const { platform, tenant, conversation, name, reference } = place;
  if (place.kind === 'personal') {
    if (isKept(place))
      // A guest’s is found by where they are at home.
      await keepPrivateChat(
        db,
        { partnershipId, platform, tenant: sender.tenant, user: sender.user },
        { conversation, reference },
      );
    return;
  }
  const key = { platform, tenant, externalId: conversation };
  const known = {
    // A channel is nobody's private chat, whatever was thought of it before.
    kind: place.kind,
    user: null,
    stoppedReason: null,
    ...(name === undefined ? {} : { name }),
    ...(reference === undefined ? {} : { reference }),
  };
  await db.conversation.upsert({
    where: { platform_tenant_externalId: key },
    create: { ...key, partnershipId, ...known },
    update: known,
  });
}

/** The bot was taken out of a place, or somebody removed it from their chat: nothing more is sent there until it is back. */
export async function forgetPlace(db: Db, { place, sender }: Incoming): Promise<void> {
  const { platform, tenant, conversation } = place;
  if (place.kind === 'personal')
    await db.chatIdentity.updateMany({
      where: { platform, tenant, user: sender.user },
      data: { unreachable: 'the bot was removed' },
    });
  else
    await db.conversation.updateMany({
      where: { platform, tenant, externalId: conversation },
      data: { stoppedReason: 'the bot was removed' },
    });
}

/** The platform says that a place was renamed, closed or opened again. */
export async function changePlace(
  db: Db,
  { platform, tenant, conversation }: Place,
  now: { name?: string; open?: boolean },
): Promise<void> {
  await db.conversation.updateMany({
    where: { platform, tenant, externalId: conversation, kind: { not: 'personal' } },
    data: {
      ...(now.name === undefined ? {} : { name: now.name }),
      ...(now.open === undefined ? {} : { stoppedReason: now.open ? null : 'it was archived' }),
    },
  });
}
