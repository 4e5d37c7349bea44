// What is asked and shown while a problem is being raised.
import { type Act, ownZones } from '../../../chat/act.ts';
import { type Button, buttons, type Card, heading, note, paragraph } from '../../../chat/cards.ts';
import { cut, say, strong, type Text } from '../../../chat/spans.ts';
import type { Outcome } from '../../../database/generated/enums.ts';
import { hinted, OUTCOMES } from '../../interactions/index.ts';
import { type FullProblem, referenceOf } from '../model.ts';
import { agoWords, openCard, stateWords } from '../views.ts';
import type { ProblemDraft } from './entry.ts';
import type { Likeness } from './search.ts';

export function raisedCard(
  act: Act,
  problem: FullProblem,
  places: number,
  asked: { title: string; notes: string[] } | undefined,
  remarks: Text[] = [],
): Card {
  const stands =
    places === 0
      ? say`${problem.zone.name} has no channel linked yet, so only those who look for it see it. A lead can link one with "zone link".`
      : `Its card stands in ${places} ${places === 1 ? 'place' : 'places'} of ${problem.zone.name}.`;
  return openCard(act, problem, `${referenceOf(problem)} is raised`, [
    stands,
    ...(asked === undefined ? [] : [`${asked.title}.`, ...asked.notes]),
    ...remarks,
  ]);
}

/** Perhaps it is one of these; "not the same" raises it. */
export function alikeCard(act: Act, draft: ProblemDraft, alike: Likeness[], draftId: string): Card {
  const zone = act.directory.zones.find((entry) => entry.id === draft.zoneId);
  const named = (known: Likeness) => `${zone?.code ?? ''}-${known.number}`;
  const agency = (id: string) => act.directory.agencies.find((entry) => entry.id === id)?.shortName ?? '';
  return {
    summary: `Not raised yet. Is it ${alike.map(named).join(' or ')}?`,
    blocks: [
      heading(alike.length === 1 ? 'Is it this one?' : 'Is it one of these?'),
      paragraph(say`Not raised yet: ${strong(cut(draft.title, 200))}`),
      {
        kind: 'list',
        items: alike.map(
          (known) =>
            say`${strong(named(known))} ${cut(known.title, 140)}: ${stateWords(known)}, raised by ${agency(known.agencyId)}, ${agoWords(known.createdAt, act.now)}`,
        ),
      },
      buttons(
        ...alike.map(
          (known): Button => ({
            label: `It is ${named(known)}: join it`,
            action: 'problem.same',
            data: { id: known.id, draft: draftId },
            ...(alike.length === 1 ? { style: 'primary' as const } : {}),
          }),
        ),
        { label: 'Not the same', action: 'problem.answer', data: { draft: draftId } },
      ),
      note('Joining adds your words to it. Nothing that you typed is lost either way.'),
    ],
  };
}

function question(title: string, draft: ProblemDraft, hint: string, choices: Button[]): Card {
  return {
    summary: `Not raised yet. ${title}`,
    blocks: [
      heading(title),
      paragraph(say`Not raised yet: ${strong(cut(draft.title, 200))}`),
      buttons(...choices),
      note(hint),
    ],
  };
}

export function vagueQuestion(draft: ProblemDraft, draftId: string): Card {
  return question(
    'What happens there, where and when?',
    draft,
    'For example: youths gathering around the off-licence in the early evening and deterring customers. Groups and places, no person.',
    [
      { label: 'Say it', action: 'problem.form', data: { draft: draftId }, style: 'primary', opens: 'form' },
      { label: 'Raise it as it is', action: 'problem.answer', data: { draft: draftId } },
    ],
  );
}

export function outcomeQuestion(draft: ProblemDraft, draftId: string, form: Button): Card {
  const likely = hinted(OUTCOMES, `${draft.title} ${draft.what}`);
  const order = [...new Set([...likely, ...(Object.keys(OUTCOMES) as Outcome[])])];
  return question(
    'Which outcome is it about?',
    draft,
    'One tap goes on. For several, choose "More…", or add tags such as #safe #well.',
    [
      ...order.map(
        (outcome): Button => ({
          label: OUTCOMES[outcome].label,
          action: 'problem.answer',
          data: { draft: draftId, outcome },
          ...(likely.includes(outcome) ? { style: 'primary' as const } : {}),
        }),
      ),
      form,
    ],
  );
}

export function zoneQuestion(act: Act, draft: ProblemDraft, draftId: string): Card {
  return question(
    'Which zone is it in?',
    draft,
    'You are in more than one team.',
    ownZones(act).map((zone) => ({
      label: zone.name,
      action: 'problem.answer',
      data: { draft: draftId, zone: zone.id },
    })),
  );
}
