// The life of minutes: a draft at the end, edited part by part, published to every place, approved by the next meeting;
// after that they change only by a correction that stands in them.

import { type Act, type Effect, knownPerson, type Notice } from '../../../chat/act.ts';
import type { Values } from '../../../chat/forms.ts';
import { assertMay, may } from '../../../chat/may.ts';
import { privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { clean, cut, say } from '../../../chat/spans.ts';
import type { Db } from '../../../database/client.ts';
import type { MinutesEvent } from '../../../database/generated/enums.ts';
import { actionDraft, promise } from '../../actions/index.ts';
import { putCelebration } from '../../celebrations/index.ts';
import { putIdea } from '../../ideas/index.ts';
import { fieldError, identifiers, inspect } from '../../privacy/index.ts';
import { correct, mayCorrect, openItem, readLine, strike } from '../held/record.ts';
import { type Entry, type FullMeeting, findMeetings } from '../model.ts';
import { inMeeting, meetingSubject, RECORD, readMeeting, type Turn, touchMeeting } from '../service.ts';
import { audienceOfTeam, ofTeam, placesOfTeam, subjectOf } from '../team.ts';
import { heldWords, meetingCard, said } from '../views.ts';
import { RECORDED, type RecordedKind } from '../words.ts';
import { minutesNow, minutesToKeep } from './fixed.ts';
import { entryTyped } from './minutes.ts';
import { draftCard, editForm, MOST_SHEETS, publishedCard, sheetRecord, sheetsOf } from './minutes-views.ts';
import { HEAD, type Part, partsOf } from './parts.ts';

function assertHeld(act: Act, meeting: FullMeeting): void {
  if (meeting.state !== 'ENDED')
    throw new Refusal('It is not over yet; its minutes are made when it ends.', meetingCard(act, meeting, 'Not yet'));
}

/** What was recorded can be changed while it is held, and after. */
function assertBegun(act: Act, meeting: FullMeeting): void {
  if (meeting.startedAt === null)
    throw new Refusal('It has not been held yet.', meetingCard(act, meeting, 'It has not been held yet'));
}

/** The draft as whoever may change it sees it: with a button for each part. */
export async function showDraft(act: Act, id: string): Promise<Reply> {
  const meeting = await readMeeting(act, id);
  assertBegun(act, meeting);
  return privately(await draftFor(act, meeting));
}

async function draftFor(act: Act, meeting: FullMeeting, title?: string) {
  const minutes = await minutesNow(act.db, meeting);
  const runs = may(act, 'meeting.run', meetingSubject(meeting));
  return draftCard(meeting, minutes, {
    parts: partsOf(meeting).filter(
      ({ key, lines }) => runs || (key !== HEAD && lines.some((line) => mayCorrect(act, meeting, line))),
    ),
    mayPublish: meeting.state === 'ENDED' && may(act, 'meeting.publish', meetingSubject(meeting)),
    ...(title === undefined ? {} : { title }),
  });
}

/** The form of one part. @param key as {@link partsOf} gives it, or the number of the item as people count it */
export async function openEdit(act: Act, id: string, key: string): Promise<Reply> {
  const meeting = await readMeeting(act, id);
  assertBegun(act, meeting);
  const { part, lines } = editable(act, meeting, key);
  return { kind: 'form', ...editForm(meeting, part, lines) };
}

function editable(act: Act, meeting: FullMeeting, key: string): { part: Part; lines: Entry[] } {
  assertMay(act, 'meeting.takePart', subjectOf(meeting));
  const parts = partsOf(meeting);
  const part = parts.find((each) => each.key === key) ?? parts.find((each) => each.label.startsWith(`${key}. `));
  if (part === undefined)
    throw new Refusal(say`The minutes have no part "${key.slice(0, 20)}". Type "meeting edit" to see them.`);
  const lines = part.lines.filter((line) => mayCorrect(act, meeting, line));
  if (lines.length === 0) assertMay(act, 'meeting.correct', meetingSubject(meeting));
  return { part, lines };
}

interface LineChange {
  entry: Entry;
  to: Awaited<ReturnType<typeof readLine>> | 'struck';
}

/** Saves a part; every error stands beside its field, and nothing that was typed is lost. */
export async function saveEdit(
  act: Act,
  { id, part: key, version, last }: { id: string; part: string; version: number; last: number },
  values: Values,
): Promise<Reply> {
  const meeting = await readMeeting(act, id);
  assertBegun(act, meeting);
  const running = meeting.state === 'RUNNING';
  const { part, lines } = editable(act, meeting, key);
  // What came after the form was opened was not in it, so nobody has emptied it.
  const fresh = lines.filter((entry) => entry.number > last);
  const shown = { ...Object.fromEntries(fresh.map((entry) => [`line${entry.number}`, entryTyped(entry)])), ...values };
  const errors: Record<string, string> = {};
  const typed = (name: string) => clean(String(shown[name] ?? ''));
  const attempt = async <T>(name: string, work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      errors[name] = error.message;
      return undefined;
    }
  };
  const changes: LineChange[] = [];
  for (const entry of lines) {
    const name = `line${entry.number}`;
    if (typed(name) === entryTyped(entry)) continue;
    const to =
      typed(name) === ''
        ? ('struck' as const)
        : await attempt(name, () => readLine(act, meeting.zoneId, entry.kind as RecordedKind, typed(name)));
    if (to !== undefined) changes.push({ entry, to });
  }
  const addAs = (Object.keys(RECORDED) as RecordedKind[]).find((kind) => kind === values['addAs']) ?? 'NOTE';
  const added =
    typed('add') === '' ? undefined : await attempt('add', () => readLine(act, meeting.zoneId, addAs, typed('add')));
  const head = part.key === HEAD ? readHead(act, meeting, typed, errors) : undefined;
  const reason = typed('reason');
  const something = changes.length > 0 || added !== undefined || head !== undefined;
  if (meeting.approvedAt !== null && something && reason === '')
    errors['reason'] = 'The minutes are approved: please say why they are corrected. It stands in them.';
  if (!running && meeting.version !== version && something && Object.keys(errors).length === 0)
    errors[''] = 'Somebody changed these minutes while you had the form open. Look again, and save once more.';
  if (Object.keys(errors).length > 0) return { kind: 'invalid', ...editForm(meeting, part, lines, shown), errors };
  if (!something) return privately(await draftFor(act, meeting, 'Nothing was changed'));

  return inMeeting(act, id, async (turn) => {
    for (const { entry, to } of changes) {
      if (to === 'struck') await strike(turn, entry, act.now);
      else await correct(turn, entry, to);
    }
    if (added !== undefined) {
      const details = addAs === 'DECISION' ? { ...added.details, state: 'AGREED' } : added.details;
      await turn.record({ kind: addAs, text: added.text, itemId: part.itemId, details });
    }
    if (head !== undefined) await turn.set(head);
    const now = await turn.after();
    if (!running) await showSheets(turn.effect, now);
    if (now.publishedAt !== null) {
      await keepVersion(turn.effect, act, now, 'CORRECTED', reason === '' ? `${part.label} was edited` : reason);
      await makePromises(act, turn.effect, now);
    }
    return privately(await draftFor(act, await turn.after(), 'Saved'));
  });
}

