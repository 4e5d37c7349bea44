// Teams: activities come in through the receiver, deliveries go out through the connector.
import { randomUUID } from 'node:crypto';
import {
  JwtTokenProviderFactory,
  ManagedIdentityServiceClientCredentialsFactory,
  PasswordServiceClientCredentialFactory,
} from 'botframework-connector';
import type { JsonObject } from '../../src/chat/cards.ts';
import { asCard } from '../../src/chat/dispatch.ts';
import type { Form } from '../../src/chat/forms.ts';
import type { Incoming } from '../../src/chat/incoming.ts';
import type { Adapter, Dispatch } from '../../src/chat/port.ts';
import type { Reply } from '../../src/chat/replies.ts';
import type { TeamsConfig } from '../../src/config.ts';
import type { Log } from '../../src/process/log.ts';
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
  authentication?: ReceiverOptions['authentication'];
  token?: TokenProvider;
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
  authentication,
  token = tokenProvider(config),
}: TeamsParts): Adapter {
  const receiver = new TeamsReceiver({
    config,
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
    routes: [
      {
        method: 'POST',
        path: '/api/messages',
        handle: (request, response, requestId) => receiver.handle(request, response, requestId),
      },
    ],
    async start() {},
    stop: () => receiver.landed(),
    send: (outgoing) => send(token, outgoing),
    async isIn(_tenant, conversation, reference) {
      const here = await isInConversation(token, reference, conversation);
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

const CONNECTOR_AUDIENCE = 'https://api.botframework.com';

/** Tokens for the connector, by Microsoft's own library, which also keeps them until they run out. */
function tokenProvider(config: TeamsConfig): TokenProvider {
  const { appId } = config;
  if (appId === undefined) return async () => undefined;
  const factory =
    config.type === 'UserAssignedMsi'
      ? new ManagedIdentityServiceClientCredentialsFactory(appId, new JwtTokenProviderFactory())
      : new PasswordServiceClientCredentialFactory(appId, config.password ?? '', config.tenantId ?? '');
  const login = `https://login.microsoftonline.com/${config.type === 'SingleTenant' ? config.tenantId : 'botframework.com'}`;
  return async () => {
    const credentials = await factory.createCredentials(appId, CONNECTOR_AUDIENCE, login, true);
    return 'getToken' in credentials && typeof credentials.getToken === 'function'
      ? String(await credentials.getToken())
      : undefined;
  };
}
