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

/** @param to where its lines go; by default what the process writes to */
export function createLog(level: string, to: { write(line: string): void } = standardOutput()): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: REDACTED.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' },
      serializers: { error: describeError },
    },
    to,
  );
}

let output: { write(line: string): void } | undefined;

/**
 * The process's own output. When nobody reads it any more (a log shipper that ended, a closed terminal) its lines are lost and
 * nothing else is: the bot neither ends nor waits.
 */
function standardOutput(): { write(line: string): void } {
  if (output !== undefined) return output;
  let closed = false;
  const close = () => {
    closed = true;
  };
  process.stdout.on('error', close);
  process.stderr.on('error', () => {});
  output = {
    write(line) {
      if (closed) return;
      try {
        process.stdout.write(line);
      } catch {
        close();
      }
    },
  };
  return output;
}

/** What packages write to the console, and Node's own warnings, as lines of the log: each is JSON, as all others. */
export function takeOverConsole(log: Log): void {
  const say =
    (level: 'info' | 'warn') =>
    (...said: unknown[]) =>
      log[level]({ said: said.map(String).join(' ').slice(0, 500) }, 'a package said');
  console.error = say('warn');
  console.warn = say('warn');
  console.info = say('info');
  console.debug = say('info');
  process.removeAllListeners('warning');
  process.on('warning', (warning) => log.warn({ error: warning }, 'Node warns'));
}

/** The last resort: what nobody has foreseen is logged, and what broke is mended by whoever watches over it; the rest goes on. */
export function surviveFaults(log: Log): void {
  process.on('unhandledRejection', (error) => log.error({ error }, 'nobody waited for this to fail'));
  process.on('uncaughtException', (error) => log.error({ error }, 'nobody caught this'));
}

/** What may be said of an error in the log: its kind, a code and where it happened. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error).slice(0, 200) };
  const code = 'code' in error ? error.code : undefined;
  // Prisma's messages quote what was given to it, and PostgreSQL's quote what it could not take.
  const quotesValues = error.name.startsWith('PrismaClient') || ('severity' in error && 'routine' in error);
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
