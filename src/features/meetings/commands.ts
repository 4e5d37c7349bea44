// What people type and press about meetings.

import { type Act, actWith } from '../../chat/act.ts';
import { isAsked } from '../../chat/incoming.ts';
import { NotAllowed } from '../../chat/may.ts';
import { anyText, choice, optional } from '../../chat/parts.ts';
import type { Feature } from '../../chat/registry.ts';
import { Refusal, type Reply } from '../../chat/replies.ts';
import { childOf } from '../../chat/take-apart.ts';
import type { Word } from '../../chat/word.ts';
import { defineCommand, word } from '../../chat/words.ts';
import type { Db } from '../../database/client.ts';
import type { Capability } from '../../rights/index.ts';
import { AHEAD } from './ahead/commands.ts';
import { keepCalendar } from './ahead/schedule.ts';
import { apologise, leaveEarly, noteOthers, sayHere } from './held/attendance.ts';
import { correctLast, recordLine, undoLine } from './held/record.ts';
import { rewordLine } from './held/reword.ts';
import { endMeeting, nextItem, previousItem, watchMeetings } from './held/run.ts';
import { startMeeting, takenBackCard } from './held/start.ts';
import { closeVote, confirmProposals, voteOn } from './held/votes.ts';
import { AFTER } from './minutes/commands.ts';
import { minutesNow } from './minutes/fixed.ts';
import { approveMinutes } from './minutes/life.ts';
import { liveMinutesCard, MOST_SHEETS, sheetRecord } from './minutes/minutes-views.ts';
import { pages } from './minutes/pages.ts';
import { overview } from './minutes/reading.ts';
import { findMeeting } from './model.ts';
import { nudges } from './nudges.ts';
import { openRecordForm, presses } from './presses.ts';
import { EVERYDAY, lineWhileHeld } from './said.ts';
import { agencyNames, HELD, RECORD, runningIn } from './service.ts';
import { terms } from './terms.ts';
import { invitationCard, liveCard, signed } from './views.ts';
import { here, lastOne, nextOne, teamHere } from './which.ts';
import { RECORDED, type RecordedKind, recordedKind } from './words.ts';

/** "start", "start now" for the next one whenever it is planned, "start another" for one that nobody has planned. */
async function start(act: Act, which: 'another' | 'next' | undefined): Promise<Reply> {
  const team = teamHere(act);
  if (which === 'another') return startMeeting(act, team, 'unplanned');
  if (which === 'next') return startMeeting(act, team, await nextOne(act));
  return startMeeting(act, team);
}

const HELD_NOW = 'while a meeting is held';
/** A word that is said while a meeting is held, and takes nothing. */
const inRunning = (
  name: string,
  needs: Capability,
  summary: string,
  run: (act: Act, id: string) => Promise<Reply>,
  example = false,
  also: string[] = [],
): Word =>
  word({
    name,
    also,
    summary,
    needs,
    where: HELD_NOW,
    ...(example ? { examples: [`meeting ${name}`] } : {}),
    run: async (act) => run(act, (await here(act)).id),
  });

/** One's own coming or going, or that of those who are named. */
const attending = (
  name: string,
  needs: Capability,
  summary: string,
  kind: 'ARRIVED' | 'LEFT',
  own: (act: Act, id: string) => Promise<Reply>,
): Word =>
  word({
    name,
    summary,
    needs,
    where: HELD_NOW,
    examples: [`meeting ${name}`, `meeting ${name} Tom and Priya`],
    parts: { names: anyText('NAMES') },
    async run(act, { names }) {
      const { id } = await here(act);
      const others = names.replace(/^(?:too|now|please|already|as well)[.!]?$/i, '');
      return others === '' ? own(act, id) : noteOthers(act, id, others, kind);
    },
  });

const EXAMPLES: Partial<Record<RecordedKind, string>> = {
  DECISION: 'meeting decide Close the alley gate at dusk',
  ACTION: 'meeting action Ask Cares for painters @Priya by Friday',
};

