// What people press about meetings, and the forms.

import { z } from 'zod';
import type { Act } from '../../chat/act.ts';
import { assertMay } from '../../chat/may.ts';
import { button, type Feature, form } from '../../chat/registry.ts';
import { orReopen, privately, type Reply } from '../../chat/replies.ts';
import { Vote } from '../../database/generated/enums.ts';
import { readProblem } from '../problems/index.ts';
import { addItem, addProposals } from './ahead/agenda.ts';
import { arrangeForm, openArrange, saveArrange } from './ahead/arrange.ts';
import { moveTo } from './ahead/moving.ts';
import { itemOf, savePlan, showProposals } from './ahead/planning.ts';
import { moveMeeting } from './ahead/schedule.ts';
import { itemForm, moveForm, planForm, planned, recordForm, typedRhythm } from './forms.ts';
import { answerInvitation, sayHere } from './held/attendance.ts';
import { inviteDeputies } from './held/deputies.ts';
import { recordLine } from './held/record.ts';
import { endMeeting, nextItem, previousItem } from './held/run.ts';
import { startMeeting, takeBack } from './held/start.ts';
import { closeVote, confirmProposals, voteOn } from './held/votes.ts';
import { approveMinutes, openEdit, publishMinutes, saveEdit, showDraft } from './minutes/life.ts';
import { showMinutes } from './minutes/reading.ts';
import { readMeeting } from './service.ts';
import { subjectOf } from './team.ts';
import { clock, meetingCard } from './views.ts';
import { nextOne, teamById, zoneTeam } from './which.ts';
import { RECORDED, type RecordedKind } from './words.ts';

const record = z.object({ id: z.uuid() });
const atItem = record.extend({ item: z.string().optional() });
const ofOne = z.object({ zoneId: z.uuid().nullable(), bodyId: z.uuid().nullable() });
const question = record.extend({ number: z.number().int() });
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

export async function openRecordForm(act: Act, id: string, kind: RecordedKind): Promise<Reply> {
  const found = await readMeeting(act, id);
  assertMay(act, 'meeting.takePart', subjectOf(found));
  return { kind: 'form', ...recordForm(found, kind) };
}

const kindShape = z.enum(Object.keys(RECORDED) as [RecordedKind, ...RecordedKind[]]);

