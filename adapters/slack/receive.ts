// What Slack sends, as the house knows it. Payloads are read leniently and narrowly: only what is used, and never trusted.
import { z } from 'zod';
import type { JsonObject } from '../../src/chat/cards.ts';
import type { Values } from '../../src/chat/forms.ts';
import { type Incoming, isTagged, type Place } from '../../src/chat/incoming.ts';
import { SLASH_COMMAND } from './manifest.ts';

const json = z.record(z.string(), z.json());

/** Text that Slack has escaped, as it was typed; mentions become @{user|name}. */
export function decodeText(text: string): string {
  return text
    .replace(/<@([A-Z0-9]+)(?:\|([^>]*))?>/g, (_, user: string, name?: string) => `@{${user}|${name ?? user}}`)
    .replace(/<#[A-Z0-9]+(?:\|([^>]*))?>/g, (_, name?: string) => name ?? 'a channel')
    .replace(/<!subteam\^[A-Z0-9]+(?:\|@?([^>]*))?>/g, (_, name?: string) => `@${name ?? 'group'}`)
    .replace(/<((?:https?|mailto|tel):[^|>]+)(?:\|([^>]*))?>/g, (_, url: string, label?: string) =>
      label === undefined || label === '' ? url : label,
    )
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}

const commandPayload = z.object({
  command: z.string(),
  text: z.string().default(''),
  team_id: z.string(),
  user_id: z.string(),
  user_name: z.string().optional(),
  channel_id: z.string(),
  channel_name: z.string().optional(),
  trigger_id: z.string(),
  response_url: z.string().optional(),
});

/** A slash command: the answer rides on the request. */
export function fromCommand(body: unknown, requestId: string): Incoming {
  const given = commandPayload.parse(body);
  const words = decodeText(given.text);
  return {
    requestId,
    key: `slack:${given.team_id}:${given.trigger_id}`,
    sender: {
      platform: 'slack',
      tenant: given.team_id,
      user: given.user_id,
      ...(given.user_name === undefined ? {} : { name: given.user_name }),
    },
    place: placeOf(given.team_id, given.channel_id, given.channel_name),
    what: {
      kind: 'command',
      words: given.command === SLASH_COMMAND ? words : `${given.command.slice(1)} ${words}`,
      visible: false,
    },
    answer: 'now',
    canOpenForms: true,
    ...(given.response_url === undefined ? {} : { replyTo: { responseUrl: given.response_url } }),
  };
}

const person = z.object({
  id: z.string(),
  name: z.string().optional(),
  username: z.string().optional(),
  team_id: z.string().optional(),
});
const channel = z.object({ id: z.string(), name: z.string().optional() });
const pressPayload = z.object({
  team: z.object({ id: z.string() }).nullish(),
  user: person,
  channel: channel.optional(),
  container: z.object({ is_ephemeral: z.boolean().optional(), thread_ts: z.string().optional() }).optional(),
  message: z.object({ thread_ts: z.string().optional() }).optional(),
  trigger_id: z.string(),
  response_url: z.string().optional(),
  actions: z.array(z.object({ action_id: z.string(), value: z.string().optional() })).min(1),
});
const pressValue = z.object({ d: json, v: z.number().optional() });

/** A button. A value that we did not write counts as none. */
export function fromPress(body: unknown, requestId: string): Incoming {
  const given = pressPayload.parse(body);
  const [action] = given.actions;
  const tenant = given.team?.id ?? given.user.team_id ?? '';
  const value = pressValue.safeParse(parse(action?.value)).data;
  const thread = given.container?.thread_ts ?? given.message?.thread_ts;
  const place =
    given.channel === undefined ? homeOf(tenant, given.user.id) : placeOf(tenant, given.channel.id, given.channel.name);
  // In a private chat every card is one person's.
  const onPrivateCard = given.container?.is_ephemeral === true || place.kind === 'personal';
  return {
    requestId,
    key: `slack:${tenant}:${given.trigger_id}`,
    sender: senderOf(tenant, given.user),
    place: { ...place, ...(thread === undefined ? {} : { thread }) },
    what: {
      kind: 'press',
      action: (action?.action_id ?? '').replace(/#\d+$/, ''),
      data: value?.d ?? {},
      onPrivateCard,
      ...(value?.v === undefined ? {} : { version: value.v }),
    },
    answer: 'later',
    canOpenForms: true,
    ...(given.response_url === undefined ? {} : { replyTo: { responseUrl: given.response_url, onPrivateCard } }),
  };
}

const submitPayload = z.object({
  team: z.object({ id: z.string() }).nullish(),
  user: person,
  view: z.object({
    id: z.string(),
    hash: z.string().optional(),
    callback_id: z.string(),
    private_metadata: z.string().default(''),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), z.unknown())) }),
  }),
});
const metadata = z.object({
  data: json,
  place: z.object({
    conversation: z.string(),
    kind: z.enum(['channel', 'group', 'personal']),
    thread: z.string().optional(),
  }),
});

