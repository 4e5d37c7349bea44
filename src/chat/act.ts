// One act of one person, as a handler sees it: who, where, when, and the one way to have an effect.

import type { Db } from '../database/client.ts';
import type { BodyKind } from '../database/generated/enums.ts';
import type { Askable } from '../database/statement.ts';
import type { Seals } from '../house/seals.ts';
import type { Links } from '../http/links.ts';
import { decide, type Holder } from '../rights/index.ts';
import type { JsonObject } from './cards.ts';
import type { Incoming, Sender } from './incoming.ts';
import type { Door, Presence } from './port.ts';
import { Refusal, type Reply } from './replies.ts';
import { say } from './spans.ts';

export interface Partnership {
  id: string;
  name: string;
  /** IANA zone of its wall clocks. */
  timeZone: string;
  marking: string;
  /** Where what concerns one person should go instead. */
  caseAdvice: string;
  /** The month in which the years of its figures begin: 1 or 4. */
  yearStarts: number;
}

export interface ZoneEntry {
  id: string;
  name: string;
  code: string;
  /** Names and letters that it had; still understood. */
  before?: string[];
  /** It was closed, or is part of another: it is read, and nothing new is kept there. */
  over?: boolean;
}

export interface AgencyEntry {
  id: string;
  name: string;
  shortName: string;
  aliases: string[];
  /** The domain's sector: POLICE, HEALTH … */
  sector: string;
}

/** The partnership's zones and agencies: few, read on every line that is typed, kept in memory. */
export interface Directory {
  zones: ZoneEntry[];
  agencies: AgencyEntry[];
}

export interface KnownPerson extends Holder {
  name: string;
  memberships: { zoneId: string; lead: boolean; roleTitle: string }[];
}

export interface Actor {
  sender: Sender;
  /** Absent: somebody whom the partnership does not know yet. */
  person: KnownPerson | undefined;
}

export interface AuditNote {
  action: string;
  recordType: string;
  recordId?: string;
  /** Facts, never free text. */
  details?: JsonObject;
}

/** What must reach others, in a place or in private with somebody; written with the change, delivered by the worker. */
export type Notice = { platform: string; tenant: string } & (
  | { conversation: string; user?: undefined }
  | { user: string; conversation?: undefined }
);

/** Inside the one transaction of an act, where statements of our own are made (`rows`) and Prisma has no part. */
export interface PlainEffect {
  db: Askable;
  audit(...notes: AuditNote[]): Promise<void>;
  /** A statement whose result nobody needs: it is waited for at the end, and nothing is committed without it. */
  also(statement: Promise<unknown>): void;
  /** A message whose words are fixed now. */
  tell(to: Notice, card: import('./cards.ts').Card): Promise<void>;
  /** A record's card: posted where it does not stand yet, updated where it does. */
  show(record: { type: string; id: string; version: number }, to: Notice[]): Promise<void>;
  /** Tells every replica, when the change is committed, that zones or agencies have changed. */
  directoryChanged(): Promise<void>;
  /** The same of workspaces and tenants. */
  connectionsChanged(): Promise<void>;
  /** Updates a record's card wherever it stands. */
  refresh(record: { type: string; id: string; version: number }): Promise<void>;
  /** Says something in the thread of a record's card, in each of these places. */
  discuss(record: { type: string; id: string }, to: Notice[], card: import('./cards.ts').Card): Promise<void>;
}

/** Inside the one transaction of an act. */
export interface Effect extends PlainEffect {
  db: Db;
}

/** Something that many act upon at once, each in a moment: a meeting in which people talk, a problem that is noted on. */
export interface Together<Shared> {
  /** Acts of one key share transactions: what it is, and its id. */
  key: string;
  /** Locks it and reads it, once for all. */
  open(db: Askable): Promise<Shared>;
  /** Remembers how it stands; what is given back brings that back, for an act that was refused leaves nothing. */
  mark(shared: Shared): () => void;
  /** Writes what all of them have left. */
  close(shared: Shared, effect: PlainEffect): Promise<void>;
}

export interface PlaceBody {
  id: string;
  kind: BodyKind;
}

export interface Act {
  /** The same person types other words instead, here. */
  again(words: string): Promise<Reply>;
  incoming: Incoming;
  actor: Actor;
  partnership: Partnership;
  directory: Directory;
  /** The zone that this place is linked to. */
  placeZoneId: string | undefined;
  /** The body of the partnership that meets in this place: its Champion Team, its Project Team, its Board. */
  placeBody?: PlaceBody | undefined;
  now: Date;
  /** Addresses of pages for people without a chat. */
  links: Links;
  /** By which other workspaces may connect themselves. */
  doors: readonly Door[];
  /** Whether this deployment speaks on a platform. */
  reaches(platform: string): boolean;
  /** None where the bot has no key of its own. */
  seals: Seals | undefined;
  /** Whether the platform lets the bot speak in this place. Undefined: it does not say. */
  presence(): Promise<Presence | undefined>;
  /** Reading; changes go through `once`, and what is read inside it is read in its transaction. */
  readonly db: Db;
  /**
   * Has the effect and stores the answer in one transaction; a repeat of the act gets that answer and has no second effect.
   * @param within milliseconds that its transaction may take, where a table of many rows is kept; ten seconds by default
   */
  once(effect: (effect: Effect) => Promise<Reply>, within?: number): Promise<Reply>;
  /** The same for what people do all day: no Prisma inside, and half of what that costs. */
  onceByHand(effect: (effect: PlainEffect) => Promise<Reply>): Promise<Reply>;
  /** The same in a transaction that others share who act upon the same record just now. Only refusals are one's own. */
  onceTogether<Shared>(
    together: Together<Shared>,
    effect: (effect: PlainEffect, shared: Shared) => Promise<Reply>,
  ): Promise<Reply>;
  /** For a hot path that stores its own receipt: says that it did. */
  settled(): void;
}

/** The person, or a refusal for somebody unknown. */
export function knownPerson(act: Act): KnownPerson {
  if (act.actor.person === undefined) throw new Refusal(say`I do not know you yet. Say "help" to see how to join.`);
  return act.actor.person;
}

/** The zones that a person sees, in the partnership's order. */
export function visibleZones(act: Act): ZoneEntry[] {
  const person = act.actor.person;
  return person === undefined
    ? []
    : act.directory.zones.filter((zone) => decide('zone.see', person, { zoneId: zone.id }).may);
}

/** The zones that are not over, in the partnership's order. */
export const livingZones = ({ directory }: Pick<Act, 'directory'>): ZoneEntry[] =>
  directory.zones.filter(({ over }) => over !== true);

/** The zones in whose team a person is. */
export function ownZones(act: Act): ZoneEntry[] {
  const person = act.actor.person;
  return person === undefined
    ? []
    : act.directory.zones.filter((zone) => person.memberships.some(({ zoneId }) => zoneId === zone.id));
}

export function zoneById(act: Act, id: string): ZoneEntry {
  const zone = act.directory.zones.find((entry) => entry.id === id);
  if (zone === undefined) throw new Refusal('That zone is no longer here.');
  return zone;
}

/** The same act with something else in it. What it reads by is looked up each time: inside `once`, that is the transaction's. */
export const actWith = (act: Act, change: Partial<Omit<Act, 'db'>>): Act => ({
  ...act,
  get db() {
    return act.db;
  },
  ...change,
});
