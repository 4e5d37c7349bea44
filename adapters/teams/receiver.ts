// The way in from Teams: botbuilder checks who sent it, teams-ai routes it, and the guards that neither has stand here.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Application } from '@microsoft/teams-ai/lib/Application.js';
import {
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
  type TurnContext,
} from 'botbuilder';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { TeamsConfig } from '../../src/config.ts';
import { BodyTooLarge, parseJson, readBody } from '../../src/http/body.ts';
import type { Log } from '../../src/process/log.ts';
import { type Bots, credentialsOf } from './bots.ts';
import { quietly } from './quiet.ts';
import { activityShape, type TeamsActivity, tenantOf } from './receive.ts';

/** What goes back in the answer to the request itself: the body of an invoke's answer. */
export type Answer = { status: number; body?: unknown };
export type Handle = (activity: TeamsActivity, requestId: string) => Promise<Answer | undefined>;

export interface ReceiverOptions {
  bots: Bots;
  handle: Handle;
  log: Log;
  /** Tests bring their own issuer and keys. */
  authentication?: Record<string, string>;
}

/** The addresses of Microsoft's connectors, public and government clouds. */
const SERVICE_URL =
  /^https:\/\/(?:[a-z0-9-]+\.)*(?:trafficmanager\.net|botframework\.com|botframework\.us|teams\.microsoft\.com|teams\.microsoft\.us|gov\.teams\.microsoft\.us)(?:\/|$)/i;

export class TeamsReceiver {
  /** What checks the tokens of each bot: made when the first comes, and kept with Microsoft's keys. */
  private readonly checks = new LRUCache<string, CloudAdapter>({ max: MOST_BOTS });
  private readonly application: Application;
  private readonly options: ReceiverOptions;
  private readonly flying = new Set<Promise<void>>();

  constructor(options: ReceiverOptions) {
    this.options = options;
    // No storage: its turn state breaks on quick messages, and nothing of ours is in it.
    this.application = new Application({ startTypingTimer: false, removeRecipientMention: false });
    // It heeds that option nowhere (1.7.4, Application.run): after a second it would post "typing" past our outbox and its pace.
    this.application.startTypingTimer = () => {};
    this.application.addRoute(
      async (context) => context.activity.type === 'invoke',
      (context) => this.turn(context),
      true,
    );
    this.application.addRoute(
      async (context) => context.activity.type !== 'invoke',
      (context) => this.turn(context),
    );
  }

  private checkOf(bot: TeamsConfig): CloudAdapter {
    const { appId = '' } = bot;
    const known = this.checks.get(appId);
    if (known !== undefined) return known;
    // Without an id the library lets everybody in: then only this machine is served, which is looked at before.
    const credentials =
      bot.appId === undefined
        ? new ConfigurationServiceClientCredentialFactory({})
        : credentialsOf({ ...bot, appId: bot.appId });
    const adapter = new CloudAdapter(
      new ConfigurationBotFrameworkAuthentication(this.options.authentication ?? {}, credentials),
    );
    adapter.onTurnError = async (_context, error) => {
      throw error;
    };
    this.checks.set(appId, adapter);
    return adapter;
  }