const SAID_OF: Record<RecordedKind, string> = {
  NOTE: 'A note, into the minutes',
  INFO: 'Something to know, into the minutes',
  DECISION: 'What is decided; below quorum it is a proposal',
  ACTION: 'What somebody promises, and by when',
  IDEA: 'An idea, kept when the minutes are published',
  CELEBRATION: 'Good news, told when the minutes are published',
  PROBLEM: 'A problem that was named, into the minutes',
};

/** "note …", "decide …", "action …": what is recorded. */
const RECORDING: Word[] = (Object.keys(RECORDED) as RecordedKind[]).map((kind) => {
  const [name = '', ...also] = RECORDED[kind].words;
  const example = EXAMPLES[kind];
  return word({
    name: kind === 'DECISION' ? 'decide' : name,
    also: kind === 'DECISION' ? ['decision', 'decided', 'agreed'] : also,
    summary: SAID_OF[kind],
    ...(example === undefined ? {} : { examples: [example] }),
    needs: 'meeting.takePart',
    where: HELD_NOW,
    parts: { line: anyText('WHAT') },
    async run(act, { line }) {
      const { id } = await here(act);
      return line === '' ? openRecordForm(act, id, kind) : recordLine(act, id, kind, line);
    },
  });
});

const HELD_WORDS: Word[] = [
  word({
    name: 'start',
    summary: 'Start the one that is planned for now; it asks when the next is days ahead',
    examples: ['meeting start', 'meeting start now', 'meeting start another'],
    needs: 'meeting.start',
    parts: {
      which: optional(
        choice<'another' | 'next'>('now or another', '', {
          another: 'another',
          other: 'another',
          new: 'another',
          unplanned: 'another',
          now: 'next',
          early: 'next',
          next: 'next',
          it: 'next',
        }),
      ),
    },
    run: (act, { which }) => start(act, which),
  }),
  attending(
    'here',
    'meeting.takePart',
    'Say that you are here; whoever runs it names those in the room who have no chat',
    'ARRIVED',
    sayHere,
  ),
  attending('leave', 'meeting.see', 'Say that you go; whoever runs it, that others have gone', 'LEFT', leaveEarly),
  word({
    name: 'apologies',
    summary: 'Your own apologies, or those of people whom you name',
    examples: ['meeting apologies', 'meeting apologies Sam Fairbrother (Fire)'],
    needs: 'meeting.takePart',
    parts: { names: anyText('NAMES') },
    run: async (act, { names }) => apologise(act, (await nextOne(act)).id, names),
  }),
  inRunning('next', 'meeting.run', 'Go to the next item', (act, id) => nextItem(act, id, undefined, 'next'), true),
  inRunning('back', 'meeting.run', 'Go back to the item before', previousItem),
  inRunning('park', 'meeting.run', 'Leave this item for another time', (act, id) =>
    nextItem(act, id, undefined, 'park'),
  ),
  ...RECORDING,
  word({
    name: 'vote',
    summary: 'Put a question to the room',
    examples: ['meeting vote Close the alley gate at dusk'],
    needs: 'meeting.takePart',
    where: HELD_NOW,
    parts: { question: anyText('QUESTION') },
    run: async (act, { question }) => recordLine(act, (await here(act)).id, 'DECISION', question, true),
  }),
  inRunning(
    'agree',
    'meeting.takePart',
    'Agree with the question',
    (act, id) => voteOn(act, id, undefined, 'AGREE'),
    false,
    ['yes', 'aye'],
  ),
  inRunning(
    'disagree',
    'meeting.takePart',
    'Disagree with it',
    (act, id) => voteOn(act, id, undefined, 'DISAGREE'),
    false,
    ['no', 'nay'],
  ),
  inRunning('abstain', 'meeting.takePart', 'Neither', (act, id) => voteOn(act, id, undefined, 'ABSTAIN')),
  inRunning('result', 'meeting.closeVote', 'Close the vote', (act, id) => closeVote(act, id, undefined)),
  inRunning('approve', 'meeting.approve', 'The minutes of the last meeting are approved', approveMinutes),
  inRunning('confirm', 'meeting.confirm', 'Confirm what was decided below quorum', confirmProposals),
  inRunning('end', 'meeting.run', 'End the meeting', endMeeting, true),
];

