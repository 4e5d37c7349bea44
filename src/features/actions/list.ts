// Lists of promises: mine, the zone's, an agency's; what is overdue or waits for somebody comes first.

import { z } from 'zod';
import { type Act, knownPerson, ownZones } from '../../chat/act.ts';
import { type Button, buttons, heading, note, paragraph } from '../../chat/cards.ts';
import { may } from '../../chat/may.ts';
import { privately, Refusal, type Reply } from '../../chat/replies.ts';
import { command, say } from '../../chat/spans.ts';
import { Prisma } from '../../database/generated/client.ts';
import { agencyOfList } from '../../language/agencies.ts';
import { dayAhead } from '../../language/parts.ts';
import { aboutUnread, takePastSpan } from '../../language/past-spans.ts';
import { dayOf, isoDay } from '../../language/vocabulary.ts';
import { findZone } from '../../language/zones.ts';
import { shortDay, todayIn } from '../../time/calendar.ts';
import { nameOfPerson, takeOwner } from '../people/index.ts';
import { problemNamed, referenceOf, visibleZoneIds } from '../problems/index.ts';
import { pageOfActions, subjectOf } from './model.ts';
import { lineOf } from './views.ts';

const PAGE = 8;

export const listShape = z.object({
  scope: z.enum(['mine', 'zone', 'agency', 'given', 'owner']),
  ownerId: z.uuid().optional(),
  overdue: z.boolean().optional(),
  orphaned: z.boolean().optional(),
  done: z.boolean().optional(),
  /** Days, both included, between which they are due; what is done, in which it was done. */
  from: z.iso.date().optional(),
  until: z.iso.date().optional(),
  agencyId: z.uuid().optional(),
  problemId: z.uuid().optional(),
  zoneId: z.uuid().optional(),
  page: z.number().int().min(0).max(10_000).default(0),
});
export type ListFilter = z.infer<typeof listShape>;

