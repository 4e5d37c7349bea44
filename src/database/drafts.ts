// What somebody has typed and not yet saved, so that a form or a button can go on from there. Each draft has one reader
// and lives a day; what the guard stopped never gets here.
import type { z } from 'zod';
import type { Act } from '../chat/act.ts';
import type { JsonObject } from '../chat/cards.ts';
import { Refusal } from '../chat/replies.ts';
import { newId } from './ids.ts';

/** @returns the draft's id, for a button's data */
export async function keepDraft(act: Act, content: object): Promise<string> {
  const id = newId();
  const stored: JsonObject = JSON.parse(JSON.stringify(content));
  await act.db.draft.create({ data: { id, partnershipId: act.partnership.id, owner: ownerOf(act), content: stored } });
  return id;
}

/** @throws {Refusal} when it is older than a day or somebody else's */
export async function openDraft<T>(act: Act, id: string, shape: z.ZodType<T>): Promise<T> {
  const draft = await act.db.draft.findFirst({ where: { id, owner: ownerOf(act), partnershipId: act.partnership.id } });
  if (draft === null)
    throw new Refusal('What you had begun is no longer here (it is kept for a day). Please type it again.');
  return shape.parse(draft.content);
}

function ownerOf({ actor: { sender } }: Act): string {
  return `${sender.platform}:${sender.tenant}:${sender.user}`;
}
