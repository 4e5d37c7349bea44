// Fills an empty database with the demonstration partnership: the same every time, from a fixed seed, up to the given day.

import { DateTime } from 'luxon';
import type { Demonstration } from '../chat/registry.ts';
import type { Account } from '../config.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import { inPrisma } from '../database/transaction.ts';
import { productRegistry } from '../features/index.ts';
import { SEED_AGENCIES, SEED_PARTNERSHIP, SEED_PEOPLE, SEED_ZONES } from './data.ts';

const WEEKS = 8;
const SEED = 20_180_401;
/** The demonstration's Slack and Teams are not there: its people are reached in the console. */
const NEVER_USED = new Date('2018-04-01T00:00:00Z');
export const DEMO_SLACK_TENANT = 'T0PZDEMO';
export const DEMO_TEAMS_TENANT = '5f0e9c1a-7d24-4b6e-9a53-0c1d2e3f4a5b';

/** The database already holds something. */
export class NotEmpty extends Error {
  override name = 'NotEmpty';
}

/** A real place and person to try the demonstration with. */
export interface RealPlace extends Account {
  conversation: string;
}

/**
 * Seeds an empty database. An unused partnership, as a start makes it, counts as empty.
 * @param now the interactions are those of the eight weeks before
 * @param real channels to link to the first zone, with a user to make one of its leads
 * @param everyStage false: only the two zones that work are alive
 * @throws {NotEmpty} when there are zones, agencies or people
 */
export async function seed(
  prisma: PrismaClient,
  now: Date,
  real: RealPlace[] = [],
  { everyStage = true }: { everyStage?: boolean } = {},
): Promise<void> {
  if ((await prisma.zone.count()) + (await prisma.interaction.count()) + (await prisma.membership.count()) > 0)
    throw new NotEmpty(
      'The database already holds zones; the demonstration is only for an empty one. Use another database or DATA_DIR.',
    );
  const random = mulberry32(SEED);
  const id = seededIds(random);
  const existing = await prisma.partnership.findFirst({ orderBy: { createdAt: 'asc' } });
  const partnershipId = existing?.id ?? id();
  await inPrisma(
    prisma,
    async (db) => {
      await db.partnership.upsert({
        where: { id: partnershipId },
        create: { id: partnershipId, ...SEED_PARTNERSHIP },
        update: SEED_PARTNERSHIP,
      });
      const tenants = [
        { platform: 'console', tenant: 'local' },
        { platform: 'slack', tenant: DEMO_SLACK_TENANT },
        { platform: 'teams', tenant: DEMO_TEAMS_TENANT },
        ...real,
      ];
      await db.connection.createMany({
        data: tenants.map(({ platform, tenant }) => ({ id: id(), platform, tenant, partnershipId })),
        skipDuplicates: true,
      });
      const agencies = new Map(SEED_AGENCIES.map(({ key }) => [key, id()]));
      await db.agency.createMany({
        data: SEED_AGENCIES.map(({ key, ...agency }) => ({
          ...agency,
          id: need(agencies, key),
          partnershipId,
          createdAt: now,
        })),
      });
      // The teams are older than all that they have done.
      const begun = DateTime.fromJSDate(now)
        .minus({ weeks: WEEKS + 1 })
        .toJSDate();
      const zones = new Map(SEED_ZONES.map(({ key }) => [key, id()]));
      await db.zone.createMany({
        data: SEED_ZONES.map(({ key, slug: _, ...zone }) => ({
          ...zone,
          id: need(zones, key),
          partnershipId,
          createdAt: begun,
        })),
      });

      const people = SEED_PEOPLE.map((person) => ({ ...person, id: id() }));
      await db.person.createMany({
        data: people.map((person) => ({
          id: person.id,
          partnershipId,
          agencyId: need(agencies, person.agency),
          name: person.name,
          roles: person.role === undefined ? [] : [person.role],
          createdAt: now,
        })),
      });
      await db.membership.createMany({
        data: people.flatMap((person) =>
          person.zone === undefined
            ? []
            : [
                {
                  id: id(),
                  personId: person.id,
                  zoneId: need(zones, person.zone),
                  roleTitle: person.title ?? '',
                  lead: person.lead === true,
                  createdAt: begun,
                },
              ],
        ),
      });
      await db.champion.createMany({
        data: people
          .filter((person) => person.champion)
          .map((person) => ({ personId: person.id, agencyId: need(agencies, person.agency), createdAt: now })),
      });
      await db.chatIdentity.createMany({
        data: people.flatMap((person, index) => [
          {
            id: id(),
            partnershipId,
            personId: person.id,
            platform: 'console',
            tenant: 'local',
            user: slugOf(person.name),
            name: person.name,
            lastSeenAt: now,
          },
          person.chat === 'slack'
            ? {
                id: id(),
                partnershipId,
                personId: person.id,
                platform: 'slack',
                tenant: DEMO_SLACK_TENANT,
                user: `U0DEMO${String(index).padStart(2, '0')}`,
                name: person.name,
                lastSeenAt: NEVER_USED,
              }
            : {
                id: id(),
                partnershipId,
                personId: person.id,
                platform: 'teams',
                tenant: DEMO_TEAMS_TENANT,
                user: `00000000-0000-4000-8000-0000000000${String(index).padStart(2, '0')}`,
                name: person.name,
                lastSeenAt: NEVER_USED,
              },
        ]),
      });
      await db.chatIdentity.create({
        data: { id: id(), partnershipId, platform: 'console', tenant: 'local', user: 'newcomer', name: 'Somebody new' },
      });

      for (const zone of SEED_ZONES) {
        const places = [
          { platform: 'console', tenant: 'local', externalId: zone.slug, name: `#${zone.slug}` },
          { platform: 'slack', tenant: DEMO_SLACK_TENANT, externalId: `C0${zone.code}DEMO`, name: `#${zone.slug}` },
          { platform: 'teams', tenant: DEMO_TEAMS_TENANT, externalId: `19:${zone.slug}@thread.tacv2`, name: zone.name },
        ];
        for (const place of places) {
          const conversation = await db.conversation.create({
            data: { id: id(), partnershipId, kind: 'channel', ...place },
          });
          await db.zonePlace.create({ data: { conversationId: conversation.id, zoneId: need(zones, zone.key) } });
        }
      }
      const demonstration: Demonstration = {
        partnershipId,
        now,
        timeZone: SEED_PARTNERSHIP.timeZone,
        weeks: WEEKS,
        everyStage,
        people,
        zones: SEED_ZONES,
        id,
        random,
        account: slugOf,
        zone: (key) => need(zones, key),
        agency: (name) => need(agencies, SEED_AGENCIES.find((agency) => agency.shortName === name)?.key ?? name),
        person: (name) => {
          const found = people.find((person) => person.name === name);
          if (found === undefined) throw new Error(`The seed names "${name}" and does not define them.`);
          return { id: found.id, agencyId: need(agencies, found.agency) };
        },
      };
      for (const feature of productRegistry().features) await feature.seed?.(db, demonstration);
      await linkReal(db, real, { partnershipId, zoneId: need(zones, 'np'), agencyId: need(agencies, 'city'), now, id });
    },
    30_000,
  );
}

