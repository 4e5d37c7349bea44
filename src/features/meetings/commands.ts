// What people type and press about meetings.
import { z } from 'zod';
import { dayWords, todayIn, weekdayOf } from '../../calendar.ts';
import { type Act, knownPerson, ownZones, zoneById } from '../../chat/act.ts';
import { heading, note, paragraph } from '../../chat/cards.ts';
import { button, type Command, type Feature, form } from '../../chat/registry.ts';
import { privately, Refusal, type Reply } from '../../chat/replies.ts';
import { code, link, say, strong } from '../../chat/spans.ts';
import { nameOf, problemNamed, readProblem, visibleZoneIds } from '../problems/index.ts';
import { addItem, addProposals, changeItem, proposals, readItem } from './agenda.ts';
import { minutesMarkdown, minutesOf } from './minutes.ts';
import { calendarLink, minutesLink, pages } from './pages.ts';
import { recordLine, undoLine } from './record.ts';
import { endMeeting, leaveEarly, nextItem, previousItem, sayHere, startMeeting } from './run.ts';
import { answerInvitation, cancelMeeting, moveMeeting, planMeeting } from './schedule.ts';
import {
  agencyNames,
  assertMayTakePart,
  findMeeting,
  findMeetings,
  mayLead,
  RECORD,
  readMeeting,
  runningIn,
  stillAhead,
} from './service.ts';
import { clock, itemForm, listCard, liveCard, meetingCard, minutesCard, namesIn, recordForm } from './views.ts';
import { readWhen, type When } from './when.ts';
import { KINDS, RECORDED, type RecordedKind, recordedKind } from './words.ts';

const record = z.object({ id: z.uuid() });
const atItem = record.extend({ item: z.string().optional() });

