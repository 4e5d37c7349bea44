// `log list`: what was asked for, and a page of it.

import { DateTime } from 'luxon';
import { z } from 'zod';
import { type Act, ownZones, visibleZones } from '../../chat/act.ts';
import { may } from '../../chat/may.ts';
import { inPlace, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { findAgencies } from '../../language/agencies.ts';
import { findDays } from '../../language/past-days.ts';
import { findZone } from '../../language/zones.ts';
import { todayIn } from '../../time/calendar.ts';
import { outcomeShape, toolShape } from './entry.ts';
import { readLine } from './line.ts';
import { type ListFilter, listInteractions } from './service.ts';
import { listCard } from './views.ts';
import { allTags } from './words.ts';

/** A page fits a phone's screen, and its buttons a Slack row. */
const PAGE = 8;

export const filterShape = z.object({
  scope: z.enum(['mine', 'zone']),
  zoneIds: z.array(z.string()),
  tool: toolShape.optional(),
  outcomes: z.array(outcomeShape),
  agencyId: z.string().optional(),
  since: z.string().optional(),
  until: z.string().optional(),
  before: z.object({ day: z.string(), id: z.string() }).optional(),
});

/** Reads what follows `log list`: mine or zone, tags, "with Housing", "since 1 June", "until yesterday", "in New Parks". */
export function readFilter(act: Act, words: string): ListFilter {
  const context = { directory: act.directory, now: act.now, timeZone: act.partnership.timeZone };
  const since = /\b(?:since|from|after)\s+(.+?)(?=\s+(?:until|till|to|before)\b|$)/i.exec(words);
  const until = /\b(?:until|till|to|before)\s+(.+)$/i.exec(words);
  const rest = words.replace(since?.[0] ?? '', '').replace(until?.[0] ?? '', '');
  const line = readLine(`x ${rest}`, context);
  const span = since === null && until === null ? spanIn(rest, context) : undefined;
  const unknown = line.unknownTags[0];
  if (unknown !== undefined)
    throw new Refusal(
      `I do not know the tag #${unknown.tag}. ${
        unknown.meant === undefined
          ? `I know ${allTags()
              .map((tag) => `#${tag}`)
              .join(' ')}.`
          : `Did you mean #${unknown.meant}?`
      }`,
    );
  const unread = unreadIn(span === undefined ? rest : cut(rest, span), act);
  if (unread !== '' || line.agencyIds.length > 1)
    throw new Refusal(
      `${unread === '' ? 'One agency at a time, please.' : `I do not know "${unread.slice(0, 60)}" here.`} Say mine or zone; a tag, such as #safe; with an agency; last week, since a day, until a day.`,
    );
  const here =
    act.placeZoneId !== undefined && may(act, 'zone.see', { zoneId: act.placeZoneId }) ? [act.placeZoneId] : undefined;
  const zoneIds = line.zoneId !== undefined ? [line.zoneId] : (here ?? visibleZones(act).map((zone) => zone.id));
  if (line.zoneId !== undefined && !may(act, 'zone.see', { zoneId: line.zoneId }))
    throw new Refusal('You do not see that zone. Ask one of its leads to add you.');
  const wantsZone =
    /\b(?:zone|team|all|everyone)\b/i.test(rest) || line.zoneId !== undefined || ownZones(act).length === 0;
  return {
    scope: wantsZone ? 'zone' : 'mine',
    zoneIds,
    tool: line.guessed.includes('tool') ? undefined : line.tool,
    outcomes: line.outcomes,
    agencyId: line.agencyIds[0],
    since: span?.since ?? dayOf(since?.[1], context),
    until: span?.until ?? dayOf(until?.[1], context),
  };
}

interface Span {
  /** YYYY-MM-DD */
  since: string;
  until: string;
  from: number;
  to: number;
}

const cut = (text: string, { from, to }: { from: number; to: number }) => `${text.slice(0, from)} ${text.slice(to)}`;

/** "last week", "this month", "yesterday", "3 June": from its first day to its last. */
function spanIn(words: string, context: Parameters<typeof readLine>[1]): Span | undefined {
  const today = DateTime.fromISO(todayIn(context.timeZone, context.now).day, { zone: 'utc' });
  const match = /\b(?:from |in |of )?(this|last) (week|month|year)\b/i.exec(words);
  if (match !== null) {
    const unit = (match[2] ?? '').toLowerCase() as 'week' | 'month' | 'year';
    const within = /last/i.test(match[1] ?? '') ? today.minus({ [`${unit}s`]: 1 }) : today;
    return {
      since: within.startOf(unit).toISODate() ?? '',
      until: within.endOf(unit).toISODate() ?? '',
      from: match.index,
      to: match.index + match[0].length,
    };
  }
  const [day, ...more] = findDays(words, context);
  return day?.day === undefined || more.length > 0 ? undefined : { since: day.day, until: day.day, ...day };
}

/** What nothing of a list's words is. */
function unreadIn(words: string, { directory }: Act): string {
  let rest = words.replace(/#[\p{L}\d:_-]+/gu, ' ');
  const agencies = findAgencies(rest, directory.agencies);
  if (agencies.from !== undefined) rest = cut(rest, { from: agencies.from, to: agencies.to });
  const zone = findZone(rest, directory.zones);
  if (zone !== undefined) rest = cut(rest, zone);
  return rest
    .replace(
      /(?<![\p{L}\d])(?:mine|my|me|own|zones?|teams?|all|everyone|everything|the|of|in|on|for|by|and|interactions?|entries|logs?|please|latest)(?![\p{L}\d])/giu,
      ' ',
    )
    .replace(/[\s,;.]+/g, ' ')
    .trim();
}

function dayOf(words: string | undefined, context: Parameters<typeof readLine>[1]): string | undefined {
  if (words === undefined) return undefined;
  const day = readLine(`x ${words}`, context);
  const today = readLine('x', context).occurredOn;
  if (day.occurredOn === today && !/today/i.test(words) && day.futureDay === undefined)
    throw new Refusal(
      `I do not understand the day "${words.slice(0, 40)}". Write it as "3 June", "last Tuesday" or "yesterday".`,
    );
  return day.futureDay ?? day.occurredOn;
}

/** One page, latest first, with a way to the older ones. */
export async function showList(act: Act, filter: ListFilter): Promise<Reply> {
  const found = await listInteractions(act, filter, PAGE);
  const rows = found.slice(0, PAGE);
  const last = rows.at(-1);
  const bare = JSON.parse(JSON.stringify({ ...filter, before: undefined }));
  const more =
    found.length > PAGE && last !== undefined
      ? {
          label: 'Older',
          action: 'log.page',
          data: { ...bare, before: { day: last.occurredOn.toISOString().slice(0, 10), id: last.id } },
        }
      : undefined;
  const first = filter.before === undefined ? undefined : { label: 'Latest', action: 'log.page', data: bare };
  const zones = act.directory.zones.filter((zone) => filter.zoneIds.includes(zone.id)).map((zone) => zone.name);
  const title =
    filter.scope === 'mine'
      ? 'My interactions'
      : `Interactions in ${zones.length > 3 ? 'all zones' : zones.join(', ')}`;
  const card = listCard(act, title, rows, more, first);
  return act.incoming.what.kind === 'press' ? inPlace(card) : privately(card);
}
