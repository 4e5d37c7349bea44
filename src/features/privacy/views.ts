// What a person sees when the guard has seen something: what kind, where, and the ways out. Never the thing itself.
import type { Partnership } from '../../chat/act.ts';
import { type Block, type Button, buttons, type Card, heading, note, paragraph } from '../../chat/cards.ts';
import { GuardStop } from '../../chat/replies.ts';
import { plain, say, strong, type Text } from '../../chat/spans.ts';
import { type Finding, identifiers, inspect } from './guard.ts';
import type { Instead } from './rewrite.ts';

/** "an NHS number (word 5) and a phone number (word 9)". */
export function whatWasSeen(text: string, findings: Finding[]): string {
  const named = findings.map(
    (finding) => `${article(finding.kind)} ${finding.kind} (word ${wordAt(text, finding.spans[0]?.[0] ?? 0)})`,
  );
  return named.length <= 1 ? (named[0] ?? '') : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`;
}

function article(kind: string): string {
  return /^(?:NHS|email|[aeiou])/.test(kind) ? 'an' : 'a';
}

function wordAt(text: string, position: number): number {
  return (
    text
      .slice(0, position)
      .split(/\s+/)
      .filter((word) => word !== '').length + 1
  );
}

export interface Stop {
  text: string;
  findings: Finding[];
  /** Others saw the message too: it still stands where it was typed. */
  visible: boolean;
  /** What it could say instead; undefined: nothing would be left that is about nobody. */
  instead: Instead | undefined;
  /** Goes on with what it could say, and opens it for editing. */
  ways: { goOn: Omit<Button, 'label'>; edit: Button };
}

/** Nothing was stored: what was seen, what it could say instead, and the ways out. */
export function stopCard({ text, findings, visible, instead, ways }: Stop): Card {
  const seen = whatWasSeen(text, findings);
  const goOn: Button[] =
    instead === undefined
      ? []
      : [{ label: instead.how === 'rewritten' ? 'Say it so' : 'Remove it and go on', ...ways.goOn, style: 'primary' }];
  const blocks: Block[] = [
    heading('Not saved'),
    paragraph(say`I saw ${seen}. Residents' personal data is kept out of here, so nothing was stored.`),
    ...(instead?.how === 'rewritten' ? [paragraph(say`Without the person it could say: ${strong(instead.text)}`)] : []),
    ...(instead === undefined
      ? [
          paragraph(
            'It is about one person, who would be known without the number too. Say what happens and where, or take it to where single cases go.',
          ),
        ]
      : []),
    buttons(...goOn, ways.edit, aboutAPerson()),
  ];
  if (visible) blocks.push(note('Your message still stands in this conversation. Please delete it there too.'));
  return { summary: `Not saved: I saw ${seen}.`, blocks };
}

/** A way out: where what concerns one person should go. */
export function aboutAPerson(): Button {
  return { label: 'This is about a person', action: 'privacy.person', data: {} };
}

export function whereItGoesCard(partnership: Partnership): Card {
  return {
    summary: 'Where this should go',
    blocks: [heading('Where this should go'), paragraph(partnership.caseAdvice), note('Nothing was stored here.')],
  };
}

/** A remark, not a stop: hints are often wrong. */
export function remark(text: string, hints: Finding[]): Text {
  return plain(`I noticed ${whatWasSeen(text, hints)}. If that is a resident, please take it out.`);
}

/** The card of what was kept, with a remark under it where its words might point at somebody. */
export function withRemark(card: Card, text: string, now: Date): Card {
  const hints = inspect(text, now);
  return hints.length === 0 ? card : { ...card, blocks: [...card.blocks, note(remark(text, hints))] };
}

/** @throws {GuardStop} for words that would keep what points at a person */
export function assertClean(text: string, now: Date): void {
  const stops = identifiers(inspect(text, now));
  if (stops.length > 0) throw new GuardStop(fieldError(text, stops), text);
}

/** The error beside a form's field. */
export function fieldError(text: string, findings: Finding[]): string {
  return `I saw ${whatWasSeen(text, findings)}. Please take it out; residents' personal data is kept out of here. Nothing was stored.`;
}