const meeting: Command = {
  name: 'meeting',
  summary: 'Meetings: plan, agenda, run and minute them, in the channel',
  usage: '[new WHEN for MINUTES at PLACE | add … | start | next | decide … | end | minutes | …]',
  examples: [
    'meeting new every second Tuesday 10:00 for 45 min at New Parks library',
    'meeting new Launch on 3 December 14:00 for 2 hours at the hall',
    'meeting',
    'meeting add Summer play scheme 10 min',
    'meeting start',
    'meeting decide Close the alley gate at dusk',
    'meeting action Ask Cares for painters @Priya by Friday',
    'meeting end',
    'meeting minutes last',
    'meeting decisions gate',
    'meeting calendar',
  ],
  details: [
    'Ahead: list, add …, drop 3, first 3, proposals, move DAY TIME, cancel, cancel series.',
    'While it is held: here, leave, next, back, park, note …, info …, decide …, action …, idea …, celebrate …, undo, end.',
    'What you record says that you are here. It shows on every platform; ordinary talk is neither mirrored nor kept.',
    'A meeting that nobody ends, ends by itself, and keeps everything.',
  ],
  who: 'person',
  async run(act, words) {
    const [, first = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(words) ?? [];
    const kind = recordedKind(first);
    if (kind !== undefined)
      return rest === ''
        ? openRecordForm(act, (await here(act)).id, kind)
        : recordLine(act, (await here(act)).id, kind, rest);
    switch (first.toLowerCase()) {
      case '':
        return overview(act);
      case 'new':
      case 'plan':
        return plan(act, rest);
      case 'list':
        return overview(act);
      case 'add':
        return add(act, rest);
      case 'drop':
      case 'first':
        return changeItem(
          act,
          (await nextOne(act)).id,
          Number(rest.trim()) || 0,
          first.toLowerCase() as 'drop' | 'first',
        );
      case 'proposals':
        return showProposals(act, (await nextOne(act)).id);
      case 'move':
        return move(act, rest);
      case 'cancel':
        return cancelMeeting(act, (await nextOne(act)).id, /^series$/i.test(rest.trim()));
      case 'start':
        return startMeeting(act, zoneHere(act));
      case 'next':
        return nextItem(act, (await here(act)).id, undefined, 'next');
      case 'park':
        return nextItem(act, (await here(act)).id, undefined, 'park');
      case 'back':
        return previousItem(act, (await here(act)).id);
      case 'here':
        return sayHere(act, (await here(act)).id);
      case 'leave':
        return leaveEarly(act, (await here(act)).id);
      case 'undo':
        return undoLine(act, (await here(act)).id);
      case 'end':
        return endMeeting(act, (await here(act)).id);
      case 'minutes':
        return minutes(act, rest);
      case 'calendar':
        return calendar(act);
      case 'decisions':
        return decisions(act, rest);
      case 'quorum':
        return setQuorum(act, rest);
      default:
        throw new Refusal(
          say`I do not know "${first.slice(0, 30)}" of meetings. ${code('/pz help meeting')} lists what I do.`,
        );
    }
  },
};

function zoneHere(act: Act): string {
  const own = ownZones(act);
  const zoneId = act.placeZoneId ?? (own.length === 1 ? own[0]?.id : undefined);
  if (zoneId === undefined) throw new Refusal('Of which zone? Type it in the zone’s channel.');
  return zoneId;
}

/** The meeting that is being held here. */
async function here(act: Act): Promise<{ id: string }> {
  const zoneId = zoneHere(act);
  const running = await runningIn(act.db, zoneId);
  if (running === null)
    throw new Refusal(
      say`No meeting is being held in ${zoneById(act, zoneId).name}. ${code('/pz meeting start')} begins one.`,
    );
  return running;
}

/** The meeting that is being held, else the next one that is planned. */
async function nextOne(act: Act, zoneId = zoneHere(act)): Promise<{ id: string }> {
  const found =
    (await runningIn(act.db, zoneId)) ??
    (await act.db.meeting.findFirst({
      where: { zoneId, ...stillAhead(act.now) },
      orderBy: { startsAt: 'asc' },
      select: { id: true },
    }));
  if (found === null)
    throw new Refusal(
      say`${zoneById(act, zoneId).name} has no meeting ahead. A lead plans one: ${code('/pz meeting new every second Tuesday 10:00 for 45 min')}.`,
    );
  return found;
}

/** A day that could not be taken as it was said. */
function refuseTrouble({ trouble }: When, nothing: string): void {
  switch (trouble?.kind) {
    case 'either':
      throw new Refusal(`Today is a ${trouble.words}. Say "today" or the day itself. ${nothing}`);
    case 'impossible':
      throw new Refusal(`There is no ${trouble.words}; that month ends on ${dayWords(trouble.last)}. ${nothing}`);
    case 'past':
      throw new Refusal(`${dayWords(trouble.day)} has been. ${nothing}`);
    case 'mismatch':
      throw new Refusal(
        `${trouble.words} is a ${weekdayOf(trouble.day)}. Is ${dayWords(trouble.day)} meant, or ${dayWords(trouble.other)}? ${nothing}`,
      );
  }
}

async function plan(act: Act, words: string): Promise<Reply> {
  const zoneId = zoneHere(act);
  const when = readWhen(words, { now: act.now, timeZone: act.partnership.timeZone });
  const example = say`For example: ${code('/pz meeting new every second Tuesday 10:00 for 45 min at New Parks library')}.`;
  refuseTrouble(when, 'Nothing was planned.');
  if (when.day === undefined) throw new Refusal(say`On which day? ${example}`);
  if (when.at === undefined) throw new Refusal(say`At what time? ${example}`);
  if ((when.minutes ?? 60) < 5 || (when.minutes ?? 60) > 720)
    throw new Refusal('A meeting takes from 5 minutes to 12 hours. Nothing was planned.');
  return planMeeting(act, {
    zoneId,
    title: when.title === '' ? KINDS.PEOPLE_TEAM : when.title.slice(0, 200),
    day: when.day,
    at: when.at,
    minutes: when.minutes ?? 60,
    place: when.place,
    rule: when.rule,
  });
}

async function move(act: Act, words: string): Promise<Reply> {
  const found = await readMeeting(act, (await nextOne(act)).id);
  const when = readWhen(words, { now: act.now, timeZone: found.timeZone });
  refuseTrouble(when, 'Nothing was moved.');
  if (when.day === undefined)
    throw new Refusal(say`To which day? For example: ${code('/pz meeting move Thursday 14:00')}.`);
  return moveMeeting(act, found.id, when.day, when.at ?? clock(found, found.startsAt));
}

async function add(act: Act, words: string): Promise<Reply> {
  const next = await nextOne(act);
  if (words === '') return { kind: 'form', ...itemForm(await readMeeting(act, next.id)) };
  const named = await problemNamed(act, words);
  if (named !== undefined && named.from === 0) {
    const problem = await readProblem(act, named.id);
    const { minutes: length } = readItem(words.slice(named.to));
    return addItem(act, next.id, { ...itemOf(problem), minutes: length });
  }
  return addItem(act, next.id, readItem(words));
}

/** A problem as an item of an agenda. */
const itemOf = (problem: { id: string; number: number; title: string; zone: { code: string } }) => ({
  title: nameOf(problem, 200),
  problemId: problem.id,
});

async function showProposals(act: Act, id: string): Promise<Reply> {
  const found = await readMeeting(act, id);
  const list = await proposals(act.db, found, act.now);
  if (list.length === 0) return privately(meetingCard(act, found, 'There is nothing to propose'));
  return privately({
    summary: `Proposed for the agenda: ${list.length}`,
    version: found.version,
    blocks: [
      heading('Proposed for the agenda'),
      {
        kind: 'list',
        items: list.map((item) => say`${item.title}${item.carriedFrom === undefined ? '' : ', from last time'}`),
      },
      {
        kind: 'buttons',
        buttons: [{ label: 'Add all', action: 'meeting.addProposals', data: { id }, style: 'primary' }],
      },
    ],
  });
}

/** The place's own zone, else all that the person sees. */
function zonesHere(act: Act): string[] {
  const seen = visibleZoneIds(act);
  return act.placeZoneId !== undefined && seen.includes(act.placeZoneId) ? [act.placeZoneId] : seen;
}

/** What runs, what is ahead, what has been, and the rhythm. */
async function overview(act: Act): Promise<Reply> {
  const zoneId = { in: zonesHere(act) };
  const ahead = await findMeetings(act.db, {
    where: { zoneId, OR: [{ state: 'RUNNING' }, stillAhead(act.now)] },
    orderBy: { startsAt: 'asc' },
    take: 5,
  });
  const [last] = await findMeetings(act.db, {
    where: { zoneId, state: 'ENDED' },
    orderBy: { endedAt: 'desc' },
    take: 1,
  });
  const card = listCard(
    [...ahead, ...(last === undefined ? [] : [last])],
    'Meetings',
    'None ahead and none held yet. New zones do well to meet often: a lead plans one with "meeting new".',
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

async function minutes(act: Act, words: string): Promise<Reply> {
  const wanted = words.trim().toLowerCase();
  const markdown = /\bmarkdown\b/.test(wanted);
  const search = wanted.replace(/\b(?:last|markdown)\b/g, '').trim();
  const found = await findMeetings(act.db, {
    where: {
      zoneId: { in: zonesHere(act) },
      state: 'ENDED',
      ...(search === ''
        ? {}
        : { entries: { some: { text: { contains: search, mode: 'insensitive' }, struckAt: null } } }),
    },
    orderBy: { endedAt: 'desc' },
    take: search === '' ? 1 : 8,
  });
  const [first] = found;
  if (first === undefined)
    throw new Refusal(
      search === ''
        ? 'No meeting has been held here yet, so there are no minutes.'
        : `No minutes hold "${search.slice(0, 60)}".`,
    );
  if (found.length > 1) return privately(listCard(found, `Minutes with "${search.slice(0, 60)}"`, ''));
  return showMinutes(act, first.id, markdown);
}

async function showMinutes(act: Act, id: string, markdown = false): Promise<Reply> {
  const found = await readMeeting(act, id);
  if (found.startedAt === null) return privately(meetingCard(act, found, 'It has not been held yet'));
  if (!markdown) return privately(minutesCard(found, namesIn(act), minutesLink(act.links, id, act.now)));
  const text = minutesMarkdown(minutesOf(found, namesIn(act)), act.partnership.marking);
  return privately({ summary: 'Minutes as Markdown', blocks: [paragraph(say`${code(text)}`)] });
}

/** The address of the zone's calendar for this person, to subscribe to. */
async function calendar(act: Act): Promise<Reply> {
  const zone = zoneById(act, zoneHere(act));
  const person = knownPerson(act);
  if (!visibleZoneIds(act).includes(zone.id)) throw new Refusal('That zone’s meetings are not yours to see.');
  const url = calendarLink(act.links, zone.id, person.id);
  if (url === undefined)
    throw new Refusal(
      'Calendars need an address of the bot’s own. Whoever runs it sets PUBLIC_URL and SECRET_KEY; meanwhile "meeting" lists what is ahead.',
    );
  return privately({
    summary: `${zone.name}'s meetings in your calendar`,
    blocks: [
      heading(`${zone.name}’s meetings in your calendar`),
      paragraph(
        say`Subscribe to ${link('this calendar', url)} in Outlook ("Add calendar", "Subscribe from web") or in Google Calendar ("Other calendars", "From URL"). Copy the whole address:`,
      ),
      paragraph(say`${code(url)}`),
      note('It is yours alone and follows every change; it ends when you leave the team. Do not pass it on.'),
    ],
  });
}

/** Decisions have a register of their own. */
async function decisions(act: Act, words: string): Promise<Reply> {
  const search = words.trim();
  const found = await act.db.meetingEntry.findMany({
    where: {
      kind: 'DECISION',
      struckAt: null,
      meeting: { zoneId: { in: visibleZoneIds(act) } },
      ...(search === '' ? {} : { text: { contains: search, mode: 'insensitive' } }),
    },
    include: { meeting: { include: { zone: true } } },
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
          const proposed = (entry.details as { state?: string }).state === 'PROPOSED';
          return say`${strong(dayWords(todayIn(entry.meeting.timeZone, entry.at).day))} ${entry.meeting.zone.name}: ${entry.text.slice(0, 300)}${proposed ? ' (proposed, below quorum)' : ''}`;
        }),
      },
    ],
  });
}

