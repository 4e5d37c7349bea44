// What Slack sends, as the house knows it. Payloads are read leniently and narrowly: only what is used, and never trusted.
import { z } from 'zod';
import type { JsonObject } from '../../src/chat/cards.ts';
import type { Values } from '../../src/chat/forms.ts';
import type { Incoming, Place } from '../../src/chat/incoming.ts';
import { SLASH_COMMAND } from './manifest.ts';
import { decodeText } from './text.ts';

const json = z.record(z.string(), z.json());

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
  name: z.string().nullish(),
  username: z.string().nullish(),
  team_id: z.string().nullish(),
});
const channel = z.object({ id: z.string(), name: z.string().nullish() });
const pressPayload = z.object({
  team: z.object({ id: z.string() }).nullish(),
  user: person,
  channel: channel.nullish(),
  container: z.object({ is_ephemeral: z.boolean().nullish(), thread_ts: z.string().nullish() }).nullish(),
  message: z.object({ thread_ts: z.string().nullish() }).nullish(),
  trigger_id: z.string(),
  response_url: z.string().nullish(),
  actions: z.array(z.object({ action_id: z.string(), value: z.string().nullish() })).min(1),
});
const pressValue = z.object({ d: json, v: z.number().optional() });

/** A button. A value that we did not write counts as none. */
export function fromPress(body: unknown, requestId: string): Incoming {
  const given = pressPayload.parse(body);
  const [action] = given.actions;
  const tenant = given.team?.id ?? given.user.team_id ?? '';
  const value = pressValue.safeParse(parse(action?.value ?? undefined)).data;
  const thread = given.container?.thread_ts ?? given.message?.thread_ts;
  const place =
    given.channel == null ? homeOf(tenant, given.user.id) : placeOf(tenant, given.channel.id, given.channel.name);
  // In a private chat every card is one person's.
  const onPrivateCard = given.container?.is_ephemeral === true || place.kind === 'personal';
  return {
    requestId,
    key: `slack:${tenant}:${given.trigger_id}`,
    sender: senderOf(tenant, given.user),
    place: { ...place, ...(thread == null ? {} : { thread }) },
    what: {
      kind: 'press',
      action: (action?.action_id ?? '').replace(/#\d+$/, ''),
      data: value?.d ?? {},
      onPrivateCard,
      ...(value?.v === undefined ? {} : { version: value.v }),
    },
    answer: 'later',
    canOpenForms: true,
    ...(given.response_url == null ? {} : { replyTo: { responseUrl: given.response_url, onPrivateCard } }),
  };
}

const submitPayload = z.object({
  team: z.object({ id: z.string() }).nullish(),
  user: person,
  view: z.object({
    id: z.string(),
    hash: z.string().nullish(),
    callback_id: z.string(),
    private_metadata: z.string().nullish(),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), z.unknown())).nullish() }).nullish(),
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
  const carried = metadata.safeParse(parse(given.view.private_metadata ?? undefined)).data;
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
      values: valuesOf(given.view.state?.values ?? {}),
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
  channel: channel.nullish(),
  message: z.object({ text: z.string().nullish(), thread_ts: z.string().nullish() }).nullish(),
  trigger_id: z.string(),
  response_url: z.string().nullish(),
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
      ...(given.channel == null
        ? homeOf(tenant, given.user.id)
        : placeOf(tenant, given.channel.id, given.channel.name)),
      ...(given.message?.thread_ts == null ? {} : { thread: given.message.thread_ts }),
    },
    what: { kind: 'message', shortcut: given.callback_id, text: decodeText(given.message?.text ?? '') },
    answer: 'later',
    canOpenForms: true,
    ...(given.response_url == null ? {} : { replyTo: { responseUrl: given.response_url, onPrivateCard: false } }),
  };
}

function senderOf(tenant: string, user: z.infer<typeof person>) {
  const name = user.name ?? user.username;
  return { platform: 'slack', tenant: user.team_id ?? tenant, user: user.id, ...(name == null ? {} : { name }) };
}

/**
 * Where something was done. A command can be typed in any conversation of the person's, also where the bot is not: what Slack
 * calls "directmessage" is two people's chat, and only an event or an answered message tells that one of them is the bot.
 * Slack's own names for private conversations are no names ("privategroup", "mpdm-…").
 */
export function placeOf(tenant: string, conversation: string, name?: string | null): Place {
  const base = { platform: 'slack', tenant, conversation };
  if (conversation.startsWith('D') || name === 'directmessage') return { ...base, kind: 'personal' };
  if (name?.startsWith('mpdm-')) return { ...base, kind: 'group', name: 'a group conversation' };
  const told = name == null || name === '' || name === 'privategroup' ? {} : { name: `#${name}` };
  return { ...base, kind: 'channel', ...told };
}

/** From the bot's own page there is no conversation: answers go to the person. */
export function homeOf(tenant: string, user: string): Place {
  return { platform: 'slack', tenant, conversation: `home:${user}`, kind: 'personal' };
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
