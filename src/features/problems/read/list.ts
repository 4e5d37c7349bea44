// Lists of problems: mine, my agency's, the zone's; what needs somebody comes first.
import { z } from 'zod';
import { type Act, knownPerson, ownZones, visibleZones, type ZoneEntry } from '../../../chat/act.ts';
import { type Button, buttons, heading, note, paragraph } from '../../../chat/cards.ts';
import { privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { command, say, textOf } from '../../../chat/spans.ts';
import { Prisma } from '../../../database/generated/client.ts';
import type { ProblemResult } from '../../../database/generated/enums.ts';
import { agencyOfList } from '../../../language/agencies.ts';
import { aboutUnread, takePastSpan } from '../../../language/past-spans.ts';
import { CARDINAL, cardinal, unquoted } from '../../../language/vocabulary.ts';
import { shortDay } from '../../../time/calendar.ts';
import { OUTCOMES, outcomeShape, valueOf } from '../../interactions/index.ts';
import { nameOfPerson, takeOwner } from '../../people/index.ts';
import { type ListedProblem, listProblems, pageOfProblems, referenceOf } from '../model.ts';
import { searchProblems } from '../raise/search.ts';
import { visibleZoneIds } from '../service.ts';
import { labelOf, OPEN_STATES, RESULTS, stateOf } from '../states.ts';
import { howToRaise, lineOf, STALE_DAYS } from '../views.ts';

const PAGE = 8;

export const listShape = z.object({
  scope: z.enum(['mine', 'agency', 'zone', 'owner']),
  ownerId: z.uuid().optional(),
  zoneId: z.uuid().optional(),
  state: z.enum([...OPEN_STATES, 'CLOSED']).optional(),
  outcomes: z.array(outcomeShape).default([]),
  agencyId: z.uuid().optional(),
  unowned: z.boolean().optional(),
  stale: z.boolean().optional(),
  result: z.enum(Object.keys(RESULTS) as [ProblemResult, ...ProblemResult[]]).optional(),
  raisedBy: z.enum(['COMMUNITY']).optional(),
  /** Days, both included: on which it was raised; what is closed, on which it was closed. */
  since: z.iso.date().optional(),
  until: z.iso.date().optional(),
  /** At least so many days old. */
  days: z.number().int().min(0).max(5000).optional(),
  page: z.number().int().min(0).max(10_000).default(0),
});
export type ListFilter = z.infer<typeof listShape>;

/** "mine", "zone unowned", "zone analysis #safe with Housing older than 30 days". @throws {Refusal} for what it does not know */
export async function readListFilter(act: Act, typed: string): Promise<ListFilter> {
  let rest = ` ${typed} `;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const match = pattern.exec(rest);
    if (match !== null) rest = `${rest.slice(0, match.index)} ${rest.slice(match.index + match[0].length)}`;
    return match;
  };
  const filter: ListFilter = { scope: 'zone', outcomes: [], page: 0 };
  const age = take(new RegExp(`\\b(?:older than|over|more than) (${CARDINAL}|\\d{1,4}) (day|week|month)s?\\b`, 'iu'));
  if (age !== null)
    filter.days =
      (cardinal((age[1] ?? '').toLowerCase()) ?? 0) *
      { day: 1, week: 7, month: 30 }[(age[2] ?? 'day').toLowerCase() as 'day' | 'week' | 'month'];
  for (let tag = take(/#([\p{L}]+)/u); tag !== null; tag = take(/#([\p{L}]+)/u)) {
    const outcome = valueOf(OUTCOMES, tag[1] ?? '');
    if (outcome === undefined)
      throw new Refusal(`I do not know the outcome #${tag[1]}. I know #safe #well #skills #resources.`);
    filter.outcomes.push(outcome);
  }
  const agencies = agencyOfList(rest, act.directory.agencies);
  if (agencies.agencyIds.length > 1) throw new Refusal('One agency at a time, please.');
  if (agencies.agencyIds[0] !== undefined && agencies.from !== undefined) {
    filter.agencyId = agencies.agencyIds[0];
    rest = rest.slice(0, agencies.from) + rest.slice(agencies.to);
  }
  const inWords = ({ name, code, before = [] }: ZoneEntry) =>
    new RegExp(
      `\\b(?:in )?(?:${[name, code, ...before].map((each) => each.replace(/[^\p{L}\d ]/gu, '.')).join('|')})\\b`,
      'iu',
    );
  const zone = act.directory.zones.find((entry) => inWords(entry).test(rest));
  if (zone !== undefined) {
    filter.zoneId = zone.id;
    take(inWords(zone));
  }
  const owner = await takeOwner(act, rest);
  if (owner !== undefined) {
    filter.scope = 'owner';
    filter.ownerId = owner.id;
    rest = owner.rest;
  }
  if (take(/\b(?:without (?:an )?owner|no owner)\b/i) !== null) filter.unowned = true;
  const result = take(/\b(resolved|reduced|handed over|not resolved|unresolved)\b/i)?.[1]?.toLowerCase();
  if (result !== undefined) {
    filter.state = 'CLOSED';
    filter.result =
      result === 'unresolved' ? 'NOT_RESOLVED' : (result.toUpperCase().replace(' ', '_') as ProblemResult);
  }
  if (take(/\b(?:raised )?by (?:the )?(?:community|residents)\b/i) !== null) filter.raisedBy = 'COMMUNITY';
  if (take(/\bby me\b/i) !== null) filter.scope = 'mine';
  const { timeZone, yearStarts } = act.partnership;
  const span = takePastSpan(rest, { now: act.now, timeZone, yearStarts });
  if (span.unread !== undefined) throw new Refusal(aboutUnread(span.unread));
  if (span.since !== undefined) filter.since = span.since;
  if (span.until !== undefined) filter.until = span.until;
  rest = span.rest;
  const words = rest
    .trim()
    .split(/[\s,]+/)
    .filter((each) => each !== '');
  for (const word of words) {
    const state = stateOf(word);
    if (/^(?:mine|my|me)$/i.test(word)) filter.scope = 'mine';
    else if (/^(?:agency(?:’s|'s)?|ours|our)$/i.test(word)) filter.scope = 'agency';
    else if (/^(?:zone(?:’s|'s)?|all|open|in|raised)$/i.test(word))
      filter.scope = filter.scope === 'zone' ? 'zone' : filter.scope;
    else if (/^(?:unowned|nobody|unassigned)$/i.test(word)) filter.unowned = true;
    else if (/^(?:stale|stuck|unmoved)$/i.test(word)) filter.stale = true;
    else if (state !== undefined && filter.state !== undefined && filter.state !== state)
      throw new Refusal('One state at a time, please.');
    else if (state !== undefined) filter.state = state;
    else throw notNarrowed(word, words);
  }
  return filter;
}

/** A word that narrows nothing may be looked for. */
function notNarrowed(word: string, words: readonly string[]): Refusal {
  const text = say`I do not know "${word.slice(0, 40)}" here. Say mine, agency or zone; unowned, stale; a state; #safe and so on; with an agency; since a day; older than 30 days. For words, ${command('problem search')}.`;
  const sought = words
    .filter((each) => !/^(?:zone|all|open|in|mine|my|about|on|with|the|called|for)$/i.test(each))
    .join(' ')
    .slice(0, 60);
  return new Refusal(text, {
    summary: textOf(text),
    blocks: [
      paragraph(text),
      buttons({
        label: `Look for “${sought.slice(0, 40)}”`,
        action: 'problem.search',
        data: { words: sought, page: 0 },
      }),
    ],
  });
}

export async function showList(act: Act, filter: ListFilter): Promise<Reply> {
  const person = knownPerson(act);
  const seen = visibleZoneIds(act);
  const own = ownZones(act).map((zone) => zone.id);
  const here = filter.zoneId ?? (filter.scope === 'zone' ? act.placeZoneId : undefined);
  const zoneIds = (here === undefined ? (own.length > 0 ? own : seen) : [here]).filter((id) => seen.includes(id));
  if (zoneIds.length === 0) throw new Refusal(say`You see no problems there. Type "me" to see where you stand.`);
  const where = Prisma.join(
    [
      Prisma.sql`p.zone_id = ANY(${zoneIds}::uuid[])`,
      filter.state === undefined
        ? Prisma.sql`p.state <> 'CLOSED'`
        : Prisma.sql`p.state = ${filter.state}::problem_state`,
      ...(filter.scope === 'mine'
        ? [
            Prisma.sql`(p.owner_id = ${person.id}::uuid OR p.raiser_id = ${person.id}::uuid OR p.offered_to_id = ${person.id}::uuid)`,
          ]
        : []),
      ...(filter.ownerId === undefined ? [] : [Prisma.sql`p.owner_id = ${filter.ownerId}::uuid`]),
      ...agencyClause(filter.agencyId ?? (filter.scope === 'agency' ? person.agencyId : undefined)),
      ...(filter.outcomes.length === 0 ? [] : [Prisma.sql`p.outcomes @> ${filter.outcomes}::outcome[]`]),
      ...(filter.unowned === true ? [Prisma.sql`p.owner_id IS NULL`] : []),
      ...(filter.stale === true ? [Prisma.sql`p.moved_at <= ${before(act.now, STALE_DAYS)}`] : []),
      ...(filter.result === undefined ? [] : [Prisma.sql`p.result = ${filter.result}::problem_result`]),
      ...(filter.raisedBy === undefined ? [] : [Prisma.sql`p.raised_by = ${filter.raisedBy}::raised_by`]),
      ...spanClause(filter, act.partnership.timeZone),
      ...(filter.days === undefined ? [] : [Prisma.sql`p.created_at <= ${before(act.now, filter.days)}`]),
    ],
    ' AND ',
  );
  const today = act.now.toISOString().slice(0, 10);
  const order = Prisma.sql`
    (p.owner_id IS NULL AND p.state <> 'CLOSED') DESC,
    EXISTS (SELECT 1 FROM action a WHERE a.problem_id = p.id AND a.state IN ('OPEN', 'ORPHANED') AND a.due_on < ${today}::date) DESC,
    EXISTS (SELECT 1 FROM problem_agency g WHERE g.problem_id = p.id AND g.state = 'ASKED') DESC,
    (p.moved_at <= ${before(act.now, STALE_DAYS)}) DESC, p.moved_at DESC, p.id`;
  const problems = await pageOfProblems(act.db, where, order, { size: PAGE, skip: filter.page * PAGE });
  const title = await titleOf(act, filter, zoneIds);
  if (problems.length === 0)
    return privately({
      summary: `${title}: none`,
      blocks: [heading(title), paragraph('None. That can be good news.'), note(howToRaise())],
    });
  return listCard(
    act,
    title,
    problems,
    problems[0]?.count ?? 0,
    filter.page,
    (page) => JSON.parse(JSON.stringify({ ...filter, page })),
    'problem.page',
  );
}

export async function showSearch(act: Act, typed: string, page: number): Promise<Reply> {
  const words = unquoted(typed);
  if (words === '') throw new Refusal(say`Search for what? For example: ${command('problem search bikes')}.`);
  const ids = await searchProblems(act.db, words, visibleZoneIds(act), { skip: page * PAGE, size: PAGE + 1 });
  const title = `Problems with "${words.slice(0, 60)}"`;
  if (ids.length === 0)
    return privately({
      summary: `${title}: none`,
      blocks: [heading(title), paragraph('None found, open or closed.'), note(howToRaise())],
    });
  const count = page * PAGE + ids.length;
  const problems = await listProblems(act.db, ids.slice(0, PAGE));
  return listCard(act, title, problems, count, page, (next) => ({ words, page: next }), 'problem.search');
}

function listCard(
  act: Act,
  title: string,
  problems: ListedProblem[],
  count: number,
  page: number,
  dataOf: (page: number) => Button['data'],
  action: string,
): Reply {
  const pager: Button[] = [
    ...(page > 0 ? [{ label: 'Back', action, data: dataOf(page - 1) }] : []),
    ...(count > (page + 1) * PAGE ? [{ label: 'More', action, data: dataOf(page + 1) }] : []),
  ];
  return privately({
    summary: `${title}: ${problems.map(referenceOf).join(', ')}`,
    blocks: [
      heading(title),
      { kind: 'list', items: problems.map((problem) => lineOf(problem, act.now)) },
      buttons(
        ...problems.map(
          (problem): Button => ({ label: referenceOf(problem), action: 'problem.open', data: { id: problem.id } }),
        ),
      ),
      ...(pager.length === 0 ? [] : [buttons(...pager)]),
      note(`${page * PAGE + 1}–${page * PAGE + problems.length}${action === 'problem.page' ? ` of ${count}` : ''}`),
    ],
  });
}

function spanClause({ state, since, until }: ListFilter, timeZone: string) {
  const when = Prisma.raw(state === 'CLOSED' ? 'p.closed_at' : 'p.created_at');
  const day = Prisma.sql`(${when} AT TIME ZONE ${timeZone})::date`;
  return [
    ...(since === undefined ? [] : [Prisma.sql`${day} >= ${since}::date`]),
    ...(until === undefined ? [] : [Prisma.sql`${day} <= ${until}::date`]),
  ];
}

function agencyClause(agencyId: string | undefined) {
  return agencyId === undefined
    ? []
    : [
        Prisma.sql`EXISTS (SELECT 1 FROM problem_agency g WHERE g.problem_id = p.id AND g.agency_id = ${agencyId}::uuid AND g.state IN ('JOINED', 'ASKED'))`,
      ];
}

async function titleOf(act: Act, filter: ListFilter, zoneIds: string[]): Promise<string> {
  const zones = visibleZones(act)
    .filter((zone) => zoneIds.includes(zone.id))
    .map((zone) => zone.name);
  const whose = {
    mine: 'My problems',
    agency: 'Our problems',
    zone: 'Problems',
    owner: `Problems of ${await nameOfPerson(act, filter.ownerId)}`,
  }[filter.scope];
  const agency = act.directory.agencies.find(({ id }) => id === filter.agencyId)?.shortName;
  const only = [
    ...(filter.state === undefined ? [] : [labelOf(filter.state)]),
    ...(filter.result === undefined ? [] : [RESULTS[filter.result].label.toLowerCase()]),
    ...(filter.raisedBy === undefined ? [] : ['raised by the community']),
    ...(filter.since === undefined ? [] : [`from ${shortDay(filter.since)}`]),
    ...(filter.until === undefined ? [] : [`until ${shortDay(filter.until)}`]),
    ...(filter.unowned === true ? ['nobody has them'] : []),
    ...(filter.stale === true ? [`unmoved for ${STALE_DAYS} days`] : []),
    ...filter.outcomes.map((outcome) => OUTCOMES[outcome].label),
    ...(agency === undefined ? [] : [`with ${agency}`]),
    ...(filter.days === undefined ? [] : [`older than ${filter.days} days`]),
  ];
  const where = `${whose} in ${zones.length > 3 ? `${zones.length} zones` : zones.join(' and ')}`;
  return [where, ...(only.length === 0 ? [] : [only.join(', ')])].join(': ');
}

function before(now: Date, days: number): Date {
  return new Date(now.getTime() - days * 86_400_000);
}