/** The head's fields. @returns what changed; undefined: nothing */
function readHead(
  act: Act,
  meeting: FullMeeting,
  typed: (name: string) => string,
  errors: Record<string, string>,
): { place: string; guests: string; apologies: string } | undefined {
  const head = { place: typed('place'), guests: typed('guests'), apologies: typed('apologies') };
  for (const [name, text] of Object.entries(head)) {
    const stops = identifiers(inspect(text, act.now));
    if (stops.length > 0) errors[name] = fieldError(text, stops);
    else if (text.length > 500) errors[name] = `That is ${text.length} characters; at most 500 fit.`;
  }
  const same = (Object.keys(head) as (keyof typeof head)[]).every((name) => head[name] === meeting[name]);
  return same ? undefined : head;
}

/** Publishes the minutes to every place; what was promised becomes an action, and its owner is asked. Who may: whoever ran the meeting. */
export function publishMinutes(act: Act, id: string): Promise<Reply> {
  return inMeeting(act, id, async (turn) => {
    const { effect, meeting, set, after } = turn;
    assertHeld(act, meeting);
    assertMay(act, 'meeting.publish', meetingSubject(meeting));
    if (meeting.publishedAt !== null) return privately(await draftFor(act, meeting, 'They are published already'));
    await set({ publishedAt: act.now });
    const promised = await makePromises(act, effect, meeting);
    await keepIdeasAndNews(act, effect, meeting);
    const now = await after();
    await keepVersion(effect, act, now, 'PUBLISHED', '');
    const audience = await audienceOfTeam(effect.db, meeting);
    await showSheets(effect, now, audience);
    for (const place of audience) await effect.tell(place, publishedCard(now, promised.length));
    return privately(
      await draftFor(
        act,
        now,
        promised.length === 0 ? 'Published' : `Published; ${promised.length} asked for what they promised`,
      ),
    );
  });
}

/** Each action that was recorded becomes one; whoever said it in the meeting is its giver. */
async function makePromises(act: Act, effect: Effect, meeting: FullMeeting): Promise<string[]> {
  const made: string[] = [];
  for (const entry of meeting.entries) {
    const { action, promise: kept } = entry.details as { action?: string; promise?: unknown };
    const draft = actionDraft.safeParse(kept).data;
    if (entry.kind !== 'ACTION' || entry.struckAt !== null || action !== undefined || draft?.dueOn === undefined)
      continue;
    const { zoneId = meeting.zoneId, dueOn } = draft;
    const { action: real } = await promise(act, effect, { ...draft, zoneId, dueOn }, entry.personId ?? undefined);
    await effect.db.meetingEntry.update({
      where: { id: entry.id },
      data: { details: { ...(entry.details as object), action: real.id } },
    });
    made.push(real.id);
  }
  return made;
}

