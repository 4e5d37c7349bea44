// Meetings that repeat: the days by a rule (RFC 5545, worked out by a library), the moment by each day's wall clock. A rule
// knows no zone: Tuesday 10:00 is Tuesday 10:00, whatever the clocks have done since last time.
import { DateTime } from 'luxon';
import { RRuleTemporal } from 'rrule-temporal';

/** When something repeats: RFC 5545 without DTSTART, from a day and a time on a wall clock. */
export interface Repeat {
  rule: string;
  /** YYYY-MM-DD; not itself an occurrence, unless the rule says so. */
  from: string;
  /** HH:MM */
  at: string;
  /** IANA zone. */
  timeZone: string;
}

export interface Occurrence {
  /** The day on the wall clock, YYYY-MM-DD: what tells one occurrence from another. */
  slot: string;
  instant: Date;
}

/** Most occurrences that are worked out at once. */
const MOST = 400;

/** The occurrences on days from `first` to `last`, both included. Days are YYYY-MM-DD on the rule's own clock. */
export function occurrences({ rule, from, at, timeZone }: Repeat, first: string, last: string): Occurrence[] {
  // Days alone: reckoned at noon of a zone without changes.
  const noon = (day: string) => `${day}T12:00:00Z`;
  const days = new RRuleTemporal({ rruleString: `DTSTART;TZID=UTC:${from.replaceAll('-', '')}T120000\nRRULE:${rule}` });
  return days
    .between(new Date(noon(first < from ? from : first)), new Date(noon(last)), true)
    .slice(0, MOST)
    .map((moment) => moment.toPlainDate().toString())
    .map((slot) => ({ slot, instant: instantOf(slot, at, timeZone) }));
}

/**
 * A wall-clock moment as an instant. In the hour that a spring night leaves out, as much later as was left out; in the hour
 * that an autumn night has twice, the first time.
 */
export function instantOf(day: string, at: string, timeZone: string): Date {
  return DateTime.fromISO(`${day}T${at}`, { zone: timeZone }).toJSDate();
}
