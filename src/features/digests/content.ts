// What stands in one person's digest, in its order: good news, what needs them, the week in numbers, measures with a real change,
// what is coming. Words adapt, and nothing empty is shown. Pure.
import { DateTime } from 'luxon';
import type { Block, Button, Card, Chart } from '../../chat/cards.ts';
import { buttons, heading, note, paragraph } from '../../chat/cards.ts';
import type { NudgeCandidate } from '../../chat/nudges.ts';
import { cut, howMany, say, strong, type Text } from '../../chat/spans.ts';
import type { Tool } from '../../database/generated/enums.ts';
import { dayWords } from '../../time/calendar.ts';
import { TOOLS } from '../interactions/index.ts';
import { askedWords, laterButton } from '../nudges/index.ts';
import { together, type WeekFacts, type ZoneWeek } from './facts.ts';
import { daysIn, type Span } from './slots.ts';

export type Waiting = Pick<NudgeCandidate, 'subject' | 'title' | 'reason' | 'doIt' | 'reply'> & {
  rule: string;
  weight: number;
};

export interface ForWhom {
  zoneIds: string[];
  /** Of these zones they are inside, and small numbers are told; of any other they hear what leaves the team. */
  teams?: string[];
  /** Champions, project team and board look at all zones at once. */
  wide: boolean;
  /** A champion's own agency, whose work comes first. */
  agency?: { id: string; name: string };
  /** What waits for this person, the most useful first; undefined: it is told to everybody. */
  waiting: Waiting[] | undefined;
  /** The project team also sees how the programme itself is. */
  runsIt?: boolean;
  /** The board reads its paper from here. */
  paper?: Button;
  /** A word of the project team's, on top. */
  note?: string;
}

export interface Around {
  facts: WeekFacts;
  zoneName(id: string): string;
  /** Figures of these days that say something new, in words for the zone's team, and for those outside it where there are any. */
  changes: { zoneId: string; words: string; outside: string | undefined }[];
  /** The days that are told of. */
  span: Span;
  /** How the programme itself is, a line each; empty: all is well. */
  health: Text[];
}

const MOST = { news: 3, waiting: 3, zones: 2, changes: 3, coming: 3, health: 4 };
const WORDS = ['', '', 'two', 'three', 'four'];

/** "The week from 16 November 2026", "The two weeks from …", "The 6 days from …" */
function titleOf(span: Span): string {
  const days = daysIn(span);
  const weeks = days / 7;
  const long = weeks === 1 ? 'week' : Number.isInteger(weeks) ? `${WORDS[weeks] ?? weeks} weeks` : `${days} days`;
  return `The ${long} from ${dayWords(span.from).replace(/^\S+ /, '')}`;
}

export interface Digest {
  /** At most one phone screen. */
  card: Card;
  /** What "More" opens; undefined: there is no more. */
  more: Card | undefined;
  needs: number;
  /** The days that it tells of. */
  span: Span;
}

