// The programme on one card, for whoever runs it: by zone, what has slipped, what waits for somebody.
import { type Block, type Button, buttons, type Card, heading, note, paragraph } from '../../../chat/cards.ts';
import { cut, howMany, say, strong, type Text } from '../../../chat/spans.ts';
import { capitalised } from '../../../language/vocabulary.ts';
import type { Programme } from './facts.ts';

const MOST_ZONES = 40;

function lineOf({ name, phase, steps, slipped, led }: Programme['zones'][number]): Text {
  const more = [...slipped, ...(led ? [] : ['nobody leads it'])];
  return say`${strong(name)}: ${steps}${phase === '' ? '' : `; ${phase.toLowerCase()}`}${more.length === 0 ? '' : ` – ${more.join('; ')}`}`;
}

/** What somebody has to see to, each in a line. */
function waiting({ candidates, late, ending, without, quiet, risks }: Programme): Text[] {
  const named = (label: string, names: string[]) =>
    names.length === 0 ? [] : [say`${strong(label)} ${cut(names.join(', '), 300)}`];
  return [
    ...named('Agreed, and not set up:', candidates.agreed),
    ...(late === 0 ? [] : [say`${capitalised(howMany(late, 'step is', 'steps are'))} late.`]),
    ...named('Agreements that end within sixty days:', ending),
    ...named('Without an agreement that holds:', without),
    ...named('Not heard of for four weeks:', quiet),
    ...named('High risks:', risks.worst),
    ...(risks.due === 0 ? [] : [say`${capitalised(howMany(risks.due, 'risk is', 'risks are'))} to be looked at.`]),
  ];
}

/** @param here a place where the card may be kept */
export function programmeCard(
  programme: Programme,
  title = 'The programme',
  more: Button[] = [],
  version?: number,
): Card {
  const { zones, candidates, late } = programme;
  const lines = waiting(programme);
  const waits: Block[] =
    lines.length === 0 ? [] : [paragraph(say`${strong('To see to')}`), { kind: 'list', items: lines }];
  return {
    summary: `${title}: ${howMany(zones.length, 'zone', 'zones')}, ${howMany(late, 'step', 'steps')} late`,
    ...(version === undefined ? {} : { version }),
    blocks: [
      heading(title),
      ...(zones.length === 0
        ? [paragraph('There is no zone yet.')]
        : [{ kind: 'list' as const, items: zones.slice(0, MOST_ZONES).map(lineOf) }]),
      ...(zones.length > MOST_ZONES ? [note(`${zones.length - MOST_ZONES} more are not shown.`)] : []),
      ...waits,
      note(
        candidates.open === 0
          ? 'No candidate waits for a decision.'
          : `${candidates.open === 1 ? 'One candidate waits' : `${candidates.open} candidates wait`} for the board.`,
      ),
      buttons(
        ...zones.slice(0, 6).map(({ id, name }): Button => ({ label: name, action: 'step.list', data: { id } })),
        { label: 'Candidates', action: 'proposal.list', data: {} },
        { label: 'Risks', action: 'risk.list', data: {} },
        { label: 'Agreements', action: 'agreement.list', data: {} },
        ...more,
      ),
    ],
  };
}
