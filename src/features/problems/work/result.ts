// What came of a problem that is to be closed, where nobody has said it.
import { buttons, type Card, heading, note, paragraph } from '../../../chat/cards.ts';
import { sayAsButton } from '../../../chat/offers.ts';
import { cut } from '../../../chat/spans.ts';
import { type FullProblem, referenceOf } from '../model.ts';
import { labelOf, RESULTS, STATES } from '../states.ts';

/** What came of it, with one tap: as far as it has come, and with what was said beside it. */
export function resultQuestion(problem: FullProblem, words: string): Card {
  const state = problem.state === 'CLOSED' ? undefined : STATES[problem.state];
  const results = state?.results ?? [];
  const title = `How is ${referenceOf(problem)} closed?`;
  return {
    summary: title,
    blocks: [
      heading(title),
      ...(words === '' ? [] : [paragraph(`“${cut(words, 200)}” is kept with it, as the last note.`)]),
      ...(results.includes('RESOLVED')
        ? []
        : [
            paragraph(
              `It is in ${labelOf(problem.state)}. What became better is looked at before it is closed; from here it can only be handed over.`,
            ),
          ]),
      buttons(
        ...results.flatMap((result) =>
          sayAsButton(
            RESULTS[result].label,
            'problem',
            `${referenceOf(problem)} close ${RESULTS[result].tags[0]} ${words}`.trim(),
          ),
        ),
        { label: 'Next step', action: 'problem.step', data: { id: problem.id }, opens: 'form' },
      ),
      note('Nothing was changed yet.'),
    ],
  };
}
