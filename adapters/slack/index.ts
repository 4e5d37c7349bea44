// Slack: Bolt routes what comes in by our own receiver, the Web API takes what goes out.
import { randomUUID } from 'node:crypto';
import { App, type SlackViewAction, type SlashCommand } from '@slack/bolt';
import type { Connections } from '../../src/chat/connections.ts';
import { asCard } from '../../src/chat/dispatch.ts';
import type { Incoming } from '../../src/chat/incoming.ts';
import type { Adapter, Dispatch } from '../../src/chat/port.ts';
import type { Reply } from '../../src/chat/replies.ts';
import type { SlackConfig } from '../../src/config.ts';
import type { Links } from '../../src/http/links.ts';
import type { Log } from '../../src/process/log.ts';
import { fromEvent, newNameIn, takesOut } from './events.ts';
import { FileTrouble, readFiles } from './files.ts';
import { blockIdOf, renderView } from './forms.ts';
import { INSTALL, installRoutes } from './install.ts';
import { keysOf } from './keys.ts';
import { slackLog } from './log.ts';
import { SCOPES } from './manifest.ts';
import { atHome, type Origin, originOf } from './origin.ts';
import { isIn, whoIs } from './people.ts';
import { fromCommand, fromPress, fromShortcut, fromSubmission, metadataOf } from './receive.ts';
import { SlackReceiver } from './receiver.ts';
import { renderHome, renderMessage } from './render.ts';
import { find, send } from './send.ts';
import { socketsOf } from './sockets.ts';
import { createWorkspaces } from './workspaces.ts';

/** Slack shows an error after three seconds. */
const WORKING_AFTER_MS = 2000;
const ASK_AGAIN_MS = 15_000;
const TOO_FEW = 'it has to install the app again, which asks for more now: ';
const WORKING = {
  response_type: 'ephemeral',
  text: 'Working on it. The answer comes here in a moment; if none comes, it was not saved: please type it again.',
};

export interface SlackParts {
  config: SlackConfig;
  dispatch: Dispatch;
  /** Sends an answer that came too late for its request. */
  late(incoming: Incoming, reply: Reply): Promise<void>;
  log: Log;
  /** The workspace that the environment's token belongs to is one of the partnership's. */
  tenantSeen(tenant: string, name?: string): Promise<void>;
  connections: Connections;
  links: Links;
  now?: () => Date;
}

