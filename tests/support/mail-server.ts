// A real mail server, written by others, that asks for TLS and a password, and hands what it takes to a parser written by others.
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface Taken {
  to: string;
  /** It came over TLS, from somebody who said the password. */
  secure: boolean;
  raw: string;
  mail: ParsedMail;
}

type Fate = { code: number; text: string } | 'drop';

export interface MailServer {
  url: string;
  taken: Taken[];
  /** What becomes of the next mails to an address: at RCPT, or after DATA. */
  refuse(address: string, ...fates: Fate[]): void;
  after(...fates: Fate[]): void;
  stop(): Promise<void>;
}

export const MAIL_USER = 'people-zones';
export const MAIL_PASSWORD = 'pass:word/with?all';

export async function startMailServer(): Promise<MailServer> {
  const taken: Taken[] = [];
  const refusals = new Map<string, Fate[]>();
  const later: Fate[] = [];
  const refusal = ({ code, text }: { code: number; text: string }) =>
    Object.assign(new Error(text), { responseCode: code });
  const server = new SMTPServer({
    logger: false,
    authOptional: false,
    disabledCommands: [],
    onAuth({ username, password }, _session, done) {
      if (username === MAIL_USER && password === MAIL_PASSWORD) return done(null, { user: username });
      return done(new Error('Invalid username or password'));
    },
    onRcptTo({ address }, session, done) {
      const fate = refusals.get(address)?.shift();
      if (fate === undefined) return done();
      if (fate !== 'drop') return done(refusal(fate));
      for (const connection of server.connections) if (connection.session.id === session.id) connection.close();
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const fate = later.shift();
        const raw = Buffer.concat(chunks).toString('utf8');
        const keep = async () => {
          const mail = await simpleParser(raw);
          for (const { address } of session.envelope.rcptTo)
            taken.push({ to: address, secure: session.secure === true, raw, mail });
        };
        if (fate !== undefined && fate !== 'drop') return done(refusal(fate));
        void keep().then(() => {
          if (fate !== 'drop') return done();
          for (const connection of server.connections) if (connection.session.id === session.id) connection.close();
        });
      });
    },
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', () => listening()));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://${MAIL_USER}:${encodeURIComponent(MAIL_PASSWORD)}@127.0.0.1:${port}`,
    taken,
    refuse: (address, ...fates) => void refusals.set(address, [...(refusals.get(address) ?? []), ...fates]),
    after: (...fates) => void later.push(...fates),
    stop: () => new Promise((done) => server.close(() => done())),
  };
}
