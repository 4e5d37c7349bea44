import { decide } from '../../../rights/index.ts';
import { isOfBoard } from '../../people/index.ts';
import { subjectOf } from '../team.ts';
// Meetings outside the chats: minutes as a page, Markdown and JSON; a meeting and a zone's calendar as iCalendar.

import { z } from 'zod';
import type { Page } from '../../../chat/registry.ts';
import type { Db } from '../../../database/client.ts';
import { type Html, html } from '../../../http/html.ts';
import { calendarFile } from '../../../http/ics.ts';
import { document, foot } from '../../../http/pages.ts';
import { canPrint, printPdf } from '../../../http/print.ts';
import { eventOf } from '../ahead/event.ts';
import { findMeeting } from '../model.ts';
import { type NamedTeam, ofTeam, teamName } from '../team.ts';
import { minutesLink, PATHS } from './addresses.ts';
import { minutesNow } from './fixed.ts';
import { type MinutedLine, type Minutes, minutesMarkdown, STATUS_WORDS } from './minutes.ts';

/** A calendar shows what has been for so long. */
const PAST_DAYS = 90;

const OF_TEAM = { zone: { select: { name: true } }, body: { select: { kind: true } } } as const;

const ofMeeting = z.object({ meeting: z.uuid() });
const ofCalendar = z.object({ zone: z.uuid().optional(), body: z.uuid().optional(), person: z.uuid() });

export const pages: Page[] = [
  {
    path: PATHS.page,
    async open({ db, now, links }, params) {
      const { meeting: id } = ofMeeting.parse(params);
      const found = await readMinutes(db, id);
      if (found === undefined) return undefined;
      const others = [
        ['PDF', canPrint() ? minutesLink(links, id, now, 'pdf') : undefined],
        ['Markdown', minutesLink(links, id, now, 'markdown')],
        ['JSON', minutesLink(links, id, now, 'json')],
      ] as const;
      return { type: 'text/html', body: minutesPage(found, others), marking: found.marking };
    },
  },
  {
    path: PATHS.pdf,
    async open({ db }, params) {
      const found = await readMinutes(db, ofMeeting.parse(params).meeting);
      if (found === undefined || !canPrint()) return undefined;
      return { type: 'application/pdf', body: await printPdf(minutesPage(found, [])), filename: 'minutes.pdf' };
    },
  },
  {
    path: PATHS.markdown,
    async open({ db }, params) {
      const found = await readMinutes(db, ofMeeting.parse(params).meeting);
      if (found === undefined) return undefined;
      return {
        type: 'text/markdown',
        body: minutesMarkdown(found),
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
        body: `${JSON.stringify(found, undefined, 2)}\n`,
        filename: 'minutes.json',
      };
    },
  },
  {
    path: PATHS.meeting,
    async open({ db, now }, params) {
      const found = await db.meeting.findUnique({
        where: { id: ofMeeting.parse(params).meeting },
        include: OF_TEAM,
      });
      if (found === null) return undefined;
      return {
        type: 'text/calendar',
        body: calendarFile(teamName(found), [eventOf(found)], now),
        filename: 'meeting.ics',
      };
    },
  },
  {
    path: PATHS.calendar,
    async open({ db, now }, params) {
      const asked = ofCalendar.parse(params);
      const team = await teamFor(db, asked);
      if (team === undefined) return undefined;
      const found = await db.meeting.findMany({
        where: { ...ofTeam(team), startsAt: { gt: new Date(now.getTime() - PAST_DAYS * 86_400_000) } },
        include: OF_TEAM,
        orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
        take: 500,
      });
      return {
        type: 'text/calendar',
        body: calendarFile(
          team.zone === null ? teamName(team) : `${teamName(team)} People Team`,
          found.map(eventOf),
          now,
        ),
        filename: 'calendar.ics',
      };
    },
  },
];

/** The team, while that person may still see it. */
async function teamFor(db: Db, asked: z.infer<typeof ofCalendar>): Promise<NamedTeam | undefined> {
  const person = await db.person.findUnique({
    where: { id: asked.person },
    include: { memberships: true, champion: true },
  });
  if (person === null || !person.active) return undefined;
  const { partnershipId } = person;
  const zone =
    asked.zone === undefined
      ? null
      : await db.zone.findFirst({ where: { id: asked.zone, partnershipId }, select: { id: true, name: true } });
  const body =
    asked.body === undefined
      ? null
      : await db.body.findFirst({ where: { id: asked.body, partnershipId }, select: { id: true, kind: true } });
  if (zone === null && body === null) return undefined;
  const team = { zoneId: zone?.id ?? null, zone, bodyId: body?.id ?? null, body };
  const { id, name, agencyId, memberships, roles } = person;
  const known = {
    id,
    name,
    agencyId,
    memberships,
    admin: roles.includes('ADMIN'),
    board: isOfBoard(roles),
    champion: person.champion !== null,
  };
  return decide('meeting.see', known, subjectOf(team)).may ? team : undefined;
}

async function readMinutes(db: Db, id: string): Promise<Minutes | undefined> {
  const meeting = await findMeeting(db, id);
  if (meeting === null || meeting.startedAt === null) return undefined;
  return minutesNow(db, meeting, 'name');
}

function minutesPage(minutes: Minutes, others: readonly (readonly [string, string | undefined])[]): string {
  const { marking } = minutes;
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
${minutes.guests === '' ? undefined : fact('Also there', minutes.guests)}
${minutes.apologies.length === 0 ? undefined : fact('Apologies', minutes.apologies.join(', '))}
${minutes.quorum === undefined ? undefined : fact('Quorum', minutes.quorum)}
${fact('Started by', minutes.startedBy)}
${minutes.endedBy === '' ? undefined : fact('Ended by', minutes.endedBy)}
${fact('Status', STATUS_WORDS[minutes.status])}</dl>
${minutes.items.map(
  (item, index) => html`<section>
<h2>${index + 1}. ${item.title} <span class="quiet">(${item.minutesTaken} min)</span></h2>
${linesOf(item.lines)}
</section>`,
)}
${minutes.besides.length === 0 ? undefined : html`<section><h2>Besides</h2>${linesOf(minutes.besides)}</section>`}
${minutes.parked.length === 0 ? undefined : html`<section><h2>Next time</h2><ul>${minutes.parked.map((item) => html`<li>${item}</li>`)}</ul></section>`}
${minutes.nextMeeting === undefined ? undefined : html`<p><strong>Next meeting:</strong> ${minutes.nextMeeting}</p>`}
${minutes.corrections.length === 0 ? undefined : html`<section><h2>Corrections</h2><ul>${minutes.corrections.map((each) => html`<li>${each}</li>`)}</ul></section>`}
${foot(marking, others)}`,
    marking,
  );
}

function linesOf(lines: MinutedLine[]): Html {
  if (lines.length === 0) return html`<p class="quiet">Nothing was recorded.</p>`;
  return html`<ul>${lines.map(
    ({ kind, label, text, how, who }) =>
      html`<li${kind === 'DECISION' ? html` class="decision"` : undefined}><span class="kind">${label}:</span> ${text}${how === '' ? undefined : html` – ${how}`} <span class="quiet">– ${who}</span></li>`,
  )}</ul>`;
}
