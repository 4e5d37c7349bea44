// What people type about meetings that are ahead: plan, move, add to the agenda, quorum.

import type { Act } from '../../../chat/act.ts';
import { buttons, heading, paragraph } from '../../../chat/cards.ts';
import { refill, type Values } from '../../../chat/forms.ts';
import { assertMay } from '../../../chat/may.ts';
import { sayAsButton } from '../../../chat/offers.ts';
import { orReopen, privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { clean, command, howMany, say, type Text, textOf } from '../../../chat/spans.ts';
import type { MeetingKind } from '../../../database/generated/enums.ts';
import type { Clock } from '../../../language/meant-days.ts';
import { BETWEEN, NEGATIVE, withDigits } from '../../../language/numbers.ts';
import {
  occurrences,
  REPEATS,
  type RepeatChoice,
  type Rhythm,
  rhythmWords,
  ruleFrom,
} from '../../../language/repeat.ts';
import { capitalised } from '../../../language/vocabulary.ts';
import { readWhen, type When } from '../../../language/when.ts';
import { fieldError, identifiers, inspect } from '../../privacy/index.ts';
import { nameOf, problemNamed, readProblem } from '../../problems/index.ts';
import { itemForm, planForm, TYPED, type TypedRhythm } from '../forms.ts';
import { readMeeting } from '../service.ts';
import { kindOf, kindsOf, type NamedTeam, subjectOf, type Team } from '../team.ts';
import { meetingCard } from '../views.ts';
import { nextOne, teamById, teamHere } from '../which.ts';
import { KINDS } from '../words.ts';
import { addItem, proposals, readItem } from './agenda.ts';
import { planMeeting } from './schedule.ts';
import { aboutTrouble } from './trouble.ts';

/** "every second Tuesday 10:00 for 45 min at New Parks library"; what is missing is asked for in the form, filled in. */
export async function plan(act: Act, typed: string): Promise<Reply> {
  const team = teamHere(act);
  const words = typed.replace(ANOTHER, '');
  if (words === '') return { kind: 'form', ...planForm(team, {}) };
  const here = clockOf(act);
  const when = readWhen(words, here);
  const rhythm = rhythmOf(when);
  const form = planForm(team, {
    ...(rhythm === undefined
      ? {}
      : {
          rhythm: {
            rule: rhythm.rule,
            except: rhythm.except,
            ...(rhythm.until === undefined ? {} : { until: rhythm.until }),
          },
        }),
    ...(when.title === '' ? {} : { title: when.title.slice(0, 200) }),
    ...(when.day === undefined ? {} : { day: when.day }),
    ...(when.at === undefined ? {} : { at: when.at }),
    minutes: when.minutes ?? 60,
    place: when.place,
  });
  const ask = (text: Text): never => {
    throw new Refusal(text, { summary: textOf(text), blocks: [paragraph(text), buttons(form.button)] });
  };
  const example = say`For example: ${command('meeting new every second Tuesday 10:00 for 45 min at New Parks library')}.`;
  if (when.trouble !== undefined) return ask(say`${aboutTrouble(when.trouble, here)} Nothing was planned.`);
  if (when.day === undefined) return ask(say`On which day? ${example}`);
  if (when.at === undefined) return ask(say`At what time? ${example}`);
  assertLength(when.minutes ?? 60);
  return planMeeting(act, {
    team,
    ...kindAndTitle(team, when.title),
    day: when.day,
    at: when.at,
    minutes: when.minutes ?? 60,
    place: when.place,
    rhythm,
    another: words === typed ? sayAsButton('Plan another', 'meeting', `new another ${words}`) : undefined,
  });
}

/** One more, though there is one at that time. */
const ANOTHER = /^another\b[:,]?\s*/i;

const fallsOn = (rhythm: Rhythm, day: string): boolean =>
  occurrences({ ...rhythm, from: day, at: '12:00', timeZone: 'utc' }, day, day).length > 0;

const clockOf = (act: Act): Clock => ({ now: act.now, timeZone: act.partnership.timeZone });

export const rhythmOf = ({ rule, until, except }: When): Rhythm | undefined =>
  rule === undefined ? undefined : { rule, until, except };

export function assertLength(minutes: number): void {
  if (minutes < 5 || minutes > 720)
    throw new Refusal('A meeting takes from 5 minutes to 12 hours. Nothing was planned.');
}

/** "Launch" is a kind as well as a name. */
function kindAndTitle(team: NamedTeam, typed: string): { kind: MeetingKind; title: string } {
  const title = typed.slice(0, 200);
  const words = title.toLowerCase();
  const kind =
    kindsOf(team).find((each) => KINDS[each].toLowerCase().startsWith(words) && words.length >= 5) ?? kindOf(team);
  return { kind, title: title === '' ? KINDS[kind] : title };
}

/**
 * The form, sent. Who may: a lead.
 * @param typed the rhythm of the line that opened it
 */
export async function savePlan(act: Act, of: Team, typed: TypedRhythm | undefined, values: Values): Promise<Reply> {
  const team = await teamById(act, of);
  const text = (name: string) => clean(String(values[name] ?? ''));
  const [day, at, title, place] = [text('day'), text('at'), text('title'), text('place')];
  const kind = kindsOf(team).find((each) => each === values['kind']) ?? kindOf(team);
  const until = text('until') === '' ? undefined : text('until');
  const choice = (Object.keys(REPEATS) as RepeatChoice[]).find((each) => each === values['repeats']) ?? 'NO';
  const minutes = typeof values['minutes'] === 'number' ? values['minutes'] : 60;
  const errors: Record<string, string> = {};
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) errors['day'] = 'Please give the day.';
  if (!/^\d{2}:\d{2}$/.test(at)) errors['at'] = 'Please give the time.';
  if (!(minutes >= 5 && minutes <= 720)) errors['minutes'] = 'From 5 minutes to 12 hours.';
  const rule = ruleFrom(choice, day);
  const isTyped = typed !== undefined && values['repeats'] === TYPED;
  const rhythm: Rhythm | undefined = isTyped
    ? { ...typed, until }
    : rule === undefined
      ? undefined
      : { rule, until, except: [] };
  if (Object.keys(errors).length === 0) {
    if (until !== undefined && until < day) errors['until'] = 'That is before its first day.';
    else if (isTyped && rhythm !== undefined && !fallsOn(rhythm, day))
      errors['day'] = `${capitalised(rhythmWords(rhythm))}: that is no such day.`;
  }
  for (const [name, words] of Object.entries({ title, place })) {
    const stops = identifiers(inspect(words, act.now));
    if (stops.length > 0) errors[name] = fieldError(words, stops);
  }
  const form = () => {
    const opened = planForm(team, typed === undefined ? {} : { rhythm: typed });
    return { ...opened, form: refill(opened.form, values) };
  };
  if (Object.keys(errors).length > 0) return { kind: 'invalid', ...form(), errors };
  return orReopen(
    () =>
      planMeeting(act, {
        team,
        kind,
        title: title === '' ? KINDS[kind] : title,
        day,
        at,
        minutes,
        place,
        rhythm,
        another: [],
      }),
    'day',
    form,
  );
}