/** A form: what its place was travelled with it. */
export function fromSubmission(body: unknown, requestId: string): Incoming {
  const given = submitPayload.parse(body);
  const tenant = given.team?.id ?? given.user.team_id ?? '';
  const carried = metadata.safeParse(parse(given.view.private_metadata)).data;
  const { thread, ...rest } = carried?.place ?? { ...homeOf(tenant, given.user.id), thread: undefined };
  return {
    requestId,
    key: `slack:${tenant}:view:${given.view.id}:${given.view.hash ?? ''}`,
    sender: senderOf(tenant, given.user),
    place: { platform: 'slack', tenant, ...rest, ...(thread === undefined ? {} : { thread }) },
    what: {
      kind: 'submit',
      form: given.view.callback_id,
      data: carried?.data ?? {},
      values: valuesOf(given.view.state.values),
    },
    answer: 'later',
    canOpenForms: false,
  };
}

/** What travels with a form that is opened here. */
export function metadataOf(incoming: Incoming, data: JsonObject): JsonObject {
  const { conversation, kind, thread } = incoming.place;
  return { data, place: { conversation, kind, ...(thread === undefined ? {} : { thread }) } };
}

const shortcutPayload = z.object({
  callback_id: z.string(),
  team: z.object({ id: z.string() }).nullish(),
  user: person,
  channel: channel.optional(),
  message: z.object({ text: z.string().default(''), thread_ts: z.string().optional() }).optional(),
  trigger_id: z.string(),
  response_url: z.string().optional(),
});

/** A command on somebody's message. */
export function fromShortcut(body: unknown, requestId: string): Incoming {
  const given = shortcutPayload.parse(body);
  const tenant = given.team?.id ?? given.user.team_id ?? '';
  return {
    requestId,
    key: `slack:${tenant}:${given.trigger_id}`,
    sender: senderOf(tenant, given.user),
    place: {
      ...(given.channel === undefined
        ? homeOf(tenant, given.user.id)
        : placeOf(tenant, given.channel.id, given.channel.name)),
      ...(given.message?.thread_ts === undefined ? {} : { thread: given.message.thread_ts }),
    },
    what: { kind: 'message', shortcut: given.callback_id, text: decodeText(given.message?.text ?? '') },
    answer: 'later',
    canOpenForms: true,
    ...(given.response_url === undefined ? {} : { replyTo: { responseUrl: given.response_url, onPrivateCard: false } }),
  };
}

const eventPayload = z.object({
  team_id: z.string(),
  event: z.object({
    type: z.string(),
    subtype: z.string().optional(),
    bot_id: z.string().optional(),
    user: z.string().optional(),
    user_team: z.string().optional(),
    text: z.string().optional(),
    channel: z.string().optional(),
    channel_type: z.string().optional(),
    ts: z.string().optional(),
    event_ts: z.string().optional(),
    thread_ts: z.string().optional(),
    tab: z.string().optional(),
  }),
});

