// What carries messages out: the adapters, how cards are drawn, and whom to tell when a place, a person or a workspace is closed.
import type { Adapter } from '../chat/port.ts';
import type { LiveCard } from '../chat/registry.ts';
import type { Reply } from '../chat/replies.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import type { Links } from '../http/links.ts';
import type { Log } from '../process/log.ts';

export interface Closed {
  partnershipId: string;
  platform: string;
  tenant: string;
  reason: string;
}

export interface Courier {
  prisma: PrismaClient;
  log: Log;
  adapters: Map<string, Adapter>;
  liveCards: Map<string, LiveCard>;
  links: Links;
  /** Draws the answer that a receipt holds; undefined when there is none to show. */
  answerOf(receiptKey: string, partnershipId: string): Promise<Reply | undefined>;
  /** Nothing reaches this account any more. */
  unreachable(who: Closed & { user: string }): Promise<void>;
  /** A whole workspace or tenant refuses us. */
  paused(what: Closed): Promise<void>;
  /** It takes messages again. */
  resumed(what: Omit<Closed, 'reason'>): Promise<void>;
  /** How many acts of people are under way in this process. */
  busy(): number;
  now(): Date;
}
