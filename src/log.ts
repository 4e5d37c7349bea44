// The log: one line an event, as JSON, with a request id where there is one. Secrets and what
// people typed never reach it.
import { type Logger, pino } from 'pino';

export type Log = Logger;

/** Names under which secrets or people's words may travel; blotted out wherever they appear. */
const REDACTED = [
  'token',
  'botToken',
  'password',
  'secret',
  'authorization',
  'cookie',
  'text',
  'words',
  'values',
  'responseUrl',
];

export function createLog(level: string): Log {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: REDACTED.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' },
    serializers: { error: describeError },
  });
}

/** What may be said of an error in the log: its kind, a code and where it happened; Prisma's messages quote values, so they are cut. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error).slice(0, 200) };
  const code = 'code' in error ? error.code : undefined;
  const quotesValues = error.name.startsWith('PrismaClient');
  const stack = error.stack
    ?.split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 6);
  const cause = error.cause === undefined ? undefined : describeError(error.cause);
  return {
    name: error.name,
    code,
    message: quotesValues ? '(message withheld)' : error.message.slice(0, 500),
    stack,
    cause,
  };
}
