// From a draft to a stored interaction: the guard first, then one question at a time for what is missing, then the save.

import { type Act, knownPerson, ownZones, visibleZones, zoneById } from '../../chat/act.ts';
import type { Button } from '../../chat/cards.ts';
import type { OpenForm, Values } from '../../chat/forms.ts';
import { may } from '../../chat/may.ts';
import { inPlace, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { clean, lengthOf, say } from '../../chat/spans.ts';
import { keepDraft } from '../../database/drafts.ts';
import { todayIn } from '../../time/calendar.ts';
import { bare, fieldError, identifiers, inspect, insteadOf, stopCard } from '../privacy/index.ts';
import { bandShape, type Entry, type EntryDraft, LONGEST_TEXT, outcomeShape, toolShape, wayShape } from './entry.ts';
import { logForm } from './forms.ts';
import { logInteraction } from './service.ts';
import { dayQuestion, futureQuestion, negativeQuestion, outcomeQuestion, savedCard, zoneQuestion } from './views.ts';
import { BANDS, bandOf } from './words.ts';

/** Saves the draft if it is whole and clean; else asks for the next thing, with one tap where one tap can answer. */
export async function proceed(act: Act, draft: EntryDraft, visible: boolean): Promise<Reply> {
  const person = knownPerson(act);
  const answer = act.incoming.what.kind === 'press' ? inPlace : privately;
  if (draft.text === '') return { kind: 'form', ...formFor(act, draft) };
  if (lengthOf(draft.text) > LONGEST_TEXT)
    throw new Refusal(
      `That is ${lengthOf(draft.text)} characters; at most ${LONGEST_TEXT} fit. Nothing was saved: please shorten it and send it again.`,
    );
  const stops = identifiers(inspect(draft.text, act.now));
  if (stops.length > 0) return answer(await stopFor(act, draft, visible));
  if ((draft.peopleCount ?? 0) < 0) {
    const { peopleCount: _, ...rest } = draft;
    return answer(negativeQuestion(draft, await formButton(act, rest)));
  }
  if (draft.futureDay !== undefined)
    return answer(futureQuestion(draft, await keepDraft(act, draft), await formButton(act, draft)));

  if (draft.askDay !== undefined)
    return answer(dayQuestion(act, draft, draft.askDay, await keepDraft(act, draft), await formButton(act, draft)));

  const zoneId = draft.zoneId ?? zoneHere(act);
  if (zoneId === undefined) {
    if (ownZones(act).length > 0) return answer(zoneQuestion(act, draft, await keepDraft(act, draft)));
    throw new Refusal(
      person.champion
        ? 'Champions work across all zones and are in no zone’s team, so they do not log for one. Ask the member who was there.'
        : say`You are in no zone’s team yet, so there is nowhere to log it. Ask a lead, or type "me" to see where you stand.`,
    );
  }
  if (!may(act, 'interaction.log', { zoneId })) {
    const own = ownZones(act).map((zone) => zone.name);
    throw new Refusal(
      `You are not in the team of ${zoneById(act, zoneId).name}, so it was not saved. ${own.length === 0 ? 'Ask one of its leads to add you.' : `You can log in ${own.join(' or ')}: end your line with "in ${own[0]}".`}`,
    );
  }
  if (draft.outcomes.length === 0)
    return answer(
      outcomeQuestion(draft, await keepDraft(act, { ...draft, zoneId }), await formButton(act, { ...draft, zoneId })),
    );
  const entry: Entry = { ...draft, tool: draft.tool ?? 'INTERACTION', zoneId };
  return answer(savedCard(act, await logInteraction(act, entry)));
}

/** The channel's zone; else the person's only one. */
function zoneHere(act: Act): string | undefined {
  const own = ownZones(act);
  return act.placeZoneId ?? (own.length === 1 ? own[0]?.id : undefined);
}

async function stopFor(act: Act, draft: EntryDraft, visible: boolean) {
  const findings = identifiers(inspect(draft.text, act.now));
  const instead = insteadOf(draft.text, act.now);
  const kept = await keepDraft(act, { ...draft, text: instead?.text ?? bare(draft.text, act.now) });
  return stopCard({
    text: draft.text,
    findings,
    visible,
    instead,
    ways: {
      goOn: { action: 'log.answer', data: { draft: kept } },
      edit: { label: 'Edit', action: 'log.form', data: { draft: kept }, opens: 'form' },
    },
  });
}

async function formButton(act: Act, draft: EntryDraft): Promise<Button> {
  return { label: 'Open the form', action: 'log.form', data: { draft: await keepDraft(act, draft) }, opens: 'form' };
}

/** The log form, and the button that opens it where forms cannot be opened unasked. */
export function formFor(act: Act, draft: Partial<EntryDraft>): OpenForm {
  if (ownZones(act).length === 0)
    throw new Refusal(
      visibleZones(act).length > 0
        ? 'You see all zones but are in no zone’s team, so you do not log for one.'
        : say`You are in no zone’s team yet. Type "me" to see where you stand.`,
    );
  return {
    form: logForm(act, draft, {}),
    button: { label: 'Open the form', action: 'log.form', data: {}, style: 'primary', opens: 'form' },
  };
}

export type Read = { entry: Entry } | { errors: Record<string, string> };

/** Reads the form's values; every error says what was wrong and how to mend it. */
export function readForm(act: Act, values: Values): Read {
  const errors: Record<string, string> = {};
  const text = clean(String(values['text'] ?? ''));
  if (text === '') errors['text'] = 'Please say in a few words what happened.';
  else if (lengthOf(text) > LONGEST_TEXT)
    errors['text'] = `That is ${lengthOf(text)} characters; at most ${LONGEST_TEXT} fit.`;
  const stops = identifiers(inspect(text, act.now));
  if (stops.length > 0) errors['text'] = fieldError(text, stops);

  const outcomes = listOf(values['outcomes']).flatMap((value) => outcomeShape.safeParse(value).data ?? []);
  if (outcomes.length === 0) errors['outcomes'] = 'Please choose at least one outcome.';
  const tool = toolShape.safeParse(values['tool'] ?? 'INTERACTION').data ?? 'INTERACTION';
  const way = wayShape.safeParse(values['way']).data;
  const people = readPeople(String(values['people'] ?? ''));
  if (people === undefined) errors['people'] = 'Please give a number such as 12, or one of 1, 2–5, 6–20, 21–50, 51+.';
  const day = String(values['day'] ?? '');
  const today = todayIn(act.partnership.timeZone, act.now).day;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day)))
    errors['day'] = 'Please give the day on which it happened.';
  else if (day > today) errors['day'] = 'That day is still to come. An interaction is logged after it has happened.';
  const minutes = values['minutes'];
  if (
    minutes !== undefined &&
    (typeof minutes !== 'number' || !Number.isInteger(minutes) || minutes < 1 || minutes > 1440)
  )
    errors['minutes'] = 'Please give whole minutes from 1 to 1440, or leave it empty.';
  const zoneId = typeof values['zone'] === 'string' ? values['zone'] : (zoneHere(act) ?? ownZones(act)[0]?.id);
  if (zoneId === undefined || !act.directory.zones.some((zone) => zone.id === zoneId))
    errors['zone'] = 'Please choose a zone.';

  if (Object.keys(errors).length > 0 || zoneId === undefined || people === undefined) return { errors };
  const agencyIds = listOf(values['agencies']).filter((id) =>
    act.directory.agencies.some((agency) => agency.id === id),
  );
  return {
    entry: {
      text,
      tool,
      outcomes,
      ...(way === undefined ? {} : { way }),
      ...people,
      ...(typeof minutes === 'number' ? { minutes } : {}),
      occurredOn: day,
      agencyIds,
      zoneId,
      guessed: [],
      remarks: [],
    },
  };
}

function listOf(value: Values[string] | undefined): string[] {
  return Array.isArray(value) ? value : [];
}

/** A number or a band, as typed. @returns undefined when it is neither */
function readPeople(typed: string): Pick<Entry, 'peopleCount' | 'peopleBand'> | undefined {
  const words = typed
    .trim()
    .replace(/\s*[-–—]\s*/g, '–')
    .replace(/\s*\+$/, '+');
  if (words === '') return {};
  const band = bandShape.options.find((option) => BANDS[option].label === words);
  if (band !== undefined && band !== 'ONE') return { peopleBand: band };
  if (!/^\d{1,5}$/.test(words)) return undefined;
  const count = Number(words);
  const of = bandOf(count);
  return { peopleCount: count, ...(of === undefined ? {} : { peopleBand: of }) };
}
