// One person, two chats: a short code typed on the second platform joins the accounts.

import { type Act, knownPerson } from '../../chat/act.ts';
import { privately, Refusal, type Reply } from '../../chat/replies.ts';
import { say } from '../../chat/spans.ts';
import { hashOf, newCode } from './codes.ts';
import { codeCard, linkedCard } from './views.ts';

const MINUTES = 10;

/** Gives a code: single use, ten minutes. An older one of the same person is no longer good. */
export async function giveCode(act: Act): Promise<Reply> {
  const person = knownPerson(act);
  return act.once(async (effect) => {
    const code = newCode();
    await effect.db.linkCode.deleteMany({ where: { personId: person.id, usedAt: null } });
    await effect.db.linkCode.create({
      data: { codeHash: hashOf(code), personId: person.id, expiresAt: new Date(act.now.getTime() + MINUTES * 60_000) },
    });
    await effect.audit({ action: 'person.link_offered', recordType: 'person', recordId: person.id });
    return privately(codeCard(code, MINUTES));
  });
}

/** Joins the account that types the code to the person who was given it. */
export async function useCode(act: Act, typed: string): Promise<Reply> {
  const { sender } = act.actor;
  return act.once(async (effect) => {
    const code = await effect.db.linkCode.findUnique({
      where: { codeHash: hashOf(typed) },
      include: { person: true },
    });
    if (
      code === null ||
      code.person.partnershipId !== act.partnership.id ||
      code.usedAt !== null ||
      code.expiresAt < act.now
    ) {
      throw new Refusal(
        say`That code is not good: it was mistyped, used, or is older than ${MINUTES} minutes. Type "me link" in the chat where I know you for a new one.`,
      );
    }
    if (act.actor.person?.id === code.personId)
      throw new Refusal('This account is already yours. Type the code in your other chat.');
    if (act.actor.person !== undefined)
      throw new Refusal(
        `I already know this account as ${act.actor.person.name}. Ask whoever runs this bot to join the two.`,
      );
    const used = await effect.db.linkCode.updateMany({
      where: { codeHash: code.codeHash, usedAt: null },
      data: { usedAt: act.now },
    });
    if (used.count === 0) throw new Refusal('That code has just been used.');
    const key = { platform: sender.platform, tenant: sender.tenant, user: sender.user };
    await effect.db.chatIdentity.upsert({
      where: { platform_tenant_user: key },
      create: { ...key, partnershipId: act.partnership.id, personId: code.personId, name: sender.name ?? null },
      update: { personId: code.personId },
    });
    await effect.audit({
      action: 'person.linked',
      recordType: 'person',
      recordId: code.personId,
      details: { platform: sender.platform },
    });
    return privately(linkedCard(code.person.name));
  });
}
