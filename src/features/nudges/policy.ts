// The manners of the bot, in one place: every reminder of the product passes through here. Pure: what waits, who people are
// and what was sent go in; who is written to now, and about what, comes out.
//
// - Nobody is written to outside their hours, at weekends or on bank holidays of England and Wales, by their own clock.
// - One nudge a day and three in any seven days for a person, over all rules and zones; the rest waits for the weekly digest.
// - Never twice about the same thing within seven days, unless the person has asked to be told again; of some things once.
// - Nobody who is away: their cover is asked instead, where the cover can do it and is not away too.
// - Never what somebody has stopped, or has said is not for them.
import { DateTime } from 'luxon';
import type { NudgeCandidate } from '../../chat/nudges.ts';
import type { NudgeRule } from '../../database/generated/enums.ts';
import { isWorkingDay } from '../../time/working-days.ts';

export const A_DAY = 1;
export const A_WEEK = 3;
const WEEK_MS = 7 * 86_400_000;
export const DEFAULT_HOURS = { from: '08:00', until: '18:00' };

export interface Recipient {
  id: string;
  /** IANA zone of their own clock. */
  timeZone: string;
  /** HH:MM to HH:MM on that clock: when they may be written to. `until` may be before `from`: over midnight. */
  hours: { from: string; until: string };
  /** The first and the last day of an absence, YYYY-MM-DD; without a first one it has begun. */
  awayFrom?: string | undefined;
  awayUntil?: string | undefined;
  coverId?: string | undefined;
  stopped: ReadonlySet<NudgeRule>;
  /** What they have put off, by {@link thingOf}: until when, YYYY-MM-DD. */
  putOff: ReadonlyMap<string, string>;
}

/** What two reminders have in common that are about the same. */
export const thingOf = ({ rule, subject }: { rule: NudgeRule; subject: string }): string => `${rule} ${subject}`;

export interface Waiting extends NudgeCandidate {
  rule: NudgeRule;
  weight: number;
  redirects: boolean;
  /** One reminder, and no more. */
  once?: boolean;
}

/** A nudge that was sent. */
export interface Past {
  personId: string;
  rule: NudgeRule;
  subject: string;
  sentAt: Date;
  /** The person said so about this very thing. */
  notForMe?: boolean;
  /** YYYY-MM-DD: they want to be told again from this day on. */
  snoozedUntil?: string | undefined;
}

export interface Decision {
  /** Who is written to. */
  to: string;
  /** Set: somebody is away, and `to` covers for them. */
  instead?: string;
  what: Waiting;
}

/** What a clock on the wall shows: worked out once an instant and zone, for thousands share them. */
const shown = new Map<string, { day: string; time: string }>();
const MOST_SHOWN = 10_000;

function onTheWall(instant: Date, timeZone: string): { day: string; time: string } {
  const key = `${instant.getTime()} ${timeZone}`;
  const known = shown.get(key);
  if (known !== undefined) return known;
  const local = DateTime.fromJSDate(instant, { zone: timeZone });
  const found = { day: local.toISODate() ?? '', time: local.toFormat('HH:mm') };
  if (shown.size >= MOST_SHOWN) shown.clear();
  shown.set(key, found);
  return found;
}

/** The day somewhere, YYYY-MM-DD. */
export const dayOf = (now: Date, timeZone: string): string => onTheWall(now, timeZone).day;

/** Whether somebody may be written to at this moment. */
export function isAwake({ timeZone, hours }: Pick<Recipient, 'timeZone' | 'hours'>, now: Date): boolean {
  const { day, time } = onTheWall(now, timeZone);
  const { from, until } = hours;
  const inHours = from <= until ? time >= from && time < until : time >= from || time < until;
  return inHours && isWorkingDay(day);
}

export const isAway = ({ awayFrom, awayUntil, timeZone }: Recipient, now: Date): boolean =>
  awayUntil !== undefined && awayUntil >= dayOf(now, timeZone) && (awayFrom ?? '') <= dayOf(now, timeZone);

/** Who is asked in truth: the person; while they are away their cover; nobody when that one is away too. */
export function askedInstead(
  person: Recipient,
  recipients: ReadonlyMap<string, Recipient>,
  redirects: boolean,
  now: Date,
): Recipient | undefined {
  if (!isAway(person, now)) return person;
  const cover = redirects && person.coverId !== undefined ? recipients.get(person.coverId) : undefined;
  return cover !== undefined && !isAway(cover, now) ? cover : undefined;
}

