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

/** Where a delivery goes. */
export interface Target {
  tenant: string;
  /** Absent: the private chat with `user`. */
  conversation?: string;
  thread?: string;
  /** Only this person sees it (in their private chat it is simply a message). */
  user?: string;
  /** What the platform gave us for speaking there unasked. */
  reference?: JsonObject;
  /** A short-lived address for the answer to one act, and whether it replaces the card that was pressed. */
  reply?: JsonObject;
}

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

export interface Adapter {
  platform: string;
  routes: Route[];
  /** Each message must fit every limit. `conversation`: what everybody there sees; `privately`: what one person in a channel sees. */
  pace: { conversation: Pace[]; privately: Pace[]; tenant: Pace[] };
  start(): Promise<void>;
  /** Takes nothing more and waits for what is in flight. */
  stop(): Promise<void>;
  /** @throws {SendProblem} */
  send(outgoing: Outgoing): Promise<Sent>;
}

/** Why a platform did not take a message, and what follows. */
export class SendProblem extends Error {
  override name = 'SendProblem';
  readonly kind: 'later' | 'refused' | 'stopped' | 'expired' | 'missing';
  readonly retryAfterMs: number | undefined;

  /**
   * @param kind `later`: try again (after `retryAfterMs`, if the platform said). `refused`: this card, not this place: send words.
   * `stopped`: nothing may go there until the bot is installed again. `expired`: the address for the answer is no longer good.
   * `missing`: the message to update is gone.
   */
  constructor(kind: SendProblem['kind'], reason: string, retryAfterMs?: number) {
    super(reason);
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }
}
