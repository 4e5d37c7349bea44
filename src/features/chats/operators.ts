// The same for whoever runs the bot, from a terminal.
import { Refusal } from '../../chat/replies.ts';
import type { PrismaClient } from '../../database/generated/client.ts';
import { inBackground } from '../../delivery/index.ts';
import { agencyNamed } from '../../language/agencies.ts';
import { one } from './commands.ts';
import { type Chat, kindOf, nameOf, readChats } from './model.ts';
import { end, letIn, pause } from './service.ts';
import { agenciesOf, countsOf, standing } from './views.ts';

export async function listChats(prisma: PrismaClient, partnershipId: string): Promise<string> {
  const chats = await readChats(prisma, partnershipId);
  if (chats.length === 0) return 'Nobody takes part from a chat yet, besides the console.';
  return chats.map(lineOf).join('\n');
}

const lineOf = (chat: Chat): string =>
  [
    `${nameOf(chat)}${kindOf(chat)}  ${chat.tenant}`,
    `  ${standing(chat)}; for ${agenciesOf(chat)}; ${countsOf(chat).join(', ')}`,
    ...(chat.trouble === null ? [] : [`  last trouble: ${chat.trouble} (${chat.troubleAt?.toISOString() ?? ''})`]),
  ].join('\n');

export type Deed = 'allow' | 'pause' | 'end';

/** @param agencies names of agencies, for "allow"; undefined: as they were @returns what has become of it @throws {Refusal} */
export async function decideChat(
  prisma: PrismaClient,
  partnershipId: string,
  deed: Deed,
  which: string,
  agencies: string[] | undefined,
  now: Date,
): Promise<string> {
  return inBackground(prisma, partnershipId, async (effect) => {
    const chat = one(await readChats(effect.db, partnershipId), which);
    const decision = { by: undefined, now };
    switch (deed) {
      case 'allow':
        await letIn(
          effect,
          chat,
          decision,
          agencies === undefined ? undefined : await idsOf(effect.db, partnershipId, agencies),
        );
        return `${nameOf(chat)} takes part.`;
      case 'pause':
        if (chat.state !== 'ACTIVE') throw new Refusal(`${nameOf(chat)} does not take part just now.`);
        await pause(effect, chat, decision);
        return `${nameOf(chat)} is paused.`;
      case 'end': {
        const promises = await end(effect, chat, decision, partnershipId);
        return `${nameOf(chat)} has ended. Promises handed on: ${promises}.`;
      }
    }
  });
}

/** @throws {Refusal} for a name that no agency has */
export async function idsOf(
  db: Pick<PrismaClient, 'agency'>,
  partnershipId: string,
  names: string[],
): Promise<string[]> {
  const all = await db.agency.findMany({ where: { partnershipId } });
  return names.map((name) => agencyNamed(all, name).id);
}