/** An event that concerns the bot; undefined for all others. The key is the message's identity: Slack has sent one message under many event ids. */
export function fromEvent(body: unknown, botUserId: string | undefined, requestId: string): Incoming | undefined {
  const parsed = eventPayload.safeParse(body);
  if (!parsed.success) return undefined;
  const { team_id: tenant, event } = parsed.data;
  if (event.user === undefined || event.bot_id !== undefined) return undefined;
  const sender = { platform: 'slack', tenant: event.user_team ?? tenant, user: event.user };
  const base = { requestId, sender, answer: 'later' as const, canOpenForms: false };
  if (event.type === 'app_home_opened') {
    return event.tab !== undefined && event.tab !== 'home'
      ? undefined
      : {
          ...base,
          key: `slack:${tenant}:home:${event.user}:${event.event_ts ?? ''}`,
          place: homeOf(tenant, event.user),
          what: { kind: 'home' },
          answer: 'now',
        };
  }
  if (event.channel === undefined) return undefined;
  const personal = event.type === 'message' && event.channel_type === 'im';
  const place: Place = {
    ...placeOf(tenant, event.channel),
    ...(personal ? { kind: 'personal' as const } : {}),
    ...(event.thread_ts === undefined ? {} : { thread: event.thread_ts }),
  };
  const aboutUs = botUserId !== undefined && event.user === botUserId;
  if (event.type === 'member_joined_channel')
    return aboutUs
      ? {
          ...base,
          key: `slack:${tenant}:${event.channel}:joined:${event.event_ts ?? ''}`,
          place,
          what: { kind: 'installed' },
        }
      : undefined;
  if (event.type === 'member_left_channel')
    return aboutUs
      ? {
          ...base,
          key: `slack:${tenant}:${event.channel}:left:${event.event_ts ?? ''}`,
          place,
          what: { kind: 'removed' },
        }
      : undefined;
  const unasked =
    event.type === 'message' &&
    (event.channel_type === 'channel' || event.channel_type === 'group') &&
    isTagged(event.text ?? '');
  const forUs = event.type === 'app_mention' || personal || unasked;
  if (
    !forUs ||
    aboutUs ||
    (event.subtype !== undefined && event.subtype !== 'thread_broadcast') ||
    event.ts === undefined
  )
    return undefined;
  const words = decodeText((event.text ?? '').replace(/^\s*<@[A-Z0-9]+(?:\|[^>]*)?>[:,]?/, ''));
  return {
    ...base,
    key: `slack:${tenant}:${event.channel}:${event.ts}`,
    place,
    what: { kind: 'command', words, visible: !personal, ...(unasked ? { unasked } : {}) },
    replyTo: { message: event.ts },
  };
}

function senderOf(tenant: string, user: z.infer<typeof person>) {
  const name = user.name ?? user.username;
  return { platform: 'slack', tenant: user.team_id ?? tenant, user: user.id, ...(name === undefined ? {} : { name }) };
}

function placeOf(tenant: string, conversation: string, name?: string): Place {
  const personal = conversation.startsWith('D') || name === 'directmessage';
  return {
    platform: 'slack',
    tenant,
    conversation,
    kind: personal ? 'personal' : 'channel',
    ...(name === undefined || personal ? {} : { name: `#${name}` }),
  };
}

/** From the bot's own page there is no channel: the private chat, which Slack addresses by the person. */
function homeOf(tenant: string, user: string): Place {
  return { platform: 'slack', tenant, conversation: user, kind: 'personal' };
}

const control = z.object({
  type: z.string(),
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
  selected_date: z.string().nullish(),
  selected_time: z.string().nullish(),
  selected_user: z.string().nullish(),
});

/** Field by field; the parts of a long text as one, in the order of their blocks. */
function valuesOf(state: Record<string, Record<string, unknown>>): Values {
  const values: Values = {};
  for (const blockId of Object.keys(state).sort()) {
    for (const [name, raw] of Object.entries(state[blockId] ?? {})) {
      const given = control.safeParse(raw).data;
      if (given === undefined) continue;
      const value = valueOf(given);
      const before = values[name];
      if (value !== undefined)
        values[name] = typeof before === 'string' && typeof value === 'string' ? before + value : value;
    }
  }
  return values;
}

function valueOf(given: z.infer<typeof control>): Values[string] | undefined {
  switch (given.type) {
    case 'checkboxes':
    case 'multi_static_select':
      return (given.selected_options ?? []).map((option) => option.value);
    case 'number_input':
      return given.value === null || given.value === undefined || given.value === '' ? undefined : Number(given.value);
    default:
      return (
        given.value ??
        given.selected_option?.value ??
        given.selected_date ??
        given.selected_time ??
        given.selected_user ??
        undefined
      );
  }
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
