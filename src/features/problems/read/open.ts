// The problem that is meant, as whoever asks sees it.
import type { Act } from '../../../chat/act.ts';
import { buttons, paragraph } from '../../../chat/cards.ts';
import { sayAsButton } from '../../../chat/offers.ts';
import { privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { cut, say, textOf } from '../../../chat/spans.ts';
import { type FullProblem, RECORD, referenceOf } from '../model.ts';
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

/** What stands behind a problem's number is none of our words: it may be a note. @param words those that may stand there */
export function notAWord(problem: FullProblem, typed: string, words: readonly string[]): Refusal {
  const text = say`I do not know what to do with "${cut(typed, 80)}", said of ${nameOf(problem, 80)}. Nothing was done. Behind its number I know: ${words.join(', ')}, or a step.`;
  const note = sayAsButton('Keep it as a note', 'problem', `${referenceOf(problem)} note ${typed}`);
  return new Refusal(text, {
    summary: textOf(text),
    blocks: [paragraph(text), ...(note.length === 0 ? [] : [buttons(...note)])],
  });
}
