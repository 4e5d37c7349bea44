// Meetings as iCalendar (RFC 5545). Times are written in UTC, so that no calendar has to know our clock changes.
import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';

export interface CalendarEvent {
  /** Stays the same through every change: the UID. */
  id: string;
  /** Rises with every change (RFC 5545, 3.8.7.4). */
  sequence: number;
  title: string;
  startsAt: Date;
  minutes: number;
  place: string;
  cancelled: boolean;
}

/** @param name what a calendar that is subscribed to is called */
export function calendarFile(name: string, events: CalendarEvent[], now: Date): string {
  const calendar = ical({
    name,
    prodId: { company: 'People Zones', product: 'People Zones', language: 'EN' },
    // A cancellation that somebody opens by itself must take the meeting out of the calendar.
    method:
      events.length === 1 && events[0]?.cancelled === true ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH,
    ttl: 3600,
  });
  for (const event of events)
    calendar.createEvent({
      id: `${event.id}@people-zones`,
      sequence: event.sequence,
      stamp: now,
      start: event.startsAt,
      end: new Date(event.startsAt.getTime() + event.minutes * 60_000),
      summary: event.title,
      ...(event.place === '' ? {} : { location: event.place }),
      status: event.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    });
  return calendar.toString();
}
