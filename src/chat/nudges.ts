// Reminders, as a feature declares them: what waits for whom, and why. When they go out, and whether, is decided in one
// place: src/features/nudges.
import type { Db } from '../database/client.ts';
import type { Prisma } from '../database/generated/client.ts';
import type { NudgeRule } from '../database/generated/enums.ts';
import type { Button } from './cards.ts';

/** A zone that neither is over nor rests: nobody is reminded of what a team would do that has been let go home. */
export const AT_WORK = {
  endedOn: null,
  phases: { none: { phase: 'PAUSED', startedOn: { not: null }, endedOn: null } },
} satisfies Prisma.ZoneWhereInput;

/** Whom a source may address. */
export type Addressed = 'person' | 'lead' | 'champion' | 'admin';

/** One person, when what waits for them alone is asked for: a source then reads no more than could be theirs. */
export interface Whose {
  personId: string;
  isAdmin: boolean;
  isChampion: boolean;
  /** Ids of the zones that they lead. */
  leads: string[];
}

export interface NudgeContext {
  db: Db;
  partnershipId: string;
  /** The partnership's clock, IANA. */
  timeZone: string;
  now: Date;
  /** As the partnership has set it, or the source's own; in its unit. */
  threshold: number;
  /** Undefined: everybody's. More than theirs may be found, not less. */
  whose?: Whose;
}

/** One thing that waits for one person. */
export interface NudgeCandidate {
  personId: string;
  /** What it is about; with the rule it says that two are the same. */
  subject: string;
  zoneId?: string;
  recordId?: string;
  /** "NP-42 needs an owner" */
  title: string;
  /** "because it has had none for 4 days": shown with the message. */
  reason: string;
  /** Since when it waits: of two that are equally useful, the older goes first. */
  since: Date;
  /** Opens the very form, or does it. */
  doIt: Button;
  /** Says something to those who wait with them. */
  reply?: Button;
}

export interface NudgeSource {
  rule: NudgeRule;
  /** One word, as people switch it: "unowned". */
  name: string;
  /** "A problem without an owner" */
  summary: string;
  threshold: { value: number; unit: 'working days' | 'days' } | undefined;
  /** In lists and digests it stands from this threshold on, though nobody is reminded yet. */
  listedFrom?: number;
  /** Of two, the higher goes first. */
  weight: number;
  /** Who may hear of it: `person` is anybody, by what they have taken on. */
  to: Addressed[];
  /** Of one thing it reminds once and says so; then that stands in lists and digests alone. */
  once?: boolean;
  /** While somebody is away, their cover can do it. */
  redirects: boolean;
  /** Everything that stands now, for everybody in the partnership or for one of them; a few set-based queries. */
  find(context: NudgeContext): Promise<NudgeCandidate[]>;
  /** For what passes by the clock alone: of these records, those that nobody has seen to yet. */
  undone?(db: Db, recordIds: string[]): Promise<string[]>;
}
