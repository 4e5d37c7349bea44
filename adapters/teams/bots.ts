// The bots of this deployment: the one that the environment names, and one for each tenant that insists on its own. Each is
// known by its application id, checks what is sent to it, and speaks with its own credentials; made when it is needed.
import {
  CertificateServiceClientCredentialsFactory,
  JwtTokenProviderFactory,
  ManagedIdentityServiceClientCredentialsFactory,
  PasswordServiceClientCredentialFactory,
  type ServiceClientCredentialsFactory,
} from 'botframework-connector';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Connections } from '../../src/chat/connections.ts';
import type { TeamsConfig } from '../../src/config.ts';
import type { TokenProvider } from './connector.ts';

/** What is sealed of a tenant's own bot. */
export const secretsShape = z.object({
  appId: z.string(),
  password: z.string().optional(),
  certificate: z.object({ thumbprint: z.string(), privateKey: z.string() }).optional(),
  type: z.enum(['SingleTenant', 'MultiTenant', 'UserAssignedMsi']),
  tenantId: z.string().optional(),
});

export interface Bots {
  /** By the application id that a token was made for. Undefined: none of ours. */
  byApp(app: string | undefined): TeamsConfig | undefined;
  /** Whether this bot speaks for a tenant: a tenant's own for it alone, and it comes by no other. */
  speaksFor(bot: TeamsConfig, tenant: string): boolean;
  /** The token of the bot by which a tenant comes. */
  tokenFor(tenant: string): TokenProvider;
}

const MOST_BOTS = 200;

/** @param tokens in place of Microsoft's own, for tests */
export function createBots(
  config: TeamsConfig,
  connections: Connections,
  tokens: (bot: TeamsConfig) => TokenProvider = tokenProvider,
): Bots {
  const providers = new LRUCache<string, TokenProvider>({ max: MOST_BOTS });
  const sameApp = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

  const ownBot = (tenant: string): TeamsConfig | undefined => {
    const read = secretsShape.safeParse(connections.secretsOf(tenant)).data;
    return read === undefined
      ? undefined
      : { ...read, password: read.password, certificate: read.certificate, tenantId: read.tenantId };
  };

  function providerOf(bot: TeamsConfig): TokenProvider {
    const key = JSON.stringify(bot);
    const known = providers.get(key);
    if (known !== undefined) return known;
    const made = tokens(bot);
    providers.set(key, made);
    return made;
  }

  return {
    byApp(app) {
      if (config.appId === undefined || app === undefined || sameApp(config.appId, app)) return config;
      const [theirs] = connections.byApp(app);
      return theirs === undefined ? undefined : ownBot(theirs.tenant);
    },
    speaksFor(bot, tenant) {
      const own = connections.of(tenant)?.app;
      if (bot === config) return own === undefined;
      return own !== undefined && bot.appId !== undefined && sameApp(own, bot.appId);
    },
    tokenFor(tenant) {
      if (connections.of(tenant)?.app === undefined) return providerOf(config);
      const own = ownBot(tenant);
      return own === undefined ? async () => Promise.reject(new Error('this bot’s secrets are gone')) : providerOf(own);
    },
  };
}

/** What proves to Microsoft that we are this bot. */
export function credentialsOf(bot: TeamsConfig & { appId: string }): ServiceClientCredentialsFactory {
  const { appId, password = '', certificate, tenantId = '' } = bot;
  if (bot.type === 'UserAssignedMsi')
    return new ManagedIdentityServiceClientCredentialsFactory(appId, new JwtTokenProviderFactory());
  if (certificate !== undefined)
    return new CertificateServiceClientCredentialsFactory(
      appId,
      certificate.thumbprint,
      certificate.privateKey,
      tenantId,
    );
  return new PasswordServiceClientCredentialFactory(appId, password, tenantId);
}

const CONNECTOR_AUDIENCE = 'https://api.botframework.com';

/**
 * Tokens for the connector, by Microsoft's own library, which also keeps them until they run out. They come from the bot's home
 * tenant, whichever tenant is spoken to.
 */
function tokenProvider(bot: TeamsConfig): TokenProvider {
  const { appId } = bot;
  if (appId === undefined) return async () => undefined;
  const factory = credentialsOf({ ...bot, appId });
  const login = `https://login.microsoftonline.com/${bot.type === 'SingleTenant' ? bot.tenantId : 'botframework.com'}`;
  return async () => {
    const credentials = await factory.createCredentials(appId, CONNECTOR_AUDIENCE, login, true);
    return 'getToken' in credentials && typeof credentials.getToken === 'function'
      ? String(await credentials.getToken())
      : undefined;
  };
}
