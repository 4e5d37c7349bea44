// An interaction with what a card shows of it: its shape, and how it is read.
import { Prisma } from '../../database/generated/client.ts';
import { columns, list, object } from '../../database/shape.ts';
import { type Askable, runStatement, select } from '../../database/statement.ts';

/** Told to Prisma; the statements below ask for the same. */
export const FULL = {
  joint: { select: { agencyId: true }, orderBy: { agencyId: 'asc' } },
  person: { select: { name: true } },
  agency: { select: { shortName: true } },
  zone: { select: { name: true } },
} satisfies Prisma.InteractionInclude;
export type FullInteraction = Prisma.InteractionGetPayload<{ include: typeof FULL }>;

const COLUMNS = `${columns('i', Prisma.InteractionScalarFieldEnum, { days: ['occurredOn'], lists: ['outcomes', 'guessed'] })},
  ${object({ name: 'p.name' })} AS person, ${object({ shortName: 'a.short_name' })} AS agency, ${object({ name: 'z.name' })} AS zone,
  ${list(object({ agencyId: 'j.agency_id' }), 'interaction_agency j WHERE j.interaction_id = i.id', 'j.agency_id')} AS joint`;
/** What a line of a list shows. Every interaction has as much. */
export type ListedInteraction = Pick<
  FullInteraction,
  'id' | 'text' | 'tool' | 'outcomes' | 'occurredOn' | 'person' | 'agency' | 'joint'
>;
const LINE = `i.id, i.text, i.tool, coalesce(i.outcomes::text[], '{}') AS outcomes, i.occurred_on::timestamp AT TIME ZONE 'UTC' AS "occurredOn",
  ${object({ name: 'p.name' })} AS person, ${object({ shortName: 'a.short_name' })} AS agency,
  CASE WHEN i.with_others THEN ${list(object({ agencyId: 'j.agency_id' }), 'interaction_agency j WHERE j.interaction_id = i.id', 'j.agency_id')} ELSE '[]' END AS joint`;
const LINE_JOINED = 'JOIN person p ON p.id = i.person_id JOIN agency a ON a.id = i.agency_id';
const JOINED =
  'JOIN person p ON p.id = i.person_id JOIN agency a ON a.id = i.agency_id JOIN zone z ON z.id = i.zone_id';
const BY_ID = {
  name: 'interaction by id',
  text: `SELECT ${COLUMNS} FROM interaction i ${JOINED} WHERE i.id = $1::uuid`,
};

export const findInteraction = async (db: Askable, id: string): Promise<FullInteraction | null> =>
  (await runStatement<FullInteraction>(db, BY_ID, [id]))[0] ?? null;

/**
 * Latest first. Each zone's own latest are taken by their index and put in order together: years of others are not looked at.
 * @param where of the interaction `i`
 */
export const latestInteractions = (
  db: Askable,
  of: { zoneIds: string[] } | { personId: string },
  where: Prisma.Sql,
  most: number,
): Promise<ListedInteraction[]> => {
  const latest = Prisma.sql`AND ${where} ORDER BY i.occurred_on DESC, i.id DESC LIMIT ${most}`;
  const found =
    'zoneIds' in of
      ? Prisma.sql`SELECT l.* FROM unnest(${of.zoneIds}::uuid[]) AS zone_of CROSS JOIN LATERAL (SELECT * FROM interaction i WHERE i.zone_id = zone_of ${latest}) l
          ORDER BY l.occurred_on DESC, l.id DESC LIMIT ${most}`
      : Prisma.sql`SELECT * FROM interaction i WHERE i.person_id = ${of.personId}::uuid ${latest}`;
  return select(
    db,
    Prisma.sql`SELECT ${Prisma.raw(LINE)} FROM (${found}) i ${Prisma.raw(LINE_JOINED)} ORDER BY i.occurred_on DESC, i.id DESC`,
  );
};
