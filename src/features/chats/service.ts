// What becomes of a connection: it asks, is let in, paused, ended, and comes back. All that came by it stays.
import type { Effect } from '../../chat/act.ts';
import { buttons, heading, paragraph } from '../../chat/cards.ts';
import { platformName } from '../../chat/platforms.ts';
import { say, strong } from '../../chat/spans.ts';
import type { Db } from '../../database/client.ts';
import { wakeTenant } from '../../delivery/index.ts';
import { capitalised } from '../../language/vocabulary.ts';
import { seeToOrphans } from '../actions/index.ts';
import { tellProjectTeam } from '../people/index.ts';
import { nameOf } from './model.ts';

const RECORD = 'connection';
/** So many ask at once, at the most: whoever comes after them is answered, and not kept. */
const MOST_ASKED = 50;
/** Stands at people and places of a connection that has ended, and goes when it comes back. */
export const ENDED = 'its chat takes part no longer';

export interface Which {
  id: string;
  platform: string;
  tenant: string;
  name: string | null;
}

/** Who decided it, and when. `by`: empty for whoever runs the bot. */
export interface Decision {
  by: string | undefined;
  now: Date;
}

const decided = ({ by, now }: Decision) => ({ decidedById: by ?? null, decidedAt: now });

/**
 * Somebody of a workspace or tenant that nobody knows has spoken to us: it is kept once, and the project team is asked once.
 * Nothing of what they said is kept. @returns whether it is new
 */
export async function askFor(
  effect: Effect,
  partnershipId: string,
  { platform, tenant }: { platform: string; tenant: string },
): Promise<boolean> {
  const { db } = effect;
  if ((await db.connection.count({ where: { partnershipId, state: 'ASKED' } })) >= MOST_ASKED) return false;
  const { count } = await db.connection.createMany({
    data: [{ partnershipId, platform, tenant, state: 'ASKED' }],
    skipDuplicates: true,
  });
  if (count === 0) return false;
  const asked = await db.connection.findUniqueOrThrow({ where: { platform_tenant: { platform, tenant } } });
  await effect.audit({ action: 'connection.asked', recordType: RECORD, recordId: asked.id, details: { platform } });
  const title = `${nameOf(asked)} would like to take part`;
  await tellProjectTeam(
    effect,
    partnershipId,
    { platform, tenant },
    {
      summary: title,
      blocks: [
        heading(title),
        paragraph(
          say`Somebody there has spoken to me on ${platformName(platform)}, and was told to wait for you. Nothing of what they wrote was kept. Its id is ${strong(tenant)}: ask the agency whether it is theirs before you let it in.`,
        ),
        buttons(
          { label: 'Let it in', action: 'chats.allowForm', data: { id: asked.id }, opens: 'form', style: 'primary' },
          { label: 'Decline', action: 'chats.decline', data: { id: asked.id } },
        ),
      ],
    },
  );
  return true;
}

/** It takes part, from now on or again. @param agencies whose people come by it; none: everybody's */
export async function letIn(
  effect: Effect,
  { id, platform, tenant }: Which,
  decision: Decision,
  agencies?: readonly string[],
  name?: string,
): Promise<void> {
  const { db } = effect;
  await db.connection.update({
    where: { id },
    data: {
      state: 'ACTIVE',
      refusedSince: null,
      refusedUntil: null,
      ...(name === undefined ? {} : { name, named: true }),
      ...decided(decision),
    },
  });
  if (agencies !== undefined) {
    await db.connectionAgency.deleteMany({ where: { connectionId: id } });
    await db.connectionAgency.createMany({ data: agencies.map((agencyId) => ({ connectionId: id, agencyId })) });
  }
  await db.chatIdentity.updateMany({ where: { platform, tenant, unreachable: ENDED }, data: { unreachable: null } });
  await db.conversation.updateMany({
    where: { platform, tenant, stoppedReason: ENDED },
    data: { stoppedReason: null },
  });
  await wakeTenant(db, platform, tenant);
  await effect.audit({ action: 'connection.allowed', recordType: RECORD, recordId: id, details: { platform } });
  await effect.connectionsChanged();
}

