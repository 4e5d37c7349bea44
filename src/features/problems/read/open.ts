// The problem that is meant, as whoever asks sees it.
import type { Act } from '../../../chat/act.ts';
import { privately, type Reply } from '../../../chat/replies.ts';
import { RECORD } from '../model.ts';
import { readProblem } from '../service.ts';
import { nameOf, openCard } from '../views.ts';

export async function openProblem(act: Act, id: string): Promise<Reply> {
  const found = await readProblem(act, id);
  return privately(openCard(act, found, nameOf(found)));
}

/** The problem in whose card's thread something was typed or pressed. */
export async function problemOfThread(act: Act): Promise<string | undefined> {
  const { platform, tenant, conversation, thread } = act.incoming.place;
  if (thread === undefined) return undefined;
  const posted = await act.db.postedCard.findFirst({
    where: { recordType: RECORD, platform, tenant, conversation, externalId: thread },
  });
  return posted?.recordId;
}