export function createSlackAdapter({
  config,
  dispatch,
  late,
  log,
  tenantSeen,
  connections,
  links,
  now = () => new Date(),
}: SlackParts): Adapter {
  const workspaces = createWorkspaces(config, connections, log);
  const { own } = workspaces;
  const receiver = new SlackReceiver({ keys: keysOf(config, workspaces, connections), log, now });
  const app = new App({
    receiver,
    async authorize({ teamId, enterpriseId, isEnterpriseInstall }) {
      const tenant = (isEnterpriseInstall ? enterpriseId : teamId) ?? '';
      // Who cannot be written to may still be heard, and told so.
      const found = await workspaces.of(tenant).catch(() => undefined);
      return {
        ...(found === undefined ? {} : { botToken: found.token }),
        ...(found?.botUserId === undefined ? {} : { botUserId: found.botUserId }),
        ...(found?.botId === undefined ? {} : { botId: found.botId }),
      };
    },
    convoStore: false,
    extendedErrorHandler: true,
    logger: slackLog(log),
    clientOptions: config.apiUrl === undefined ? {} : { slackApiUrl: config.apiUrl },
  });
  app.error(async (trouble) => {
    throw 'error' in trouble ? trouble.error : trouble; // The receiver answers in words and logs.
  });
  const requestIdOf = (context: Record<string, unknown>) =>
    typeof context['requestId'] === 'string' ? context['requestId'] : randomUUID();

  // One listener for everything: Bolt would try each of nine on every request.
  app.use(async ({ body, ack, context }) => {
    receiver.reached(body);
    const requestId = requestIdOf(context);
    const acknowledge = (ack ?? (async () => {})) as (answer?: unknown) => Promise<void>;
    const origin = originOf(body);
    if ('command' in body) return onCommand(body as SlashCommand, requestId, origin, acknowledge);
    switch (body.type) {
      case 'block_actions':
        return onPressOrShortcut(fromPress(body, requestId), body.trigger_id, origin, acknowledge);
      case 'message_action':
        return onPressOrShortcut(fromShortcut(body, requestId), body.trigger_id, origin, acknowledge);
      case 'view_submission':
        return onSubmission(body, requestId, origin, acknowledge);
      case 'event_callback':
        return onEvent(body, requestId, origin);
    }
  });

  /** As the house hears it. An app of one workspace's own speaks for its own people alone, whoever else it says did it. */
  async function heard(incoming: Incoming, origin: Origin): Promise<{ incoming: Incoming; reply: Promise<Reply> }> {
    const ours = connections.byApp(origin.app).length === 0;
    const home = atHome(incoming, origin);
    if (!ours && (home.sender.tenant !== origin.tenant || home.place.tenant !== origin.tenant)) {
      log.warn(
        { requestId: incoming.requestId, app: origin.app },
        'refused: somebody of another workspace, by an app of its own',
      );
      return { incoming: home, reply: Promise.resolve({ kind: 'nothing' }) };
    }
    // What only Slack and we could sign says which channels are one, seen from several workspaces.
    const shared = ours && home.place.kind !== 'personal';
    const placed: Incoming = shared ? { ...home, place: { ...home.place, shared: true } } : home;
    return { incoming: placed, reply: dispatch(placed) };
  }

  async function onCommand(
    body: SlashCommand,
    requestId: string,
    origin: Origin,
    ack: (answer?: unknown) => Promise<void>,
  ) {
    const { incoming, reply: coming } = await heard(fromCommand(body, requestId), origin);
    const reply = await within(coming, (slow) => late(incoming, slow), log);
    if (reply === undefined) return ack(WORKING);
    if (reply.kind === 'card')
      return ack({
        response_type: reply.audience === 'place' ? 'in_channel' : 'ephemeral',
        ...renderMessage(reply.card),
      });
    await ack();
    await openForm(incoming, body.trigger_id, origin, reply);
  }

  async function onPressOrShortcut(given: Incoming, triggerId: string, origin: Origin, ack: () => Promise<void>) {
    const { incoming, reply: coming } = await heard(given, origin);
    const reply = await within(coming, async () => {}, log);
    await ack();
    if (reply !== undefined) await openForm(incoming, triggerId, origin, reply);
  }

  async function onSubmission(
    body: SlackViewAction,
    requestId: string,
    origin: Origin,
    ack: (answer?: unknown) => Promise<void>,
  ) {
    let values: Awaited<ReturnType<typeof readFiles>>;
    try {
      values = await readFiles(stateOf(body), async () => (await workspaces.of(origin.tenant)).token, config.apiUrl);
    } catch (error) {
      if (!(error instanceof FileTrouble)) throw error;
      return ack({ response_action: 'errors', errors: { [error.block]: error.message } });
    }
    const submitted = fromSubmission({ ...body, view: { ...body.view, state: { values } } }, requestId);
    const { incoming, reply: coming } = await heard(submitted, origin);
    // A form that had to be closed before its errors were known comes back as a card that opens it again.
    const reply = await within(
      coming,
      async (slow) => (slow.kind === 'invalid' ? late(incoming, slow) : undefined),
      log,
    );
    if (reply?.kind !== 'invalid') return ack();
    const shown = new Set(Object.keys(stateOf(body)));
    const [first = ''] = reply.form.fields.map((field) => blockIdOf(field.name));
    const errors = Object.entries(reply.errors).map(([field, error]) => [
      shown.has(blockIdOf(field)) ? blockIdOf(field) : first,
      error,
    ]);
    await ack({ response_action: 'errors', errors: Object.fromEntries(errors) });
  }

  async function onEvent(body: unknown, requestId: string, origin: Origin) {
    if (takesOut(body)) return connections.removed(origin.tenant);
    const renamed = newNameIn(body);
    if (renamed !== undefined) return connections.renamed(origin.tenant, renamed);
    const found = await workspaces.of(origin.tenant).catch(() => undefined);
    const given = fromEvent(body, origin.bot ?? found?.botUserId, requestId);
    if (given === undefined) return;
    const { incoming, reply: coming } = await heard(given, origin);
    const reply = await coming;
    if (incoming.what.kind !== 'home' || reply.kind !== 'card') return;
    // A page that cannot be drawn is no reason for Slack to tell us of it again.
    await found?.client.views
      .publish({ user_id: incoming.sender.user, view: renderHome(reply.card) as never })
      .catch((error: unknown) => log.warn({ error, requestId }, 'the bot’s page could not be drawn'));
  }

  /** Opens the form that a reply is; when Slack no longer lets us (three seconds), sends a button that does. */
  async function openForm(incoming: Incoming, triggerId: string, origin: Origin, reply: Reply): Promise<void> {
    if (reply.kind !== 'form' && reply.kind !== 'invalid') return;
    try {
      const { client } = await workspaces.of(origin.tenant);
      await client.views.open({
        trigger_id: triggerId,
        view: renderView(reply.form, metadataOf(incoming, reply.form.data)) as never,
      });
    } catch (error) {
      log.warn({ error, requestId: incoming.requestId }, 'a form could not be opened; a button is sent instead');
      await late(incoming, asCard(reply));
    }
  }

  let again: NodeJS.Timeout | undefined;
  /** Learns who we are and whose the environment's token is; where Slack does not say, it is asked again until it does. */
  async function introduce(): Promise<void> {
    const { botToken } = config;
    if (botToken === undefined) return;
    try {
      const { client } = await workspaces.of('');
      const found = await client.auth.test();
      own.botUserId = found.user_id;
      own.botId = found.bot_id;
      own.tenants = [found.team_id, found.enterprise_id].filter((id) => id !== undefined);
      if (found.team_id !== undefined) await tenantSeen(found.team_id, found.team);
    } catch (error) {
      log.warn({ error }, 'Slack does not accept the bot token, or cannot be reached; "doctor" says more');
      again = setTimeout(() => void introduce(), ASK_AGAIN_MS);
      again.unref();
    }
  }

  /** What was let in before we needed more may not do all that it should: the project team hears so once. */
  async function askForMore(): Promise<void> {
    for (const { tenant, app, keyed, state, scopes } of connections.all()) {
      const missing = SCOPES.filter((scope) => !scopes.includes(scope));
      if (keyed && app === undefined && state === 'ACTIVE' && missing.length > 0)
        await connections.trouble(tenant, `${TOO_FEW}${missing.join(', ')}`);
    }
  }

  const sockets = socketsOf({ config, workspaces, connections, receiver, log });
  const { oauth } = config;
  return {
    platform: 'slack',
    ...(oauth === undefined ? {} : { door: { platform: 'slack', page: INSTALL } }),
    // One message a second a channel, for everybody's eyes; the workspace's own ceiling is not published.
    pace: { conversation: [{ everyMs: 1000, burst: 1 }], privately: [], tenant: [{ everyMs: 50, burst: 20 }] },
    routes: [
      {
        method: 'POST',
        path: '/slack/events',
        handle: (request, response, requestId) => receiver.handle(request, response, requestId),
      },
      {
        method: 'GET',
        path: '/slack/events',
        handle: (request, response) => receiver.look(request, response),
      },
      ...(oauth === undefined ? [] : installRoutes({ config, oauth, connections, links, log, now })),
    ],
    async start() {
      await introduce();
      await sockets.open();
      // Beside the start: nobody waits for it.
      askForMore().catch((error: unknown) => log.warn({ error }, 'who has to install the app again could not be told'));
    },
    async stop() {
      clearTimeout(again);
      await sockets.close();
      await receiver.stop();
    },
    async send(outgoing) {
      const { to, tenant } = outgoing.target;
      // Somebody of a workspace that is not connected may be written to, in a channel that both share.
      const through = to === 'person' && connections.of(tenant) === undefined ? (own.tenants[0] ?? tenant) : tenant;
      return workspaces.at(through, ({ client }) => send(client, outgoing));
    },
    find: (outgoing, since) => workspaces.at(outgoing.target.tenant, ({ client }) => find(client, outgoing, since)),
    whoIs: async (tenant, user) => whoIs((await workspaces.of(tenant)).asking, user),
    isIn: async (tenant, conversation) => isIn((await workspaces.of(tenant)).asking, tenant, conversation),
  };
}

/** What a form holds; a form without fields comes with none. */
const stateOf = (body: SlackViewAction): Record<string, Record<string, unknown>> => {
  const { state } = body.view as { state?: { values?: Record<string, Record<string, unknown>> | null } | null };
  return state?.values ?? {};
};

/** The reply, or undefined after two seconds; then `slow` gets it when it is there. */
async function within(
  work: Promise<Reply>,
  slow: (reply: Reply) => Promise<void>,
  log: Log,
): Promise<Reply | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<undefined>((done) => {
    timer = setTimeout(() => done(undefined), WORKING_AFTER_MS);
  });
  const first = await Promise.race([work, patience]);
  clearTimeout(timer);
  if (first === undefined)
    void work.then(slow).catch((error: unknown) => log.error({ error }, 'a late answer could not be sent'));
  return first;
}
