// What somebody asks again while nothing has changed is answered with what was drawn then: reading twice is one short statement.
import { LRUCache } from 'lru-cache';
import type { Act } from './act.ts';
import type { Resolved } from './house.ts';
import type { Reply } from './replies.ts';

/** Of so many questions the answer is kept, the last asked the longest. */
const MOST = 500;
/** Cards tell of "in 5 minutes": what was drawn in another minute is drawn anew. */
const MINUTE_MS = 60_000;

/** A question that was asked, and what it was answered with from its second time on. */
interface Asked {
  minute: number;
  drawn?: {
    reply: Reply;
    /** The state of the database that it was read from. */
    state: string;
    /** Who asked, and the zones and agencies, as they were known. */
    resolved: Resolved;
    directory: Act['directory'];
  };
}

/** @returns draws the answer to what only shows, or gives the one that was drawn from the very same state */
export type AskedAgain = (act: Act, resolved: Resolved, draw: () => Promise<Reply>) => Promise<Reply>;

/**
 * An answer that only shows depends on who asks, where, with what words, on the minute, and on what the database holds. Whoever asks
 * once pays nothing for it: the state is asked for from the second time on.
 * @param state the same text only while nothing at all was changed, by whatever process (`database/state.ts`)
 */
export function rememberAnswers(state: () => Promise<string>): AskedAgain {
  const questions = new LRUCache<string, Asked>({ max: MOST });
  return async (act, resolved, draw) => {
    const { directory, now } = act;
    const key = questionOf(act);
    const minute = Math.floor(now.getTime() / MINUTE_MS);
    const asked = questions.get(key);
    if (asked?.minute !== minute) {
      questions.set(key, { minute });
      return draw();
    }
    // Before anything is read: what changes while it is drawn makes it worth nothing for the next time.
    const found = await state();
    const { drawn } = asked;
    if (drawn?.state === found && drawn.resolved === resolved && drawn.directory === directory) return drawn.reply;
    const reply = await draw();
    if (reply.kind === 'card') questions.set(key, { minute, drawn: { reply, state: found, resolved, directory } });
    return reply;
  };
}

/** All of an act but what tells one asking from the next. */
function questionOf({ partnership, incoming }: Act): string {
  const { requestId: _, key: _key, replyTo: _replyTo, ...asked } = incoming;
  return JSON.stringify([partnership.id, asked]);
}