export async function add(act: Act, words: string): Promise<Reply> {
  const next = await nextOne(act);
  if (words === '') return { kind: 'form', ...itemForm(await readMeeting(act, next.id)) };
  const named = await problemNamed(act, words);
  if (named !== undefined && named.from === 0) {
    const problem = await readProblem(act, named.id);
    const { title: lost, minutes: length } = readItem(words.slice(named.to));
    if (/[\p{L}\d]/u.test(lost))
      throw new Refusal(
        say`A problem stands on the agenda by its own title, and "${lost.slice(0, 60)}" would be lost. Add one at a time: ${command(`meeting add ${words.slice(0, named.to)} 10 min`)}.`,
      );
    return addItem(act, next.id, { ...itemOf(problem), minutes: length });
  }
  return addItem(act, next.id, readItem(words));
}

/** A problem as an item of an agenda. */
export const itemOf = (problem: { id: string; number: number; title: string; zone: { code: string } }) => ({
  title: nameOf(problem, 200),
  problemId: problem.id,
});

export async function showProposals(act: Act, id: string): Promise<Reply> {
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

/** "quorum 7 people 4 agencies", "quorum none". Who may: a lead. */
export async function setQuorum(act: Act, typed: string): Promise<Reply> {
  const words = withDigits(typed);
  const team = teamHere(act);
  assertMay(act, 'meeting.quorum', subjectOf(team));
  const none = /^none$/i.test(words.trim());
  const open = BETWEEN.exec(words)?.[0];
  if (open !== undefined) throw new Refusal(`"${open}": which of the two? Say one number.`);
  if (NEGATIVE.test(words))
    throw new Refusal(`"${words.slice(0, 40)}" has a minus in it. How many people, from how many agencies?`);
  const people = /(?<![\d.,])(\d{1,3}) (?:people|persons|members)/i.exec(words)?.[1];
  const agencies = /(?<![\d.,])(\d{1,2}) (?:agenc(?:y|ies)|organi[sz]ations?)/i.exec(words)?.[1];
  if (!none && people === undefined && agencies === undefined)
    throw new Refusal(
      say`Write it as ${command('meeting quorum 7 people 4 agencies')}, or ${command('meeting quorum none')}.`,
    );
  if (!none && (Number(people ?? 1) < 1 || Number(agencies ?? 1) < 1))
    throw new Refusal('A quorum is at least one person from one agency. For none, say: quorum none.');
  return act.once(async (effect) => {
    const data = {
      quorumPeople: none || people === undefined ? null : Number(people),
      quorumAgencies: none || agencies === undefined ? null : Number(agencies),
    };
    if (team.zoneId !== null) await effect.db.zone.update({ where: { id: team.zoneId }, data });
    else if (team.bodyId !== null) await effect.db.body.update({ where: { id: team.bodyId }, data });
    await effect.audit({
      action: 'meeting.quorum',
      recordType: team.zoneId === null ? 'body' : 'zone',
      recordId: team.zoneId ?? team.bodyId ?? '',
    });
    const title = none
      ? 'Meetings decide with whoever is there'
      : `Quorum: ${howMany(Number(people ?? 1), 'person', 'people')} from ${howMany(Number(agencies ?? 1), 'agency', 'agencies')}`;
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
