// What stands behind a button in a mail: a signed address of one person, one act, and the card as they saw it. It ends after
// fourteen days. Opening it changes nothing, for mail servers open every address that they see.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Button, JsonObject } from '../../src/chat/cards.ts';
import type { Form } from '../../src/chat/forms.ts';
import type { Links } from '../../src/http/links.ts';

export const PAGES = { act: '/mail/act', form: '/mail/form', home: '/mail/home', stop: '/mail/stop' } as const;

const DAYS = 14;
const json = z.record(z.string(), z.json());

/** Whose mailbox it is, as an identity. */
export interface Owner {
  tenant: string;
  user: string;
}

export const actShape = z.object({
  action: z.string(),
  data: json,
  label: z.string(),
  version: z.number().optional(),
  /** The mail in which it stood; '' on a page. */
  of: z.string(),
  /** Makes two of the same kind two acts, where they are. */
  once: z.string(),
  asks: z.string().optional(),
});
export type MailAct = z.infer<typeof actShape>;

export const formShape = z.object({
  form: z.string(),
  data: json,
  once: z.string(),
  /** Field → kind, so that what comes back is read as what it was. */
  kinds: z.record(z.string(), z.string()),
});
export type MailForm = z.infer<typeof formShape>;

export interface Addresses {
  act(owner: Owner, act: MailAct): string | undefined;
  form(owner: Owner, form: MailForm): string | undefined;
  home(owner: Owner): string | undefined;
  stop(owner: Owner): string | undefined;
  /** @returns undefined when this bot has not signed it; `over` when its days have passed */
  read(page: keyof typeof PAGES, query: URLSearchParams): { owner: Owner; what: unknown; over: boolean } | undefined;
}

export function addressesOf(links: Links, now: () => Date): Addresses {
  const until = () => new Date(now().getTime() + DAYS * 86_400_000);
  const to = (page: keyof typeof PAGES, { tenant, user }: Owner, what?: JsonObject) =>
    links.to(PAGES[page], { t: tenant, u: user, ...(what === undefined ? {} : { w: pack(what) }) }, until());
  return {
    act: (owner, act) => to('act', owner, plainOf(act)),
    form: (owner, form) => to('form', owner, plainOf(form)),
    home: (owner) => to('home', owner),
    stop: (owner) => to('stop', owner),
    read(page, query) {
      const read = links.read(PAGES[page], query);
      if (read === undefined) return undefined;
      const { t: tenant = '', u: user = '', w } = read.params;
      return {
        owner: { tenant, user },
        what: w === undefined ? undefined : unpack(w),
        over: read.until === undefined || read.until < now(),
      };
    },
  };
}

const plainOf = (value: object): JsonObject => JSON.parse(JSON.stringify(value));
const pack = (value: JsonObject): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const unpack = (packed: string): unknown => JSON.parse(Buffer.from(packed, 'base64url').toString('utf8'));

/** @param once '' for a button in a mail, which is one act however often it is opened */
export const actOf = (button: Button, version: number | undefined, of: string, once: string): MailAct => ({
  action: button.action,
  data: button.data,
  label: button.label,
  of,
  once,
  ...(version === undefined ? {} : { version }),
  ...(button.confirm === undefined ? {} : { asks: `${button.confirm.title} ${button.confirm.text}` }),
});

/** A mail's button is one act, whoever opens it and however often. */
export const keyOf = ({ user }: Owner, { of, once, action, data }: MailAct): string =>
  `email:${user}:${of}:${once}:${action}:${createHash('sha256').update(JSON.stringify(data)).digest('base64url')}`;

export const formOf = (form: Form, once: string): MailForm => ({
  form: form.id,
  data: form.data,
  once,
  kinds: Object.fromEntries(form.fields.map(({ name, kind }) => [name, kind])),
});