/** @param more the button that opens the rest, once it is known where it stands */
export function digestFor(
  { zoneIds, teams = [], wide, agency, waiting: mine, runsIt = false, paper, note: word = '' }: ForWhom,
  around: Around,
  more?: Button,
): Digest {
  const { facts, zoneName, span } = around;
  const waiting = mine ?? [];
  const seen = new Set(zoneIds);
  const ownFirst = <T>(list: T[], isOwn: (each: T) => boolean): T[] =>
    agency === undefined ? list : [...list.filter(isOwn), ...list.filter((each) => !isOwn(each))];
  const news = ownFirst(
    facts.news.filter(({ zoneId }) => seen.has(zoneId)),
    ({ agencyId }) => agencyId === agency?.id,
  );
  const weeks = zoneIds.flatMap((id) => facts.zones.get(id) ?? []);
  const changes = around.changes
    .filter(({ zoneId }) => seen.has(zoneId))
    .flatMap(({ zoneId, words, outside }) => {
      const told = teams.includes(zoneId) ? words : outside;
      return told === undefined ? [] : [{ zoneId, words: told }];
    });
  const coming = facts.coming.filter(({ zoneId }) => (zoneId === null ? wide : seen.has(zoneId)));
  const several = zoneIds.length > 1;
  const inZone = (id: string) => (several ? `${zoneName(id)}: ` : '');
  const title = titleOf(span);
  const health = runsIt ? around.health : [];
  const newsLine = ({ zoneId, text }: WeekFacts['news'][number]): Text =>
    say`${strong(inZone(zoneId))}${cut(text, 200)}`;
  const comingLine = ({ zoneId, startsAt, timeZone, title: name }: WeekFacts['coming'][number]): Text => {
    const local = DateTime.fromJSDate(startsAt, { zone: timeZone }).setLocale('en-GB');
    return say`${strong(local.toFormat('ccc d LLL, HH:mm'))} ${zoneId === null ? '' : inZone(zoneId)}${cut(name, 80)}`;
  };
  const numbers =
    wide || zoneIds.length !== 1
      ? [numbersOf(together(weeks), several ? `${zoneIds.length} zones` : '')]
      : [numbersOf(weeks[0] ?? together([]), '')];
  const busiest = ownFirst(
    [...weeks].sort((a, b) => b.interactions - a.interactions || zoneName(a.zoneId).localeCompare(zoneName(b.zoneId))),
    ({ byAgency }) => (byAgency[agency?.id ?? ''] ?? 0) > 0,
  );
  const own = agency === undefined ? undefined : ownWords(agency, weeks);
  const rest: Block[] = [
    ...(news.length > MOST.news ? section('More good news', news.slice(MOST.news, 15).map(newsLine)) : []),
    ...(waiting.length > MOST.waiting
      ? [
          paragraph(say`${strong('Also waiting for you')}`),
          ...waiting
            .slice(MOST.waiting, 12)
            .flatMap((each): Block[] => [paragraph(askedWords(each.title, each.reason)), choices(each)]),
        ]
      : []),
    ...(several && busiest.length > 0
      ? section(
          'Zone by zone',
          busiest.slice(0, 12).map((each) => say`${strong(`${zoneName(each.zoneId)}: `)}${numbersOf(each, '')}`),
        )
      : []),
    ...charts(together(weeks)),
    ...(changes.length > MOST.changes
      ? section(
          'More real changes',
          changes.slice(MOST.changes, 12).map(({ zoneId, words }) => say`${inZone(zoneId)}${words}`),
        )
      : []),
    ...(coming.length > MOST.coming ? section('Also coming', coming.slice(MOST.coming, 12).map(comingLine)) : []),
    ...(health.length > MOST.health ? section('More of the programme', health.slice(MOST.health, 15)) : []),
  ];
  const hasMore = rest.length > 0;
  const nothing =
    news.length + waiting.length + changes.length + coming.length === 0 && together(weeks).interactions === 0;
  const blocks: Block[] = [
    heading(title),
    ...(word === '' ? [] : [paragraph(say`${strong('From the project team: ')}${word}`)]),
    ...(news.length === 0 ? [] : section('Good news', news.slice(0, MOST.news).map(newsLine))),
    ...needs(mine, nothing),
    ...(nothing
      ? []
      : [
          paragraph(
            say`${strong(daysIn(span) === 7 ? 'The week in numbers: ' : 'In numbers: ')}${own === undefined ? '' : `${own} `}${numbers.join(' ')}`,
          ),
        ]),
    ...(changes.length === 0
      ? []
      : section(
          'Real changes',
          changes.slice(0, MOST.changes).map(({ zoneId, words }) => say`${inZone(zoneId)}${words}`),
        )),
    ...(coming.length === 0 ? [] : section('Coming', coming.slice(0, MOST.coming).map(comingLine))),
    ...(health.length === 0 ? [] : section('The programme', health.slice(0, MOST.health))),
    ...(hasMore && more !== undefined
      ? [buttons(...(paper === undefined ? [] : [paper]), more)]
      : paper === undefined
        ? []
        : [buttons(paper)]),
    ...(more === undefined ? [] : [note(say`"digest settings" changes when this comes, and when it does not.`)]),
  ];
  return {
    card: { summary: summaryOf(title, news.length, waiting.length), blocks },
    more: hasMore
      ? { summary: `More of ${title.toLowerCase()}`, blocks: [heading(`More of ${title.replace(/^T/, 't')}`), ...rest] }
      : undefined,
    needs: waiting.length,
    span,
  };
}

