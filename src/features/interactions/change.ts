// Interactions that are changed or taken back: by a button under them, or in a line.

import { type Act, knownPerson } from '../../chat/act.ts';
import { inPlace, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { command, say } from '../../chat/spans.ts';
import { OWN_CHANGES_MS } from '../../rights/index.ts';
import type { FullInteraction } from './model.ts';
import { type Change, changeInteraction, Moved, readInteraction } from './service.ts';
import { openCard } from './views.ts';

const showChanged = (act: Act, title: string) => (changed: FullInteraction) => inPlace(openCard(act, changed, title));

/** Changes and answers; if somebody was quicker, shows how it stands now. */
export async function change(
  act: Act,
  id: string,
  version: number | undefined,
  action: string,
  fields: Change,
  title: string,
): Promise<Reply> {
  try {
    return await changeInteraction(act, id, version, action, fields, showChanged(act, title));
  } catch (error) {
    if (error instanceof Moved)
      return inPlace(openCard(act, error.current, 'It has changed meanwhile; this is how it stands now'));
    throw error;
  }
}

export async function undo(act: Act, { id }: { id: string }, version: number | undefined): Promise<Reply> {
  const current = await readInteraction(act, id);
  if (current.undoneAt !== null) return inPlace(openCard(act, current, 'It was already taken back'));
  return change(act, id, version, 'interaction.undone', { undoneAt: act.now }, 'Taken back');
}

/** The same as its button, for whoever has scrolled past it. */
export async function undoLast(act: Act): Promise<Reply> {
  const reply = await undo(act, await lastOfMine(act, 'nothing was taken back'), undefined);
  return reply.kind === 'card' ? privately(reply.card) : reply;
}

/** What they logged last, while it is theirs to change. @param so what follows where there is nothing @throws {Refusal} */
export async function lastOfMine(act: Act, so: string): Promise<{ id: string }> {
  const last = await act.db.interaction.findFirst({
    where: {
      personId: knownPerson(act).id,
      undoneAt: null,
      createdAt: { gte: new Date(act.now.getTime() - OWN_CHANGES_MS) },
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  if (last === null)
    throw new Refusal(
      say`Nothing of yours was logged in the last fifteen minutes, so ${so}. ${command('log list')} shows what was; a lead can correct it.`,
    );
  return last;
}
