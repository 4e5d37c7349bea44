// Meetings outside the chats: minutes as a page, Markdown and JSON; a meeting and a zone's calendar as iCalendar.
import { z } from 'zod';
import { canSee } from '../../chat/act.ts';
import type { Page } from '../../chat/registry.ts';
import type { Db } from '../../database/client.ts';
import { type Html, html } from '../../http/html.ts';
import type { Links } from '../../http/links.ts';
import { document } from '../../http/pages.ts';
import { type CalendarEvent, calendarFile } from './ics.ts';
import { type MinutedLine, type Minutes, minutesMarkdown, minutesOf } from './minutes.ts';
import { agencyNames, findMeeting } from './service.ts';
import { type KINDS, titleOf } from './words.ts';

/** How long an address of minutes works. */
export const MINUTES_DAYS = 14;
/** A calendar shows what has been for so long. */
const PAST_DAYS = 90;

const PATHS = {
  page: '/minutes',
  markdown: '/minutes.md',
  json: '/minutes.json',
  meeting: '/meeting.ics',
  calendar: '/calendar.ics',
} as const;

const ofMeeting = z.object({ meeting: z.uuid() });
const ofCalendar = z.object({ zone: z.uuid(), person: z.uuid() });

export const minutesLink = (links: Links, id: string, now: Date, as: 'page' | 'markdown' | 'json' = 'page') =>
  links.to(PATHS[as], { meeting: id }, new Date(now.getTime() + MINUTES_DAYS * 86_400_000));

/** One meeting, as a file to open in a calendar; opened again after a change, it replaces what stands there. */
export const meetingLink = (links: Links, id: string) => links.to(PATHS.meeting, { meeting: id });

/** A calendar to subscribe to; it works as long as that person may see the zone. */
export const calendarLink = (links: Links, zone: string, person: string) => links.to(PATHS.calendar, { zone, person });

export const pages: Page[] = [
  {
    path: PATHS.page,
    async open({ db, now, links }, params) {
      const { meeting: id } = ofMeeting.parse(params);
      const found = await readMinutes(db, id);
      if (found === undefined) return undefined;
      const others = [
        ['Markdown', minutesLink(links, id, now, 'markdown')],
        ['JSON', minutesLink(links, id, now, 'json')],
      ] as const;
      return { type: 'text/html', body: minutesPage(found.minutes, found.marking, others) };
    },
  },
  {
    path: PATHS.markdown,
    async open({ db }, params) {
      const found = await readMinutes(db, ofMeeting.parse(params).meeting);
      if (found === undefined) return undefined;
      return {
        type: 'text/markdown',
        body: minutesMarkdown(found.minutes, found.marking),
        filename: 'minutes.md',
      };
    },
  },
  {
    path: PATHS.json,
    async open({ db }, params) {
      const found = await readMinutes(db, ofMeeting.parse(params).meeting);
      if (found === undefined) return undefined;
      return {
        type: 'application/json',
        body: `${JSON.stringify({ marking: found.marking, ...found.minutes }, undefined, 2)}\n`,
        filename: 'minutes.json',
      };
    },
  },
  {
    path: PATHS.meeting,
    async open({ db, now }, params) {
      const found = await db.meeting.findUnique({
        where: { id: ofMeeting.parse(params).meeting },
        include: { zone: { select: { name: true } } },
      });
      if (found === null) return undefined;
      return {
        type: 'text/calendar',
        body: calendarFile(found.zone.name, [eventOf(found)], now),
        filename: 'meeting.ics',
      };
    },
  },
  {
    path: PATHS.calendar,
    async open({ db, now }, params) {
      const asked = ofCalendar.parse(params);
      const zone = await zoneFor(db, asked.zone, asked.person);
      if (zone === undefined) return undefined;
      const found = await db.meeting.findMany({
        where: { zoneId: zone.id, startsAt: { gt: new Date(now.getTime() - PAST_DAYS * 86_400_000) } },
        include: { zone: { select: { name: true } } },
        orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
        take: 500,
      });
      return {
        type: 'text/calendar',
        body: calendarFile(`${zone.name} People Team`, found.map(eventOf), now),
        filename: 'calendar.ics',
      };
    },
  },
];

