// A zone's plan in plain words, for whoever lives there: what it wants, where it has got to, what went well, what comes next.
// It names nobody.
import { scaleTime } from 'd3-scale';
import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Page } from '../../../chat/registry.ts';
import { howMany } from '../../../chat/spans.ts';
import type { Db } from '../../../database/client.ts';
import { type Html, html } from '../../../http/html.ts';
import type { Links } from '../../../http/links.ts';
import { document } from '../../../http/pages.ts';
import { dayWords, todayIn } from '../../../time/calendar.ts';
import { FOR_RESIDENTS } from '../../meetings/index.ts';
import { LINE, type PhaseDays, phaseNow, readPlan } from './model.ts';

const PATH = '/zone-plan';
const shape = z.object({ zone: z.uuid() });

/** Whoever has it may read it for as long as the zone lasts: it hangs in the library, and says nothing that is not for everybody. */
export const planLink = (links: Links, zoneId: string): string | undefined => links.to(PATH, { zone: zoneId });

/** What each phase means to somebody who lives there. */
const PLAIN: Record<(typeof LINE)[number], { name: string; says: string }> = {
  CONCEPT: { name: 'Choosing', says: 'the place is looked at, and agreed' },
  BUILDING: { name: 'Getting ready', says: 'services, charities, businesses and residents come together' },
  DELIVERING: { name: 'Doing', says: 'the team works with you on what matters here' },
  REVIEWING: { name: 'Looking back', says: 'what worked is kept, what did not is changed' },
};

const MOST_NEWS = 6;
const MOST_HEARD = 3;
const MOST_MEETINGS = 4;

const month = (day: string) => DateTime.fromISO(day, { zone: 'utc' }).setLocale('en-GB').toFormat('LLLL yyyy');

/** "since March 2026", "until May 2027" */
function when({ plannedFrom, plannedUntil, startedOn, endedOn }: PhaseDays): string {
  const from = startedOn ?? plannedFrom;
  const until = endedOn ?? plannedUntil;
  if (from === undefined) return until === undefined ? 'not planned yet' : `until ${month(until)}`;
  if (endedOn !== undefined) return `${month(from)} to ${month(endedOn)}`;
  return `${startedOn === undefined ? 'planned from' : 'since'} ${month(from)}${until === undefined ? '' : `, planned until ${month(until)}`}`;
}

const [WIDTH, ROW, LEFT] = [320, 26, 92];

/** What was planned as an outline, what was as a bar, and where today is. Nothing where no days are known. */
export function timeLine(plan: PhaseDays[], today: string): Html | undefined {
  const rows = plan.filter(({ phase }) => (LINE as readonly string[]).includes(phase));
  const days = rows.flatMap(({ plannedFrom, plannedUntil, startedOn, endedOn }) =>
    [plannedFrom, plannedUntil, startedOn, endedOn].filter((day) => day !== undefined),
  );
  if (days.length === 0) return undefined;
  const all = [...days, today].sort();
  const scale = scaleTime([new Date(all[0] ?? today), new Date(all.at(-1) ?? today)], [LEFT, WIDTH - 4]);
  const bar = (from: string, until: string, y: number, height: number, solid: boolean) => {
    const x = scale(new Date(from));
    const width = Math.max(3, scale(new Date(until)) - x);
    return solid
      ? html`<rect x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${height}" fill="#12664f"/>`
      : html`<rect x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${height}" fill="none" stroke="#d98324" stroke-width="1.5"/>`;
  };
  const height = rows.length * ROW + 18;
  const words = rows.map((each) => `${PLAIN[each.phase as (typeof LINE)[number]].name}: ${when(each)}`).join('; ');
  const now = scale(new Date(today)).toFixed(1);
  return html`<figure class="chart"><figcaption>The plan as a line of time</figcaption>
<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${words}">
${rows.map((each, index) => {
  const y = index * ROW + 4;
  const { plannedFrom, plannedUntil, startedOn, endedOn } = each;
  return html`<text x="0" y="${y + 13}">${PLAIN[each.phase as (typeof LINE)[number]].name}</text>${
    plannedFrom === undefined || plannedUntil === undefined ? undefined : bar(plannedFrom, plannedUntil, y, 16, false)
  }${startedOn === undefined ? undefined : bar(startedOn, endedOn ?? (startedOn > today ? startedOn : today), y + 4, 8, true)}`;
})}
<line class="grid" x1="${now}" x2="${now}" y1="0" y2="${height - 14}" stroke="currentColor" stroke-dasharray="3 2"/>
<text x="${now}" y="${height - 3}" text-anchor="${Number(now) > WIDTH - 40 ? 'end' : 'middle'}">today</text>
</svg><p class="quiet">Outlined: as it was planned. Filled: as it was.</p></figure>`;
}