/** Ideas and good news that were recorded are kept as such, once; whoever said them is their author. */
async function keepIdeasAndNews(act: Act, effect: Effect, meeting: FullMeeting): Promise<void> {
  for (const { id, kind, struckAt, text, personId, agencyId, details } of meeting.entries) {
    if (struckAt !== null || personId === null || agencyId === null) continue;
    if ((details as { kept?: string }).kept !== undefined) continue;
    const by = { text: cut(text, 1000), personId, agencyId };
    const partnershipId = act.partnership.id;
    const kept =
      kind === 'IDEA'
        ? (await putIdea(effect, partnershipId, { ...by, zoneId: meeting.zoneId }, act.now)).id
        : kind === 'CELEBRATION' && meeting.zoneId !== null
          ? (await putCelebration(effect, partnershipId, { ...by, zoneId: meeting.zoneId, thanked: [] }, act.now)).id
          : undefined;
    if (kept !== undefined)
      await effect.db.meetingEntry.update({ where: { id }, data: { details: { ...(details as object), kept } } });
  }
}

/** The minutes in every place of the zone: a card a sheet, each updated where it stands. @param to who else gets them now */
export async function showSheets(effect: Effect, meeting: FullMeeting, to?: Notice[]): Promise<void> {
  const sheets = sheetsOf(meeting, await minutesNow(effect.db, meeting));
  const places = to ?? (await placesOfTeam(effect.db, meeting));
  for (const index of sheets.slice(0, MOST_SHEETS).keys())
    await effect.show({ type: sheetRecord(index + 1), id: meeting.id, version: meeting.version + 1 }, places);
}

/** Keeps the minutes as they stand now. */
async function keepVersion(
  effect: Effect,
  act: Act,
  meeting: FullMeeting,
  event: MinutesEvent,
  note: string,
): Promise<void> {
  const content = await minutesToKeep(effect.db, meeting);
  await effect.db.minutesVersion.create({
    data: {
      meetingId: meeting.id,
      number: (meeting.minuted.at(-1)?.number ?? 0) + 1,
      event,
      content: JSON.parse(JSON.stringify(content)),
      note: cut(note, 500),
      personId: knownPerson(act).id,
      at: act.now,
    },
  });
  await effect.audit({ action: `minutes.${event.toLowerCase()}`, recordType: RECORD, recordId: meeting.id });
}

/** The latest minutes of the same team that are published and not approved. */
export async function toApprove(db: Db, meeting: FullMeeting): Promise<FullMeeting | undefined> {
  const [found] = await findMeetings(db, {
    where: {
      ...ofTeam(meeting),
      kind: meeting.kind,
      id: { not: meeting.id },
      state: 'ENDED',
      approvedAt: null,
      endedAt: { not: null, lte: meeting.startedAt ?? meeting.startsAt },
    },
    orderBy: { endedAt: 'desc' },
    take: 1,
  });
  return found;
}

/** This meeting approves the minutes of the one before. Who may say so: whoever runs it. */
export function approveMinutes(act: Act, id: string): Promise<Reply> {
  return inMeeting(act, id, async (turn) => {
    const { effect, meeting, record, after } = turn;
    if (meeting.state !== 'RUNNING') throw new Refusal('Minutes are approved by a meeting that is being held.');
    assertMay(act, 'meeting.approve', meetingSubject(meeting));
    const about = meeting.items.find((item) => item.state === 'OPEN' && item.purpose === 'APPROVE_MINUTES')?.aboutId;
    const earlier = about == null ? await toApprove(effect.db, meeting) : await readMeeting(act, about, effect.db);
    if (earlier === undefined || earlier.approvedAt !== null)
      return said(act, meeting, 'There are no minutes to approve');
    const of = heldWords(earlier);
    if (earlier.publishedAt === null)
      throw new Refusal(say`The minutes of ${of} are a draft still. Publish them first: "meeting edit".`);
    const fresh = await effect.db.meeting.updateMany({
      where: { id: earlier.id, approvedAt: null },
      data: { approvedAt: act.now },
    });
    if (fresh.count === 0) return said(act, meeting, 'They are approved already');
    await keepVersion(effect, act, await readMeeting(act, earlier.id, effect.db), 'APPROVED', '');
    await record({
      kind: 'APPROVED',
      text: `The minutes of ${of}`,
      itemId: openItem(meeting),
      details: { meeting: earlier.id },
    });
    await touchMeeting(effect, earlier.id);
    return said(act, await after(), 'Approved', [`The minutes of ${of}.`]);
  });
}

/** For whoever ends a meeting, and its leads: what to do with the draft. */
export async function draftForLead({ effect }: Turn, meeting: FullMeeting) {
  return draftCard(meeting, await minutesNow(effect.db, meeting), {
    parts: partsOf(meeting),
    mayPublish: true,
    title: meeting.endedByClock
      ? 'Nobody ended the meeting, so it ended by itself. Look through its minutes, then publish'
      : 'The meeting has ended. Look through its minutes, then publish',
  });
}
