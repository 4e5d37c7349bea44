// The environment, validated once. Every problem is listed at once, with what was expected, and no value is printed.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { defaultDataDir } from './database/embedded/place.ts';

const flag = z
  .enum(['true', 'false', '1', '0', 'on', 'off', 'yes', 'no'], { error: 'expected true or false' })
  .transform((word) => ['true', '1', 'on', 'yes'].includes(word));

const account = z
  .string()
  .regex(/^(slack|teams):[^:\s]+:[^\s]+$/, 'expected slack:TEAM:USER or teams:TENANT:AADOBJECTID');

const environment = z.object({
  PORT: z.coerce.number({ error: 'expected a port number' }).int().min(0).max(65535).default(3978),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'expected postgresql://user:password@host/database')
    .optional(),
  DATA_DIR: z.string().optional(),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'expected an address such as https://bot.example.org' }).optional(),
  TIME_ZONE: z
    .string()
    .refine((zone) => DateTime.local({ zone }).isValid, 'expected an IANA time zone such as Europe/London')
    .default('Europe/London'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'expected fatal, error, warn, info, debug, trace or silent',
    })
    .optional(),
  ADMINS: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((entry) => entry.trim())
        .filter((entry) => entry !== ''),
    )
    .pipe(z.array(account)),
  SECRET_KEY: z.string().min(32, 'expected at least 32 characters').optional(),
  SECRET_KEY_BEFORE: z.string().min(32, 'expected at least 32 characters').optional(),
  CONSOLE: flag.optional(),
  SLACK_SIGNING_SECRET: z.string().optional(),
  SLACK_BOT_TOKEN: z.string().startsWith('xoxb-', 'expected a bot token, which begins with xoxb-').optional(),
  SLACK_APP_TOKEN: z.string().startsWith('xapp-', 'expected an app-level token, which begins with xapp-').optional(),
  SLACK_CLIENT_ID: z.string().optional(),
  SLACK_CLIENT_SECRET: z.string().optional(),
  SLACK_STATE_SECRET: z.string().optional(),
  SLACK_API_URL: z.url({ protocol: /^https?$/, error: 'expected an address that ends in /api/' }).optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'expected smtp://user:password@host:587, or smtps://… ' }).optional(),
  MAIL_FROM: z
    .string()
    .regex(/^(?:[^<>@]+<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/, 'expected People Zones <zones@example.org>')
    .optional(),
  MAIL_REPLY_TO: z
    .string()
    .regex(/^[^\s<>@]+@[^\s<>@]+$/, 'expected one address')
    .optional(),
  MAIL_DETAIL: z.enum(['full', 'title', 'none'], { error: 'expected full, title or none' }).optional(),
  MICROSOFT_APP_ID: z.string().optional(),
  MICROSOFT_APP_PASSWORD: z.string().optional(),
  MICROSOFT_APP_CERTIFICATE_FILE: z
    .string()
    .refine((file) => readKey(file) !== undefined, 'expected a file that holds a private key in PEM')
    .optional(),
  MICROSOFT_APP_CERTIFICATE_THUMBPRINT: z
    .string()
    .regex(/^[0-9A-Fa-f]{40}$/, 'expected the forty hexadecimal digits of the certificate’s SHA-1 thumbprint')
    .optional(),
  MICROSOFT_APP_TYPE: z
    .enum(['SingleTenant', 'MultiTenant', 'UserAssignedMsi'], {
      error: 'expected SingleTenant, MultiTenant or UserAssignedMsi, spelt so',
    })
    .optional(),
  MICROSOFT_APP_TENANT_ID: z.string().optional(),
});

type Environment = z.infer<typeof environment>;

export interface SlackConfig {
  signingSecret: string;
  /** Of the workspace that the environment names. Undefined: all workspaces connect themselves. */
  botToken: string | undefined;
  /** Other workspaces may let the same app in. */
  oauth: { clientId: string; clientSecret: string; stateSecret: string } | undefined;
  /** Where Slack sends people back to, without a slash at the end. */
  publicUrl: string | undefined;
  /** Set: events come over Socket Mode instead of HTTP. */
  appToken: string | undefined;
  apiUrl: string | undefined;
}

/** Without an app id only callers on this machine are served, for trying out. */
export interface TeamsConfig {
  appId: string | undefined;
  password: string | undefined;
  /** In place of a password. The private key in PEM. */
  certificate: { thumbprint: string; privateKey: string } | undefined;
  type: 'SingleTenant' | 'MultiTenant' | 'UserAssignedMsi';
  tenantId: string | undefined;
}

