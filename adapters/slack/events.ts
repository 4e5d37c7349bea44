// The events that concern the bot: what is said to it, who opens its page, and what becomes of places and messages.
import { z } from 'zod';
import { type Incoming, isTagged, type Place, type What } from '../../src/chat/incoming.ts';
import { homeOf, placeOf } from './receive.ts';
import { decodeText } from './text.ts';

const said = z.object({
  user: z.string().nullish(),
  bot_id: z.string().nullish(),
  text: z.string().nullish(),
  ts: z.string().nullish(),
  thread_ts: z.string().nullish(),
  edited: z.object({ ts: z.string().nullish() }).nullish(),
});
const eventPayload = z.object({
  team_id: z.string(),
  event: said.extend({
    type: z.string(),
    subtype: z.string().nullish(),
    user_team: z.string().nullish(),
    source_team: z.string().nullish(),
    team: z.string().nullish(),
    // A name and a number where a channel was renamed.
    channel: z.union([z.string(), z.object({ id: z.string(), name: z.string().nullish() })]).nullish(),
    channel_type: z.string().nullish(),
    event_ts: z.string().nullish(),
    deleted_ts: z.string().nullish(),
    files: z.array(z.unknown()).nullish(),
    message: said.nullish(),
    previous_message: said.nullish(),
    tab: z.string().nullish(),
  }),
});
type Event = z.infer<typeof eventPayload>['event'];

/** Messages that people write, besides those without a subtype (docs.slack.dev/reference/events/message, "Message subtypes"). */
const WRITTEN = new Set<string | null | undefined>([undefined, null, 'thread_broadcast', 'file_share', 'me_message']);
const SLACKBOT = 'USLACKBOT';

/** What became of a channel (docs.slack.dev/reference/events/channel_archive and its neighbours). */
const PLACE_EVENTS: Record<string, { open?: boolean } | undefined> = {
  channel_archive: { open: false },
  channel_unarchive: { open: true },
  channel_deleted: { open: false },
  channel_rename: {},
  group_archive: { open: false },
  group_unarchive: { open: true },
  group_deleted: { open: false },
  group_rename: {},
};

/** An event that concerns the bot; undefined for all others. The key is the message's identity: Slack has sent one message under many event ids. */
export function fromEvent(body: unknown, botUserId: string | undefined, requestId: string): Incoming | undefined {
  const parsed = eventPayload.safeParse(body);
  if (!parsed.success) return undefined;
  const { team_id: tenant, event } = parsed.data;
  const known = PLACE_EVENTS[event.type];
  if (known !== undefined) return ofPlace(tenant, event, known, requestId);
  if (event.subtype === 'message_changed' || event.subtype === 'message_deleted')
    return ofMessage(tenant, event, botUserId, requestId);
  if (event.user == null || event.bot_id != null || event.user === SLACKBOT) return undefined;
  const base = {
    requestId,
    sender: { platform: 'slack', tenant: homeTeam(event, tenant), user: event.user },
    answer: 'later' as const,
    canOpenForms: false,
  };
  const stamp = event.event_ts ?? '';
  if (event.type === 'app_home_opened') {
    return event.tab != null && event.tab !== 'home'
      ? undefined
      : {
          ...base,
          key: `slack:${tenant}:home:${event.user}:${stamp}`,
          place: homeOf(tenant, event.user),
          what: { kind: 'home' },
          answer: 'now',
        };
  }
  const channel = idOf(event);
  if (channel === undefined) return undefined;
  const aboutUs = botUserId !== undefined && event.user === botUserId;
  if (event.type === 'member_joined_channel' || event.type === 'member_left_channel') {
    const joined = event.type === 'member_joined_channel';
    if (!aboutUs) return undefined;
    return {
      ...base,
      key: `slack:${tenant}:${channel}:${joined ? 'joined' : 'left'}:${stamp}`,
      place: placeIn(tenant, channel, event),
      what: { kind: joined ? 'installed' : 'removed' },
    };
  }
  if (aboutUs || event.ts == null || !WRITTEN.has(event.subtype)) return undefined;
  return fromMessage(event, event.ts, channel, tenant, base);
}