/** "quorum 7 people 4 agencies", "quorum none". Who may: a lead. */
async function setQuorum(act: Act, words: string): Promise<Reply> {
  const zoneId = zoneHere(act);
  if (!mayLead(act, { zoneId })) throw new Refusal('Only a lead of the zone can set its quorum.');
  const none = /^none$/i.test(words.trim());
  const people = /(\d{1,3}) people/i.exec(words)?.[1];
  const agencies = /(\d{1,2}) (?:agencies|organi[sz]ations)/i.exec(words)?.[1];
  if (!none && people === undefined && agencies === undefined)
    throw new Refusal(
      say`Write it as ${code('/pz meeting quorum 7 people 4 agencies')}, or ${code('/pz meeting quorum none')}.`,
    );
  if (!none && (Number(people ?? 1) < 1 || Number(agencies ?? 1) < 1))
    throw new Refusal('A quorum is at least one person from one agency. For none, say: quorum none.');
  return act.once(async (effect) => {
    await effect.db.zone.update({
      where: { id: zoneId },
      data: {
        quorumPeople: none || people === undefined ? null : Number(people),
        quorumAgencies: none || agencies === undefined ? null : Number(agencies),
      },
    });
    await effect.audit({ action: 'zone.quorum', recordType: 'zone', recordId: zoneId });
    const title = none
      ? 'Meetings decide with whoever is there'
      : `Quorum: ${people ?? 1} people from ${agencies ?? 1} agencies`;
    return privately({
      summary: title,
      blocks: [
        heading(title),
        paragraph(
          none
            ? 'No quorum is set.'
            : 'Below it the meeting runs; its decisions are proposals, which the next quorate meeting confirms.',
        ),
      ],
    });
  });
}

