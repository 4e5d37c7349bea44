// A zone's home card as it stands in a channel: kept there by a lead, drawn anew whenever what it shows has changed.
import { type Act, type ZoneEntry, zoneById } from '../../../chat/act.ts';
import { assertMay, may } from '../../../chat/may.ts';
import type { FeatureJob, LiveCard } from '../../../chat/registry.ts';
import { privately, Refusal, type Reply } from '../../../chat/replies.ts';
import type { PrismaClient } from '../../../database/generated/client.ts';
import { inBackground } from '../../../delivery/index.ts';
import { tallyWeeks } from '../service.ts';
import { asFacts, isSame, keptHere } from '../standing.ts';
import { type Home, readHome } from './facts.ts';
import { glanceCard, homeCard, standingCard } from './views.ts';

const RECORD = 'zone_home';
const WEEKS = 8;

/** Who may: whoever sees the zone. */
export async function showZone(act: Act, entry: ZoneEntry): Promise<Reply> {
  assertMay(act, 'zone.glance', { zoneId: entry.id, where: entry.name });
  const [home, weeks] = await Promise.all([
    readHome(act.db, entry.id, act.now, act.partnership.timeZone),
    tallyWeeks(act, entry.id, WEEKS),
  ]);
  if (home === undefined) throw new Refusal('That zone is no longer here.');
  return privately(
    may(act, 'zone.see', { zoneId: entry.id })
      ? homeCard(act, home, weeks, act.placeZoneId === entry.id)
      : glanceCard(home),
  );
}

/** Who may: a lead of the zone, or the project team; in a channel of the zone. */
export function keepHome(act: Act, zoneId: string): Promise<Reply> {
  const zone = zoneById(act, zoneId);
  assertMay(act, 'zone.link', { zoneId, where: zone.name });
  const { place } = act.incoming;
  if (act.placeZoneId !== zoneId || place.kind === 'personal')
    throw new Refusal(`The card of ${zone.name} is kept in a channel of its own.`);
  return act.once(async (effect) => {
    const home = await readHome(effect.db, zoneId, act.now, act.partnership.timeZone);
    if (home === undefined) throw new Refusal('That zone is no longer here.');
    const facts = asFacts(home);
    const { version } = await effect.db.zoneHome.upsert({
      where: { zoneId },
      create: { zoneId, facts },
      update: { facts, version: { increment: 1 } },
      select: { version: true },
    });
    await effect.show({ type: RECORD, id: zoneId, version }, [
      { platform: place.platform, tenant: place.tenant, conversation: place.conversation },
    ]);
    await effect.audit({ action: 'zone.home_kept', recordType: 'zone', recordId: zoneId });
    return keptHere('It is drawn anew within minutes when something changes. Pin it, so that everybody finds it.');
  });
}

export const homeCards: LiveCard[] = [
  {
    recordType: RECORD,
    async draw(db, id) {
      const kept = await db.zoneHome.findUnique({ where: { zoneId: id } });
      return kept === null
        ? undefined
        : { card: standingCard(kept.facts as unknown as Home, kept.version), version: kept.version };
    },
  },
];

/** Looks at every home that stands somewhere, and draws anew what has changed. */
async function keepHomes(prisma: PrismaClient, now: Date): Promise<void> {
  const kept = await prisma.zoneHome.findMany({
    include: { zone: { select: { partnershipId: true, partnership: { select: { timeZone: true } } } } },
  });
  for (const { zoneId, facts, zone } of kept) {
    const home = await readHome(prisma, zoneId, now, zone.partnership.timeZone);
    if (home === undefined || isSame(facts, asFacts(home))) continue;
    await inBackground(prisma, zone.partnershipId, async (effect) => {
      const { version } = await effect.db.zoneHome.update({
        where: { zoneId },
        data: { facts: asFacts(home), version: { increment: 1 } },
        select: { version: true },
      });
      await effect.refresh({ type: RECORD, id: zoneId, version });
    });
  }
}

export const homeJobs: FeatureJob[] = [
  { name: 'zones’ homes', everySeconds: 120, afterSeconds: 45, run: ({ prisma, now }) => keepHomes(prisma, now) },
];
