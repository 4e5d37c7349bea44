// What was drawn in from beyond the team for a problem (¶4.3, 7.3, 7.4): hours, people, money; never names.

import { z } from 'zod';
import type { Act } from '../../../chat/act.ts';
import { buttons, type Card, heading, note, paragraph } from '../../../chat/cards.ts';
import { type OpenForm, refill, type Values } from '../../../chat/forms.ts';
import { button, type Feature, form } from '../../../chat/registry.ts';
import { inPlace, orReopen, privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { ResourceKind } from '../../../database/generated/enums.ts';
import { BETWEEN, NEGATIVE, withDigits } from '../../../language/numbers.ts';
import { todayIn } from '../../../time/calendar.ts';
import { assertClean } from '../../privacy/index.ts';
import type { FullProblem } from '../model.ts';
import { assertInTeam, inProblem, readProblem } from '../service.ts';
import { nameOf } from '../views.ts';

/** In the order in which words are tried: "university volunteers" are a university's. */
const RESOURCES: Record<ResourceKind, { label: string; tags: RegExp }> = {
  PAYBACK: { label: 'community payback', tags: /\bpayback\b|\bunpaid work\b/i },
  EMPLOYER: { label: 'employers’ volunteering', tags: /\bemployers?\b|\bcompan(?:y|ies)\b|\bstaff\b/i },
  UNIVERSITY: { label: 'university volunteering', tags: /\buniversit|\bstudents?\b|\bDMU\b/i },
  GRANT: { label: 'grant', tags: /\bgrants?\b/i },
  IN_KIND: { label: 'help in kind', tags: /\bin kind\b|\blent\b|\bdonat/i },
  VOLUNTEERS: { label: 'community volunteers', tags: /\bvolunteer|\bresidents?\b/i },
};
const MOST = 100_000;

export interface Drawn {
  kind: ResourceKind;
  hours: number | undefined;
  people: number | undefined;
  pounds: number | undefined;
  /** What else was said of it: "from the bakery". */
  about?: string | undefined;
}

/** "36 hours payback, 6 people", "£500 grant". @throws {Refusal} when it says no kind or no number */
export function readDrawn(typed: string): Drawn {
  const words = withDigits(typed);
  const open = BETWEEN.exec(words)?.[0];
  if (open !== undefined) throw new Refusal(`"${open}": which of the two? Say one number.`);
  if (NEGATIVE.test(words))
    throw new Refusal(
      `"${words.slice(0, 60)}" has a minus in it: what was drawn in is never less than nothing. Which number is meant?`,
    );
  const of = (pattern: RegExp) => {
    const found = pattern.exec(words)?.[1]?.replaceAll(',', '');
    return found === undefined ? undefined : Number(found);
  };
  const hours = of(/(\d[\d,]*(?:\.\d+)?)\s*(?:hours?|hrs?|h)\b/i);
  const pounds = of(/£\s?(\d[\d,]*(?:\.\d+)?)/) ?? of(/(\d[\d,]*(?:\.\d+)?)\s*pounds?\b/i);
  const people = of(/(\d[\d,]*)\s*(?:people|persons?|volunteers?|students?|residents?)\b/i);
  const kind =
    (Object.keys(RESOURCES) as ResourceKind[]).find((each) => RESOURCES[each].tags.test(words)) ??
    // Money by itself is a grant; with hours or people beside it, whose they are is asked.
    (pounds !== undefined && hours === undefined && people === undefined ? 'GRANT' : undefined);
  if (kind === undefined || (hours === undefined && pounds === undefined && people === undefined))
    throw new Refusal(
      'Say what and how much: "drew 36 hours payback, 6 people", "drew £500 grant", "drew 12 hours university volunteers". I know payback, employers, university, volunteers, grant and in kind.',
    );
  const about = restOf(words);
  if (/\d|\b(?:each|per|an?|every)\b/i.test(about))
    throw new Refusal(
      `"${about.slice(0, 60)}": I do not understand that part. Say the whole of it: hours, people, pounds. Nothing was kept.`,
    );
  return check({ kind, hours, people, pounds, ...(about === '' ? {} : { about: about.slice(0, 120) }) });
}

const AMOUNTS =
  /£\s?\d[\d,]*(?:\.\d+)?|\d[\d,]*(?:\.\d+)?\s*(?:hours?|hrs?|h|pounds?|people|persons?|volunteers?|students?|residents?)\b/gi;

/** What stands beside the amounts and the kind. */
function restOf(words: string): string {
  const bare = Object.values(RESOURCES).reduce(
    (text, { tags }) => text.replace(new RegExp(tags.source, 'gi'), ' '),
    words
      .replace(AMOUNTS, ' ')
      .replace(/\buniversity\b|\bvolunteers?\b|\bvolunteering\b|\b(?:of )?time\b|\bworth\b/gi, ' '),
  );
  return bare
    .replace(/[,;.]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^(?:(?:and|of|for|in|by|from|with|the|some|our|community|local)(?:\s+|$))+(?![\s\S]*\S)/i, '')
    .replace(/(?:\s+(?:and|of|for|in|by|from|with|the|a))+$/i, '');
}

function check(drawn: Drawn): Drawn {
  const { hours, people, pounds } = drawn;
  for (const amount of [hours, people, pounds])
    if (amount !== undefined && !(amount > 0 && amount <= MOST))
      throw new Refusal(`An amount from 1 to ${MOST.toLocaleString('en-GB')}.`);
  return drawn;
}

export function drawnWords({ kind, hours, people, pounds, about }: Drawn): string {
  const parts = [
    ...(hours === undefined ? [] : [`${hours} ${hours === 1 ? 'hour' : 'hours'}`]),
    ...(pounds === undefined ? [] : [`£${pounds.toLocaleString('en-GB')}`]),
    ...(people === undefined ? [] : [`${people} ${people === 1 ? 'person' : 'people'}`]),
  ];
  return `${parts.join(', ')} (${RESOURCES[kind].label})${about === undefined ? '' : ` ${about}`}`;
}

/** Who may: the zone's team. @param day YYYY-MM-DD */
export function drawIn(act: Act, id: string, drawn: Drawn, day: string): Promise<Reply> {
  assertClean(drawn.about ?? '', act.now);
  return inProblem(act, id, async ({ effect, problem, record }) => {
    assertInTeam(act, problem);
    const { id: resource } = await effect.db.resourceDrawn.create({
      data: {
        partnershipId: act.partnership.id,
        zoneId: problem.zoneId,
        problemId: id,
        kind: drawn.kind,
        hours: drawn.hours ?? null,
        people: drawn.people ?? null,
        pounds: drawn.pounds ?? null,
        usedOn: new Date(day),
        personId: act.actor.person?.id ?? '',
        createdAt: act.now,
      },
    });
    await record({ kind: 'RESOURCE', text: drawnWords(drawn), details: { resource } });
    return privately(drawnCard(problem, drawn, resource));
  });
}

function drawnCard(problem: FullProblem, drawn: Drawn, resource: string): Card {
  const words = drawnWords(drawn);
  return {
    summary: `Drawn in: ${words}`,
    blocks: [
      heading('Drawn in'),
      paragraph(`${words}, for ${nameOf(problem)}.`),
      buttons(
        { label: 'Open it', action: 'problem.open', data: { id: problem.id } },
        { label: 'Take it back', action: 'problem.undraw', data: { id: problem.id, resource } },
      ),
      ...(drawn.hours === undefined
        ? []
        : [note('It counts in the zone’s measure "hours" from the end of the month.')]),
    ],
  };
}

function takeBack(act: Act, id: string, resource: string): Promise<Reply> {
  return inProblem(act, id, async ({ effect, problem, record }) => {
    assertInTeam(act, problem);
    const gone = await effect.db.resourceDrawn.updateMany({
      where: { id: resource, problemId: id, undoneAt: null },
      data: { undoneAt: act.now },
    });
    if (gone.count > 0) await record({ kind: 'RESOURCE', text: 'taken back: it was a mistake', details: { resource } });
    const title = gone.count > 0 ? 'Taken back' : 'It was taken back already';
    return inPlace({
      summary: title,
      blocks: [heading(title), buttons({ label: 'Open it', action: 'problem.open', data: { id } })],
    });
  });
}

/** @param kind what it was, where that is known already */
function resourceForm(problem: FullProblem, today: string, kind?: ResourceKind): OpenForm {
  return {
    form: {
      id: 'problem.saveResource',
      title: 'Drawn in for it',
      submit: 'Keep it',
      intro: [note(`For ${nameOf(problem)}: from beyond the team. Numbers, no names.`)],
      fields: [
        {
          kind: 'choice',
          name: 'kind',
          label: 'What',
          options: (Object.keys(RESOURCES) as ResourceKind[]).map((value) => ({
            value,
            label: RESOURCES[value].label.replace(/^./, (letter) => letter.toUpperCase()),
          })),
          ...(kind === undefined ? {} : { value: kind }),
        },
        { kind: 'number', name: 'hours', label: 'Hours', least: 0, most: MOST, optional: true },
        { kind: 'number', name: 'people', label: 'People', least: 0, most: MOST, optional: true },
        { kind: 'number', name: 'pounds', label: 'Pounds', least: 0, most: MOST, optional: true },
        { kind: 'date', name: 'day', label: 'On', value: today },
      ],
      data: { id: problem.id },
    },
    button: { label: 'Drawn in', action: 'problem.resource', data: { id: problem.id }, opens: 'form' },
  };
}

function readForm(values: Values, today: string): { drawn: Drawn; day: string } {
  const amount = (name: string) => {
    const value = values[name];
    return typeof value === 'number' && value > 0 ? value : undefined;
  };
  const kind = (Object.keys(RESOURCES) as ResourceKind[]).find((each) => each === values['kind']);
  const [hours, people, pounds] = [amount('hours'), amount('people'), amount('pounds')];
  if (kind === undefined) throw new Refusal('Please choose what it was.');
  if (hours === undefined && people === undefined && pounds === undefined)
    throw new Refusal('Please give hours, people or pounds.');
  const day = String(values['day'] ?? today);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || day > today) throw new Refusal('Please give a day that has been.');
  return { drawn: check({ kind, hours, people, pounds }), day };
}

const record = z.object({ id: z.uuid() });
const known = record.extend({ kind: z.enum(ResourceKind).optional() });
const todayOf = (act: Act) => todayIn(act.partnership.timeZone, act.now).day;

export const resources: Required<Pick<Feature, 'buttons' | 'forms'>> = {
  buttons: [
    button('problem.resource', 'problem.work', known, async (act, { id, kind }) => {
      const found = await readProblem(act, id);
      assertInTeam(act, found);
      return { kind: 'form', ...resourceForm(found, todayOf(act), kind) };
    }),
    button('problem.undraw', 'problem.work', record.extend({ resource: z.uuid() }), (act, { id, resource }) =>
      takeBack(act, id, resource),
    ),
  ],
  forms: [
    form('problem.saveResource', 'problem.work', record, (act, { id }, values) =>
      orReopen(
        async () => {
          const { drawn, day } = readForm(values, todayOf(act));
          return drawIn(act, id, drawn, day);
        },
        'kind',
        async () => {
          const opened = resourceForm(await readProblem(act, id), todayOf(act));
          return { ...opened, form: refill(opened.form, values) };
        },
      ),
    ),
  ],
};
