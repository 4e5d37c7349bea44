// What the dispatcher needs of the house.
import type { Db } from '../database/client.ts';
import type { Seals } from '../house/seals.ts';
import type { Links } from '../http/links.ts';
import type { Log } from '../process/log.ts';
import type { Act, Actor, Directory, Effect, Partnership, PlaceBody, PlainEffect, Together } from './act.ts';
import type { Json } from './cards.ts';
import type { Incoming } from './incoming.ts';
import type { Door, Presence } from './port.ts';
import type { Registry } from './registry.ts';
import type { Reply } from './replies.ts';

/** What is known of a sender and a place, read in one round trip. */
export interface Resolved {
  /** Undefined: a workspace or tenant that this partnership does not know. */
  partnership: Partnership | undefined;
  actor: Actor;
  /** A channel that several workspaces share is known in this one: linked there, or first spoken in. */
  home?: string;
  placeZoneId: string | undefined;
  placeBody?: PlaceBody | undefined;
  /** The place is new, or has a new reference: it should be remembered. */
  placeUnknown: boolean;
  /** The person's agency accepts people from other tenants only. */
  outside: boolean;
  /** `unread`: the rest was remembered, and whether the act is a repeat has yet to be seen. */
  receipt: { handler: string; outcome: Json } | 'unread' | undefined;
  /** The account was last seen so long ago that it should be noted. */
  seenLongAgo: boolean;
}

/** What the dispatcher needs of the house; the process wires it. */
export interface House {
  registry: Registry;
  links: Links;
  seals: Seals | undefined;
  db: Db;
  log: Log;
  now(): Date;
  /** @param rememberedWillDo what was read some seconds ago is good enough */
  resolve(incoming: Incoming, rememberedWillDo?: boolean): Promise<Resolved>;
  directory(partnershipId: string): Promise<Directory>;
  /** The same text only while nothing at all was changed in the database. */
  state(): Promise<string>;
  rememberPlace(partnershipId: string, incoming: Incoming): Promise<void>;
  forgetPlace(partnershipId: string, incoming: Incoming): Promise<void>;
  /** A place was renamed, closed or opened again. */
  changePlace(place: Incoming['place'], now: { name?: string; open?: boolean }): Promise<void>;
  /** The account is in use: it can be reached. */
  seen(incoming: Incoming): Promise<void>;
  /** The same act with a name in every mention. */
  named(incoming: Incoming): Promise<Incoming>;
  presence(place: Incoming['place']): Promise<Presence | undefined>;
  /** Words to somebody of whom nothing is stored, sent at once or not at all. */
  sayAtOnce(incoming: Incoming, reply: Reply): void;
  /** One transaction: receipt, effect, answer. @returns undefined when the act has already had its effect */
  once(act: Act, effect: (effect: Effect) => Promise<Reply>, within?: number): Promise<Reply | undefined>;
  /** The same without Prisma inside. */
  onceByHand(act: Act, effect: (effect: PlainEffect) => Promise<Reply>): Promise<Reply | undefined>;
  /** The same in a transaction that others share. */
  onceTogether<Shared>(
    act: Act,
    together: Together<Shared>,
    effect: (effect: PlainEffect, shared: Shared) => Promise<Reply>,
  ): Promise<Reply | undefined>;
  receipt(key: string): Promise<{ handler: string; outcome: Json } | undefined>;
  /** By which other workspaces may connect themselves. */
  doors(): readonly Door[];
  /** Whether this deployment speaks on a platform. */
  reaches(platform: string): boolean;
  /** Somebody of a workspace or tenant that nobody knows has spoken to us. */
  strange(incoming: Incoming): Promise<void>;
  /** Sends an answer by itself, after or beside its request. */
  late(incoming: Incoming, reply: Reply): Promise<void>;
  /** What somebody unknown sees, whatever they asked. */
  strangers(act: Act): Promise<Reply>;
}
