// Public data of a candidate for whoever runs the bot: the Indices' own file has 33,755 rows, more than anybody sends in a chat.
import { z } from 'zod';
import { Refusal } from '../../../chat/replies.ts';
import type { PrismaClient } from '../../../database/generated/client.ts';
import { inBackground } from '../../../delivery/index.ts';
import type { Row } from '../../../language/tables.ts';
import { findingsIn, keepData, readAreas } from './data.ts';
import { FACTOR_KEYS, FACTORS, RECORD } from './model.ts';

export interface CandidateData {
  /** Its name, as it was proposed. */
  place: string;
  lsoas: string;
  /** Of which factor; empty: the demographic analysis. */
  factor?: string | undefined;
  source: string;
  /** YYYY-MM-DD */
  asAt: string;
  /** An indicator's own column. */
  column?: string | undefined;
}

/**
 * The same as the form "From public data", in the name of somebody of the project team.
 * @param today YYYY-MM-DD, where the partnership is @returns what was kept, a line each @throws {Refusal} with what is wrong; then nothing is kept
 */
export async function importCandidate(
  prisma: PrismaClient,
  partnershipId: string,
  table: Row[],
  { place, lsoas, factor: wanted = 'DEMOGRAPHY', source, asAt, column }: CandidateData,
  by: { id: string; name: string; roles: string[] },
  { now, today }: { now: Date; today: string },
): Promise<string> {
  if (!by.roles.includes('ADMIN'))
    throw new Refusal(`${by.name} is not in the project team, which gathers what is found of a candidate.`);
  const factor = FACTOR_KEYS.find((key) => key.toLowerCase() === wanted.toLowerCase().replaceAll('-', '_'));
  if (factor === undefined)
    throw new Refusal(
      `There is no factor "${wanted}". There are: ${FACTOR_KEYS.map((key) => `${key} (${FACTORS[key]})`).join(', ')}.`,
    );
  if (source.trim() === '')
    throw new Refusal('Where is it from? A finding has a source: --source "Indices of Deprivation 2025"');
  if (!z.iso.date().safeParse(asAt).success)
    throw new Refusal(`"${asAt}" is no day. Of which day are the data? --as-at 2025-10-30`);
  if (asAt > today) throw new Refusal('That day is still to come.');
  const areas = readAreas(lsoas);
  if (areas.length === 0) throw new Refusal('Which areas does it cover? --lsoa E01013672,E01013673');
  const all = await prisma.zoneProposal.findMany({ where: { partnershipId }, select: { id: true, name: true } });
  const candidate = all.find(({ name }) => name.toLowerCase() === place.trim().toLowerCase());
  if (candidate === undefined)
    throw new Refusal(
      `Nobody has proposed "${place}". There are: ${all.map(({ name }) => name).join(', ') || 'none'}.`,
    );
  const texts = await findingsIn(table, areas, column);
  return inBackground(prisma, partnershipId, async (effect) => {
    const { id } = candidate;
    await effect.db.$queryRaw`SELECT id FROM zone_proposal WHERE id = ${id}::uuid FOR UPDATE`;
    const proposal = await effect.db.zoneProposal.findUniqueOrThrow({ where: { id } });
    const said = await keepData(
      effect.db,
      proposal,
      { lsoas: areas, factor, source: source.trim().slice(0, 200), asAt, texts },
      by.id,
      now,
    );
    await effect.db.zoneProposal.update({ where: { id }, data: { version: { increment: 1 } } });
    await effect.audit({
      action: 'zone.data_read',
      recordType: RECORD,
      recordId: id,
      details: { by: by.id },
    });
    return [`${said} of ${proposal.name}:`, ...texts.map((text) => `  ${text}`)].join('\n');
  });
}