const meeting = defineCommand({
  name: 'meeting',
  summary: 'Meetings: plan, agenda, run and minute them, in the channel',
  examples: ['meeting'],
  details: [
    'What you record says that you are here. It shows on every platform; ordinary talk is neither mirrored nor kept.',
    'A meeting that nobody ends, ends by itself, and keeps everything.',
  ],
  needs: 'known',
  reads: true,
  run: (act) => overview(act),
  words: [...AHEAD, ...HELD_WORDS, ...AFTER],
});

/** A meeting is held where this is said, to the bot. */
async function isHeldFor(act: Act): Promise<boolean> {
  if (!isAsked(act.incoming)) return false;
  try {
    return (await runningIn(act.db, teamHere(act))) !== null;
  } catch (error) {
    // Nobody knows whose meeting.
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** "next item", "we agreed to lock the gate": understood without the word before it, where a meeting is held. */
async function saidWhileHeld(act: Act, words: string): Promise<Reply | undefined> {
  // "Yes" in somebody's own chat answers something else, and they need not be there at all.
  if (act.placeZoneId === undefined && act.placeBody === undefined) return undefined;
  const meant = lineWhileHeld(words, (typed) => childOf(meeting.words, typed)?.[0].where === HELD_NOW);
  if (meant === undefined || !(await isHeldFor(act))) return undefined;
  try {
    return await act.again(meant.line);
  } catch (error) {
    if (meant.sure || !(error instanceof Refusal) || error instanceof NotAllowed) throw error;
    return undefined;
  }
}

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
  terms,
  everyday: [EVERYDAY],
  jobs: [
    {
      name: 'meetings that fell silent',
      everySeconds: 60,
      afterSeconds: 5,
      run: ({ prisma, now }) => watchMeetings(prisma, now),
    },
    {
      name: 'calendar of meetings',
      everySeconds: 600,
      afterSeconds: 25,
      run: ({ prisma, now }) => keepCalendar(prisma, now),
    },
  ],
  commands: [meeting],
  ...presses,
  pages,
  liveCards: [
    {
      recordType: RECORD,
      async draw(db, id, links) {
        const found = await findMeeting(db, id, 'heart');
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
        const found = await findMeeting(db, id, 'heart');
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
    const [, hash, word, rest = ''] = /^(?:#(\S+)|(\p{L}+):)\s*([\s\S]*)$/u.exec(words) ?? [];
    const tag = hash ?? word ?? '';
    const kind = recordedKind(tag);
    const run = kind === undefined ? TAGS.get(tag.toLowerCase()) : undefined;
    if (kind === undefined && run === undefined) return saidWhileHeld(act, words);
    // "decision: …" is said to the bot as "#decision …" is, while a meeting is held.
    if (hash === undefined && !(await isHeldFor(act))) return undefined;
    // In the thread of something else, a word with # need not be the meeting's.
    if (act.incoming.place.thread !== undefined && (await runningIn(act.db, teamHere(act))) === null) return undefined;
    // What was said to everybody is the meeting's only while one is held here.
    if (!isAsked(act.incoming)) {
      if (act.placeZoneId === undefined && act.placeBody === undefined) return undefined;
      if ((await runningIn(act.db, teamHere(act))) === null) return undefined;
    }
    const quiet = actWith(act, {
      once: (effect) => act.once(async (inside) => signed(await effect(inside))),
      onceByHand: (effect) => act.onceByHand(async (inside) => signed(await effect(inside))),
      onceTogether: (together, effect) =>
        act.onceTogether(together, async (inside, shared) => signed(await effect(inside, shared))),
    });
    if (run !== undefined) return run(quiet, (await lastOne(act)).id, rest);
    return kind === undefined ? undefined : recordLine(quiet, (await here(act)).id, kind, rest);
  },
};