const section = (title: string, words: string): Html | undefined =>
  words === '' ? undefined : html`<h2>${title}</h2><p>${words}</p>`;

async function readIt(db: Db, id: string, now: Date) {
  const zone = await db.zone.findUnique({
    where: { id },
    include: {
      partnership: { select: { name: true, timeZone: true } },
      mergedInto: { select: { name: true } },
      boundaries: { orderBy: { fromOn: 'desc' }, take: 1, select: { words: true } },
    },
  });
  if (zone === null) return undefined;
  const [plan, heard, news, meetings] = await Promise.all([
    readPlan(db, id),
    db.zoneVoice.findMany({
      where: { zoneId: id, undoneAt: null },
      select: { title: true, heldOn: true, residents: true, themes: true },
      orderBy: { heldOn: 'desc' },
      take: MOST_HEARD,
    }),
    db.celebration.findMany({
      where: { zoneId: id, undoneAt: null, publicAt: { not: null } },
      select: { text: true, createdAt: true },
      orderBy: { createdAt: 'desc' },
      take: MOST_NEWS,
    }),
    db.meeting.findMany({
      where: {
        zoneId: id,
        state: 'PLANNED',
        startsAt: { gte: now },
        kind: { in: FOR_RESIDENTS },
      },
      select: { title: true, startsAt: true, place: true },
      orderBy: { startsAt: 'asc' },
      take: MOST_MEETINGS,
    }),
  ]);
  return { zone, plan, heard, news, meetings };
}

export const planPage: Page = {
  path: PATH,
  async open({ db, now }, params) {
    const found = await readIt(db, shape.parse(params).zone, now);
    if (found === undefined) return undefined;
    const { zone, plan, heard, news, meetings } = found;
    const { timeZone, name: partnership } = zone.partnership;
    const today = todayIn(timeZone, now).day;
    const phase = phaseNow(plan)?.phase;
    const plain = LINE.find((each) => each === phase);
    const [boundary] = zone.boundaries;
    return {
      type: 'text/html',
      body: document(
        `${zone.name}: our plan`,
        html`<h1>${zone.name}: our plan</h1>
${
  zone.endedOn === null
    ? html`<p>${zone.name} is a People Zone: a small place where public services, charities, businesses and the people who live here work as one team.</p>`
    : html`<p><strong>${zone.mergedInto === null ? `This ended on ${dayWords(zone.endedOn.toISOString().slice(0, 10))}.` : `It is part of ${zone.mergedInto.name} now.`}</strong> What it did stays here to read.</p>`
}
${boundary === undefined ? undefined : html`<p class="quiet">It lies ${/^[A-Z]/.test(boundary.words) ? boundary.words.charAt(0).toLowerCase() + boundary.words.slice(1) : boundary.words}</p>`}
${section('What we want', zone.ambition ?? '')}
${section('Soon', zone.ambitionShort)}
${section('In a few years', zone.ambitionMedium)}
${section('In the end', zone.ambitionLong)}
${section('How we will know', zone.ambitionShown)}
<h2>Where we are</h2>
${plain === undefined ? html`<p>${phase === 'PAUSED' ? 'It rests for now.' : 'It has not begun yet.'}</p>` : html`<p><strong>${PLAIN[plain].name}:</strong> ${PLAIN[plain].says}.</p>`}
${timeLine(plan, today)}
<ul>${plan.flatMap((each) => {
          const line = LINE.find((known) => known === each.phase);
          return line === undefined ? [] : [html`<li><strong>${PLAIN[line].name}</strong>, ${when(each)}</li>`];
        })}</ul>
${
  heard.length === 0
    ? undefined
    : html`<h2>What you said</h2>${heard.map(
        ({ title, heldOn, residents, themes }) =>
          html`<p><strong>${title}</strong>, ${month(heldOn.toISOString().slice(0, 10))}, ${howMany(residents, 'resident', 'residents')}:</p><ul>${themes.map((theme) => html`<li>${theme}</li>`)}</ul>`,
      )}`
}
${
  news.length === 0
    ? undefined
    : html`<h2>What went well</h2><ul>${news.map(({ text, createdAt }) => html`<li>${text} <span class="quiet">(${month(createdAt.toISOString().slice(0, 10))})</span></li>`)}</ul>`
}
${
  meetings.length === 0
    ? undefined
    : html`<h2>Come and say</h2><ul>${meetings.map(
        ({ title, startsAt, place }) =>
          html`<li><strong>${title}</strong>, ${DateTime.fromJSDate(startsAt, { zone: timeZone }).setLocale('en-GB').toFormat('cccc d LLLL yyyy, HH:mm')}${place === '' ? '' : `, ${place}`}</li>`,
      )}</ul>`
}
<footer><p class="quiet">${partnership}. Ask any of the services that you meet here for the People Team.</p></footer>`,
      ),
    };
  },
};
