// What people read of meetings: what is ahead, minutes, the register of decisions, the calendar.

import { type Act, knownPerson } from '../../../chat/act.ts';
import { heading, note, paragraph } from '../../../chat/cards.ts';
import { assertMay } from '../../../chat/may.ts';
import { privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { code, link, say, strong } from '../../../chat/spans.ts';
import { findPastDay } from '../../../language/past-days.ts';
import { instantOf } from '../../../language/repeat.ts';
import { dayWords, todayIn } from '../../../time/calendar.ts';
import { findMeetings } from '../model.ts';
import { readMeeting, stillAhead } from '../service.ts';
import { subjectOf, teamName } from '../team.ts';
import { listCard, meetingCard } from '../views.ts';
import { seenHere, teamHere } from '../which.ts';
import { calendarLink, minutesLink } from './addresses.ts';
import { minutesNow } from './fixed.ts';
import { labelOf, minutesMarkdown } from './minutes.ts';
import { minutesCard } from './minutes-views.ts';

/** What runs, what is ahead, what has been, and the rhythm. */
export async function overview(act: Act): Promise<Reply> {
  const seen = seenHere(act);
  const ahead = await findMeetings(
    act.db,
    {
      where: { AND: [seen, { OR: [{ state: 'RUNNING' }, stillAhead(act.now)] }] },
      orderBy: { startsAt: 'asc' },
      take: 5,
    },
    'none',
  );
  const [last] = await findMeetings(act.db, {
    where: { AND: [seen, { state: 'ENDED' }] },
    orderBy: { endedAt: 'desc' },
    take: 1,
  });
  const card = listCard(
    [...ahead, ...(last === undefined ? [] : [last])],
    'Meetings',
    say`None ahead and none held yet. New zones do well to meet often: a lead plans one with "meeting new".`,
  );
  const days =
    last?.endedAt == null ? undefined : Math.floor((act.now.getTime() - last.endedAt.getTime()) / 86_400_000);
  return privately({
    ...card,
    blocks: [
      ...card.blocks,
      note(
        days === undefined
          ? 'No meeting has been held here yet.'
          : days === 0
            ? 'The last one was today.'
            : `The last one was ${days} ${days === 1 ? 'day' : 'days'} ago.`,
      ),
    ],
  });
}

/** "search alley gate" as well as "alley gate". */
const sought = (words: string): string => words.trim().replace(/^(?:search|find|for)\s+/i, '');

/** "last", a date, or words that stand in them; "markdown" beside any of them gives them as text. */
export async function minutes(act: Act, words: string): Promise<Reply> {
  const markdown = /\bmarkdown\b/i.test(words);
  const search = sought(words.replace(/\b(?:last|markdown)\b/gi, ''));
  const clock = { now: act.now, timeZone: act.partnership.timeZone };
  const date = search === '' ? undefined : findPastDay(search, clock);
  // "gate 24 November" is words; a date alone is a date.
  const day = date !== undefined && date.from === 0 && date.to === search.length ? date.day : undefined;
  const from = day === undefined ? undefined : instantOf(day, '00:00', clock.timeZone);
  const found = await findMeetings(act.db, {
    where: {
      ...seenHere(act),
      state: 'ENDED',
      ...(from === undefined
        ? search === ''
          ? {}
          : { entries: { some: { text: { contains: search, mode: 'insensitive' }, struckAt: null } } }
        : { startedAt: { gte: from, lt: new Date(from.getTime() + 86_400_000) } }),
    },
    orderBy: { endedAt: 'desc' },
    take: search === '' ? 1 : 8,
  });
  const [first] = found;
  if (first === undefined)
    throw new Refusal(
      day !== undefined
        ? say`No meeting was held here on ${dayWords(day)}. "meeting minutes last" shows the last ones.`
        : search === ''
          ? 'No meeting has been held here yet, so there are no minutes.'
          : `No minutes hold "${search.slice(0, 60)}".`,
    );
  const title = day === undefined ? `Minutes with "${search.slice(0, 60)}"` : `Minutes of ${dayWords(day)}`;
  if (found.length > 1) return privately(listCard(found, title, ''));
  return showMinutes(act, first.id, { markdown });
}

export async function showMinutes(
  act: Act,
  id: string,
  { markdown = false, sheet }: { markdown?: boolean; sheet?: number | undefined } = {},
): Promise<Reply> {
  const found = await readMeeting(act, id);
  if (found.startedAt === null) return privately(meetingCard(act, found, 'It has not been held yet'));
  const minutes = await minutesNow(act.db, found);
  if (!markdown)
    return privately(
      minutesCard(found, minutes, { sheet: sheet ?? 1, reading: { page: minutesLink(act.links, id, act.now) } }),
    );
  return privately({ summary: 'Minutes as Markdown', blocks: [paragraph(say`${code(minutesMarkdown(minutes))}`)] });
}

/** The address of the zone's calendar for this person, to subscribe to. */
export async function calendar(act: Act): Promise<Reply> {
  const team = teamHere(act);
  const person = knownPerson(act);
  assertMay(act, 'meeting.see', subjectOf(team));
  const url = calendarLink(act.links, team, person.id);
  if (url === undefined)
    throw new Refusal(
      say`Calendars need an address of the bot’s own. Whoever runs it sets PUBLIC_URL and SECRET_KEY; meanwhile "meeting" lists what is ahead.`,
    );
  return privately({
    summary: `${teamName(team)}: meetings in your calendar`,
    blocks: [
      heading(`${teamName(team)}: meetings in your calendar`),
      paragraph(
        say`Subscribe to ${link('this calendar', url)} in Outlook ("Add calendar", "Subscribe from web") or in Google Calendar ("Other calendars", "From URL"). Copy the whole address:`,
      ),
      paragraph(say`${code(url)}`),
      note('It is yours alone and follows every change; it ends when you leave the team. Do not pass it on.'),
    ],
  });
}

/** Decisions have a register of their own. */
export async function decisions(act: Act, words: string): Promise<Reply> {
  const search = sought(words);
  const found = await act.db.meetingEntry.findMany({
    where: {
      kind: 'DECISION',
      struckAt: null,
      meeting: seenHere(act),
      ...(search === '' ? {} : { text: { contains: search, mode: 'insensitive' } }),
    },
    include: { meeting: { include: { zone: true, body: true } } },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: 15,
  });
  const title = search === '' ? 'Decisions' : `Decisions with "${search.slice(0, 60)}"`;
  if (found.length === 0)
    return privately({ summary: `${title}: none`, blocks: [heading(title), paragraph('None yet.')] });
  return privately({
    summary: `${title}: ${found.length}`,
    blocks: [
      heading(title),
      {
        kind: 'list',
        items: found.map((entry) => {
          const label = labelOf(entry);
          return say`${strong(dayWords(todayIn(entry.meeting.timeZone, entry.at).day))} ${teamName(entry.meeting)}: ${entry.text.slice(0, 300)}${label === 'Decision' ? '' : ` (${label.toLowerCase()})`}`;
        }),
      },
    ],
  });
}
