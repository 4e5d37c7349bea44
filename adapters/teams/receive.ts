// What Teams sends, as the house knows it. Raw Bot Framework activities are read here and nowhere else, so that a change of
// Microsoft's library is a change of one folder.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Values } from '../../src/chat/forms.ts';
import { type Incoming, isTagged, type Place, type What } from '../../src/chat/incoming.ts';

const json = z.record(z.string(), z.json());
/** What is null is not there. */
const present = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null))
    : (value ?? undefined);
const record = <S extends z.ZodRawShape>(shape: S) => z.preprocess(present, z.object(shape));
/** Said beside the matter: what is not of the documented shape is left out, and the rest is heard all the same. */
const aside = z.string().optional().catch(undefined);
/** Those of the documented shape. */
const those = <T extends z.ZodType>(shape: T) =>
  z
    .array(z.unknown())
    .transform((all): z.output<T>[] =>
      all.flatMap((each) => {
        const read = shape.safeParse(each);
        return read.success ? [read.data] : [];
      }),
    )
    .optional()
    .catch(undefined);

const account = record({
  id: z.string().min(1),
  name: aside,
  aadObjectId: aside,
  /** Of somebody from elsewhere in a shared channel: where they are at home. */
  tenantId: aside,
  isTargeted: z.boolean().optional().catch(undefined),
});

export const activityShape = record({
  type: z.string(),
  id: aside,
  name: z.string().optional(),
  action: z.string().optional(),
  // The library's turns cannot do without these four.
  channelId: z.string().min(1),
  serviceUrl: z.string(),
  from: account,
  recipient: account,
  conversation: record({
    id: z.string().min(1),
    conversationType: aside,
    isGroup: z.boolean().optional().catch(undefined),
    tenantId: z.string().optional(),
    name: aside,
  }),
  channelData: record({
    tenant: record({ id: z.string() }).optional(),
    eventType: aside,
    channel: record({ id: z.string(), name: aside }).optional(),
    team: record({ id: aside }).optional(),
  }).optional(),
  localTimezone: aside,
  locale: aside,
  text: z.string().optional(),
  attachments: those(
    z.preprocess(present, z.object({ contentType: z.string(), name: aside, content: z.unknown().optional() }).loose()),
  ),
  value: z.unknown().optional(),
  entities: those(
    z.preprocess(present, z.object({ type: z.string(), text: aside, mentioned: account.optional() }).loose()),
  ),
});
export type TeamsActivity = z.infer<typeof activityShape>;

export function tenantOf(activity: TeamsActivity): string | undefined {
  return (activity.conversation.tenantId ?? activity.channelData?.tenant?.id ?? undefined)?.toLowerCase();
}

/** How the answer to an activity goes back. */
export type Way = 'message' | 'execute' | 'dialog' | 'submit' | 'install';

const pressData = z.object({
  verb: z.string(),
  data: json.default({}),
  version: z.number().optional(),
  onPrivateCard: z.boolean().default(false),
});
const formData = z.object({
  form: z.string(),
  hidden: json.default({}),
  once: z.string(),
  place: z
    .object({ conversation: z.string(), kind: z.enum(['channel', 'group', 'personal']), thread: z.string().optional() })
    .optional(),
});
const messageAction = z.object({
  commandId: z.string(),
  messagePayload: z.object({ body: z.object({ content: z.string().default('') }).optional() }).optional(),
});

/** An activity that concerns the bot; undefined for all others. */
export function fromActivity(activity: TeamsActivity, requestId: string): { incoming: Incoming; way: Way } | undefined {
  switch (activity.type) {
    case 'message':
      return fromMessage(activity, requestId);
    case 'installationUpdate':
      return incoming(activity, requestId, 'install', {
        kind: activity.action?.startsWith('remove') ? 'removed' : 'installed',
      });
    case 'invoke':
      return fromInvoke(activity, requestId);
    case 'messageUpdate':
    case 'messageDelete':
      return fromChange(activity, requestId);
    case 'conversationUpdate':
      return fromPlaceChange(activity, requestId);
    default:
      return undefined;
  }
}

function fromMessage(activity: TeamsActivity, requestId: string) {
  const press = pressData.safeParse(activity.value).data;
  if ((activity.text ?? '') === '' && press !== undefined) return fromPress(activity, requestId, 'message', press);
  const personal = kindOf(activity) === 'personal';
  const words = wordsOf(activity);
  const targeted = activity.recipient?.isTargeted === true;
  const asked = personal || targeted || mentionsUs(activity);
  // With an owner's consent a channel's other talk arrives too: it is left unread.
  if (!asked && !isTagged(words)) return undefined;
  return incoming(activity, requestId, 'message', {
    kind: 'command',
    words,
    visible: !personal && !targeted,
    ...(asked ? {} : { unasked: true as const }),
  });
}

