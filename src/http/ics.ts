// Meetings as iCalendar (RFC 5545). Times are written in UTC, so that no calendar has to know our clock changes.
import ical, { ICalAttendeeRole, ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import type { CalendarEvent } from '../chat/cards.ts';

/** An invitation that is sent to somebody (RFC 5546, 3.2.2, 3.2.5): from whom, and to whom. Addresses. */
export interface Sent {
  organiser: { name: string; email: string };
  attendee: string;
}

/** @param name what a calendar that is subscribed to is called @param sent left out for a calendar that is fetched */
export function calendarFile(name: string, events: CalendarEvent[], now: Date, sent?: Sent): string {
  const cancelled = events.length === 1 && events[0]?.cancelled === true;
  const calendar = ical({
    name,
    prodId: { company: 'People Zones', product: 'People Zones', language: 'EN' },
    // A cancellation that somebody opens by itself must take the meeting out of the calendar.
    method: cancelled
      ? ICalCalendarMethod.CANCEL
      : sent === undefined
        ? ICalCalendarMethod.PUBLISH
        : ICalCalendarMethod.REQUEST,
    ttl: 3600,
  });
  for (const event of events) {
    const startsAt = new Date(event.startsAt);
    calendar.createEvent({
      id: `${event.id}@people-zones`,
      sequence: event.sequence,
      stamp: now,
      start: startsAt,
      end: new Date(startsAt.getTime() + event.minutes * 60_000),
      summary: event.title,
      ...(event.place === '' ? {} : { location: event.place }),
      status: event.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      ...(sent === undefined
        ? {}
        : {
            organizer: sent.organiser,
            // Answers are given in the mail itself: what a calendar sends back is not read.
            attendees: [
              {
                email: sent.attendee,
                rsvp: false,
                role: ICalAttendeeRole.REQ,
                status: ICalAttendeeStatus.NEEDSACTION,
              },
            ],
          }),
    });
  }
  return calendar.toString();
}