/** What goes out now: at most one thing a person, the most useful first. */
export function decide(
  now: Date,
  recipients: ReadonlyMap<string, Recipient>,
  waiting: readonly Waiting[],
  past: readonly Past[],
): Decision[] {
  const pastOf = new Map<string, Past[]>();
  for (const each of past) pastOf.set(each.personId, [...(pastOf.get(each.personId) ?? []), each]);
  const best = new Map<string, Decision>();
  const open = new Map<string, boolean>();
  /** In their hours, and not capped: asked once a person, for many things may wait for one. */
  const isOpen = (person: Recipient): boolean => {
    const known = open.get(person.id);
    if (known !== undefined) return known;
    const found = isAwake(person, now) && !isCapped(person, pastOf.get(person.id) ?? [], now);
    open.set(person.id, found);
    return found;
  };
  for (const what of waiting) {
    const meant = recipients.get(what.personId);
    const person = meant === undefined ? undefined : askedInstead(meant, recipients, what.redirects, now);
    if (person === undefined || meant === undefined) continue;
    if (!isOpenTo(person, what, now) || !isOpenTo(meant, what, now)) continue;
    if (!isOpen(person)) continue;
    const mine = pastOf.get(person.id) ?? [];
    // What the person themselves has put off or declined, their cover is not asked either.
    const theirs = person.id === what.personId ? [] : (pastOf.get(what.personId) ?? []);
    if (!isFresh(what, [...mine, ...theirs], now, person.timeZone)) continue;
    const before = best.get(person.id);
    if (before === undefined || isMoreUseful(what, before.what))
      best.set(person.id, { to: person.id, what, ...(person.id === what.personId ? {} : { instead: what.personId }) });
  }
  return [...best.values()];
}

/** They have not stopped its kind, and not put it off. */
function isOpenTo({ stopped, putOff, timeZone }: Recipient, what: Waiting, now: Date): boolean {
  return !stopped.has(what.rule) && (putOff.get(thingOf(what)) ?? '') <= dayOf(now, timeZone);
}

/** Whether it may stand in somebody's digest: not stopped, not put off, not declined. What was told of may stand there again. */
export function mayStand(what: Waiting, person: Recipient, past: readonly Past[], now: Date): boolean {
  const same = past
    .filter((each) => each.personId === person.id && each.rule === what.rule && each.subject === what.subject)
    .sort((a, b) => a.sentAt.getTime() - b.sentAt.getTime());
  return (
    isOpenTo(person, what, now) &&
    !same.some(({ notForMe }) => notForMe === true) &&
    (same.at(-1)?.snoozedUntil ?? '') <= dayOf(now, person.timeZone)
  );
}

/** They have had their one of the day, or their three of the week. */
export function isCapped({ timeZone }: Pick<Recipient, 'timeZone'>, past: readonly Past[], now: Date): boolean {
  const today = dayOf(now, timeZone);
  const sameDay = past.filter(({ sentAt }) => dayOf(sentAt, timeZone) === today).length;
  const week = past.filter(({ sentAt }) => now.getTime() - sentAt.getTime() < WEEK_MS).length;
  return sameDay >= A_DAY || week >= A_WEEK;
}

/** Not told within a week, unless they asked to be; not put off to a later day; not declined. */
function isFresh({ rule, subject, once }: Waiting, past: readonly Past[], now: Date, timeZone: string): boolean {
  const same = past
    .filter((each) => each.rule === rule && each.subject === subject)
    .sort((a, b) => a.sentAt.getTime() - b.sentAt.getTime());
  if (same.some((each) => each.notForMe === true)) return false;
  const last = same.at(-1);
  if (last === undefined) return true;
  if (last.snoozedUntil !== undefined) return last.snoozedUntil <= dayOf(now, timeZone);
  if (once === true) return false;
  return now.getTime() - last.sentAt.getTime() >= WEEK_MS;
}

function isMoreUseful(one: Waiting, other: Waiting): boolean {
  if (one.weight !== other.weight) return one.weight > other.weight;
  if (one.since.getTime() !== other.since.getTime()) return one.since < other.since;
  return one.subject < other.subject;
}