/** Its author changed a message, or took it back (…/bots/how-to/conversations/channel-messages…, "Message edits and deletes"). */
function fromChange(activity: TeamsActivity, requestId: string) {
  const tenant = tenantOf(activity);
  if (tenant == null || activity.id === undefined) return undefined;
  const of = `teams:${tenant}:${activity.conversation.id}:${activity.id}`;
  if (activity.type === 'messageDelete')
    return keyed(incoming(activity, requestId, 'message', { kind: 'deleted', of }), `${of}:deleted`);
  if (activity.channelData?.eventType === 'undeleteMessage') return undefined;
  const words = wordsOf(activity);
  const stamp = createHash('sha256').update(words).digest('hex').slice(0, 16);
  return keyed(incoming(activity, requestId, 'message', { kind: 'edited', of, words }), `${of}:edited:${stamp}`);
}

const keyed = (found: ReturnType<typeof incoming>, key: string) =>
  found === undefined ? undefined : { ...found, incoming: { ...found.incoming, key } };

const PLACE_EVENTS: Record<string, { open?: boolean } | undefined> = {
  channelRenamed: {},
  channelDeleted: { open: false },
  channelRestored: { open: true },
  teamArchived: { open: false },
  teamUnarchived: { open: true },
};

function fromPlaceChange(activity: TeamsActivity, requestId: string) {
  const { channel, eventType } = activity.channelData ?? {};
  const known = eventType == null ? undefined : PLACE_EVENTS[eventType];
  if (known === undefined) return undefined;
  const found = incoming(activity, requestId, 'message', {
    kind: 'place',
    ...known,
    ...(channel?.name == null || eventType !== 'channelRenamed' ? {} : { name: channel.name }),
  });
  if (found === undefined || channel === undefined) return found;
  return { ...found, incoming: { ...found.incoming, place: { ...found.incoming.place, conversation: channel.id } } };
}

function mentionsUs({ entities, recipient }: TeamsActivity): boolean {
  return (entities ?? []).some((entity) => entity.type === 'mention' && entity.mentioned?.id === recipient?.id);
}

function fromPress(
  activity: TeamsActivity,
  requestId: string,
  way: Way,
  { verb, data, version, onPrivateCard }: z.infer<typeof pressData>,
) {
  return incoming(activity, requestId, way, {
    kind: 'press',
    action: verb,
    data,
    onPrivateCard,
    ...(version === undefined ? {} : { version }),
  });
}

function fromInvoke(activity: TeamsActivity, requestId: string) {
  const value = z.record(z.string(), z.unknown()).safeParse(activity.value).data ?? {};
  switch (activity.name) {
    case 'adaptiveCard/action': {
      const action = z.object({ verb: z.string(), data: z.unknown() }).safeParse(value['action']).data;
      const press = pressData.safeParse({
        ...asObject(action?.data),
        ...(action === undefined ? {} : { verb: action.verb }),
      }).data;
      return press === undefined ? undefined : fromPress(activity, requestId, 'execute', press);
    }
    case 'task/fetch': {
      const press = pressData.safeParse(value['data']).data;
      return press === undefined ? undefined : fromPress(activity, requestId, 'dialog', press);
    }
    case 'composeExtension/fetchTask': {
      const given = messageAction.safeParse(value).data;
      if (given === undefined) return undefined;
      return incoming(activity, requestId, 'dialog', {
        kind: 'message',
        shortcut: given.commandId,
        text: htmlText(given.messagePayload?.body?.content ?? ''),
      });
    }
    case 'task/submit':
    case 'composeExtension/submitAction': {
      const given = formData.safeParse(value['data']).data;
      if (given === undefined) return undefined;
      const found = incoming(activity, requestId, 'submit', {
        kind: 'submit',
        form: given.form,
        data: given.hidden,
        values: valuesOf(asObject(value['data'])),
      });
      if (found === undefined) return undefined;
      const { thread, ...place } = given.place ?? {
        conversation: found.incoming.place.conversation,
        kind: found.incoming.place.kind,
        thread: found.incoming.place.thread,
      };
      // The dialog's own key: the client sends a slow submission again under another activity id.
      return {
        ...found,
        incoming: {
          ...found.incoming,
          key: `teams:${found.incoming.place.tenant}:form:${given.once}`,
          place: { ...found.incoming.place, ...place, ...(thread === undefined ? {} : { thread }) },
        },
      };
    }
    default:
      return undefined;
  }
}

