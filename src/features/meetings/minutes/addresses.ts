// Signed addresses of what is read outside the chats.

import type { Links } from '../../../http/links.ts';
import type { Team } from '../team.ts';

/** How long an address of minutes works. */
export const MINUTES_DAYS = 14;

export const PATHS = {
  page: '/minutes',
  pdf: '/minutes.pdf',
  markdown: '/minutes.md',
  json: '/minutes.json',
  meeting: '/meeting.ics',
  calendar: '/calendar.ics',
} as const;

export const minutesLink = (links: Links, id: string, now: Date, as: 'page' | 'pdf' | 'markdown' | 'json' = 'page') =>
  links.to(PATHS[as], { meeting: id }, new Date(now.getTime() + MINUTES_DAYS * 86_400_000));

/** One meeting, as a file to open in a calendar; opened again after a change, it replaces what stands there. */
export const meetingLink = (links: Links, id: string) => links.to(PATHS.meeting, { meeting: id });

/** A calendar to subscribe to; it works as long as that person may see the zone. */
export const calendarLink = (links: Links, { zoneId, bodyId }: Team, person: string) =>
  links.to(PATHS.calendar, { ...(zoneId === null ? { body: bodyId ?? '' } : { zone: zoneId }), person });
