// The way out: a mail to one mailbox, by the partnership's own mail server. What a refusal means is read from its code.
import { createTransport, type Transporter } from 'nodemailer';
import type { SMTPPoolOptions } from 'nodemailer/lib/smtp-pool';
import { SendProblem } from '../../src/chat/port.ts';
import type { MailConfig } from '../../src/config.ts';

export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Without brackets. */
  messageId: string;
  /** The first of its thread. */
  references?: string;
  headers: Record<string, string>;
  calendar?: { method: 'REQUEST' | 'CANCEL'; content: string };
}

/** Less than a process takes to end. */
const WITHIN_MS = 8000;

export function createMailer(config: MailConfig) {
  let transport: Transporter | undefined;
  /** Made with the first mail. */
  const open = (): Transporter => {
    transport ??= createTransport(optionsOf(config.smtpUrl));
    return transport;
  };
  return {
    /** @throws {SendProblem} */
    async send({ to, messageId, references, calendar, ...mail }: Mail): Promise<void> {
      try {
        await open().sendMail({
          ...mail,
          from: config.from,
          to: { name: '', address: to },
          ...(config.replyTo === undefined ? {} : { replyTo: config.replyTo }),
          messageId: `<${messageId}>`,
          ...(references === undefined ? {} : { inReplyTo: `<${references}>`, references: [`<${references}>`] }),
          ...(calendar === undefined ? {} : { icalEvent: { ...calendar, filename: 'meeting.ics' } }),
        });
      } catch (error) {
        throw problemOf(error);
      }
    },
    close: () => transport?.close(),
  };
}

/** TLS always, but for a server on this machine. */
export function optionsOf(smtpUrl: string): SMTPPoolOptions {
  const url = new URL(smtpUrl);
  const secure = url.protocol === 'smtps:';
  const here = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  const { username, password } = url;
  return {
    pool: true,
    maxConnections: 3,
    maxRequeues: 0, // The outbox decides.
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: !secure && !here,
    ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    ...(here ? { tls: { rejectUnauthorized: false } } : {}),
    connectionTimeout: WITHIN_MS,
    greetingTimeout: WITHIN_MS,
    socketTimeout: WITHIN_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** RFC 5321, 4.2.1: 4yz is for now, 5yz for good; RFC 3463 for what stands behind them. */
export function problemOf(error: unknown): SendProblem {
  const { code, responseCode, response, command } = (error ?? {}) as {
    code?: string;
    responseCode?: number;
    response?: string;
    command?: string;
  };
  const said = `the mail server: ${responseCode ?? code ?? 'no answer'}`;
  const enhanced = /\b([45])\.(\d{1,3})\.(\d{1,3})\b/.exec(response ?? '')?.[0] ?? '';
  if (code === 'EAUTH' || code === 'ENOAUTH' || code === 'EOAUTH2')
    return new SendProblem('paused', 'the mail server does not accept our name and password');
  if (code === 'ETLS') return new SendProblem('paused', 'the mail server offers no TLS that can be trusted');
  if (responseCode === undefined)
    // The line broke. After DATA the mail may have been taken; it is the same mail again, by its Message-ID.
    return new SendProblem('later', said, { lost: command === 'DATA' });
  if (responseCode < 500) return new SendProblem('later', said);
  // A mailbox that is full may have room tomorrow.
  if (responseCode === 552 || /^5\.2\.2/.test(enhanced)) return new SendProblem('later', said);
  if (responseCode === 530 || responseCode === 535 || /^5\.7\.[018]$/.test(enhanced))
    return new SendProblem(command?.startsWith('RCPT') === true || code === 'EENVELOPE' ? 'stopped' : 'paused', said);
  if (code === 'EENVELOPE') return new SendProblem(command === 'MAIL FROM' ? 'paused' : 'stopped', said);
  return new SendProblem('refused', said);
}