function incoming(
  activity: TeamsActivity,
  requestId: string,
  way: Way,
  what: What,
): { incoming: Incoming; way: Way } | undefined {
  const tenant = tenantOf(activity);
  if (tenant === undefined) return undefined;
  const identity = activity.id ?? createHash('sha256').update(JSON.stringify(activity)).digest('hex');
  const version = what.kind === 'press' && what.version !== undefined ? `:v${what.version}` : '';
  return {
    way,
    incoming: {
      requestId,
      key: `teams:${tenant}:${activity.conversation.id}:${identity}${version}`,
      sender: {
        platform: 'teams',
        tenant: activity.from.tenantId?.toLowerCase() ?? tenant,
        user: activity.from.aadObjectId ?? activity.from.id,
        ...(activity.from.name == null ? {} : { name: activity.from.name }),
        ...(activity.localTimezone == null ? {} : { timeZone: activity.localTimezone }),
        ...(activity.locale == null ? {} : { language: activity.locale }),
      },
      place: placeOf(activity, tenant),
      what,
      answer: way === 'execute' || way === 'dialog' ? 'now' : 'later',
      canOpenForms: way === 'dialog',
      replyTo: { member: activity.from.id },
    },
  };
}

/**
 * What a conversation is, by all that Teams tells of it; in doubt it is public, for nothing private may be said openly.
 * Activities come without `conversationType` from channels and meeting chats, with `isGroup` or with neither. Only a chat with
 * the bot has an id of its own kind (`a:…`): `19:…@unq.gbl.spaces` is two colleagues', also when it is called personal.
 */
function kindOf({ conversation, channelData }: TeamsActivity): Place['kind'] {
  const { id, conversationType, isGroup } = conversation;
  if (conversationType === 'channel' || channelData?.channel !== undefined || channelData?.team !== undefined)
    return 'channel';
  if (/@thread\.(?:tacv2|skype)/.test(id)) return 'channel';
  if (conversationType === 'groupChat' || isGroup === true || /@thread\.v2/.test(id)) return 'group';
  if (conversationType === 'personal') return 'personal';
  return id.startsWith('a:') || /@unq\.gbl\.spaces/.test(id) ? 'personal' : 'group';
}

const isWithUs = ({ conversation: { id } }: TeamsActivity): boolean => !id.startsWith('19:');

/** A thread's root stands in the conversation's id, not in replyToId. */
function placeOf(activity: TeamsActivity, tenant: string): Place {
  const [conversation = '', thread] = activity.conversation.id.split(';messageid=');
  const kind = kindOf(activity);
  const name = activity.channelData?.channel?.name ?? activity.conversation.name;
  return {
    platform: 'teams',
    tenant,
    conversation,
    kind,
    ...(kind === 'personal' && isWithUs(activity) ? { withUs: true as const } : {}),
    ...(thread === undefined ? {} : { thread }),
    ...(name == null ? {} : { name }),
    reference: { serviceUrl: activity.serviceUrl, bot: activity.recipient?.id ?? '' },
  };
}

/** What was typed: our own mention gone, others as @{user|name}, entities decoded once, white space plain. */
function wordsOf(activity: TeamsActivity): string {
  let text = activity.text ?? '';
  for (const entity of activity.entities ?? []) {
    if (entity.type !== 'mention' || entity.text === undefined || entity.mentioned === undefined) continue;
    const { mentioned } = entity;
    text = text.replace(
      entity.text,
      mentioned.id === activity.recipient?.id
        ? ' '
        : `@{${mentioned.aadObjectId ?? mentioned.id}|${mentioned.name ?? ''}}`,
    );
  }
  return decodeEntities(text.replace(/<at>[^<]*<\/at>/g, ' '))
    .replace(/\u00A0/g, ' ')
    .trim();
}

function decodeEntities(text: string): string {
  return text
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
}

/** A message's body comes as HTML: its words. */
function htmlText(markup: string): string {
  return decodeEntities(markup.replace(/<br\s*\/?>|<\/p>|<\/div>/gi, '\n').replace(/<[^>]{0,500}>/g, '')).trim();
}

function asObject(value: unknown): Record<string, unknown> {
  return z.record(z.string(), z.unknown()).safeParse(value).data ?? {};
}

/** Inputs come back as text, named by their kind. */
function valuesOf(data: Record<string, unknown>): Values {
  const values: Values = {};
  for (const [id, raw] of Object.entries(data)) {
    const [, kind = '', name = ''] = /^f:([a-zA-Z]+):(.+)$/.exec(id) ?? [];
    if (name === '') continue;
    const text = typeof raw === 'string' ? raw : typeof raw === 'number' || typeof raw === 'boolean' ? String(raw) : '';
    if (kind === 'choices') values[name] = text === '' ? [] : text.split(',');
    else if (kind === 'yesNo') values[name] = text === 'true';
    else if (kind === 'number') {
      if (text !== '') values[name] = Number(text);
    } else if (text !== '') values[name] = text;
  }
  return values;
}
