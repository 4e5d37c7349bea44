// What people read of meetings: what is ahead, minutes, the register of decisions, the calendar.

import { type Act, knownPerson } from '../../../chat/act.ts';
import { heading, note, paragraph } from '../../../chat/cards.ts';
import { assertMay } from '../../../chat/may.ts';
import { privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { code, command, link, say, strong } from '../../../chat/spans.ts';
import { takePastSpan } from '../../../language/past-spans.ts';
import { instantOf } from '../../../language/repeat.ts';
import { dayOf, isoDay } from '../../../language/vocabulary.ts';
import { dayWords, shortDay, todayIn } from '../../../time/calendar.ts';
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

/** "search alley gate" and "about the alley gate" as well as "alley gate". */
const sought = (words: string): string =>
  words.trim().replace(/^(?:(?:search|find|for|about|regarding|concerning|re|with|any|the|an?)\s+)+/i, '');

/** Lines that hold each of the words, wherever they stand. */
const holding = (words: string) => ({
  AND: words
    .split(/[\s,;!?"“”]+/)
    .filter((word) => word !== '' && !/^(?:the|an?|of|in|on|at|for|and|to)$/i.test(word))
    .slice(0, 8)
    .map((word) => ({ text: { contains: word, mode: 'insensitive' as const } })),
});

/** "last", a date, or words that stand in them; "markdown" beside any of them gives them as text. */
export async function minutes(act: Act, words: string): Promise<Reply> {
  const markdown = /\bmarkdown\b/i.test(words);
  const asked = sought(words.replace(/\bmarkdown\b/gi, ''));
  const whole = asked === '' ? undefined : timeIn(act, asked);
  // "last" are the last; "last month" is a time; "gate 24 November" is words, and a time alone is a time.
  const search = whole?.rest === '' ? asked : sought(asked.replace(/\blast\b/gi, ''));
  const named = search === '' ? undefined : timeIn(act, search);
  const time = named?.rest === '' ? named : undefined;
  const found = await findMeetings(act.db, {
    where: {
      ...seenHere(act),
      state: 'ENDED',
      ...(time === undefined
        ? search === ''
          ? {}
          : { entries: { some: { ...holding(search), struckAt: null } } }
        : { startedAt: time.at }),
    },
    orderBy: { endedAt: 'desc' },
    take: search === '' ? 1 : 8,
  });
  const [first] = found;
  if (first === undefined)
    throw new Refusal(
      time !== undefined
        ? say`No meeting was held here ${time.day === undefined ? time.words : `on ${dayWords(time.day)}`}. "meeting minutes last" shows the last ones.`
        : search === ''
          ? 'No meeting has been held here yet, so there are no minutes.'
          : `No minutes hold "${search.slice(0, 60)}".`,
    );
  const title =
    time === undefined
      ? `Minutes with "${search.slice(0, 60)}"`
      : `Minutes ${time.day === undefined ? time.words : `of ${dayWords(time.day)}`}`;
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

/** A page of the register. */
const MOST_DECISIONS = 15;

/** Decisions have a register of their own: all, those with some words in them, those of a time. */
export async function decisions(act: Act, words: string): Promise<Reply> {
  const search = sought(words);
  const find = (where: object) =>
    act.db.meetingEntry.findMany({
      where: { kind: 'DECISION', struckAt: null, meeting: seenHere(act), ...where },
      include: { meeting: { include: { zone: true, body: true } } },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      take: MOST_DECISIONS + 1,
    });
  const time = timeIn(act, search);
  // "since October" is a time, and may be what was decided: words come first where something else stands beside it.
  let found = time?.rest === '' ? [] : await find(holding(search));
  let title = search === '' ? 'Decisions' : `Decisions with "${search.slice(0, 60)}"`;
  if (found.length === 0 && time !== undefined) {
    found = await find({ ...holding(time.rest), at: time.at });
    title = `Decisions${time.rest === '' ? '' : ` with "${time.rest.slice(0, 60)}"`} ${time.words}`;
  }
  if (found.length === 0)
    return privately({ summary: `${title}: none`, blocks: [heading(title), paragraph('None yet.')] });
  const shown = found.slice(0, MOST_DECISIONS);
  return privately({
    summary: `${title}: ${shown.length}`,
    blocks: [
      heading(title),
      {
        kind: 'list',
        items: shown.map((entry) => {
          const label = labelOf(entry);
          return say`${strong(dayWords(todayIn(entry.meeting.timeZone, entry.at).day))} ${teamName(entry.meeting)}: ${entry.text.slice(0, 300)}${label === 'Decision' ? '' : ` (${label.toLowerCase()})`}`;
        }),
      },
      ...(found.length > shown.length
        ? [
            note(
              say`These are the latest ${MOST_DECISIONS}. For earlier ones, name a time or words: ${command('meeting decisions before June')}.`,
            ),
          ]
        : []),
    ],
  });
}

/** A time in what is looked for, as moments of the partnership's days, and the words beside it. */
function timeIn(act: Act, typed: string) {
  const { timeZone, yearStarts } = act.partnership;
  const { since, until, rest } = takePastSpan(typed, { now: act.now, timeZone, yearStarts });
  if (since === undefined && until === undefined) return undefined;
  const begin = (day: string) => instantOf(day, '00:00', timeZone);
  const after = (day: string) => begin(isoDay(dayOf(day).plus({ days: 1 })));
  return {
    at: {
      ...(since === undefined ? {} : { gte: begin(since) }),
      ...(until === undefined ? {} : { lt: after(until) }),
    },
    rest: rest.replace(/\s+/g, ' ').trim(),
    words: [
      ...(since === undefined ? [] : [`from ${shortDay(since)}`]),
      ...(until === undefined ? [] : [`until ${shortDay(until)}`]),
    ].join(' '),
    day: since === until ? since : undefined,
  };
}
