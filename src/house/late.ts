// Answers that come after their request is over.
import type { Act } from '../chat/act.ts';
import { asCard } from '../chat/dispatch.ts';
import type { House } from '../chat/house.ts';
import type { Incoming } from '../chat/incoming.ts';
import type { Reply } from '../chat/replies.ts';

/** An answer that came after the platform had to be told "working on it" goes out as a delivery. */
export async function sendLate(house: House, incoming: Incoming, reply: Reply): Promise<void> {
  const late: Incoming = { ...incoming, key: `late:${incoming.key}`, answer: 'later', canOpenForms: false };
  const shown = asCard(reply);
  if (shown.kind !== 'card') return;
  const { partnership, actor, placeZoneId, placeBody } = await house.resolve(late);
  if (partnership === undefined) return;
  const act: Act = {
    incoming: late,
    actor,
    partnership,
    directory: await house.directory(partnership.id),
    placeZoneId,
    placeBody,
    now: house.now(),
    links: house.links,
    doors: house.doors(),
    reaches: house.reaches,
    seals: house.seals,
    db: house.db,
    presence: () => house.presence(late.place),
    again: async () => shown,
    once: async () => shown,
    onceByHand: async () => shown,
    onceTogether: async () => shown,
    settled: () => {},
  };
  await house.onceByHand(act, async () => shown);
}
