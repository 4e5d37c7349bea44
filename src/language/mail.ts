// An address of e-mail, as people type it: one, whole, and the same however it is written.
import { domainToASCII } from 'node:url';

export interface Mailbox {
  /** The domain: whose mailboxes they are. */
  tenant: string;
  /** The whole address. A mailbox is one whatever the case of its letters. */
  user: string;
}

const LONGEST = 254;
const LOCAL = /^[^\s@<>()[\],;:\\"]{1,64}$/u;
const DOMAIN = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/;

/** It is meant to be one. */
export const looksLikeMail = (words: string): boolean => /^\S+@\S+\.\S+$/.test(words.trim());

/** RFC 5321, 4.1.2, without what nobody has: quoted names, and addresses of numbers. @returns undefined where it is none, or several */
export function readMailbox(words: string): Mailbox | undefined {
  const typed = words
    .trim()
    .replace(/^mailto:/i, '')
    .normalize('NFC');
  const at = typed.lastIndexOf('@');
  const [local, domain] = [typed.slice(0, Math.max(0, at)), domainToASCII(typed.slice(at + 1)).toLowerCase()];
  if (at < 1 || typed.length > LONGEST || !LOCAL.test(local) || local.includes('..') || !DOMAIN.test(domain))
    return undefined;
  return { tenant: domain, user: `${local.toLowerCase()}@${domain}` };
}
