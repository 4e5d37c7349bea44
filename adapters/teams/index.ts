// Teams: activities come in through the receiver, deliveries go out through the connector.
import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../../src/chat/cards.ts';
import type { Connections } from '../../src/chat/connections.ts';
import { asCard } from '../../src/chat/dispatch.ts';
import type { Form } from '../../src/chat/forms.ts';
import type { Incoming } from '../../src/chat/incoming.ts';
import type { Adapter, Dispatch } from '../../src/chat/port.ts';
import type { Reply } from '../../src/chat/replies.ts';
import type { TeamsConfig } from '../../src/config.ts';
import type { Log } from '../../src/process/log.ts';
import { createBots } from './bots.ts';
import { isInConversation, send, type TokenProvider } from './connector.ts';
import { withFile } from './files.ts';
import { fromActivity, type Way } from './receive.ts';
import { type Answer, type ReceiverOptions, TeamsReceiver } from './receiver.ts';
import { renderCard, renderDialogCard, renderForm } from './render.ts';

export interface TeamsParts {
  config: TeamsConfig;
  dispatch: Dispatch;
  /** Sends an answer beside the one that rides on the request. */
  late(incoming: Incoming, reply: Reply): Promise<void>;
  log: Log;
  connections: Connections;
  authentication?: ReceiverOptions['authentication'];
  tokens?: (bot: TeamsConfig) => TokenProvider;
}

const CARD = 'application/vnd.microsoft.card.adaptive';
const MESSAGE = 'application/vnd.microsoft.activity.message';

/** A conversation takes 7 messages in a second, 8 in two, 60 in thirty and 1,800 in an hour; a tenant under 30 a second. */
const IN_A_CONVERSATION = [
  { everyMs: 550, burst: 4 },
  { everyMs: 2050, burst: 40 },
];
const PACE = { conversation: IN_A_CONVERSATION, privately: IN_A_CONVERSATION, tenant: [{ everyMs: 40, burst: 4 }] };

export function createTeamsAdapter({
  config,
  dispatch,
  late,
  log,
  connections,
  authentication,
  tokens,
}: TeamsParts): Adapter {
  const bots = createBots(config, connections, tokens);
  const receiver = new TeamsReceiver({
    bots,
    log,
    ...(authentication === undefined ? {} : { authentication }),
    async handle(activity, requestId) {
      const found = fromActivity(await withFile(activity, config.appId === undefined, log), requestId);
      if (found === undefined) return activity.type === 'invoke' ? unknownInvoke(activity.name) : undefined;
      const reply = await dispatch(found.incoming);
      return answerOf(found.way, found.incoming, reply);
    },
  });

  async function answerOf(way: Way, incoming: Incoming, reply: Reply): Promise<Answer | undefined> {
    switch (way) {
      case 'message':
      case 'install':
        return undefined;
      case 'execute': {
        const shown = asCard(reply);
        if (shown.kind !== 'card') return { status: 200, body: { statusCode: 200, type: MESSAGE, value: 'Done.' } };
        const onPrivateCard = incoming.what.kind === 'press' && incoming.what.onPrivateCard;
        if (onPrivateCard && shown.replaces === true)
          return { status: 200, body: { statusCode: 200, type: CARD, value: renderCard(shown.card, true) } };
        // The pressed card stays as it is, for it is others' too or is still wanted: the answer comes as a message.
        await late(incoming, shown);
        return { status: 200, body: { statusCode: 200, type: MESSAGE, value: shown.card.summary } };
      }
      case 'dialog':
        return { status: 200, body: dialogOf(incoming, reply) };
      case 'submit':
        if (reply.kind === 'invalid' || reply.kind === 'form') return { status: 200, body: dialogOf(incoming, reply) };
        return {
          status: 200,
          body: { task: { type: 'message', value: reply.kind === 'card' ? reply.card.summary : 'Done.' } },
        };
    }
  }

  return {
    platform: 'teams',
    pace: PACE,
    byReference: true,
    routes: [
      {
        method: 'POST',
        path: '/api/messages',
        handle: (request, response, requestId) => receiver.handle(request, response, requestId),
      },
    ],
    async start() {},
    stop: () => receiver.landed(),
    send: (outgoing) => send(bots.tokenFor(outgoing.target.tenant), outgoing),
    async isIn(tenant, conversation, reference) {
      const here = await isInConversation(bots.tokenFor(tenant), reference, conversation);
      return here
        ? { here: true }
        : {
            here: false,
            invite:
              'Add the app to this team or chat first (Apps, or + beside the chat’s tabs), then say the same again.',
          };
    },
  };
}

function dialogOf(incoming: Incoming, reply: Reply): JsonObject {
  if (reply.kind === 'form' || reply.kind === 'invalid') {
    return dialog(
      reply.form.title,
      renderForm(reply.form, hiddenOf(incoming, reply.form), reply.kind === 'invalid' ? reply.errors : {}),
    );
  }
  if (reply.kind === 'card') return dialog('People Zones', renderDialogCard(reply.card));
  return { task: { type: 'message', value: 'Done.' } };
}

function dialog(title: string, card: JsonObject): JsonObject {
  return {
    task: {
      type: 'continue',
      value: { title, height: 'large', width: 'medium', card: { contentType: CARD, content: card } },
    },
  };
}

/** What comes back with the form: which it is, its data, where it was opened, and a key that makes a second sending harmless. */
function hiddenOf({ place }: Incoming, form: Form): JsonObject {
  return {
    form: form.id,
    hidden: form.data,
    once: randomUUID(),
    place: {
      conversation: place.conversation,
      kind: place.kind,
      ...(place.thread === undefined ? {} : { thread: place.thread }),
    },
  };
}

/** A stale card or a foreign invoke gets words, in the shape that its kind expects. */
function unknownInvoke(name: string | undefined): Answer {
  const words = 'I do not know this button any more. Type "help" to see what I can do.';
  if (name === 'adaptiveCard/action') return { status: 200, body: { statusCode: 200, type: MESSAGE, value: words } };
  if (name?.startsWith('task/') || name?.startsWith('composeExtension/'))
    return { status: 200, body: { task: { type: 'message', value: words } } };
  return { status: 200, body: {} };
}