/** What waits for somebody; told to everybody, nothing does. @param nothing there is nothing else to tell */
function needs(waiting: Waiting[] | undefined, nothing: boolean): Block[] {
  if (waiting === undefined) return nothing ? [paragraph('A quiet week: nothing was recorded.')] : [];
  if (waiting.length === 0)
    return [
      paragraph(nothing ? 'A quiet week: nothing was recorded, and nothing waits for you.' : 'Nothing waits for you.'),
    ];
  return [
    paragraph(say`${strong(waiting.length === 1 ? 'One thing needs you' : `${waiting.length} things need you`)}`),
    ...waiting
      .slice(0, MOST.waiting)
      .flatMap((each): Block[] => [paragraph(askedWords(cut(each.title, 120), each.reason)), choices(each)]),
  ];
}

/** Do it, say something to the others, or later. */
const choices = ({ doIt, reply, ...about }: Waiting): Block =>
  buttons(doIt, ...(reply === undefined ? [] : [reply]), laterButton(about));

const section = (title: string, items: Text[]): Block[] => [paragraph(say`${strong(title)}`), { kind: 'list', items }];

function summaryOf(title: string, news: number, waiting: number): string {
  const parts = [
    ...(waiting === 0 ? [] : [waiting === 1 ? 'one thing needs you' : `${waiting} things need you`]),
    ...(news === 0 ? [] : [`${news} good news`]),
  ];
  return parts.length === 0 ? title : `${title}: ${parts.join(', ')}`;
}

/** "Housing logged 6 in 2 zones;" */
function ownWords({ id, name }: { id: string; name: string }, weeks: ZoneWeek[]): string {
  const theirs = weeks.filter(({ byAgency }) => (byAgency[id] ?? 0) > 0);
  const total = theirs.reduce((sum, { byAgency }) => sum + (byAgency[id] ?? 0), 0);
  if (total === 0) return `${name} logged nothing;`;
  return `${name} logged ${total} in ${howMany(theirs.length, 'zone', 'zones')};`;
}

/** "31 interactions (usually 24), 18 of 25 preventive, 9 with other agencies; 2 problems raised, 1 closed; a meeting with 3 decisions." */
export function numbersOf(week: ZoneWeek, where: string): string {
  const { interactions, usual, preventive, remedial, joint, raised, moved, closed, meetings, decisions } = week;
  const count = (number: number, one: string, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;
  const mixed = preventive + remedial;
  const problems = [
    ...(raised > 0 ? [`${raised} raised`] : []),
    ...(moved > 0 ? [`${moved} moved`] : []),
    ...(closed > 0 ? [`${closed} closed`] : []),
  ];
  const parts = [
    `${count(interactions, 'interaction')} (usually ${Math.round(usual)})`,
    ...(mixed > 0 ? [`${preventive} of ${mixed} preventive`] : []),
    ...(joint > 0 ? [`${joint} with other agencies`] : []),
  ];
  const met =
    meetings === 0
      ? ''
      : `; ${count(meetings, 'meeting')}${decisions === 0 ? '' : ` with ${count(decisions, 'decision')}`}`;
  const solved = problems.length === 0 ? '' : `; problems: ${problems.join(', ')}`;
  return `${where === '' ? '' : `in ${where}, `}${parts.join(', ')}${solved}${met}.`;
}

function charts(week: ZoneWeek): Block[] {
  const tools = Object.entries(week.byTool).sort((a, b) => b[1] - a[1]);
  if (tools.length < 2) return [];
  const chart: Chart = {
    kind: 'bars',
    title: 'Interactions by tool',
    unit: 'interactions',
    categories: tools.map(([tool]) => TOOLS[tool as Tool]?.label ?? tool),
    series: [{ name: 'Interactions', values: tools.map(([, number]) => number) }],
  };
  return [{ kind: 'chart', chart }];
}