export interface MailConfig {
  smtpUrl: string;
  /** As it stands in a mail: "People Zones <zones@example.org>". */
  from: string;
  /** Where answers go that somebody writes all the same. */
  replyTo: string | undefined;
  /** How much of a card stands in a mail: all of it, its title, or nothing but that there is one. */
  detail: 'full' | 'title' | 'none';
}

export interface Account {
  platform: string;
  tenant: string;
  user: string;
}

export interface Config {
  port: number;
  host: string;
  databaseUrl: string | undefined;
  dataDir: string;
  publicUrl: string | undefined;
  timeZone: string;
  logLevel: string;
  admins: Account[];
  secretKey: string | undefined;
  /** The key before it, until all that is sealed has been sealed anew. */
  secretKeyBefore: string | undefined;
  console: boolean;
  slack: SlackConfig | undefined;
  teams: TeamsConfig;
  mail: MailConfig | undefined;
}

/** Thrown with every problem of the environment, one a line, ready to be printed. */
export class ConfigError extends Error {
  override name = 'ConfigError';
  readonly problems: string[];

  constructor(problems: string[]) {
    super(
      `The configuration is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}\nEach setting is explained in .env.example.`,
    );
    this.problems = problems;
  }
}

/**
 * Reads and checks the environment.
 * @param env the process's environment; an empty string counts as unset
 * @param root the folder that a relative DATA_DIR is relative to
 * @throws {ConfigError} with every problem at once
 */
