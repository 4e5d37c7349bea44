// What an adapter is, seen from the house: it takes messages in by its routes and sends cards out.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Card, JsonObject } from './cards.ts';
import type { Incoming } from './incoming.ts';
import type { Reply } from './replies.ts';

export interface Route {
  method: 'GET' | 'POST';
  path: string;
  handle(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void>;
}

/** Answers one incoming act. @throws only when nothing could be stored: the platform must be told that it failed */
export type Dispatch = (incoming: Incoming) => Promise<Reply>;

interface AnyTarget {
  tenant: string;
  thread?: string;
  /** What the platform gave us for speaking there, or for opening a private chat, unasked. */
  reference?: JsonObject;
  /** A short-lived address for the answer to one act, and whether it replaces the card that was pressed. */
  reply?: JsonObject;
}

/**
 * Where a delivery goes. Three ways that must never be taken for one another: what is said *in private with* somebody is kept
 * and read later; what is *for one person's eyes* in a place is gone when they are not looking.
 */
export type Target = AnyTarget &
  (
    | { to: 'place'; conversation: string }
    /** `chat`: their private chat with the bot, once one is open; the adapter opens it where it is missing or no longer good. */
    | { to: 'person'; user: string; chat?: string }
    | { to: 'eyes'; conversation: string; user: string }
  );

export interface Outgoing {
  /** The delivery's id; adapters pass it on where the platform can keep it, so that a double is detectable. */
  id: string;
  target: Target;
  card: Card;
  /** Update this message instead of posting a new one. */
  replaces?: string;
  /** The platform refused the card: send its words. */
  plain?: { text: string };
}

export interface Sent {
  /** The platform's id of the message, where it has one that can be updated. */
  externalId?: string;
  /** A private chat that was opened on the way, to be remembered. */
  opened?: { conversation: string; reference?: JsonObject };
}

/** How fast a platform lets us speak: on average one message every `everyMs`, at most `burst` at once. */
export interface Pace {
  everyMs: number;
  burst: number;
}

/** What a platform tells of an account. */
export interface Account {
  name?: string;
  /** IANA zone of their own clock. */
  timeZone?: string;
  /** Language tag: en-GB, cy-GB. */
  language?: string;
  /** The account is closed. */
  gone?: boolean;
}

/** Whether the bot can speak in a place, and what the place is called. */
export type Presence = { here: true; name?: string } | { here: false; invite: string };

/** Where a workspace connects itself: a page of the adapter's that takes only addresses which this bot has signed. */
export interface Door {
  platform: string;
  page: string;
}

export interface Adapter {
  platform: string;
  /** Undefined: other workspaces cannot connect themselves. */
  door?: Door;
  routes: Route[];
  /** Each message must fit every limit. `conversation`: what everybody there sees; `privately`: what one person in a channel sees. */
  pace: { conversation: Pace[]; privately: Pace[]; tenant: Pace[] };
  /** It speaks by references alone: where a place has none, by that of another in the same tenant. */
  byReference?: true;
  start(): Promise<void>;
  /** Takes nothing more and waits for what is in flight. */
  stop(): Promise<void>;
  /** @throws {SendProblem} */
  send(outgoing: Outgoing): Promise<Sent>;
  /** Looks for a delivery that may have arrived though its answer was lost. Undefined: not there, or it cannot be told. */
  find?(outgoing: Outgoing, since: Date): Promise<Sent | undefined>;
  /** Who an account is. Undefined: the platform does not say. */
  whoIs?(tenant: string, user: string, reference: JsonObject | undefined): Promise<Account | undefined>;
  /** Undefined: the platform does not say. */
  isIn?(tenant: string, conversation: string, reference: JsonObject | undefined): Promise<Presence | undefined>;
}

export type SendTrouble =
  /** Try again, after `retryAfterMs` if the platform said so. */
  | 'later'
  /** This card, not this place: send its words. */
  | 'refused'
  /** This message will never be taken: the next may. */
  | 'dead'
  /** Nothing may go to this place, or to this person, until something changes on the platform's side. */
  | 'stopped'
  /** The token or the whole workspace is refused: everything for it waits, and nothing is lost. */
  | 'paused'
  /** The address for the answer is no longer good. */
  | 'expired'
  /** The message to update is gone. */
  | 'missing';

/** Why a platform did not take a message, and what follows. */
export class SendProblem extends Error {
  override name = 'SendProblem';
  readonly kind: SendTrouble;
  readonly retryAfterMs: number | undefined;
  /** The platform answered, about this message: others may fare better. */
  readonly ofMessage: boolean;
  /** No answer came: the message may have arrived. */
  readonly lost: boolean;

  constructor(
    kind: SendTrouble,
    reason: string,
    {
      retryAfterMs,
      ofMessage = false,
      lost = false,
    }: { retryAfterMs?: number; ofMessage?: boolean; lost?: boolean } = {},
  ) {
    super(reason);
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
    this.ofMessage = ofMessage;
    this.lost = lost;
  }
}
