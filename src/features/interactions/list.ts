// `log list`: what was asked for, and a page of it.

import { z } from 'zod';
import { type Act, ownZones, visibleZones } from '../../chat/act.ts';
import { may } from '../../chat/may.ts';
import { inPlace, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { agencyOfList } from '../../language/agencies.ts';
import { aboutUnread, takePastSpan } from '../../language/past-spans.ts';
import { capitalised } from '../../language/vocabulary.ts';
import { findZone } from '../../language/zones.ts';
import { dayWords, shortDay, todayIn } from '../../time/calendar.ts';
import { nameOfPerson, takeOwner } from '../people/index.ts';
import { outcomeShape, toolShape } from './entry.ts';
import { takeTags } from './line.ts';
import { type ListFilter, listInteractions } from './service.ts';
import { listCard } from './views.ts';
import { allTags, OUTCOMES, TOOLS } from './words.ts';

/** A page fits a phone's screen, and its buttons a Slack row. */
const PAGE = 8;

export const filterShape = z.object({
  scope: z.enum(['mine', 'zone']),
  zoneIds: z.array(z.string()),
  tool: toolShape.optional(),
  outcomes: z.array(outcomeShape),
  agencyId: z.string().optional(),
  ownerId: z.uuid().optional(),
  since: z.string().optional(),
  until: z.string().optional(),
  before: z.object({ day: z.string(), id: z.string() }).optional(),
});

/** Reads what follows `log list`: mine or zone, tags, "with Housing", "by Tom", "since 1 June", "until yesterday", "in New Parks". */
export async function readFilter(act: Act, words: string): Promise<ListFilter> {
  const { timeZone, yearStarts } = act.partnership;
  const clock = { now: act.now, timeZone, yearStarts };
  const { directory } = act;
  const tags = takeTags(words);
  const unknown = tags.unknown[0];
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
  const asked = new Set(words.match(/#[\p{L}\d:_-]+/gu) ?? []);
  if (asked.size > tags.outcomes.length + (tags.tool === undefined ? 0 : 1))
    throw new Refusal('One tool at a time, please, and outcomes; the list cannot be narrowed by how many were there.');
  let rest = tags.text;
  const zone = findZone(rest, directory.zones);
  if (zone !== undefined) rest = cut(rest, zone);
  const agencies = agencyOfList(rest, directory.agencies);
  if (agencies.agencyIds.length > 1) throw new Refusal('One agency at a time, please.');
  if (agencies.from !== undefined) rest = cut(rest, { from: agencies.from, to: agencies.to });
  const span = takePastSpan(rest, clock);
  if (span.unread !== undefined) throw new Refusal(aboutUnread(span.unread));
  const owner = await takeOwner(act, span.rest);
  const unread = unreadIn(owner?.rest ?? span.rest);
  if (unread !== '')
    throw new Refusal(
      `I do not know "${unread.slice(0, 60)}" here. Say mine or zone; a tag, such as #safe; with an agency; by somebody of the team; last week, in October, since a day, until a day.`,
    );
  const today = todayIn(clock.timeZone, clock.now).day;
  if (span.since !== undefined && span.until !== undefined && span.since > span.until)
    throw new Refusal(
      `From ${shortDay(span.since)} until ${shortDay(span.until)} there is no day. Say the earlier one first.`,
    );
  if (span.since !== undefined && span.since > today)
    throw new Refusal(`${capitalised(dayWords(span.since))} is still to come: nothing has been logged for it yet.`);
  const here =
    act.placeZoneId !== undefined && may(act, 'zone.see', { zoneId: act.placeZoneId }) ? [act.placeZoneId] : undefined;
  const zoneIds = zone !== undefined ? [zone.id] : (here ?? visibleZones(act).map(({ id }) => id));
  if (zone !== undefined && !may(act, 'zone.see', { zoneId: zone.id }))
    throw new Refusal('You do not see that zone. Ask one of its leads to add you.');
  const wantsZone =
    owner !== undefined ||
    /\b(?:zone|team|all|everyone)\b/i.test(span.rest) ||
    zone !== undefined ||
    ownZones(act).length === 0;
  return {
    scope: wantsZone ? 'zone' : 'mine',
    zoneIds,
    tool: tags.tool,
    outcomes: tags.outcomes,
    agencyId: agencies.agencyIds[0],
    ...(owner === undefined ? {} : { ownerId: owner.id }),
    since: span.since,
    until: span.until,
  };
}

const cut = (text: string, { from, to }: { from: number; to: number }) => `${text.slice(0, from)} ${text.slice(to)}`;

/** What nothing of a list's words is. */
function unreadIn(words: string): string {
  return words
    .replace(
      /(?<![\p{L}\d])(?:mine|my|me|own|zones?|teams?|all|everyone|everything|the|of|in|on|for|by|and|with|interactions?|entries|logs?|please|latest)(?![\p{L}\d])/giu,
      ' ',
    )
    .replace(/[\s,;.]+/g, ' ')
    .trim();
}

/** What a list is narrowed to, in words; empty when it is to nothing. */
function narrowed({ tool, outcomes, agencyId, since, until }: ListFilter, { directory }: Act): string {
  const agency = directory.agencies.find(({ id }) => id === agencyId)?.shortName;
  return [
    ...(tool === undefined ? [] : [TOOLS[tool].label]),
    ...outcomes.map((outcome) => OUTCOMES[outcome].label),
    ...(agency === undefined ? [] : [`with ${agency}`]),
    ...(since !== undefined && since === until
      ? [`on ${shortDay(since)}`]
      : [
          ...(since === undefined ? [] : [`from ${shortDay(since)}`]),
          ...(until === undefined ? [] : [`until ${shortDay(until)}`]),
        ]),
  ].join(', ');
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
      : `Interactions ${filter.ownerId === undefined ? '' : `of ${await nameOfPerson(act, filter.ownerId)} `}in ${zones.length > 3 ? 'all zones' : zones.join(', ')}`;
  const only = narrowed(filter, act);
  const card = listCard(act, only === '' ? title : `${title}: ${only}`, rows, more, first, only !== '');
  return act.incoming.what.kind === 'press' ? inPlace(card) : privately(card);
}