async function openRecordForm(act: Act, id: string, kind: RecordedKind): Promise<Reply> {
  const found = await readMeeting(act, id);
  assertMayTakePart(act, found);
  return { kind: 'form', ...recordForm(found, kind) };
}

const kindShape = z.enum(Object.keys(RECORDED) as [RecordedKind, ...RecordedKind[]]);

export const meetings: Feature = {
  name: 'meetings',
  commands: [meeting],
  buttons: [
    button('meeting.open', 'person', record, async (act, { id }) => {
      const found = await readMeeting(act, id);
      return privately(meetingCard(act, found, found.title));
    }),
    button('meeting.reply', 'person', record.extend({ reply: z.enum(['YES', 'NO', 'MAYBE']) }), (act, { id, reply }) =>
      answerInvitation(act, id, reply),
    ),
    button('meeting.addForm', 'person', record, async (act, { id }) => {
      const found = await readMeeting(act, id);
      assertMayTakePart(act, found);
      return { kind: 'form', ...itemForm(found) };
    }),
    button('meeting.addProblem', 'person', z.object({ problem: z.uuid() }), async (act, { problem: problemId }) => {
      const problem = await readProblem(act, problemId);
      return addItem(act, (await nextOne(act, problem.zoneId)).id, itemOf(problem));
    }),
    button('meeting.proposals', 'person', record, (act, { id }) => showProposals(act, id)),
    button('meeting.addProposals', 'person', record, (act, { id }) => addProposals(act, id)),
    button('meeting.next', 'person', atItem, (act, { id, item }) => nextItem(act, id, item, 'next')),
    button('meeting.park', 'person', atItem, (act, { id, item }) => nextItem(act, id, item, 'park')),
    button('meeting.back', 'person', record, (act, { id }) => previousItem(act, id)),
    button('meeting.here', 'person', record, (act, { id }) => sayHere(act, id)),
    button('meeting.end', 'person', record, (act, { id }) => endMeeting(act, id)),
    button('meeting.minutes', 'person', record, (act, { id }) => showMinutes(act, id)),
    button('meeting.record', 'person', record.extend({ kind: kindShape }), (act, { id, kind }) =>
      openRecordForm(act, id, kind),
    ),
  ],
  forms: [
    form('meeting.saveRecord', 'person', record.extend({ kind: kindShape }), async (act, { id, kind }, values) => {
      const typed = String(values['text'] ?? '');
      try {
        return await recordLine(act, id, kind, typed);
      } catch (error) {
        if (error instanceof Refusal)
          return {
            kind: 'invalid',
            ...recordForm(await readMeeting(act, id), kind, typed),
            errors: { text: error.message },
          };
        throw error;
      }
    }),
    form('meeting.saveItem', 'person', record, async (act, { id }, values) => {
      const title = String(values['title'] ?? '').trim();
      const length = values['minutes'];
      try {
        return await addItem(act, id, { title, minutes: typeof length === 'number' ? length : undefined });
      } catch (error) {
        if (error instanceof Refusal)
          return { kind: 'invalid', ...itemForm(await readMeeting(act, id), title), errors: { title: error.message } };
        throw error;
      }
    }),
  ],
  pages,
  liveCards: [
    {
      recordType: RECORD,
      async draw(db, id, links) {
        const found = await findMeeting(db, id);
        if (found === null) return undefined;
        return {
          card: liveCard(found, await agencyNames(db, found.partnershipId), links),
          version: found.version,
        };
      },
    },
  ],
  /** "#decision …" to the bot, where a meeting is held. */
  async otherwise(act, words) {
    const [, tag = '', rest = ''] = /^#(\S+)\s*([\s\S]*)$/.exec(words) ?? [];
    const kind = recordedKind(tag);
    if (kind === undefined && tag.toLowerCase() !== 'undo') return undefined;
    // In the thread of something else, a word with # need not be the meeting's.
    if (act.incoming.place.thread !== undefined && (await runningIn(act.db, zoneHere(act))) === null) return undefined;
    const { id } = await here(act);
    return kind === undefined ? undoLine(act, id) : recordLine(act, id, kind, rest);
  },
};
