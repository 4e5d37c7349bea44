// What a person sees when the guard has seen something: what kind, where, and the ways out. Never the thing itself.
import type { Partnership } from '../../chat/act.ts';
import { type Block, type Button, buttons, type Card, heading, note, paragraph } from '../../chat/cards.ts';
import { plain, say, type Text } from '../../chat/spans.ts';
import type { Finding } from './guard.ts';

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
  partnership: Partnership;
  /** Others saw the message too: it still stands where it was typed. */
  visible: boolean;
  /** Saves the text with the identifiers taken out, and opens it for editing. */
  ways: { remove: Button; edit: Button };
}

/** Nothing was stored: what was seen, and the ways out. */
export function stopCard(stop: Stop): Card {
  const seen = whatWasSeen(stop.text, stop.findings);
  const blocks: Block[] = [
    heading('Not saved'),
    paragraph(say`I saw ${seen}. Residents' personal data is kept out of here, so nothing was stored.`),
    buttons({ ...stop.ways.remove, style: 'primary' }, stop.ways.edit, aboutAPerson()),
  ];
  if (stop.visible) blocks.push(note('Your message still stands in this conversation. Please delete it there too.'));
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

/** The error beside a form's field. */
export function fieldError(text: string, findings: Finding[]): string {
  return `I saw ${whatWasSeen(text, findings)}. Please take it out; residents' personal data is kept out of here. Nothing was stored.`;
}