/** The zone, while that person may still see it. */
async function zoneFor(db: Db, zoneId: string, personId: string): Promise<{ id: string; name: string } | undefined> {
  const person = await db.person.findUnique({
    where: { id: personId },
    include: { memberships: true, champion: true },
  });
  const zone = await db.zone.findUnique({
    where: { id: zoneId },
    select: { id: true, name: true, partnershipId: true },
  });
  if (person === null || zone === null || !person.active || person.partnershipId !== zone.partnershipId)
    return undefined;
  const { id, name, agencyId, memberships, roles } = person;
  const known = {
    id,
    name,
    agencyId,
    memberships,
    admin: roles.includes('ADMIN'),
    board: roles.includes('BOARD'),
    champion: person.champion !== null,
  };
  return canSee(known, zone.id) ? zone : undefined;
}

interface Planned {
  id: string;
  kind: keyof typeof KINDS;
  title: string;
  startsAt: Date;
  minutes: number;
  place: string;
  sequence: number;
  state: string;
  zone: { name: string };
}

const eventOf = (meeting: Planned): CalendarEvent => ({
  id: meeting.id,
  sequence: meeting.sequence,
  title: `${meeting.zone.name}: ${titleOf(meeting)}`,
  startsAt: meeting.startsAt,
  minutes: meeting.minutes,
  place: meeting.place,
  cancelled: meeting.state === 'CANCELLED',
});

async function readMinutes(db: Db, id: string): Promise<{ minutes: Minutes; marking: string } | undefined> {
  const meeting = await findMeeting(db, id);
  if (meeting === null || meeting.startedAt === null) return undefined;
  const partnership = await db.partnership.findUniqueOrThrow({
    where: { id: meeting.partnershipId },
    select: { marking: true },
  });
  const names = await agencyNames(db, meeting.partnershipId, 'name');
  return { minutes: minutesOf(meeting, names), marking: partnership.marking };
}

function minutesPage(
  minutes: Minutes,
  marking: string,
  others: readonly (readonly [string, string | undefined])[],
): string {
  const title = `Minutes: ${minutes.title}, ${minutes.zone}`;
  const fact = (name: string, value: Html | string) => html`<dt>${name}</dt><dd>${value}</dd>`;
  const present = minutes.present.map(
    ({ agency, people }) =>
      html`<li>${agency}: ${people.map(({ name, note }) => (note === '' ? name : `${name} (${note})`)).join(', ')}</li>`,
  );
  return document(
    title,
    html`<p class="marking">${marking}</p>
<h1>${title}</h1>
<dl>${fact('When', minutes.when)}
${minutes.place === '' ? undefined : fact('Where', minutes.place)}
${fact('Present', present.length === 0 ? 'nobody was noted' : html`<ul>${present}</ul>`)}
${minutes.apologies.length === 0 ? undefined : fact('Apologies', minutes.apologies.join(', '))}
${minutes.quorum === undefined ? undefined : fact('Quorum', minutes.quorum)}
${fact('Started by', minutes.startedBy)}
${minutes.endedBy === '' ? undefined : fact('Ended by', minutes.endedBy)}</dl>
${minutes.items.map(
  (item, index) => html`<section>
<h2>${index + 1}. ${item.title} <span class="quiet">(${item.minutesTaken} min)</span></h2>
${linesOf(item.lines)}
</section>`,
)}
${minutes.besides.length === 0 ? undefined : html`<section><h2>Besides</h2>${linesOf(minutes.besides)}</section>`}
${minutes.parked.length === 0 ? undefined : html`<section><h2>Next time</h2><ul>${minutes.parked.map((item) => html`<li>${item}</li>`)}</ul></section>`}
<footer><p class="marking">${marking}</p>
<p class="screen quiet">${others.flatMap(([name, url]) => (url === undefined ? [] : [html`<a href="${url}">As ${name}</a> · `]))}Print it with your browser’s own print command, also into a PDF.</p></footer>`,
  );
}

function linesOf(lines: MinutedLine[]): Html {
  if (lines.length === 0) return html`<p class="quiet">Nothing was recorded.</p>`;
  return html`<ul>${lines.map(
    ({ kind, label, text, who }) =>
      html`<li${kind === 'DECISION' ? html` class="decision"` : undefined}><span class="kind">${label}:</span> ${text} <span class="quiet">– ${who}</span></li>`,
  )}</ul>`;
}
