// The states of a problem and the ways between them (SARA): the one table that code, cards and the diagram in docs/ follow.
import type { ProblemResult, ProblemState } from '../../database/generated/enums.ts';

export type OpenState = Exclude<ProblemState, 'CLOSED'>;

/** A question of a step's form. At least one answer makes the step known. */
export interface StepQuestion {
  name: string;
  label: string;
  hint?: string;
}

interface StateRow {
  label: string;
  /** What this step is for, in one sentence. */
  purpose: string;
  questions: StepQuestion[];
  /** Forward: one step at a time. */
  next: ProblemState | undefined;
  /** Back: any earlier step; recorded. */
  back: OpenState[];
  /** How it can be closed from here. */
  results: ProblemResult[];
}

export const STATES: Record<OpenState, StateRow> = {
  SCANNING: {
    label: 'Scanning',
    purpose: 'What is the pattern, and how do we know?',
    questions: [
      { name: 'pattern', label: 'The pattern', hint: 'What behaviour, where, when. Groups and places, no person.' },
      { name: 'known', label: 'How we know', hint: 'Reports, counts, what residents say.' },
    ],
    next: 'ANALYSIS',
    back: [],
    results: ['HANDED_OVER'],
  },
  ANALYSIS: {
    label: 'Analysis',
    purpose: 'Why there, why then? Look before deciding what to do.',
    questions: [
      { name: 'when', label: 'When it happens' },
      { name: 'where', label: 'Where exactly' },
      { name: 'affected', label: 'Who is affected', hint: 'Groups, no person.' },
      { name: 'tried', label: 'What was tried before, and what came of it' },
      { name: 'victims', label: 'Those who suffer it, and who could guard them' },
      { name: 'place', label: 'The place, and who manages it' },
      { name: 'offenders', label: 'Those who do it, and who has a hold on them', hint: 'As a group, no person.' },
    ],
    next: 'RESPONSE',
    back: ['SCANNING'],
    results: ['HANDED_OVER'],
  },
  RESPONSE: {
    label: 'Response',
    purpose: 'What is done, by whom, and what can be drawn in?',
    questions: [
      { name: 'what', label: 'What is done' },
      { name: 'whom', label: 'By whom', hint: 'Agencies and roles.' },
      {
        name: 'resources',
        label: 'Drawn in besides',
        hint: 'Unpaid work (community payback), volunteers, employers, the university.',
      },
    ],
    next: 'ASSESSMENT',
    back: ['SCANNING', 'ANALYSIS'],
    results: ['HANDED_OVER'],
  },
  ASSESSMENT: {
    label: 'Assessment',
    purpose: 'What changed, and how do we know?',
    questions: [
      { name: 'changed', label: 'What changed' },
      { name: 'known', label: 'How we know', hint: 'Counts before and after, what residents say.' },
      { name: 'again', label: 'Would we do it again?' },
    ],
    next: 'CLOSED',
    back: ['SCANNING', 'ANALYSIS', 'RESPONSE'],
    results: ['RESOLVED', 'REDUCED', 'NOT_RESOLVED', 'HANDED_OVER'],
  },
};

export const OPEN_STATES = Object.keys(STATES) as OpenState[];

/** A closed problem that comes back is looked into anew. */
export const REOPENS_AS: OpenState = 'ANALYSIS';

export const RESULTS: Record<ProblemResult, { label: string; tags: string[] }> = {
  RESOLVED: { label: 'Resolved', tags: ['resolved', 'solved'] },
  REDUCED: { label: 'Reduced', tags: ['reduced', 'better'] },
  NOT_RESOLVED: { label: 'Not resolved', tags: ['not', 'notresolved', 'not resolved', 'unresolved'] },
  HANDED_OVER: { label: 'Handed over', tags: ['handed', 'handedover', 'handed over', 'long-term'] },
};

export function labelOf(state: ProblemState): string {
  return state === 'CLOSED' ? 'Closed' : STATES[state].label;
}

/** Whether a problem may go from one state to another, forwards or back; closing has a function of its own. */
export function mayMove(from: ProblemState, to: ProblemState): boolean {
  if (from === 'CLOSED') return to === REOPENS_AS;
  const row = STATES[from];
  return to !== 'CLOSED' && (row.next === to || row.back.some((state) => state === to));
}

/** A state by what people call it: its name or the beginning of it. */
export function stateOf(words: string): ProblemState | undefined {
  const wanted = words.trim().toLowerCase();
  if (wanted.length < 3) return undefined;
  return ([...OPEN_STATES, 'CLOSED'] as ProblemState[]).find((state) => state.toLowerCase().startsWith(wanted));
}

/** The table as a Mermaid diagram, for docs/. */
export function stateDiagram(): string {
  const lines = OPEN_STATES.flatMap((state) => {
    const row = STATES[state];
    return [
      ...(row.next === undefined || row.next === 'CLOSED' ? [] : [`    ${state} --> ${row.next}`]),
      ...row.back.map((to) => `    ${state} --> ${to}: back`),
      `    ${state} --> CLOSED: ${row.results.map((result) => RESULTS[result].label.toLowerCase()).join(', ')}`,
    ];
  });
  return ['stateDiagram-v2', '    [*] --> SCANNING: raised', ...lines, `    CLOSED --> ${REOPENS_AS}: reopened`].join(
    '\n',
  );
}

/** The latest answers of every step, by state. */
export type Answers = Partial<Record<OpenState, { id: string; by: string; answers: Record<string, string> }>>;
