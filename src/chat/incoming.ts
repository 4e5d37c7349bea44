// What comes in, whatever the platform: who, where, what, and the key that says it is the same act when it comes again.
import { createHash } from 'node:crypto';
import type { JsonObject } from './cards.ts';
import type { Values } from './forms.ts';

/** An account on a platform. */
export interface Sender {
  platform: string;
  tenant: string;
  user: string;
  /** As the platform shows it, if it said. */
  name?: string;
  /** IANA zone of their own clock, and their language, where the platform tells them with the act. */
  timeZone?: string;
  language?: string;
}

export interface Place {
  platform: string;
  tenant: string;
  /** The platform's id of the channel, group or private chat. */
  conversation: string;
  kind: 'channel' | 'group' | 'personal';
  /**
   * The private chat of the sender with the bot, told so by the platform. Without it a personal place is somewhere that only
   * the sender is answered: two colleagues' chat, or the bot's own page.
   */
  withUs?: true;
  /** Inside a thread: the id of its root. */
  thread?: string;
  /** Several workspaces may have it, under the same id; the platform itself has said so. */
  shared?: true;
  name?: string;
  /** What the platform needs to be spoken to later, unasked. */
  reference?: JsonObject;
}

export type What =
  /**
   * Words of the bot's own: after /pz, after a mention, or in a private chat. `visible`: others saw them too. `unasked`:
   * said in a channel to everybody, beginning with #; unless a feature knows them, the bot has not heard them.
   */
  | {
      kind: 'command';
      words: string;
      visible: boolean;
      unasked?: true;
      /** Files or pictures stand beside the words; the bot keeps none of them. */
      withFiles?: true;
      /** The message was changed since: when. */
      edited?: string;
    }
  /** A button. `version` is that of the card it stood on. */
  | { kind: 'press'; action: string; data: JsonObject; version?: number; onPrivateCard: boolean }
  | { kind: 'submit'; form: string; data: JsonObject; values: Values }
  /** A command on an existing message of somebody's. */
  | { kind: 'message'; shortcut: string; text: string }
  /** The bot's own page in the platform was opened. */
  | { kind: 'home' }
  /** The bot was added to a place, or somebody met it for the first time. */
  | { kind: 'installed' }
  /** The bot was taken out of a place. */
  | { kind: 'removed' }
  /** A place was renamed, closed, or opened again. */
  | { kind: 'place'; name?: string; open?: boolean }
  /** Somebody changed a message that the bot has heard, or took it back. `of`: the key of the act that it was. */
  | { kind: 'edited'; of: string; words: string }
  | { kind: 'deleted'; of: string };

/** It is said to the bot, and not among others in a channel that it hears. */
export const isAsked = ({ what }: Pick<Incoming, 'what'>): boolean => what.kind !== 'command' || what.unasked !== true;

/** Something stands beside the words that is not kept; in a table that is read, it is. */
export const withFiles = ({ what }: Pick<Incoming, 'what'>): boolean =>
  what.kind === 'command' && what.withFiles === true;

export interface Incoming {
  /** Stands on every log line that belongs to this request. */
  requestId: string;
  /** What identifies the act, not its delivery: a repeat has the same key. */
  key: string;
  sender: Sender;
  place: Place;
  what: What;
  /** `now`: the answer rides on the request. `later`: it must go out as a delivery, written before the platform is told "received". */
  answer: 'now' | 'later';
  /**
   * Somebody looks what would be done, or a machine does for them: nothing may be changed, not even that they were here. What would
   * change something is answered with nothing.
   */
  looks?: true;
  /** A form can be opened in answer to this act. */
  canOpenForms: boolean;
  /** A short-lived address for answers to this act, or the card that it was done on. */
  replyTo?: JsonObject;
}

/** Of what is said in a channel to everybody, only a line that begins with #word concerns the bot. */
export const isTagged = (text: string): boolean => /^\s*#\p{L}/u.test(text);

/** Where something goes: a place, a person in private, or one person's eyes in a place. */
export interface Destination {
  platform: string;
  tenant: string;
  conversation?: string | null | undefined;
  user?: string | null | undefined;
}

/**
 * The order of one conversation's messages is kept; this names it. Of one length, however long a platform's ids are, for
 * queues, keys and locks are named by it. What one person sees in a place does not wait for what everybody sees there.
 */
export function laneOf({ platform, tenant, conversation, user }: Destination): string {
  const where = JSON.stringify([tenant, conversation ?? null, user ?? null]);
  return `${platform}:${createHash('sha256').update(where).digest('base64url').slice(0, 27)}`;
}
