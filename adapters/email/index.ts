// E-mail, for those whose agency has neither Slack nor Teams for us: cards go out as mails, and what is done in answer is done on
// signed pages. Mail that comes back is not read.
import type { Card } from '../../src/chat/cards.ts';
import type { Adapter, Dispatch, Outgoing } from '../../src/chat/port.ts';
import type { MailConfig } from '../../src/config.ts';
import type { Links } from '../../src/http/links.ts';
import { addressesOf, type Owner } from './acts.ts';
import { markOf, threadOf, writeMail } from './mail.ts';
import { mailRoutes } from './pages.ts';
import { createMailer } from './smtp.ts';

export interface EmailParts {
  config: MailConfig;
  dispatch: Dispatch;
  links: Links;
  /** A delivery's card as it stands now; undefined where it was sent to somebody else, or shows nothing any more. */
  standing(deliveryId: string, owner: Owner): Promise<Card | undefined>;
  now(): Date;
}

export function createEmailAdapter({ config, dispatch, links, standing, now }: EmailParts): Adapter {
  const addresses = addressesOf(links, now);
  const mailer = createMailer(config);
  return {
    platform: 'email',
    // What a small server takes without taking us for a sender of junk.
    pace: {
      conversation: [{ everyMs: 1000, burst: 5 }],
      privately: [{ everyMs: 1000, burst: 5 }],
      tenant: [{ everyMs: 200, burst: 10 }],
    },
    routes: mailRoutes({ addresses, dispatch, standing }),
    async start() {},
    async stop() {
      mailer.close();
    },
    async send(outgoing) {
      // A mail cannot be changed: what a card says now follows it in the same thread, if it says something else.
      if (outgoing.replaces !== undefined && threadOf(outgoing.replaces).mark === markOf(outgoing.card))
        return { externalId: outgoing.replaces };
      const { mail, externalId } = writeMail(outgoing, ownerOf(outgoing), config, addresses, now());
      await mailer.send(mail);
      return { externalId };
    },
  };
}

/** A mailbox is always one person's. */
function ownerOf({ target }: Outgoing): Owner {
  return { tenant: target.tenant, user: target.to === 'place' ? target.conversation : target.user };
}
