// What people type and press about meetings.

import { z } from 'zod';
import type { Act } from '../../chat/act.ts';
import { assertMay } from '../../chat/may.ts';
import { button, type Command, type Feature, form } from '../../chat/registry.ts';
import { orReopen, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { command, say } from '../../chat/spans.ts';
import type { Db } from '../../database/client.ts';
import { Vote } from '../../database/generated/enums.ts';
import { readProblem } from '../problems/index.ts';
import { addItem, addProposals, changeItem } from './agenda.ts';
import { arrangeForm, openArrange, saveArrange, standing } from './arrange.ts';
import { answerInvitation, apologise, leaveEarly, sayHere } from './attendance.ts';
import { inviteDeputies } from './deputies.ts';
import { minutesNow } from './fixed.ts';
import { itemForm, moveForm, planForm, planned, recordForm, typedRhythm } from './forms.ts';
import { approveMinutes, openEdit, publishMinutes, saveEdit, showDraft } from './life.ts';
import { liveMinutesCard, MOST_SHEETS, sheetRecord } from './minutes-views.ts';
import { nudges } from './nudges.ts';
import { pages } from './pages.ts';
import { add, itemOf, move, moveTo, plan, savePlan, setQuorum, showProposals } from './planning.ts';
import { calendar, decisions, minutes, overview, showMinutes } from './reading.ts';
import { correctLast, recordLine, undoLine } from './record.ts';
import { rewordLine } from './reword.ts';
import { endMeeting, nextItem, previousItem } from './run.ts';
import { cancelMeeting, moveMeeting } from './schedule.ts';
import { agencyNames, findMeeting, HELD, RECORD, readMeeting, runningIn } from './service.ts';
import { askToTakeBack, startMeeting, takeBack, takenBackCard } from './start.ts';
import { subjectOf } from './team.ts';
import { clock, invitationCard, liveCard, meetingCard, signed } from './views.ts';
import { closeVote, confirmProposals, voteOn } from './votes.ts';
import { here, lastOne, nextOne, teamById, teamHere, zoneTeam } from './which.ts';
import { RECORDED, type RecordedKind, recordedKind } from './words.ts';

const record = z.object({ id: z.uuid() });
const atItem = record.extend({ item: z.string().optional() });
const ofOne = z.object({ zoneId: z.uuid().nullable(), bodyId: z.uuid().nullable() });
const question = record.extend({ number: z.number().int() });
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

const meeting: Command = {
  name: 'meeting',
  summary: 'Meetings: plan, agenda, run and minute them, in the channel',
  usage: '[new WHEN for MINUTES at PLACE | add … | start | next | decide … | vote … | end | publish | minutes | …]',
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
    'Ahead: list, add …, proposals, arrange, drop 3, first 3, standing …, move DAY TIME, move series …, cancel, cancel series, quorum ….',
    'start takes the one that is planned for now, and asks when the next is days ahead (start now); one begun in error is cancelled.',
    'While it is held: here, leave, apologies NAMES, next, back, park, note …, info …, decide …, action …, idea …, celebrate …, undo, correct …, edit, end.',
    'To ask the room: vote …, agree, disagree, abstain, result; approve (the last minutes), confirm (what was decided below quorum).',
    'Then: edit, publish, minutes last, minutes 24 November, minutes WORDS, decisions WORDS.',
    'What you record says that you are here. It shows on every platform; ordinary talk is neither mirrored nor kept.',
    'A meeting that nobody ends, ends by itself, and keeps everything.',
  ],
  who: 'person',
  async run(act, words) {
    const [, first = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(words) ?? [];
    const kind = recordedKind(first);
    if (kind !== undefined) {
      const { id } = await here(act);
      return rest === '' ? openRecordForm(act, id, kind) : recordLine(act, id, kind, rest);
    }
    const run = SUBCOMMANDS.get(first.toLowerCase());
    if (run === undefined)
      throw new Refusal(
        say`I do not know "${first.slice(0, 30)}" of meetings. ${command('help meeting')} lists what I do.`,
      );
    return run(act, rest.trim());
  },
};

const inRunning = (run: (act: Act, id: string) => Promise<Reply>) => async (act: Act) => run(act, (await here(act)).id);

type Subcommand = (act: Act, rest: string) => Promise<Reply>;

/** "start", "start now" for the next one whenever it is planned, "start another" for one that nobody has planned. */
async function start(act: Act, rest: string): Promise<Reply> {
  const team = teamHere(act);
  if (/^(?:another|other|new|unplanned)\b/i.test(rest)) return startMeeting(act, team, 'unplanned');
  if (/^(?:now|early|next|it)\b/i.test(rest)) return startMeeting(act, team, await nextOne(act));
  return startMeeting(act, team);
}

async function cancel(act: Act, rest: string): Promise<Reply> {
  const found = await readMeeting(act, (await nextOne(act)).id);
  return found.state === 'RUNNING' ? askToTakeBack(act, found) : cancelMeeting(act, found.id, /^series$/i.test(rest));
}

const SUBCOMMANDS = new Map<string, Subcommand>(
  Object.entries<Subcommand>({
    '': overview,
    list: overview,
    // Ahead.
    new: plan,
    plan,
    add,
    drop: async (act, rest) => changeItem(act, (await nextOne(act)).id, Number(rest) || 0, 'drop'),
    first: async (act, rest) => changeItem(act, (await nextOne(act)).id, Number(rest) || 0, 'first'),
    arrange: async (act) => openArrange(act, (await nextOne(act)).id),
    standing: (act, rest) => standing(act, teamHere(act), rest),
    proposals: async (act) => showProposals(act, (await nextOne(act)).id),
    move,
    cancel,
    quorum: setQuorum,
    calendar,
    // While it is held.
    start,
    next: inRunning((act, id) => nextItem(act, id, undefined, 'next')),
    park: inRunning((act, id) => nextItem(act, id, undefined, 'park')),
    back: inRunning(previousItem),
    here: inRunning(sayHere),
    leave: inRunning(leaveEarly),
    apologies: async (act, rest) => apologise(act, (await nextOne(act)).id, rest),
    vote: async (act, rest) => recordLine(act, (await here(act)).id, 'DECISION', rest, true),
    agree: inRunning((act, id) => voteOn(act, id, undefined, 'AGREE')),
    disagree: inRunning((act, id) => voteOn(act, id, undefined, 'DISAGREE')),
    abstain: inRunning((act, id) => voteOn(act, id, undefined, 'ABSTAIN')),
    result: inRunning((act, id) => closeVote(act, id, undefined)),
    approve: inRunning(approveMinutes),
    confirm: inRunning(confirmProposals),
    end: inRunning(endMeeting),
    // Then.
    undo: async (act) => undoLine(act, (await lastOne(act)).id),
    correct: async (act, rest) => correctLast(act, (await lastOne(act)).id, rest),
    minutes,
    edit: async (act, rest) => {
      const { id } = await lastOne(act);
      return rest === '' ? showDraft(act, id) : openEdit(act, id, rest);
    },
    publish: async (act) => publishMinutes(act, (await lastOne(act)).id),
    decisions,
  }),
);

async function openRecordForm(act: Act, id: string, kind: RecordedKind): Promise<Reply> {
  const found = await readMeeting(act, id);
  assertMay(act, 'meeting.takePart', subjectOf(found));
  return { kind: 'form', ...recordForm(found, kind) };
}

const kindShape = z.enum(Object.keys(RECORDED) as [RecordedKind, ...RecordedKind[]]);

/** What else is said with a #, besides what is recorded. */
type Tag = (act: Act, id: string, rest: string) => Promise<Reply>;
const TAGS = new Map<string, Tag>(
  Object.entries<Tag>({
    undo: undoLine,
    correct: correctLast,
    agree: (act, id) => voteOn(act, id, undefined, 'AGREE'),
    disagree: (act, id) => voteOn(act, id, undefined, 'DISAGREE'),
    abstain: (act, id) => voteOn(act, id, undefined, 'ABSTAIN'),
    vote: (act, id, rest) => recordLine(act, id, 'DECISION', rest, true),
  }),
);

export const meetings: Feature = {
  nudges,
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
      assertMay(act, 'meeting.takePart', subjectOf(found));
      return { kind: 'form', ...itemForm(found) };
    }),
    button('meeting.addProblem', 'person', z.object({ problem: z.uuid() }), async (act, { problem: problemId }) => {
      const problem = await readProblem(act, problemId);
      return addItem(act, (await nextOne(act, zoneTeam(act, problem.zoneId))).id, itemOf(problem));
    }),
    button('meeting.proposals', 'person', record, (act, { id }) => showProposals(act, id)),
    button('meeting.addProposals', 'person', record, (act, { id }) => addProposals(act, id)),
    button('meeting.next', 'person', atItem, (act, { id, item }) => nextItem(act, id, item, 'next')),
    button('meeting.park', 'person', atItem, (act, { id, item }) => nextItem(act, id, item, 'park')),
    button('meeting.back', 'person', record, (act, { id }) => previousItem(act, id)),
    button('meeting.here', 'person', record, (act, { id }) => sayHere(act, id)),
    button('meeting.end', 'person', record, (act, { id }) => endMeeting(act, id)),
    button('meeting.startEarly', 'person', record, async (act, { id }) =>
      startMeeting(act, await readMeeting(act, id), { id }),
    ),
    button('meeting.startOther', 'person', ofOne, async (act, team) =>
      startMeeting(act, await teamById(act, team), 'unplanned'),
    ),
    button('meeting.takeBack', 'person', record, (act, { id }) => takeBack(act, id)),
    button('meeting.deputies', 'person', record, (act, { id }) => inviteDeputies(act, id)),
    button('meeting.moveForm', 'person', record, async (act, { id }) => ({
      kind: 'form',
      ...moveForm(await readMeeting(act, id)),
    })),
    button('meeting.plan', 'person', ofOne.extend({ known: planned }), async (act, { known, ...team }) => ({
      kind: 'form',
      ...planForm(await teamById(act, team), known),
    })),
    button('meeting.shift', 'person', record.extend({ day }), async (act, { id, day: to }) => {
      const found = await readMeeting(act, id);
      return moveMeeting(act, id, { day: to, at: clock(found, found.startsAt) });
    }),
    button('meeting.arrange', 'person', record, (act, { id }) => openArrange(act, id)),
    button('meeting.vote', 'person', question.extend({ vote: z.enum(Vote) }), (act, { id, number, vote }) =>
      voteOn(act, id, number, vote),
    ),
    button('meeting.closeVote', 'person', question, (act, { id, number }) => closeVote(act, id, number)),
    button('meeting.approve', 'person', record, (act, { id }) => approveMinutes(act, id)),
    button('meeting.confirm', 'person', record, (act, { id }) => confirmProposals(act, id)),
    button('meeting.publish', 'person', record, (act, { id }) => publishMinutes(act, id)),
    button('meeting.edit', 'person', record, (act, { id }) => showDraft(act, id)),
    button('meeting.editPart', 'person', record.extend({ part: z.string() }), (act, { id, part }) =>
      openEdit(act, id, part),
    ),
    button(
      'meeting.minutes',
      'person',
      record.extend({ sheet: z.number().int().min(1).optional() }),
      (act, { id, sheet }) => showMinutes(act, id, { sheet }),
    ),
    button('meeting.record', 'person', record.extend({ kind: kindShape }), (act, { id, kind }) =>
      openRecordForm(act, id, kind),
    ),
  ],
  forms: [
    form('meeting.saveRecord', 'person', record.extend({ kind: kindShape }), (act, { id, kind }, values) => {
      const typed = String(values['text'] ?? '');
      const ask = values['ask'] === true;
      return orReopen(
        () => recordLine(act, id, kind, typed, ask),
        'text',
        async () => recordForm(await readMeeting(act, id), kind, typed, ask),
      );
    }),
    form('meeting.saveItem', 'person', record, (act, { id }, values) => {
      const title = String(values['title'] ?? '').trim();
      const length = values['minutes'];
      return orReopen(
        () => addItem(act, id, { title, minutes: typeof length === 'number' ? length : undefined }),
        'title',
        async () => itemForm(await readMeeting(act, id), title),
      );
    }),
    form(
      'meeting.savePlan',
      'person',
      ofOne.extend({ rhythm: typedRhythm.exactOptional() }),
      (act, { rhythm, ...team }, values) => savePlan(act, team, rhythm, values),
    ),
    form('meeting.saveMove', 'person', record, (act, { id }, values) => {
      const typed = String(values['when'] ?? '').trim();
      return orReopen(
        async () => moveTo(act, await readMeeting(act, id), typed),
        'when',
        async () => moveForm(await readMeeting(act, id), typed),
      );
    }),
    form('meeting.saveArrange', 'person', record.extend({ version: z.number() }), (act, { id, version }, values) => {
      const typed = String(values['agenda'] ?? '');
      return orReopen(
        () => saveArrange(act, id, version, typed),
        'agenda',
        async () => arrangeForm(await readMeeting(act, id), typed),
      );
    }),
    form(
      'meeting.saveEdit',
      'person',
      record.extend({ part: z.string(), version: z.number(), last: z.number().default(0) }),
      (act, data, values) => saveEdit(act, data, values),
    ),
  ],
  shortcuts: [
    {
      name: 'meeting.addMessage',
      title: 'Put on the agenda',
      summary: 'Put this on the agenda of the team’s next meeting',
      who: 'person',
      async run(act, text) {
        const found = await readMeeting(act, (await nextOne(act)).id);
        assertMay(act, 'meeting.takePart', subjectOf(found));
        return { kind: 'form', ...itemForm(found, text.slice(0, 300)) };
      },
    },
  ],
  pages,
  liveCards: [
    {
      recordType: RECORD,
      async draw(db, id, links) {
        const found = await findMeeting(db, id);
        if (found === null) return undefined;
        return {
          card: invitationCard(found, await agencyNames(db, found.partnershipId), links),
          version: found.version,
        };
      },
    },
    {
      recordType: HELD,
      async draw(db, id, links) {
        const found = await findMeeting(db, id);
        if (found === null) return undefined;
        return {
          card:
            found.startedAt === null
              ? takenBackCard(found)
              : liveCard(found, await agencyNames(db, found.partnershipId), links),
          version: found.version,
        };
      },
    },
    ...Array.from({ length: MOST_SHEETS }, (_, index) => ({
      recordType: sheetRecord(index + 1),
      async draw(db: Db, id: string) {
        const found = await findMeeting(db, id);
        if (found === null || found.startedAt === null) return undefined;
        return {
          card: liveMinutesCard(found, await minutesNow(db, found), index + 1),
          version: found.version,
        };
      },
    })),
  ],
  /** "#decision …" to the bot, where a meeting is held. */
  reworded: rewordLine,
  async otherwise(act, words) {
    const [, tag = '', rest = ''] = /^#(\S+)\s*([\s\S]*)$/.exec(words) ?? [];
    const kind = recordedKind(tag);
    const run = kind === undefined ? TAGS.get(tag.toLowerCase()) : undefined;
    if (kind === undefined && run === undefined) return undefined;
    // In the thread of something else, a word with # need not be the meeting's.
    if (act.incoming.place.thread !== undefined && (await runningIn(act.db, teamHere(act))) === null) return undefined;
    // What was said to everybody is the meeting's only while one is held here.
    if (act.incoming.what.kind === 'command' && act.incoming.what.unasked === true) {
      if (act.placeZoneId === undefined && act.placeBody === undefined) return undefined;
      if ((await runningIn(act.db, teamHere(act))) === null) return undefined;
    }
    const quiet: Act = { ...act, once: (effect) => act.once(async (inside) => signed(await effect(inside))) };
    if (run !== undefined) return run(quiet, (await lastOne(act)).id, rest);
    return kind === undefined ? undefined : recordLine(quiet, (await here(act)).id, kind, rest);
  },
};