export function readConfig(env: Record<string, string | undefined>, root: string): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = environment.safeParse(given);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`);
  problems.push(...halfFilledGroups(given));
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return toConfig(parsed.data, root);
}

/** Groups that make sense only together. */
function halfFilledGroups(given: Record<string, string | undefined>): string[] {
  const has = (name: string) => given[name] !== undefined;
  const problems: string[] = [];
  const oauth = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET'];
  if (has('SLACK_SIGNING_SECRET') && !has('SLACK_BOT_TOKEN') && !oauth.some(has))
    problems.push(
      'SLACK_BOT_TOKEN: missing; Slack needs it beside SLACK_SIGNING_SECRET (OAuth & Permissions page of the app), or SLACK_CLIENT_ID and its neighbours, so that workspaces connect themselves',
    );
  if (has('SLACK_BOT_TOKEN') && !has('SLACK_SIGNING_SECRET') && !has('SLACK_APP_TOKEN'))
    problems.push(
      'SLACK_SIGNING_SECRET: missing; needed to check that a request comes from Slack (Basic Information page), or set SLACK_APP_TOKEN for Socket Mode',
    );
  if (has('SLACK_APP_TOKEN') && !has('SLACK_BOT_TOKEN'))
    problems.push('SLACK_BOT_TOKEN: missing; Socket Mode needs it beside SLACK_APP_TOKEN');
  if (oauth.some(has))
    problems.push(
      ...oauth
        .filter((name) => !has(name))
        .map((name) => `${name}: missing; ${oauth.join(', ')} are set together or not at all`),
    );
  if (oauth.every(has)) {
    if (!has('SLACK_SIGNING_SECRET'))
      problems.push('SLACK_SIGNING_SECRET: missing; workspaces that connect themselves speak to the bot over HTTP');
    for (const name of ['PUBLIC_URL', 'SECRET_KEY'])
      if (!has(name)) problems.push(`${name}: missing; workspaces cannot connect themselves without it`);
  }
  if (has('SLACK_API_URL') && !has('SLACK_BOT_TOKEN') && !oauth.every(has))
    problems.push('SLACK_BOT_TOKEN: missing; SLACK_API_URL alone has no effect');
  if (has('SMTP_URL'))
    for (const name of ['MAIL_FROM', 'PUBLIC_URL', 'SECRET_KEY'])
      if (!has(name)) problems.push(`${name}: missing; mails need it beside SMTP_URL`);
  for (const name of ['MAIL_FROM', 'MAIL_REPLY_TO', 'MAIL_DETAIL'])
    if (has(name) && !has('SMTP_URL')) problems.push(`SMTP_URL: missing; ${name} alone has no effect`);
  const type = given['MICROSOFT_APP_TYPE'] ?? 'SingleTenant';
  if (has('MICROSOFT_APP_ID')) {
    const certificate = ['MICROSOFT_APP_CERTIFICATE_FILE', 'MICROSOFT_APP_CERTIFICATE_THUMBPRINT'];
    if (certificate.some(has))
      problems.push(
        ...certificate
          .filter((name) => !has(name))
          .map((name) => `${name}: missing; both are set together, or neither`),
      );
    else if (type !== 'UserAssignedMsi' && !has('MICROSOFT_APP_PASSWORD'))
      problems.push(
        'MICROSOFT_APP_PASSWORD: missing; MICROSOFT_APP_ID needs it (or a certificate) unless MICROSOFT_APP_TYPE is UserAssignedMsi',
      );
    if (type !== 'MultiTenant' && !has('MICROSOFT_APP_TENANT_ID'))
      problems.push(`MICROSOFT_APP_TENANT_ID: missing; MICROSOFT_APP_TYPE ${type} needs it`);
  } else {
    for (const name of ['MICROSOFT_APP_PASSWORD', 'MICROSOFT_APP_TYPE', 'MICROSOFT_APP_TENANT_ID']) {
      if (has(name))
        problems.push(
          `MICROSOFT_APP_ID: missing; ${name} is set, and without an app id Teams requests would go unchecked`,
        );
    }
  }
  return problems;
}

function toConfig(env: Environment, root: string): Config {
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret, SLACK_STATE_SECRET: stateSecret } = env;
  const oauth =
    clientId === undefined || clientSecret === undefined || stateSecret === undefined
      ? undefined
      : { clientId, clientSecret, stateSecret };
  const publicUrl = env.PUBLIC_URL?.replace(/\/+$/, '');
  const slack =
    env.SLACK_BOT_TOKEN === undefined && oauth === undefined
      ? undefined
      : {
          signingSecret: env.SLACK_SIGNING_SECRET ?? '',
          botToken: env.SLACK_BOT_TOKEN,
          appToken: env.SLACK_APP_TOKEN,
          apiUrl: env.SLACK_API_URL,
          oauth,
          publicUrl,
        };
  const platformConfigured = slack !== undefined || env.MICROSOFT_APP_ID !== undefined;
  return {
    port: env.PORT,
    host: env.HOST,
    databaseUrl: env.DATABASE_URL,
    dataDir: env.DATA_DIR === undefined ? defaultDataDir(root) : resolve(root, env.DATA_DIR),
    publicUrl: env.PUBLIC_URL,
    timeZone: env.TIME_ZONE,
    // Whoever tries it out reads where to open it, and not what every act did.
    logLevel: env.LOG_LEVEL ?? (platformConfigured ? 'info' : 'warn'),
    admins: env.ADMINS.map(readAccount),
    secretKey: env.SECRET_KEY,
    secretKeyBefore: env.SECRET_KEY_BEFORE,
    console: env.CONSOLE ?? !platformConfigured,
    slack,
    mail:
      env.SMTP_URL === undefined || env.MAIL_FROM === undefined
        ? undefined
        : {
            smtpUrl: env.SMTP_URL,
            from: env.MAIL_FROM,
            replyTo: env.MAIL_REPLY_TO,
            detail: env.MAIL_DETAIL ?? 'full',
          },
    teams: {
      appId: env.MICROSOFT_APP_ID,
      password: env.MICROSOFT_APP_PASSWORD,
      certificate: certificateOf(env),
      type: env.MICROSOFT_APP_TYPE ?? 'SingleTenant',
      // An id is one however it is written; activities bring it in small letters.
      tenantId: env.MICROSOFT_APP_TENANT_ID?.toLowerCase(),
    },
  };
}

function certificateOf({
  MICROSOFT_APP_CERTIFICATE_FILE: file,
  MICROSOFT_APP_CERTIFICATE_THUMBPRINT: thumbprint,
}: Environment): TeamsConfig['certificate'] {
  const privateKey = file === undefined ? undefined : readKey(file);
  return privateKey === undefined || thumbprint === undefined ? undefined : { thumbprint, privateKey };
}

/** @returns undefined when there is no private key in it */
function readKey(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8');
    return text.includes('PRIVATE KEY-----') ? text : undefined;
  } catch {
    return undefined;
  }
}

function readAccount(entry: string): Account {
  const [platform = '', tenant = '', ...user] = entry.split(':');
  return { platform, tenant: platform === 'teams' ? tenant.toLowerCase() : tenant, user: user.join(':') };
}
