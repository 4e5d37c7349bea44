// A problem before it has been raised: as a line or a form made it, as a draft keeps it.
import { z } from 'zod';
import { outcomeShape } from '../../interactions/index.ts';

export const LONGEST_TITLE = 200;
export const LONGEST_TEXT = 5000;

export const problemDraft = z.object({
  title: z.string(),
  what: z.string().default(''),
  place: z.string().default(''),
  touches: z.string().default(''),
  raisedBy: z.enum(['COMMUNITY', 'AGENCY']).default('AGENCY'),
  outcomes: z.array(outcomeShape).default([]),
  /** Agencies to be asked. */
  agencyIds: z.array(z.string()).default([]),
  zoneId: z.string().optional(),
  /** The interaction that it came from. */
  interactionId: z.string().optional(),
  /** What residents told, that it comes of. */
  toldId: z.string().optional(),
  /** The person has seen what is alike, and says that this is another. */
  different: z.boolean().default(false),
  /** The person has been asked what exactly, once. */
  asked: z.boolean().default(false),
});

export type ProblemDraft = z.infer<typeof problemDraft>;

export const emptyDraft = (): ProblemDraft => problemDraft.parse({ title: '' });

/** Everything in it that somebody typed, for the guard. */
export function wordsOf(draft: Pick<ProblemDraft, 'title' | 'what' | 'place' | 'touches'>): string {
  return [draft.title, draft.what, draft.place, draft.touches].filter((part) => part !== '').join('\n');
}
