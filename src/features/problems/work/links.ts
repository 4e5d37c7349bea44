// How a problem can stand to another.
import type { ProblemLinkKind } from '../../../database/generated/enums.ts';

export const LINKS: Record<ProblemLinkKind, { label: string; tags: RegExp }> = {
  DUPLICATE_OF: { label: 'the same as', tags: /^(?:dup|same)/i },
  PART_OF: { label: 'part of', tags: /^part/i },
  RELATED: { label: 'related to', tags: /^rel/i },
};

/** How the timeline's line of a link that was taken back begins. */
export const ENDED = 'no longer to ';