/** Links a real channel to the first zone and makes a real user one of its leads. */
async function linkReal(
  db: Pick<PrismaClient, 'conversation' | 'zonePlace' | 'chatIdentity' | 'person' | 'membership'>,
  real: RealPlace[],
  {
    partnershipId,
    zoneId,
    agencyId,
    now,
    id,
  }: { partnershipId: string; zoneId: string; agencyId: string; now: Date; id: () => string },
): Promise<void> {
  for (const { platform, tenant, conversation: externalId, user } of real) {
    const key = { platform, tenant, externalId };
    const conversation = await db.conversation.upsert({
      where: { platform_tenant_externalId: key },
      create: { id: id(), partnershipId, kind: 'channel', ...key },
      update: {},
    });
    await db.zonePlace.upsert({
      where: { conversationId: conversation.id },
      create: { conversationId: conversation.id, zoneId },
      update: { zoneId },
    });
    const who = { platform, tenant, user };
    const identity = await db.chatIdentity.findUnique({ where: { platform_tenant_user: who } });
    const personId =
      identity?.personId ??
      (
        await db.person.create({
          data: { id: id(), partnershipId, agencyId, name: `You (${platform})`, createdAt: now },
        })
      ).id;
    await db.chatIdentity.upsert({
      where: { platform_tenant_user: who },
      create: { id: id(), partnershipId, personId, ...who },
      update: { personId },
    });
    await db.membership.upsert({
      where: { personId_zoneId: { personId, zoneId } },
      create: { id: id(), personId, zoneId, roleTitle: 'Lead', lead: true, createdAt: now },
      update: { lead: true },
    });
  }
}

function need(map: Map<string, string>, key: string): string {
  const value = map.get(key);
  if (value === undefined) throw new Error(`The seed names "${key}" and does not define it.`);
  return value;
}

function slugOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z]+/g, '-');
}

/** A small, well-known generator of pseudo-random numbers in [0, 1): the same seed gives the same row of numbers. */
function mulberry32(seedNumber: number): () => number {
  let state = seedNumber;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Version-7-shaped ids whose time part counts up from the start of 2018, so that they sort in the order of making. */
function seededIds(random: () => number): () => string {
  let time = Date.UTC(2018, 3, 1);
  const hex = (length: number) => Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
  return () => {
    time += 1;
    const stamp = time.toString(16).padStart(12, '0');
    return `${stamp.slice(0, 8)}-${stamp.slice(8)}-7${hex(3)}-a${hex(3)}-${hex(12)}`;
  };
}
