// Minutes as they are read: drawn from the log until they are published, and from then on with what was so at that time. What a
// zone's quorum is today, who is called what, when the next meeting is: none of it changes minutes that stand.
import type { Db } from '../../../database/client.ts';
import type { FullMeeting } from '../model.ts';
import { aroundMeeting } from './around.ts';
import { type MinutedLine, type Minutes, minutesOf } from './minutes.ts';

type Names = 'name' | 'shortName';

/** What a version keeps: the minutes with agencies' whole names, and as cards show them. */
export interface KeptMinutes extends Minutes {
  short?: Minutes;
}

/** What was fixed when they were published; the lines, and what a lead adds to the head, change by corrections alone. */
const FIXED = [
  'marking',
  'title',
  'zone',
  'when',
  'present',
  'quorum',
  'startedBy',
  'endedBy',
  'parked',
  'nextMeeting',
] as const satisfies readonly (keyof Minutes)[];

/** @param which agencies by their whole names, or as people call them */
export async function minutesNow(db: Db, meeting: FullMeeting, which: Names = 'shortName'): Promise<Minutes> {
  const live = minutesOf(meeting, await aroundMeeting(db, meeting, which));
  if (meeting.publishedAt === null) return live;
  const last = await db.minutesVersion.findFirst({
    where: { meetingId: meeting.id },
    orderBy: { number: 'desc' },
    select: { content: true },
  });
  if (last === null) return live;
  const kept = last.content as unknown as KeptMinutes;
  return asFixed(live, which === 'shortName' ? (kept.short ?? kept) : kept);
}

/** For a version: both ways of naming agencies. */
export async function minutesToKeep(db: Db, meeting: FullMeeting): Promise<KeptMinutes> {
  return { ...(await minutesNow(db, meeting, 'name')), short: await minutesNow(db, meeting) };
}

function asFixed(live: Minutes, fixed: Minutes): Minutes {
  const before = new Map(
    [...fixed.items.flatMap(({ lines }) => lines), ...fixed.besides].map((line) => [line.number, line]),
  );
  const named = (line: MinutedLine): MinutedLine => {
    const known = before.get(line.number);
    return known === undefined ? line : { ...line, who: known.who, how: known.how };
  };
  const head = Object.fromEntries(FIXED.map((key) => [key, fixed[key]]));
  return {
    ...live,
    ...head,
    items: live.items.map((item) => ({ ...item, lines: item.lines.map(named) })),
    besides: live.besides.map(named),
  };
}
