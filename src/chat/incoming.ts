// What comes in, whatever the platform: who, where, what, and the key that says it is the same act when it comes again.
import type { JsonObject } from './cards.ts';
import type { Values } from './forms.ts';

/** An account on a platform. */
export interface Sender {
  platform: string;
  tenant: string;
  user: string;
  /** As the platform shows it, if it said. */
  name?: string;
}

export interface Place {
  platform: string;
  tenant: string;
  /** The platform's id of the channel, group or private chat. */
  conversation: string;
  kind: 'channel' | 'group' | 'personal';
  /** Inside a thread: the id of its root. */
  thread?: string;
  name?: string;
  /** What the platform needs to be spoken to later, unasked. */
  reference?: JsonObject;
}

export type What =
  /**
   * Words of the bot's own: after /pz, after a mention, or in a private chat. `visible`: others saw them too. `unasked`:
   * said in a channel to everybody, beginning with #; unless a feature knows them, the bot has not heard them.
   */
  | { kind: 'command'; words: string; visible: boolean; unasked?: true }
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
  | { kind: 'removed' };

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
  /** A form can be opened in answer to this act. */
  canOpenForms: boolean;
  /** A short-lived address for answers to this act, or the card that it was done on. */
  replyTo?: JsonObject;
}

/** Of what is said in a channel to everybody, only a line that begins with #word concerns the bot. */
export const isTagged = (text: string): boolean => /^\s*#\p{L}/u.test(text);

/** The order of one conversation's messages is kept; this names it. */
export function laneOf(place: {
  platform: string;
  tenant: string;
  conversation?: string | undefined;
  user?: string | undefined;
}): string {
  return `${place.platform}:${place.tenant}:${place.conversation ?? `@${place.user ?? ''}`}`;
}
