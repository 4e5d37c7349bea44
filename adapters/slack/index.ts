// Slack: Bolt routes what comes in by our own receiver, the Web API takes what goes out.
import { randomUUID } from 'node:crypto';
import { App, type SlackViewAction, type SlashCommand } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { asCard } from '../../src/chat/dispatch.ts';
import type { Incoming } from '../../src/chat/incoming.ts';
import { type Adapter, type Dispatch, SendProblem } from '../../src/chat/port.ts';
import type { Reply } from '../../src/chat/replies.ts';
import type { SlackConfig } from '../../src/config.ts';
import type { Log } from '../../src/process/log.ts';
import { fromEvent } from './events.ts';
import { FileTrouble, readFiles } from './files.ts';
import { blockIdOf, renderView } from './forms.ts';
import { slackLog } from './log.ts';
import { isIn, whoIs } from './people.ts';
import { fromCommand, fromPress, fromShortcut, fromSubmission, metadataOf } from './receive.ts';
import { SlackReceiver } from './receiver.ts';
import { renderHome, renderMessage } from './render.ts';
import { find, send } from './send.ts';
import { openSockets, type Sockets } from './socket.ts';

/** Slack shows an error after three seconds. */
const WORKING_AFTER_MS = 2000;
const ASK_AGAIN_MS = 15_000;
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
  /** The workspace that the token belongs to is one of the partnership's. */
  tenantSeen(tenant: string): Promise<void>;
  now?: () => Date;
}

export function createSlackAdapter({
  config,
  dispatch,
  late,
  log,
  tenantSeen,
  now = () => new Date(),
}: SlackParts): Adapter {
  const client = new WebClient(config.botToken, {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    // Less than a process takes to end.
    timeout: 8000,
    logger: slackLog(log),
    ...(config.apiUrl === undefined ? {} : { slackApiUrl: config.apiUrl }),
  });
  // Names and memberships are asked for beside what a person waits for.
  const asking = new WebClient(config.botToken, {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 3000,
    logger: slackLog(log),
    ...(config.apiUrl === undefined ? {} : { slackApiUrl: config.apiUrl }),
  });
  const receiver = new SlackReceiver({ signingSecret: config.signingSecret, log, now });
  const bot: { userId?: string | undefined; id?: string | undefined; teams: string[] } = { teams: [] };
  const app = new App({
    receiver,
    authorize: async () => ({
      botToken: config.botToken,
      ...(bot.userId === undefined ? {} : { botUserId: bot.userId }),
      ...(bot.id === undefined ? {} : { botId: bot.id }),
    }),
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
    const requestId = requestIdOf(context);
    const acknowledge = (ack ?? (async () => {})) as (answer?: unknown) => Promise<void>;
    if ('command' in body) return onCommand(body as SlashCommand, requestId, acknowledge);
    switch (body.type) {
      case 'block_actions':
        return onPressOrShortcut(fromPress(body, requestId), body.trigger_id, acknowledge);
      case 'message_action':
        return onPressOrShortcut(fromShortcut(body, requestId), body.trigger_id, acknowledge);
      case 'view_submission':
        return onSubmission(body, requestId, acknowledge);
      case 'event_callback':
        return onEvent(body, requestId);
    }
  });

  async function onCommand(body: SlashCommand, requestId: string, ack: (answer?: unknown) => Promise<void>) {
    const incoming = fromCommand(body, requestId);
    const reply = await within(dispatch(incoming), (slow) => late(incoming, slow), log);
    if (reply === undefined) return ack(WORKING);
    if (reply.kind === 'card')
      return ack({
        response_type: reply.audience === 'place' ? 'in_channel' : 'ephemeral',
        ...renderMessage(reply.card),
      });
    await ack();
    await openForm(incoming, body.trigger_id, reply);
  }

  async function onPressOrShortcut(incoming: Incoming, triggerId: string, ack: () => Promise<void>) {
    const reply = await within(dispatch(incoming), async () => {}, log);
    await ack();
    if (reply !== undefined) await openForm(incoming, triggerId, reply);
  }

  async function onSubmission(body: SlackViewAction, requestId: string, ack: (answer?: unknown) => Promise<void>) {
    let values: Awaited<ReturnType<typeof readFiles>>;
    try {
      values = await readFiles(stateOf(body), config.botToken, config.apiUrl);
    } catch (error) {
      if (!(error instanceof FileTrouble)) throw error;
      return ack({ response_action: 'errors', errors: { [error.block]: error.message } });
    }
    const incoming = fromSubmission({ ...body, view: { ...body.view, state: { values } } }, requestId);
    // A form that had to be closed before its errors were known comes back as a card that opens it again.
    const reply = await within(
      dispatch(incoming),
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

  async function onEvent(body: unknown, requestId: string) {
    const incoming = fromEvent(body, bot.userId, requestId);
    if (incoming === undefined) return;
    const reply = await dispatch(incoming);
    if (incoming.what.kind !== 'home' || reply.kind !== 'card') return;
    // A page that cannot be drawn is no reason for Slack to tell us of it again.
    await client.views
      .publish({ user_id: incoming.sender.user, view: renderHome(reply.card) as never })
      .catch((error: unknown) => log.warn({ error, requestId }, 'the bot’s page could not be drawn'));
  }

  /** Opens the form that a reply is; when Slack no longer lets us (three seconds), sends a button that does. */
  async function openForm(incoming: Incoming, triggerId: string, reply: Reply): Promise<void> {
    if (reply.kind !== 'form' && reply.kind !== 'invalid') return;
    try {
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
  /** Learns who we are and whose the token is; where Slack does not say, it is asked again until it does. */
  async function introduce(): Promise<void> {
    try {
      const found = await client.auth.test();
      bot.userId = found.user_id;
      bot.id = found.bot_id;
      bot.teams = [found.team_id, found.enterprise_id].filter((id) => id !== undefined);
      if (found.team_id !== undefined) await tenantSeen(found.team_id);
    } catch (error) {
      log.warn({ error }, 'Slack does not accept the bot token, or cannot be reached; "doctor" says more');
      again = setTimeout(() => void introduce(), ASK_AGAIN_MS);
      again.unref();
    }
  }

  let sockets: Sockets | undefined;
  return {
    platform: 'slack',
    // One message a second a channel, for everybody's eyes; the workspace's own ceiling is not published.
    pace: { conversation: [{ everyMs: 1000, burst: 1 }], privately: [], tenant: [{ everyMs: 50, burst: 20 }] },
    routes:
      config.appToken !== undefined && config.signingSecret === ''
        ? []
        : [
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
          ],
    async start() {
      await introduce();
      if (config.appToken !== undefined) sockets = await openSockets(config, receiver, log);
    },
    async stop() {
      clearTimeout(again);
      await sockets?.close();
      await receiver.stop();
    },
    async send(outgoing) {
      const { to, tenant } = outgoing.target;
      // Somebody of another workspace may be written to, in a channel that both share; another workspace's channel may not.
      if (to !== 'person' && bot.teams.length > 0 && !bot.teams.includes(tenant))
        throw new SendProblem('paused', 'the bot token is of another workspace');
      return send(client, outgoing);
    },
    find: (outgoing, since) => find(client, outgoing, since),
    whoIs: (_tenant, user) => whoIs(asking, user),
    isIn: (tenant, conversation) => isIn(asking, tenant, conversation),
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