export async function readListFilter(act: Act, typed: string): Promise<ListFilter> {
  const filter: ListFilter = { scope: 'mine', page: 0 };
  let rest = typed;
  const named = await problemNamed(act, rest);
  if (named !== undefined) {
    filter.problemId = named.id;
    filter.scope = 'zone';
    rest = `${rest.slice(0, named.from)} ${rest.slice(named.to)}`;
  }
  const zone = findZone(rest, act.directory.zones);
  if (zone !== undefined) {
    if (!visibleZoneIds(act).includes(zone.id)) throw new Refusal('You do not see that zone’s actions.');
    filter.zoneId = zone.id;
    filter.scope = 'zone';
    rest = `${rest.slice(0, zone.from)} ${rest.slice(zone.to)}`;
  }
  const agencies = agencyOfList(` ${rest} `, act.directory.agencies);
  if (agencies.agencyIds.length > 1) throw new Refusal('One agency at a time, please.');
  if (agencies.agencyIds[0] !== undefined && agencies.from !== undefined) {
    filter.agencyId = agencies.agencyIds[0];
    filter.scope = 'zone';
    rest = `${` ${rest} `.slice(0, agencies.from)}${` ${rest} `.slice(agencies.to)}`;
  }
  // What is done was done at some time; what is open is due.
  const isDone = /\bdone\b/i.test(rest);
  const due = isDone ? takeDone(act, rest) : await takeDue(act, rest);
  if (due !== undefined) {
    filter.from = due.from;
    filter.until = due.until;
    rest = due.rest;
  }
  rest = rest.replace(/\b(?:asked|given) by me\b/i, 'given').replace(/\bunassigned\b/i, 'nobody');
  const owner = await takeOwner(act, rest);
  if (owner !== undefined) {
    filter.scope = 'owner';
    filter.ownerId = owner.id;
    rest = owner.rest;
  }
  for (const word of rest
    .trim()
    .split(/[\s,]+/)
    .filter((each) => each !== '')) {
    if (/^(?:mine|my|me)$/i.test(word)) filter.scope = 'mine';
    else if (/^(?:zone(?:’s|'s)?|all)$/i.test(word)) filter.scope = 'zone';
    else if (/^(?:agency(?:’s|'s)?|ours?)$/i.test(word)) filter.scope = 'agency';
    else if (/^(?:given|asked)$/i.test(word)) filter.scope = 'given';
    else if (/^(?:overdue|late)$/i.test(word)) filter.overdue = true;
    else if (/^(?:orphaned|orphans|waiting|nobody|unowned)$/i.test(word)) {
      filter.orphaned = true;
      filter.scope = 'zone';
    } else if (/^(?:done|closed)$/i.test(word)) filter.done = true;
    else if (!/^(?:for|with|in|open)$/i.test(word))
      throw new Refusal(
        `I do not know "${word.slice(0, 40)}" here. Say mine, zone, agency or given; overdue, orphaned, done; due this week, due by Friday; a problem’s number; with an agency.`,
      );
  }
  return filter;
}

const DUE =
  /(?:^|\s)(?:(?:due )?(?<near>today|tomorrow|this week|next week)|(?:due )?(?<by>by|before|until) (?=\S)|due (?:on )?(?=\S))/i;

interface Between {
  from: string | undefined;
  until: string | undefined;
  rest: string;
}

/** "done last month", "done since Monday". @throws {Refusal} for a time that cannot be read */
function takeDone(act: Act, typed: string): Between | undefined {
  const { timeZone, yearStarts } = act.partnership;
  const span = takePastSpan(typed, { now: act.now, timeZone, yearStarts });
  if (span.unread !== undefined) throw new Refusal(aboutUnread(span.unread));
  return span.since === undefined && span.until === undefined
    ? undefined
    : { from: span.since, until: span.until, rest: span.rest };
}

/** "due today", "this week", "due by Friday": between which days. */
async function takeDue(act: Act, typed: string): Promise<Between | undefined> {
  const match = DUE.exec(typed);
  if (match === null) return undefined;
  const { near, by } = match.groups ?? {};
  const before = typed.slice(0, match.index);
  const behind = typed.slice(match.index + match[0].length);
  const today = todayIn(act.partnership.timeZone, act.now).day;
  const plus = (days: number) => isoDay(dayOf(today).plus({ days }));
  if (near !== undefined) {
    const monday = 8 - dayOf(today).weekday;
    const spans: Record<string, [number, number]> = {
      tomorrow: [1, 1],
      'this week': [0, monday - 1],
      'next week': [monday, monday + 6],
    };
    const [from, until] = spans[near.toLowerCase()] ?? [0, 0];
    return { from: plus(from), until: plus(until), rest: `${before} ${behind}` };
  }
  const read = await dayAhead().read(act, behind);
  if (read === undefined) return undefined;
  const isBefore = /before$/i.test(by ?? '');
  const until = isBefore ? isoDay(dayOf(read.value).minus({ days: 1 })) : read.value;
  return { from: by === undefined ? until : undefined, until, rest: `${before} ${read.rest}` };
}

export async function showList(act: Act, filter: ListFilter): Promise<Reply> {
  const person = knownPerson(act);
  const seen = visibleZoneIds(act);
  const own = ownZones(act).map((zone) => zone.id);
  const zoneIds =
    filter.zoneId !== undefined
      ? seen.filter((id) => id === filter.zoneId)
      : act.placeZoneId !== undefined && seen.includes(act.placeZoneId)
        ? [act.placeZoneId]
        : own.length > 0
          ? own
          : seen;
  const today = todayIn(act.partnership.timeZone, act.now).day;
  const where = Prisma.join(
    [
      Prisma.sql`a.partnership_id = ${act.partnership.id}::uuid`,
      filter.done === true ? Prisma.sql`a.state IN ('DONE', 'DROPPED')` : Prisma.sql`a.state IN ('OPEN', 'ORPHANED')`,
      ...(filter.scope === 'mine' ? [Prisma.sql`a.owner_id = ${person.id}::uuid AND a.state <> 'ORPHANED'`] : []),
      ...(filter.scope === 'owner'
        ? [Prisma.sql`a.owner_id = ${filter.ownerId ?? null}::uuid AND a.zone_id = ANY(${seen}::uuid[])`]
        : []),
      ...(filter.scope === 'given' ? [Prisma.sql`a.giver_id = ${person.id}::uuid`] : []),
      ...(filter.scope === 'zone' && filter.problemId === undefined
        ? [Prisma.sql`a.zone_id = ANY(${zoneIds}::uuid[])`]
        : []),
      ...(filter.problemId === undefined
        ? []
        : [Prisma.sql`a.problem_id = ${filter.problemId}::uuid AND a.zone_id = ANY(${seen}::uuid[])`]),
      ...(filter.scope === 'agency'
        ? [agencyClause(person.agencyId), Prisma.sql`a.zone_id = ANY(${seen}::uuid[])`]
        : []),
      ...(filter.agencyId === undefined ? [] : [agencyClause(filter.agencyId)]),
      ...(filter.overdue === true ? [Prisma.sql`a.due_on < ${today}::date`] : []),
      ...betweenClause(filter, act.partnership.timeZone),
      ...(filter.orphaned === true ? [Prisma.sql`(a.state = 'ORPHANED' OR a.owner_id IS NULL)`] : []),
    ],
    ' AND ',
  );
  const actions = await pageOfActions(act.db, where, { size: PAGE, skip: filter.page * PAGE });
  const title = await titleOf(act, filter);
  if (actions.length === 0)
    return privately({
      summary: `${title}: none`,
      blocks: [
        heading(title),
        paragraph(emptyWords(filter)),
        note(say`Promise something in a line: ${command('action Ask Parks about gates @Dana by Friday for NP-42')}`),
      ],
    });
  const count = actions[0]?.count ?? 0;
  const data = (page: number): Button['data'] => JSON.parse(JSON.stringify({ ...filter, page }));
  const pager: Button[] = [
    ...(filter.page > 0 ? [{ label: 'Back', action: 'action.page', data: data(filter.page - 1) }] : []),
    ...(count > (filter.page + 1) * PAGE
      ? [{ label: 'More', action: 'action.page', data: data(filter.page + 1) }]
      : []),
  ];
  const settles =
    filter.done === true
      ? []
      : actions.flatMap((action, index) => (may(act, 'action.settle', subjectOf(action)) ? [{ action, index }] : []));
  return privately({
    summary: `${title}: ${count}`,
    blocks: [
      heading(title),
      { kind: 'list', numbered: true, items: actions.map((action) => lineOf(action, today)) },
      ...(settles.length === 0
        ? []
        : [
            buttons(
              ...settles.map(
                ({ action, index }): Button => ({
                  label: `Done ${index + 1}`,
                  action: 'action.done',
                  data: { id: action.id },
                }),
              ),
            ),
          ]),
      buttons(
        ...actions.map(
          (action, index): Button => ({ label: `Open ${index + 1}`, action: 'action.open', data: { id: action.id } }),
        ),
      ),
      ...(pager.length === 0 ? [] : [buttons(...pager)]),
      note(`${filter.page * PAGE + 1}–${filter.page * PAGE + actions.length} of ${count}`),
    ],
  });
}

/** Whose they are, and what the list is narrowed to. */
async function titleOf(
  act: Act,
  { scope, ownerId, agencyId, problemId, zoneId, done, overdue, orphaned, from, until }: ListFilter,
): Promise<string> {
  const whose = {
    mine: 'My actions',
    zone:
      problemId === undefined
        ? `Actions in ${act.directory.zones.find(({ id }) => id === zoneId)?.name ?? 'the zone'}`
        : `Actions for ${await referenceById(act, problemId)}`,
    agency: 'Our agency’s actions',
    given: 'What I have asked for',
    owner: `Actions of ${await nameOfPerson(act, ownerId)}`,
  }[scope];
  const agency = act.directory.agencies.find(({ id }) => id === agencyId)?.shortName;
  return [
    whose,
    ...(agency === undefined ? [] : [`with ${agency}`]),
    ...(done === true ? ['done'] : []),
    ...(overdue === true ? ['overdue'] : []),
    ...dueWords(done === true, from, until),
    ...(orphaned === true ? ['waiting for somebody'] : []),
  ].join(', ');
}

function dueWords(isDone: boolean, from: string | undefined, until: string | undefined): string[] {
  if (isDone)
    return [
      ...(from === undefined ? [] : [`from ${shortDay(from)}`]),
      ...(until === undefined ? [] : [`until ${shortDay(until)}`]),
    ];
  if (until === undefined) return [];
  if (from === undefined) return [`due by ${shortDay(until)}`];
  return [from === until ? `due on ${shortDay(until)}` : `due from ${shortDay(from)} to ${shortDay(until)}`];
}

function betweenClause({ done, from, until }: ListFilter, timeZone: string) {
  const day = done === true ? Prisma.sql`(a.settled_at AT TIME ZONE ${timeZone})::date` : Prisma.sql`a.due_on`;
  return [
    ...(from === undefined ? [] : [Prisma.sql`${day} >= ${from}::date`]),
    ...(until === undefined ? [] : [Prisma.sql`${day} <= ${until}::date`]),
  ];
}

async function referenceById({ db }: Act, id: string): Promise<string> {
  const problem = await db.problem.findUnique({
    where: { id },
    select: { number: true, zone: { select: { code: true } } },
  });
  return problem === null ? 'a problem' : referenceOf(problem);
}

function emptyWords({ done, overdue, orphaned, until }: ListFilter): string {
  if (done === true) return 'Nothing has been done of that yet.';
  if (orphaned === true) return 'Nothing waits for somebody.';
  if (until !== undefined) return 'Nothing is due then.';
  return overdue === true ? 'Nothing is overdue. Well kept.' : 'Nothing open. Well kept.';
}

function agencyClause(agencyId: string) {
  return Prisma.sql`(a.agency_id = ${agencyId}::uuid OR o.agency_id = ${agencyId}::uuid)`;
}