/** Nothing is heard from there and nothing said, until it is let in again. What should go there waits. */
export async function pause(effect: Effect, { id, platform }: Which, decision: Decision): Promise<void> {
  await effect.db.connection.update({ where: { id }, data: { state: 'PAUSED', ...decided(decision) } });
  await effect.audit({ action: 'connection.paused', recordType: RECORD, recordId: id, details: { platform } });
  await effect.connectionsChanged();
}

/**
 * It takes part no longer: its keys are forgotten, what waits for it is not sent, its people are out of reach and what they have
 * promised is handed on as if they had left. What came by it stays. @returns how many promises were handed on
 */
export async function end(
  effect: Effect,
  { id, platform, tenant }: Which,
  decision: Decision,
  partnershipId: string,
): Promise<number> {
  const { db } = effect;
  await db.connection.update({
    where: { id },
    data: { state: 'ENDED', secrets: null, keyId: null, refusedSince: null, refusedUntil: null, ...decided(decision) },
  });
  await db.$executeRaw`
    UPDATE delivery SET state = 'SKIPPED', reason = ${ENDED}, once_key = NULL, handed_at = NULL, settled_at = ${decision.now}
    WHERE platform = ${platform} AND tenant = ${tenant} AND state = 'WAITING'`;
  await db.chatIdentity.updateMany({ where: { platform, tenant, unreachable: null }, data: { unreachable: ENDED } });
  await db.conversation.updateMany({
    where: { platform, tenant, stoppedReason: null },
    data: { stoppedReason: ENDED },
  });
  await effect.audit({ action: 'connection.ended', recordType: RECORD, recordId: id, details: { platform } });
  await effect.connectionsChanged();
  return seeToOrphans(effect, partnershipId);
}

/** The app was let in by the platform's own way, with an address that the project team had given out. */
export async function tellInstalled(
  effect: Effect,
  partnershipId: string,
  which: Which,
  again: boolean,
): Promise<void> {
  const title = `${nameOf(which)} ${again ? 'is connected again' : 'takes part now'}`;
  await tellProjectTeam(effect, partnershipId, which, {
    summary: title,
    blocks: [
      heading(title),
      paragraph(
        again
          ? 'Its people and places are as they were.'
          : 'Whoever is there may ask to join a team now; in a channel of theirs, "zone link" makes it a zone’s place.',
      ),
      buttons({ label: 'Show it', action: 'chats.open', data: { id: which.id } }),
    ],
  });
}

/** The app was taken out there. */
export async function tellRemoved(effect: Effect, partnershipId: string, which: Which): Promise<void> {
  const title = `${nameOf(which)} has taken me out`;
  await tellProjectTeam(effect, partnershipId, which, {
    summary: title,
    blocks: [
      heading(title),
      paragraph(
        say`Nothing is heard from there and nothing said any more. What its people did stays in the record, and whoever has another chat is reached there. When it lets me in again, people and places are as they were.`,
      ),
    ],
  });
}

/** Something is wrong there. @param words what, and what to do */
export async function tellTrouble(effect: Effect, partnershipId: string, which: Which, words: string): Promise<void> {
  const title = `${nameOf(which)} needs you`;
  await tellProjectTeam(effect, partnershipId, which, {
    summary: title,
    blocks: [
      heading(title),
      paragraph(`${capitalised(words)}.`),
      buttons({ label: 'Show it', action: 'chats.open', data: { id: which.id } }),
    ],
  });
}

export function connectionOf(db: Db, platform: string, tenant: string): Promise<Which | null> {
  return db.connection.findUnique({
    where: { platform_tenant: { platform, tenant } },
    select: { id: true, platform: true, tenant: true, name: true },
  });
}
