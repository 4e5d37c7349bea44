// An action before it is promised: as a line or a form made it, as a draft keeps it.
import { z } from 'zod';

export const LONGEST_ACTION = 1000;

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

export const actionDraft = z.object({
  text: z.string(),
  ownerId: z.string().optional(),
  /** An agency has it until one of its people takes it. */
  agencyId: z.string().optional(),
  deputyId: z.string().optional(),
  problemId: z.string().optional(),
  zoneId: z.string().optional(),
  dueOn: day.optional(),
});

export type ActionDraft = z.infer<typeof actionDraft>;