  /** One request of the Bot Framework's. */
  async handle(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> {
    const work = this.receive(request, response, requestId);
    this.flying.add(work);
    await work.finally(() => this.flying.delete(work));
  }

  /** Waits for what is in flight. */
  async landed(): Promise<void> {
    await Promise.allSettled(this.flying);
  }

  private async receive(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> {
    const { log, bots } = this.options;
    // Whose it says it is; the bot that is named checks whether that is true.
    const bot = bots.byApp(audienceOf(request.headers.authorization));
    if (bot === undefined) {
      log.warn({ requestId }, 'refused: a token for a bot that is none of ours');
      return end(response, 401);
    }
    if (bot.appId === undefined && !isLoopback(request.socket.remoteAddress)) {
      log.warn({ requestId }, 'refused: Teams is not configured, so only this machine is served');
      return end(response, 401);
    }
    let body: Record<string, unknown>;
    try {
      const parsed = parseJson((await readBody(request)).toString('utf8'));
      body = typeof parsed === 'object' && parsed !== null ? Object.fromEntries(Object.entries(parsed)) : {};
    } catch (error) {
      return end(response, error instanceof BodyTooLarge ? 413 : 400);
    }
    // Who sent it comes first, what it says after: a forged request learns nothing from us.
    const shape = activityShape.safeParse(body);
    const activity = shape.success ? shape.data : undefined;
    if (activity === undefined && bot.appId === undefined) return end(response, 400);
    let reached = false;
    let refusal: number | undefined;
    let failure: unknown;
    const answer: { status: number; body?: unknown } = { status: 0 };
    const express = {
      socket: undefined,
      header: () => express,
      status: (code: number) => {
        answer.status = code;
        return express;
      },
      send: (content: unknown) => {
        answer.body = content;
        return express;
      },
      end: () => express,
    };
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
    );
    // What the library catches it writes into its answer; so nothing of ours is thrown through it.
    await quietly(() =>
      this.checkOf(bot).process(
        { body: { type: 'message', ...body }, headers, method: 'POST' },
        express,
        async (context) => {
          reached = true;
          refusal = activity === undefined ? 400 : this.refusal(activity, bot);
          if (refusal !== undefined) return;
          context.turnState.set(REQUEST, { activity, requestId, answer });
          await this.application.run(context).catch((error: unknown) => {
            failure = error;
          });
        },
      ),
    ).catch((error: unknown) => {
      failure ??= error;
    });
    // Before our own work begins, every failure of the library is one of authentication, whatever it calls it.
    if (!reached) {
      log.warn({ requestId, status: answer.status }, 'refused: no valid token');
      return end(response, 401);
    }
    if (refusal !== undefined) return end(response, refusal);
    if (failure !== undefined) {
      log.error({ error: failure, requestId }, 'a turn of Teams failed');
      return end(response, 500);
    }
    end(response, answer.status === 0 ? 200 : answer.status, answer.body);
  }

  /** The library checks neither the tenant nor a missing address. Who takes part is for the connections, not for the bot's type. */
  private refusal(activity: TeamsActivity, bot: TeamsConfig): number | undefined {
    const { bots, log, authentication } = this.options;
    const tenant = tenantOf(activity);
    if (tenant === undefined) return 400;
    if (!bots.speaksFor(bot, tenant)) {
      log.warn({ tenant, app: bot.appId }, 'refused: a bot that is not this tenant’s');
      return 403;
    }
    if (bot.appId === undefined) return isLoopbackUrl(activity.serviceUrl) ? undefined : 403;
    if (
      !SERVICE_URL.test(activity.serviceUrl) &&
      !(authentication !== undefined && isLoopbackUrl(activity.serviceUrl))
    ) {
      log.warn('refused: an unknown service address');
      return 403;
    }
    return undefined;
  }

  private async turn(context: TurnContext): Promise<void> {
    const { activity, requestId }: { activity: TeamsActivity; requestId: string } = context.turnState.get(REQUEST);
    const result = await this.options.handle(activity, requestId);
    if (activity.type !== 'invoke') return;
    // Every invoke gets a body: an empty one shows an error, and Teams sends the click again.
    await context.sendActivity({
      type: 'invokeResponse',
      value: { status: result?.status ?? 200, body: result?.body ?? {} },
    });
  }
}

const REQUEST = Symbol('people-zones request');
const MOST_BOTS = 200;

const claims = z.object({ aud: z.string() });

/** For which bot a token says it is. Nothing of it has been checked yet. */
function audienceOf(authorization: string | undefined): string | undefined {
  const [, payload = ''] = (authorization ?? '').replace(/^Bearer /i, '').split('.');
  try {
    return claims.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))).aud;
  } catch {
    return undefined;
  }
}

function isLoopback(address: string | undefined): boolean {
  return /^(?:127\.|::1$|::ffff:127\.)/.test(address ?? '');
}

function isLoopbackUrl(url: string): boolean {
  try {
    return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);
  } catch {
    return false;
  }
}

function end(response: ServerResponse, status: number, body?: unknown): void {
  if (body === undefined || body === '') response.writeHead(status, { 'content-length': '0' }).end();
  else
    response
      .writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
      .end(typeof body === 'string' ? body : JSON.stringify(body));
}