export const presses: Required<Pick<Feature, 'buttons' | 'forms' | 'shortcuts'>> = {
  buttons: [
    button('meeting.open', 'meeting.see', record, async (act, { id }) => {
      const found = await readMeeting(act, id);
      return privately(meetingCard(act, found, found.title));
    }),
    button(
      'meeting.reply',
      'meeting.see',
      record.extend({ reply: z.enum(['YES', 'NO', 'MAYBE']) }),
      (act, { id, reply }) => answerInvitation(act, id, reply),
    ),
    button('meeting.addForm', 'meeting.takePart', record, async (act, { id }) => {
      const found = await readMeeting(act, id);
      assertMay(act, 'meeting.takePart', subjectOf(found));
      return { kind: 'form', ...itemForm(found) };
    }),
    button(
      'meeting.addProblem',
      'meeting.takePart',
      z.object({ problem: z.uuid() }),
      async (act, { problem: problemId }) => {
        const problem = await readProblem(act, problemId);
        return addItem(act, (await nextOne(act, zoneTeam(act, problem.zoneId))).id, itemOf(problem));
      },
    ),
    button('meeting.proposals', 'meeting.see', record, (act, { id }) => showProposals(act, id)),
    button('meeting.addProposals', 'meeting.addProposals', record, (act, { id }) => addProposals(act, id)),
    button('meeting.next', 'meeting.run', atItem, (act, { id, item }) => nextItem(act, id, item, 'next')),
    button('meeting.park', 'meeting.run', atItem, (act, { id, item }) => nextItem(act, id, item, 'park')),
    button('meeting.back', 'meeting.run', record, (act, { id }) => previousItem(act, id)),
    button('meeting.here', 'meeting.takePart', record, (act, { id }) => sayHere(act, id)),
    button('meeting.end', 'meeting.run', record, (act, { id }) => endMeeting(act, id)),
    button('meeting.startEarly', 'meeting.start', record, async (act, { id }) =>
      startMeeting(act, await readMeeting(act, id), { id }),
    ),
    button('meeting.startOther', 'meeting.start', ofOne, async (act, team) =>
      startMeeting(act, await teamById(act, team), 'unplanned'),
    ),
    button('meeting.takeBack', 'meeting.run', record, (act, { id }) => takeBack(act, id)),
    button('meeting.deputies', 'meeting.takePart', record, (act, { id }) => inviteDeputies(act, id)),
    button('meeting.moveForm', 'meeting.move', record, async (act, { id }) => {
      const found = await readMeeting(act, id);
      assertMay(act, 'meeting.move', subjectOf(found));
      return { kind: 'form', ...moveForm(found) };
    }),
    button('meeting.plan', 'meeting.plan', ofOne.extend({ known: planned }), async (act, { known, ...of }) => {
      const team = await teamById(act, of);
      assertMay(act, 'meeting.plan', subjectOf(team));
      return { kind: 'form', ...planForm(team, known) };
    }),
    button('meeting.shift', 'meeting.move', record.extend({ day }), async (act, { id, day: to }) => {
      const found = await readMeeting(act, id);
      return moveMeeting(act, id, { day: to, at: clock(found, found.startsAt) });
    }),
    button('meeting.arrange', 'meeting.arrange', record, (act, { id }) => openArrange(act, id)),
    button('meeting.vote', 'meeting.takePart', question.extend({ vote: z.enum(Vote) }), (act, { id, number, vote }) =>
      voteOn(act, id, number, vote),
    ),
    button('meeting.closeVote', 'meeting.closeVote', question, (act, { id, number }) => closeVote(act, id, number)),
    button('meeting.approve', 'meeting.approve', record, (act, { id }) => approveMinutes(act, id)),
    button('meeting.confirm', 'meeting.confirm', record, (act, { id }) => confirmProposals(act, id)),
    button('meeting.publish', 'meeting.publish', record, (act, { id }) => publishMinutes(act, id)),
    button('meeting.edit', 'meeting.see', record, (act, { id }) => showDraft(act, id)),
    button('meeting.editPart', 'meeting.correct', record.extend({ part: z.string() }), (act, { id, part }) =>
      openEdit(act, id, part),
    ),
    button(
      'meeting.minutes',
      'meeting.see',
      record.extend({ sheet: z.number().int().min(1).optional() }),
      (act, { id, sheet }) => showMinutes(act, id, { sheet }),
    ),
    button('meeting.record', 'meeting.takePart', record.extend({ kind: kindShape }), (act, { id, kind }) =>
      openRecordForm(act, id, kind),
    ),
  ],
  forms: [
    form('meeting.saveRecord', 'meeting.takePart', record.extend({ kind: kindShape }), (act, { id, kind }, values) => {
      const typed = String(values['text'] ?? '');
      const ask = values['ask'] === true;
      return orReopen(
        () => recordLine(act, id, kind, typed, ask),
        'text',
        async () => recordForm(await readMeeting(act, id), kind, typed, ask),
      );
    }),
    form('meeting.saveItem', 'meeting.takePart', record, (act, { id }, values) => {
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
      'meeting.plan',
      ofOne.extend({ rhythm: typedRhythm.exactOptional() }),
      (act, { rhythm, ...team }, values) => savePlan(act, team, rhythm, values),
    ),
    form('meeting.saveMove', 'meeting.move', record, (act, { id }, values) => {
      const typed = String(values['when'] ?? '').trim();
      return orReopen(
        async () => moveTo(act, await readMeeting(act, id), typed),
        'when',
        async () => moveForm(await readMeeting(act, id), typed),
      );
    }),
    form(
      'meeting.saveArrange',
      'meeting.arrange',
      record.extend({ version: z.number() }),
      (act, { id, version }, values) => {
        const typed = String(values['agenda'] ?? '');
        return orReopen(
          () => saveArrange(act, id, version, typed),
          'agenda',
          async () => arrangeForm(await readMeeting(act, id), typed),
        );
      },
    ),
    form(
      'meeting.saveEdit',
      'meeting.correct',
      record.extend({ part: z.string(), version: z.number(), last: z.number().default(0) }),
      (act, data, values) => saveEdit(act, data, values),
    ),
  ],
  shortcuts: [
    {
      name: 'meeting.addMessage',
      title: 'Put on the agenda',
      summary: 'Put this on the agenda of the team’s next meeting',
      needs: 'meeting.takePart',
      async run(act, text) {
        const found = await readMeeting(act, (await nextOne(act)).id);
        assertMay(act, 'meeting.takePart', subjectOf(found));
        return { kind: 'form', ...itemForm(found, text.slice(0, 300)) };
      },
    },
  ],
};
