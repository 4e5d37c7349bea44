// What people type about meetings that are ahead: plan, move, add to the agenda, quorum.

import { dayWords, weekdayOf } from '../../calendar.ts';
import type { Act } from '../../chat/act.ts';
import { buttons, heading, paragraph } from '../../chat/cards.ts';
import { refill, type Values } from '../../chat/forms.ts';
import { orReopen, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { clean, command, say, type Text, textOf } from '../../chat/spans.ts';
import type { MeetingKind } from '../../database/generated/enums.ts';
import { NEGATIVE } from '../../language/counts.ts';
import { fieldError, identifiers, inspect } from '../privacy/index.ts';
import { nameOf, problemNamed, readProblem } from '../problems/index.ts';
import { addItem, proposals, readItem } from './agenda.ts';
import { itemForm, planForm } from './forms.ts';
import { REPEATS, type RepeatChoice, ruleFrom, ruleOnDay } from './repeat.ts';
import { changeSeries, moveMeeting, planMeeting } from './schedule.ts';
import { readMeeting } from './service.ts';
import { kindOf, kindsOf, mayLead, type NamedTeam, type Team, teamName } from './team.ts';
import { clock, meetingCard } from './views.ts';
import { readWhen, type When } from './when.ts';
import { nextOne, teamById, teamHere } from './which.ts';
import { KINDS } from './words.ts';

/** A day that could not be taken as it was said. */
function refuseTrouble({ trouble }: When, nothing: string): void {
  switch (trouble?.kind) {
    case 'either':
      throw new Refusal(`Today is a ${trouble.words}. Say "today" or the day itself. ${nothing}`);
    case 'impossible':
      throw new Refusal(`There is no ${trouble.words}; that month ends on ${dayWords(trouble.last)}. ${nothing}`);
    case 'repeat':
      throw new Refusal(
        `I cannot read how it repeats: "${trouble.words.slice(0, 60)}". I know "every second Tuesday", "every Monday and Thursday", "every weekday", "the first Monday of every month", "monthly on the 15th" and "every year on 3 June". ${nothing}`,
      );
    case 'past':
      throw new Refusal(`${dayWords(trouble.day)} has been. ${nothing}`);
    case 'mismatch':
      throw new Refusal(
        `${trouble.words} is a ${weekdayOf(trouble.day)}. Is ${dayWords(trouble.day)} meant, or ${dayWords(trouble.other)}? ${nothing}`,
      );
  }
}

/** "every second Tuesday 10:00 for 45 min at New Parks library"; what is missing is asked for in the form, filled in. */
export async function plan(act: Act, words: string): Promise<Reply> {
  const team = teamHere(act);
  if (words === '') return { kind: 'form', ...planForm(team, {}) };
  const when = readWhen(words, { now: act.now, timeZone: act.partnership.timeZone });
  const form = planForm(team, {
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
  try {
    refuseTrouble(when, 'Nothing was planned.');
  } catch (error) {
    if (error instanceof Refusal) ask(error.text);
    throw error;
  }
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
    rule: when.rule,
  });
}

function assertLength(minutes: number): void {
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

/** The form, sent. Who may: a lead. */
export async function savePlan(act: Act, of: Team, values: Values): Promise<Reply> {
  const team = await teamById(act, of);
  const text = (name: string) => clean(String(values[name] ?? ''));
  const [day, at, title, place] = [text('day'), text('at'), text('title'), text('place')];
  const kind = kindsOf(team).find((each) => each === values['kind']) ?? kindOf(team);
  const choice = (Object.keys(REPEATS) as RepeatChoice[]).find((each) => each === values['repeats']) ?? 'NO';
  const minutes = typeof values['minutes'] === 'number' ? values['minutes'] : 60;
  const errors: Record<string, string> = {};
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) errors['day'] = 'Please give the day.';
  if (!/^\d{2}:\d{2}$/.test(at)) errors['at'] = 'Please give the time.';
  if (!(minutes >= 5 && minutes <= 720)) errors['minutes'] = 'From 5 minutes to 12 hours.';
  for (const [name, typed] of Object.entries({ title, place })) {
    const stops = identifiers(inspect(typed, act.now));
    if (stops.length > 0) errors[name] = fieldError(typed, stops);
  }
  const form = () => {
    const opened = planForm(team, {});
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
        rule: ruleFrom(choice, day),
      }),
    'day',
    form,
  );
}

/** "move Thursday 14:00 at the hall", "move series every second Thursday 14:00". */
export async function move(act: Act, words: string): Promise<Reply> {
  const found = await readMeeting(act, (await nextOne(act)).id);
  const series = /^series\b\s*/i.exec(words);
  const when = readWhen(words.slice(series?.[0].length ?? 0), { now: act.now, timeZone: found.timeZone });
  refuseTrouble(when, 'Nothing was moved.');
  if (when.day === undefined)
    throw new Refusal(say`To which day? For example: ${command('meeting move Thursday 14:00')}.`);
  if (when.minutes !== undefined) assertLength(when.minutes);
  const at = when.at ?? clock(found, found.startsAt);
  const to = { day: when.day, at, minutes: when.minutes, place: when.place === '' ? undefined : when.place };
  if (series === null) return moveMeeting(act, found.id, to);
  const rule = when.rule ?? (found.series === null ? undefined : ruleOnDay(found.series.rule, when.day));
  if (rule === undefined) throw new Refusal(say`It does not repeat. "meeting move" moves it by itself.`);
  return changeSeries(act, found.id, rule, to);
}

export async function add(act: Act, words: string): Promise<Reply> {
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
export async function setQuorum(act: Act, words: string): Promise<Reply> {
  const team = teamHere(act);
  if (!mayLead(act, team)) throw new Refusal(`Only a lead of ${teamName(team)} can set its quorum.`);
  const none = /^none$/i.test(words.trim());
  if (NEGATIVE.test(words))
    throw new Refusal(`"${words.slice(0, 40)}" has a minus in it. How many people, from how many agencies?`);
  const people = /(\d{1,3}) people/i.exec(words)?.[1];
  const agencies = /(\d{1,2}) (?:agencies|organi[sz]ations)/i.exec(words)?.[1];
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
