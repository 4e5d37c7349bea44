// An app or bot that a workspace or tenant has for itself: its keys, as its makers gave them, sealed beside the others.
import type { JsonObject } from '../chat/cards.ts';
import { Refusal } from '../chat/replies.ts';
import type { Config } from '../config.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import { newId } from '../database/ids.ts';
import { inBackground } from '../delivery/index.ts';
import { letIn } from '../features/chats/index.ts';
import type { Seals } from './seals.ts';
import { sealSecrets } from './secrets.ts';

interface About {
  partnershipId: string;
  tenant: string | undefined;
  name: string | undefined;
  /** Whose people come by it. */
  agencies: string[];
}

interface Found {
  tenant: string;
  app: string;
  name: string | undefined;
  secrets: JsonObject;
}

/** @param given the configuration of that app alone @throws {Refusal} when its keys are not all there, or Slack does not accept them */
export async function addOwnApp(
  prisma: PrismaClient,
  seals: Seals,
  platform: string,
  given: Config,
  { partnershipId, tenant, name, agencies }: About,
): Promise<string> {
  if (platform !== 'slack' && platform !== 'teams') throw new Refusal('Which platform? slack, or teams.');
  const found = platform === 'slack' ? await ofSlack(given) : ofTeams(given, tenant);
  const before = await prisma.connection.findUnique({
    where: { platform_tenant: { platform, tenant: found.tenant } },
  });
  if (before?.environment === true)
    throw new Refusal('That one stands in the bot’s own configuration already: its keys are changed there.');
  const id = before?.id ?? newId();
  const called = name ?? before?.name ?? found.name ?? null;
  await inBackground(prisma, partnershipId, async (effect) => {
    const told = { app: found.app, name: called, ...sealSecrets(seals, id, found.secrets) };
    await effect.db.connection.upsert({
      where: { platform_tenant: { platform, tenant: found.tenant } },
      create: { id, partnershipId, platform, tenant: found.tenant, state: 'ACTIVE', ...told },
      update: { state: 'ACTIVE', ...told },
    });
    await letIn(
      effect,
      { id, platform, tenant: found.tenant, name: called },
      { by: undefined, now: new Date() },
      before !== null && agencies.length === 0 ? undefined : agencies,
    );
  });
  return `${called ?? found.tenant} takes part by an app of its own, ${found.app}.`;
}

/** Slack itself says whose they are. */
async function ofSlack({ slack }: Config): Promise<Found> {
  if (slack?.botToken === undefined)
    throw new Refusal('SLACK_BOT_TOKEN, with SLACK_SIGNING_SECRET or SLACK_APP_TOKEN, are not in the file.');
  const { WebClient } = await import('@slack/web-api');
  const client = new WebClient(slack.botToken, {
    ...(slack.apiUrl === undefined ? {} : { slackApiUrl: slack.apiUrl }),
    retryConfig: { retries: 0 },
    timeout: 8000,
  });
  const who = await client.auth.test().catch(() => {
    throw new Refusal('Slack does not accept that bot token, or cannot be reached.');
  });
  const { bot } = await client.bots.info({ bot: who.bot_id ?? '' }).catch(() => {
    throw new Refusal('Slack does not say which app that token is of: it needs the permission users:read.');
  });
  const whole = who.is_enterprise_install === true;
  const tenant = whole ? who.enterprise_id : who.team_id;
  if (bot?.app_id === undefined || tenant === undefined)
    throw new Refusal('Slack does not say which app that token is of, or whose workspace it is.');
  return {
    tenant,
    app: bot.app_id,
    name: who.team,
    secrets: {
      botToken: slack.botToken,
      ...(who.user_id === undefined ? {} : { botUserId: who.user_id }),
      ...(who.bot_id === undefined ? {} : { botId: who.bot_id }),
      ...(slack.signingSecret === '' ? {} : { signingSecret: slack.signingSecret }),
      ...(slack.appToken === undefined ? {} : { appToken: slack.appToken }),
    },
  };
}

function ofTeams({ teams }: Config, tenant = teams.tenantId): Found {
  const { appId, password, certificate, type, tenantId } = teams;
  if (appId === undefined) throw new Refusal('MICROSOFT_APP_ID and its neighbours are not in the file.');
  if (tenant === undefined) throw new Refusal('Which tenant has it? Say --tenant, or MICROSOFT_APP_TENANT_ID.');
  return {
    tenant: tenant.toLowerCase(),
    app: appId,
    name: undefined,
    secrets: {
      appId,
      type,
      ...(password === undefined ? {} : { password }),
      ...(certificate === undefined ? {} : { certificate: { ...certificate } }),
      ...(tenantId === undefined ? {} : { tenantId }),
    },
  };
}
