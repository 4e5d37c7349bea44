// What a pulse asks, and how its answers are counted.
import type { Prisma, PulseAudience, PulseKind } from '../../database/generated/client.ts';
import { ONS4, SAFE } from './catalogue.ts';

/** With fewer answers nothing is shown, and nothing kept. */
export const LEAST = 5;

export type FullPulse = Prisma.PulseGetPayload<{ include: { zone: { select: { name: true } }; counts: true } }>;

export interface Question {
  /** Of the measure in the catalogue whose wording it is. */
  key: string;
  name: string;
  asked: string;
  /** `yes`: it counts towards the share. */
  answers: { value: number; label: string; yes: boolean }[];
  /** What the share is of: "very or fairly safe". */
  yesWords: string;
}

export const QUESTIONS: Record<PulseKind, Question[]> = {
  SAFE: [
    {
      key: SAFE.key,
      name: SAFE.name,
      asked: 'How safe do you feel walking alone in this area after dark?',
      answers: ['Very safe', 'Fairly safe', 'A bit unsafe', 'Very unsafe'].map((label, index) => ({
        value: index + 1,
        label,
        yes: index < 2,
      })),
      yesWords: 'feel very or fairly safe',
    },
  ],
  WELLBEING: ONS4.map(([key, name, asked]) => {
    const from = key === 'anxious' ? 6 : 7;
    return {
      key,
      name,
      asked,
      answers: Array.from({ length: 11 }, (_, value) => ({ value, label: String(value), yes: value >= from })),
      yesWords: `answered ${from} to 10`,
    };
  }),
};

/** What people who are asked in this way answer is a measure of its own: a team is not its residents. */
export const measureKey = (question: Pick<Question, 'key'>, audience: PulseAudience): string =>
  `${question.key}-${audience.toLowerCase()}`;

export const totals = ({ counts }: { counts: Count[] }, question: Question): { yes: number; of: number } => {
  const own = counts.filter((each) => each.question === question.key);
  const yes = new Set(question.answers.filter((answer) => answer.yes).map(({ value }) => value));
  const sum = (list: typeof own) => list.reduce((total, { count }) => total + count, 0);
  return { yes: sum(own.filter(({ answer }) => yes.has(answer))), of: sum(own) };
};

export interface Answers {
  question: string;
  answer: number;
}

/** Only what was asked, once each. */
export function checkAnswers(kind: PulseKind, given: Record<string, unknown>): Answers[] {
  return QUESTIONS[kind].flatMap(({ key, answers }) => {
    const typed = given[key];
    const value = typed === undefined || typed === '' ? undefined : Number(typed);
    return answers.some((answer) => answer.value === value) ? [{ question: key, answer: value as number }] : [];
  });
}

export interface Count extends Answers {
  count: number;
}

const UNSAID = 255;

/** One byte for each question, answered or not: every ballot of a kind is as long as any other. */
export function toBallot(kind: PulseKind, answers: Answers[]): Uint8Array {
  return Uint8Array.from(
    QUESTIONS[kind].map(({ key }) => answers.find(({ question }) => question === key)?.answer ?? UNSAID),
  );
}

export function fromBallot(kind: PulseKind, bytes: Uint8Array): Answers[] {
  return QUESTIONS[kind].flatMap(({ key }, index) => {
    const answer = bytes[index] ?? UNSAID;
    return answer === UNSAID ? [] : [{ question: key, answer }];
  });
}

export function countBallots(ballots: Answers[][]): Count[] {
  const counts = new Map<string, Count>();
  for (const { question, answer } of ballots.flat()) {
    const key = `${question} ${answer}`;
    const before = counts.get(key) ?? { question, answer, count: 0 };
    counts.set(key, { ...before, count: before.count + 1 });
  }
  return [...counts.values()];
}