function fromMessage(
  event: Event,
  ts: string,
  channel: string,
  tenant: string,
  base: Pick<Incoming, 'requestId' | 'sender' | 'answer' | 'canOpenForms'>,
): Incoming | undefined {
  const personal = isPersonal(event);
  const inChannel = event.channel_type === 'channel' || event.channel_type === 'group' || event.channel_type === 'mpim';
  const unasked = event.type === 'message' && inChannel && isTagged(event.text ?? '');
  if (event.type !== 'app_mention' && !personal && !unasked) return undefined;
  const what: What = {
    kind: 'command',
    words: wordsOf(event),
    visible: !personal,
    ...(unasked ? { unasked } : {}),
    ...((event.files ?? []).length > 0 ? { withFiles: true as const } : {}),
    ...(event.edited?.ts == null ? {} : { edited: event.edited.ts }),
  };
  return {
    ...base,
    key: `slack:${tenant}:${channel}:${ts}`,
    place: placeIn(tenant, channel, event),
    what,
    replyTo: { message: ts },
  };
}

/** Its author changed a message, or took it back. What Slack adds itself (a preview of a link) changes no words. */
function ofMessage(
  tenant: string,
  event: Event,
  botUserId: string | undefined,
  requestId: string,
): Incoming | undefined {
  const channel = idOf(event);
  const { message, previous_message: before } = event;
  const deleted = event.subtype === 'message_deleted';
  const author = before?.user ?? message?.user;
  const ts = deleted ? (event.deleted_ts ?? before?.ts) : message?.ts;
  if (channel === undefined || author == null || author === botUserId || before?.bot_id != null || ts == null)
    return undefined;
  if (!deleted && (message?.edited == null || message.text === before?.text)) return undefined;
  const of = `slack:${tenant}:${channel}:${ts}`;
  const words = message === null || message === undefined ? '' : wordsOf(message);
  return {
    requestId,
    key: `${of}:${deleted ? 'deleted' : `edited:${message?.edited?.ts ?? ''}`}`,
    sender: { platform: 'slack', tenant: homeTeam(event, tenant), user: author },
    place: { ...placeIn(tenant, channel, event), ...(before?.thread_ts == null ? {} : { thread: before.thread_ts }) },
    what: deleted ? { kind: 'deleted', of } : { kind: 'edited', of, words },
    answer: 'later',
    canOpenForms: false,
  };
}

function ofPlace(tenant: string, event: Event, known: { open?: boolean }, requestId: string): Incoming | undefined {
  const channel = idOf(event);
  if (channel === undefined) return undefined;
  const name = typeof event.channel === 'object' ? event.channel?.name : undefined;
  return {
    requestId,
    key: `slack:${tenant}:${channel}:${event.type}:${event.event_ts ?? ''}`,
    sender: { platform: 'slack', tenant, user: event.user ?? '' },
    place: placeOf(tenant, channel),
    what: { kind: 'place', ...known, ...(name == null ? {} : { name: `#${name}` }) },
    answer: 'later',
    canOpenForms: false,
  };
}

/** Whoever comes from another workspace into a shared channel is known there, not here. */
const homeTeam = ({ user_team, source_team, team }: Event, tenant: string) =>
  user_team ?? source_team ?? team ?? tenant;

const idOf = ({ channel }: Event): string | undefined => (typeof channel === 'string' ? channel : channel?.id);

const isPersonal = ({ type, channel_type }: Event): boolean => type === 'message' && channel_type === 'im';

function placeIn(tenant: string, channel: string, event: Event): Place {
  return {
    ...placeOf(tenant, channel),
    // Slack tells a bot of no other private chats than its own.
    ...(isPersonal(event) ? { kind: 'personal' as const, withUs: true as const } : {}),
    ...(event.channel_type === 'mpim' ? { kind: 'group' as const } : {}),
    ...(event.thread_ts == null ? {} : { thread: event.thread_ts }),
  };
}

const wordsOf = ({ text }: z.infer<typeof said>): string =>
  decodeText((text ?? '').replace(/^\s*<@[A-Z0-9]+(?:\|[^>]*)?>[:,]?/, ''));

/** docs.slack.dev/reference/events/app_uninstalled, …/tokens_revoked: the app was taken out, or our token was. */
export function takesOut(body: unknown): boolean {
  const { event } = body as { event?: { type?: string; tokens?: { bot?: unknown[] | null } | null } };
  return (
    event?.type === 'app_uninstalled' || (event?.type === 'tokens_revoked' && (event.tokens?.bot ?? []).length > 0)
  );
}

/** docs.slack.dev/reference/events/team_rename: what the workspace is called now. */
export function newNameIn(body: unknown): string | undefined {
  const { event } = body as { event?: { type?: string; name?: unknown } };
  return event?.type === 'team_rename' && typeof event.name === 'string' ? event.name.slice(0, 80) : undefined;
}
