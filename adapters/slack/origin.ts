// Which workspace a request says it is of, and by which app: before anything of it is believed.
import { z } from 'zod';
import type { Incoming } from '../../src/chat/incoming.ts';

const given = z.object({
  api_app_id: z.string().nullish(),
  team_id: z.string().nullish(),
  enterprise_id: z.string().nullish(),
  is_ext_shared_channel: z.boolean().nullish(),
  // True in JSON, "true" in a command's form.
  is_enterprise_install: z.union([z.boolean(), z.string()]).nullish(),
  team: z.object({ id: z.string() }).nullish().catch(undefined),
  enterprise: z.object({ id: z.string() }).nullish().catch(undefined),
  user: z.object({ team_id: z.string().nullish() }).nullish().catch(undefined),
  authorizations: z
    .array(z.object({ is_enterprise_install: z.boolean().nullish(), user_id: z.string().nullish() }))
    .nullish()
    .catch(undefined),
});

export interface Origin {
  /** The workspace that let the app in, or the organisation where that did. '' where it does not say. */
  tenant: string;
  /** The workspace itself, also inside an organisation. */
  team: string | undefined;
  app: string | undefined;
  /** It was said in a channel that another organisation shares. */
  outside: boolean;
  /** The app's own user there, where it says. */
  bot: string | undefined;
}

/** docs.slack.dev/enterprise/organization-ready-apps: `is_enterprise_install`, with `team` null where it is about no one workspace. */
export function originOf(body: unknown): Origin {
  const read = given.safeParse(body).data;
  const team = read?.team?.id ?? read?.team_id ?? undefined;
  const enterprise = read?.enterprise?.id ?? read?.enterprise_id ?? undefined;
  const [authorised] = read?.authorizations ?? [];
  const whole = read?.is_enterprise_install ?? authorised?.is_enterprise_install;
  const ofOrganisation = (whole === true || whole === 'true') && enterprise !== undefined;
  return {
    tenant: (ofOrganisation ? enterprise : (team ?? read?.user?.team_id)) ?? '',
    team,
    app: read?.api_app_id ?? undefined,
    outside: read?.is_ext_shared_channel === true,
    bot: authorised?.user_id ?? undefined,
  };
}

/** In an organisation that let the app in as a whole, people and channels are the organisation's, whichever of its workspaces they are seen from. */
export function atHome(incoming: Incoming, { tenant, team, outside }: Origin): Incoming {
  if (tenant === '' || incoming.place.tenant === tenant) return incoming;
  const { sender } = incoming;
  const own = !outside || sender.tenant === team || sender.tenant === '' || sender.tenant === incoming.place.tenant;
  return {
    ...incoming,
    place: { ...incoming.place, tenant },
    sender: own ? { ...sender, tenant } : sender,
  };
}
