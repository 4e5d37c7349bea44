// From a line or a form to a promise: the guard, then who, then by when; nothing is guessed in silence.

import { DateTime } from 'luxon';
import { type Act, knownPerson, ownZones, zoneById } from '../../chat/act.ts';
import { type Button, buttons, paragraph } from '../../chat/cards.ts';
import type { OpenForm, Values } from '../../chat/forms.ts';
import { assertMay, may } from '../../chat/may.ts';
import { inPlace, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { clean, cut, lengthOf, say, strong } from '../../chat/spans.ts';
import { keepDraft } from '../../database/drafts.ts';
import { aboutDay } from '../../language/days.ts';
import type { DueDay } from '../../language/meant-days.ts';
import { dayWords, todayIn, weekdayOf } from '../../time/calendar.ts';
import { workingDaysFrom } from '../../time/working-days.ts';
import { readStanding, type Standing, whichOne, whoIsMeant } from '../people/index.ts';
import { bare, fieldError, identifiers, inspect, insteadOf, stopCard, withRemark } from '../privacy/index.ts';
import { problemNamed, readProblem } from '../problems/index.ts';
import { type ActionDraft, LONGEST_ACTION } from './entry.ts';
import { actionForm } from './forms.ts';
import { ownerMention, readActionLine, without } from './line.ts';
import { subjectOf } from './model.ts';
import { keeperFor, promise } from './service.ts';
import { dueQuestion, openCard, ownerQuestion } from './views.ts';
import { assertOneOwner, type Likely, likelyOwners, withOwner } from './who.ts';

/** "Ask Parks about gates @Dana by Friday for NP-42" */
export async function makeFromLine(act: Act, typed: string, visible: boolean): Promise<Reply> {
  let line = clean(typed);
  const draft: ActionDraft = { text: '' };
  const named = await problemNamed(act, line);
  if (named !== undefined) {
    const problem = await readProblem(act, named.id);
    if (problem.state === 'CLOSED')
      throw new Refusal(`${problem.zone.code}-${problem.number} is closed. Reopen it first, or leave its number out.`);
    draft.problemId = named.id;
    draft.zoneId = problem.zoneId;
    line = without(line, named.from, named.to);
  }
  const zoneId = draft.zoneId ?? zoneHere(act);
  line = await withOwner(act, line, zoneId);
  const mention = ownerMention(line);
  let choose: { id: string; name: string }[] = [];
  let timeZone = act.partnership.timeZone;
  let owner: Standing | undefined;
  if (mention !== undefined) {
    const meant = await whoIsMeant(act, mention, zoneId);
    if ('to' in meant) assertOneOwner(line, meant.to);
    switch (meant.kind) {
      case 'person':
        draft.ownerId = meant.person.id;
        owner = meant.person.standing ?? (await readStanding(act.db, meant.person.id, todayIn(timeZone, act.now).day));
        timeZone = owner?.timeZone ?? timeZone;
        line = without(line, mention.from, meant.to);
        break;
      case 'agency':
        draft.agencyId = meant.agency.id;
        line = without(line, mention.from, meant.to);
        break;
      case 'several':
        choose = meant.people.map(({ id, name, agency }) => ({ id, name: `${name} (${agency})` }));
        line = without(line, mention.from, meant.to);
        break;
      case 'elsewhere':
        throw new Refusal(
          `${meant.person.name} is not in ${zoneId === undefined ? 'this zone' : zoneById(act, zoneId).name}'s team${meant.zones.length === 0 ? '' : ` but in ${meant.zones.join(' and ')}`}, so nothing was promised. Name somebody of the team, a champion, or an agency.`,
        );
      case 'nobody':
        throw new Refusal(
          `I know nobody called ${meant.words}${zoneId === undefined ? '' : ` in ${zoneById(act, zoneId).name}`}, so nothing was promised. Name somebody of the team, a champion, or an agency such as @Housing.`,
        );
    }
  }
  const read = readActionLine(line, { now: act.now, timeZone });
  const isNobodys = mention === undefined && choose.length === 0;
  const likely = isNobodys ? await likelyOwners(act, read.text, zoneId) : [];
  return proceed(act, { ...draft, text: read.text }, { due: read.due, choose, likely, visible, owner });
}

/** A button that says the line again, with what was missing in it; none where it cannot be said again. */
export type SayAgain = (label: string, line: string) => Button[];

function askedAgain(words: string, typed: string, choices: Button[]): Refusal {
  return choices.length === 0
    ? new Refusal(words)
    : new Refusal(words, {
        summary: words,
        blocks: [paragraph(words), paragraph(say`You write: ${strong(cut(typed, 300))}`), buttons(...choices)],
      });
}

/**
 * A line as a whole promise, where there is nobody to ask back: in the middle of a meeting.
 * @throws {Refusal} that says what is missing and how to write it
 */
export async function draftFromLine(
  act: Act,
  typed: string,
  zoneId: string | null,
  again: SayAgain = () => [],
): Promise<ActionDraft & { dueOn: string; owner: string }> {
  let line = clean(typed);
  const draft: ActionDraft = { text: '' };
  const named = await problemNamed(act, line);
  if (named !== undefined) {
    draft.problemId = named.id;
    line = without(line, named.from, named.to);
  }
  line = await withOwner(act, line, zoneId ?? undefined);
  const mention = ownerMention(line);
  const meant = mention === undefined ? undefined : await whoIsMeant(act, mention, zoneId ?? undefined);
  const how = 'Write it as: Ask Cares for painters @Priya by Friday. Nothing was recorded.';
  if (mention === undefined || meant === undefined) {
    const likely = await likelyOwners(act, line, zoneId ?? undefined);
    throw askedAgain(`Who takes it on? ${how}`, typed, [
      ...likely.flatMap(({ name, text = typed }) => again(name, `@${name.replace(/ \(.*/, '')} ${text}`)),
      ...again('I do', `@me ${typed}`),
    ]);
  }
  if (meant.kind === 'several') throw whichOne(meant.people);
  if (meant.kind === 'nobody' || meant.kind === 'elsewhere')
    throw new Refusal(
      `${meant.kind === 'nobody' ? `I know nobody called ${meant.words}` : `${meant.person.name} is not in this zone's team`}. ${how}`,
    );
  assertOneOwner(line, meant.to);
  if (meant.kind === 'agency') draft.agencyId = meant.agency.id;
  else draft.ownerId = meant.person.id;
  const here = { now: act.now, timeZone: act.partnership.timeZone };
  const { text, due } = readActionLine(without(line, mention.from, meant.to), here);
  if (due === undefined)
    throw askedAgain(
      `By when? ${how}`,
      typed,
      offers(todayIn(here.timeZone, here.now).day).flatMap(({ label, day }) =>
        again(label, `${typed} by ${dayWords(day)}`),
      ),
    );
  if (due.kind !== 'day') throw new Refusal(`${aboutDay(due, here)} ${how}`);
  if (text === '') throw new Refusal(`What is promised? ${how}`);
  if (lengthOf(text) > LONGEST_ACTION)
    throw new Refusal(`That is ${lengthOf(text)} characters; at most ${LONGEST_ACTION} fit in an action. ${how}`);
  const owner = meant.kind === 'agency' ? meant.agency.shortName : meant.person.name;
  return { ...draft, ...(zoneId === null ? {} : { zoneId }), text, dueOn: due.day, owner };
}

interface Said {
  due?: DueDay | undefined;
  choose?: { id: string; name: string }[];
  /** Who is named in it, and may be meant. */
  likely?: Likely[];
  visible?: boolean;
  /** How the owner stands, where that was looked up. */
  owner?: Standing | undefined;
}

/** Promises the draft if it is whole and clean; else asks for the next thing. */
export async function proceed(act: Act, given: ActionDraft, said: Said = {}): Promise<Reply> {
  const answer = act.incoming.what.kind === 'press' ? inPlace : privately;
  const draft = said.due?.kind === 'day' ? { ...given, dueOn: said.due.day } : given;
  if (draft.text === '') return { kind: 'form', ...(await formFor(act, draft)) };
  if (lengthOf(draft.text) > LONGEST_ACTION)
    throw new Refusal(
      `That is ${lengthOf(draft.text)} characters; at most ${LONGEST_ACTION} fit. Nothing was promised: please shorten it.`,
    );
  const stops = identifiers(inspect(draft.text, act.now));
  if (stops.length > 0) {
    const instead = insteadOf(draft.text, act.now);
    const kept = await keepDraft(act, { ...draft, text: instead?.text ?? bare(draft.text, act.now) });
    return answer(
      stopCard({
        text: draft.text,
        findings: stops,
        visible: said.visible === true,
        instead,
        ways: {
          goOn: { action: 'action.answer', data: { draft: kept } },
          edit: { label: 'Edit', action: 'action.form', data: { draft: kept }, opens: 'form' },
        },
      }),
    );
  }
  const zoneId = draft.zoneId ?? zoneHere(act);
  if (zoneId === undefined)
    throw new Refusal(
      ownZones(act).length === 0
        ? say`You are in no zone’s team, so there is nowhere to promise it. Type "me join".`
        : 'In which zone? Type it in the zone’s channel, or name a problem: "for NP-42".',
    );
  assertMay(act, 'action.make', { zoneId, where: zoneById(act, zoneId).name });
  const placed = { ...draft, zoneId };
  const form = () => formButton(act, placed);
  if (draft.ownerId === undefined && draft.agencyId === undefined)
    return answer(
      ownerQuestion(
        placed,
        await keepDraft(act, { ...placed, ...dayOf(said.due) }),
        await form(),
        said.choose,
        said.likely,
      ),
    );
  if (draft.dueOn === undefined) return answer(await askForDay(act, placed, said.due, await form()));
  return make(act, { ...placed, dueOn: draft.dueOn }, said.owner);
}

/** A day that was named outlives the question of who. */
function dayOf(due: DueDay | undefined): { dueOn?: string } {
  return due?.kind === 'day' ? { dueOn: due.day } : {};
}

async function askForDay(act: Act, draft: ActionDraft, due: DueDay | undefined, form: Button) {
  const kept = await keepDraft(act, draft);
  const today = todayIn(act.partnership.timeZone, act.now).day;
  switch (due?.kind) {
    case 'either':
      return dueQuestion(
        draft,
        kept,
        due.days.map((day) => ({ label: day === today ? `Today, ${short(day)}` : short(day), day })),
        form,
        `Which day is "${due.words}"?`,
        'It may be two.',
      );
    case 'past':
      return dueQuestion(
        draft,
        kept,
        offers(today),
        form,
        `${dayWords(due.day)} has been`,
        'A promise lies ahead. By when?',
      );
    case 'impossible':
      return dueQuestion(
        draft,
        kept,
        due.last >= today ? [{ label: dayWords(due.last), day: due.last }] : [],
        form,
        `There is no ${due.words}`,
        `The last day of that month is ${dayWords(due.last)}.`,
      );
    case 'mismatch':
      return dueQuestion(
        draft,
        kept,
        [due.day, due.other].map((day) => ({ label: dayWords(day), day })),
        form,
        `${due.words} is a ${weekdayOf(due.day)}`,
        'Which of the two days is meant?',
      );
    default:
      return dueQuestion(draft, kept, offers(today), form);
  }
}

function offers(today: string): { label: string; day: string }[] {
  const next = workingDaysFrom(today, 1);
  const later = (days: number) => {
    const day = DateTime.fromISO(today, { zone: 'utc' }).plus({ days }).toISODate() ?? '';
    return workingDaysFrom(workingDaysFrom(day, -1), 1);
  };
  return [
    { label: `In a week, ${short(later(7))}`, day: later(7) },
    { label: `Next working day, ${short(next)}`, day: next },
    { label: `In two weeks, ${short(later(14))}`, day: later(14) },
  ];
}

const short = (day: string) => DateTime.fromISO(day, { zone: 'utc' }).setLocale('en-GB').toFormat('ccc d LLL');

async function make(
  act: Act,
  draft: ActionDraft & { zoneId: string; dueOn: string },
  owner: Standing | undefined,
): Promise<Reply> {
  const keeper = draft.ownerId === undefined ? undefined : await keeperFor(act, act.db, draft, owner);
  return act.onceByHand(async (effect) => {
    const { action, remark } = await promise(act, effect, draft, undefined, keeper);
    const own = action.ownerId === knownPerson(act).id;
    const notes = [
      ...(remark === undefined ? [] : [remark]),
      ...(own || action.state === 'ORPHANED'
        ? []
        : [
            `${action.owner?.name ?? action.agency?.shortName ?? 'They'} will be told, and can accept, suggest another date, or say no.`,
          ]),
    ];
    const shown = openCard(action, own ? 'Promised' : 'Asked', may(act, 'action.settle', subjectOf(action)), notes);
    const card = withRemark(shown, action.text, act.now);
    return act.incoming.what.kind === 'press' ? inPlace(card) : privately(card);
  });
}

export function zoneHere(act: Act): string | undefined {
  const own = ownZones(act);
  return act.placeZoneId ?? (own.length === 1 ? own[0]?.id : undefined);
}

async function formButton(act: Act, draft: ActionDraft): Promise<Button> {
  return { label: 'Open the form', action: 'action.form', data: { draft: await keepDraft(act, draft) }, opens: 'form' };
}

/** Who can be asked in a zone: its team, the champions, and agencies as a whole. */
export async function ownersIn(act: Act, zoneId: string) {
  const people = await teamIn(act, zoneId);
  return [
    ...people,
    ...act.directory.agencies.map((agency) => ({
      value: `agency:${agency.id}`,
      label: `${agency.shortName}, whoever takes it`,
    })),
  ].slice(0, 100);
}

export async function teamIn(act: Act, zoneId: string | null, except?: string) {
  const people = await act.db.person.findMany({
    where: {
      partnershipId: act.partnership.id,
      active: true,
      ...(except === undefined ? {} : { id: { not: except } }),
      OR: [...(zoneId === null ? [] : [{ memberships: { some: { zoneId } } }]), { champion: { isNot: null } }],
    },
    include: { agency: true, champion: true },
    orderBy: { name: 'asc' },
    take: 85,
  });
  return people.map(({ id, name, agency, champion }) => ({
    value: id,
    label: `${name} (${agency.shortName}${champion === null ? '' : ', champion'})`,
  }));
}

export async function formFor(act: Act, draft: ActionDraft, values?: Values): Promise<OpenForm> {
  const zoneId = draft.zoneId ?? zoneHere(act);
  if (zoneId === undefined) throw new Refusal('In which zone? Open the form in the zone’s channel, or from a problem.');
  const me = knownPerson(act).id;
  return actionForm(
    { ...(draft.ownerId === undefined && draft.agencyId === undefined ? { ownerId: me } : {}), ...draft, zoneId },
    { owners: await ownersIn(act, zoneId), today: todayIn(act.partnership.timeZone, act.now).day, values },
  );
}

/** Reads the form's values; every error says what was wrong and how to mend it. */
export function readForm(
  act: Act,
  values: Values,
): { draft: ActionDraft & { dueOn: string } } | { errors: Record<string, string> } {
  const errors: Record<string, string> = {};
  const text = clean(String(values['text'] ?? ''));
  if (text === '') errors['text'] = 'Please say what is promised.';
  else if (lengthOf(text) > LONGEST_ACTION)
    errors['text'] = `That is ${lengthOf(text)} characters; at most ${LONGEST_ACTION} fit.`;
  const stops = identifiers(inspect(text, act.now));
  if (stops.length > 0) errors['text'] = fieldError(text, stops);
  const owner = String(values['owner'] ?? '');
  if (owner === '') errors['owner'] = 'Please choose who takes it on.';
  const dueOn = String(values['due'] ?? '');
  const today = todayIn(act.partnership.timeZone, act.now).day;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(dueOn) || Number.isNaN(Date.parse(dueOn))) errors['due'] = 'Please give the day.';
  else if (dueOn < today) errors['due'] = 'That day has been. A promise lies ahead.';
  if (Object.keys(errors).length > 0) return { errors };
  const deputy = values['deputy'];
  return {
    draft: {
      text,
      ...(owner.startsWith('agency:') ? { agencyId: owner.slice('agency:'.length) } : { ownerId: owner }),
      ...(typeof deputy === 'string' && deputy !== owner ? { deputyId: deputy } : {}),
      dueOn,
    },
  };
}
