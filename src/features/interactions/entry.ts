// An interaction before it has been stored: as a line or a form made it, as a draft keeps it.
import { z } from 'zod';
import type { Outcome, PeopleBand, Tool, Way } from '../../database/generated/enums.ts';
import { BANDS, OUTCOMES, TOOLS, WAYS } from './words.ts';

const keys = <T extends string>(words: Record<T, unknown>) => Object.keys(words) as [T, ...T[]];

/** Most characters of "what happened". */
export const LONGEST_TEXT = 10_000;

export const toolShape = z.enum(keys<Tool>(TOOLS));
export const outcomeShape = z.enum(keys<Outcome>(OUTCOMES));
export const wayShape = z.enum(keys<Way>(WAYS));
export const bandShape = z.enum(keys<PeopleBand>(BANDS));
const dayShape = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** What is known so far; outcomes may still be empty and the zone open. */
export const draftShape = z.object({
  text: z.string(),
  tool: toolShape.optional(),
  outcomes: z.array(outcomeShape),
  way: wayShape.optional(),
  structured: z.boolean().optional(),
  peopleCount: z.number().int().optional(),
  peopleBand: bandShape.optional(),
  minutes: z.number().int().optional(),
  occurredOn: dayShape,
  futureDay: dayShape.optional(),
  /** The line’s words of a day that nobody can know from them, and days that they may mean. */
  askDay: z.object({ words: z.string(), days: z.array(dayShape) }).optional(),
  agencyIds: z.array(z.string()),
  zoneId: z.string().optional(),
  guessed: z.array(z.enum(['tool', 'way', 'people'])),
  /** Remarks that go with the answer: tags that were not known. */
  remarks: z.array(z.string()),
});

export type EntryDraft = z.infer<typeof draftShape>;

/** Complete: can be stored. */
export const entryShape = draftShape.extend({ tool: toolShape, zoneId: z.string() });
export type Entry = z.infer<typeof entryShape>;
