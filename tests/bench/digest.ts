// What one week's digests cost for two hundred zones and twenty thousand recipients, against the best SQL for the same figures
// written by hand, and how that changes with ten times the history: npm run bench -- digest
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config.ts';
import { connectDatabase } from '../../src/database/client.ts';
import { startEmbedded } from '../../src/database/embedded/index.ts';
import { migrate } from '../../src/database/migrations.ts';
import { type Around, digestFor } from '../../src/features/digests/content.ts';
import { readFacts } from '../../src/features/digests/facts.ts';
import { ensurePartnership } from '../../src/features/partnership/begin.ts';
import { createLog } from '../../src/process/log.ts';
import { ROOT } from '../../src/process/paths.ts';

const ZONES = 200;
const RECIPIENTS = 20_000;
/** A year's rows, and ten times as many: the last week has the same number in both. */
const ROWS = Number(process.env['ROWS'] ?? 5_000_000);
const SPAN = { from: '2026-11-16', until: '2026-11-23' };
const NOW = new Date('2026-11-23T08:00:00Z');
const ROUNDS = 15;

const log = createLog('silent');
const folder = mkdtempSync(join(tmpdir(), 'pz-bench-'));
chmodSync(folder, 0o755); // Else a root's server puts its data elsewhere.
const server = await startEmbedded(folder, log);
const database = connectDatabase(server.connection, log);
const { prisma, pool } = database;
try {
  await migrate(pool);
  await ensurePartnership(prisma, readConfig({}, ROOT));
  const { id: partnershipId } = await prisma.partnership.findFirstOrThrow();
  const agency = await prisma.agency.create({
    data: { partnershipId, name: 'Bench', shortName: 'Bench', sector: 'LOCAL_AUTHORITY' },
  });
  const person = await prisma.person.create({ data: { partnershipId, agencyId: agency.id, name: 'Bench' } });
  await prisma.zone.createMany({
    data: Array.from({ length: ZONES }, (_, index) => ({
      partnershipId,
      name: `Zone ${index}`,
      code: `Z${String.fromCharCode(65 + Math.floor(index / 26))}${String.fromCharCode(65 + (index % 26))}`,
      setting: 'CITY' as const,
    })),
  });
  const zoneIds = (await prisma.zone.findMany({ select: { id: true } })).map(({ id }) => id);
  const figures: Record<string, { product: number; byHand: number }> = {};
  let have = 0;
  for (const rows of [ROWS / 10, ROWS]) {
    // The five weeks that count have 25 rows a zone and week; all that is older is history.
    const recent = have === 0 ? ZONES * 25 * 5 : 0;
    await pool.query(
      `INSERT INTO interaction (id, partnership_id, zone_id, person_id, agency_id, text, tool, outcomes, occurred_on)
       SELECT gen_random_uuid(), $1, z.ids[1 + n % ${ZONES}], $2, $3, 'Bench', (ARRAY['INTERACTION','INTEGRATION','TREATMENT','CONTROL','ENVIRONMENT','BELIEVING'])[1 + n % 6]::tool, ARRAY['SAFE']::outcome[],
         CASE WHEN n < $4 THEN date '2026-11-22' - (n / ${ZONES})::int % 35 ELSE date '2026-10-18' - (n / ${ZONES})::int % 1800 END
       FROM generate_series(0, $5::bigint - 1) AS n, (SELECT array_agg(id) AS ids FROM zone) AS z`,
      [partnershipId, person.id, agency.id, recent, rows - have],
    );
    have = rows;
    await pool.query('VACUUM ANALYZE interaction');
    const [product, byHand]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      product.push(
        await timed(() => readFacts(prisma, { id: partnershipId, timeZone: 'Europe/London' }, zoneIds, SPAN, NOW)),
      );
      byHand.push(
        await timed(() =>
          pool.query(
            `SELECT z.id, i.*, a.agencies FROM zone z CROSS JOIN LATERAL (
               SELECT count(*) FILTER (WHERE occurred_on >= $2) AS now, count(*) FILTER (WHERE occurred_on < $2) AS before,
                 count(*) FILTER (WHERE occurred_on >= $2 AND tool IN ('INTERACTION','INTEGRATION')) AS preventive,
                 count(*) FILTER (WHERE occurred_on >= $2 AND tool IN ('TREATMENT','CONTROL')) AS remedial,
                 count(*) FILTER (WHERE occurred_on >= $2 AND EXISTS (SELECT 1 FROM interaction_agency a WHERE a.interaction_id = i.id)) AS joint,
                 ${['INTERACTION', 'INTEGRATION', 'TREATMENT', 'CONTROL', 'ENVIRONMENT', 'BELIEVING'].map((tool) => `count(*) FILTER (WHERE occurred_on >= $2 AND tool = '${tool}') AS t_${tool}`).join(', ')},
                 ${['SAFE', 'WELL', 'SKILLS', 'RESOURCES'].map((outcome) => `count(*) FILTER (WHERE occurred_on >= $2 AND '${outcome}' = ANY(outcomes)) AS o_${outcome}`).join(', ')}
               FROM interaction i WHERE i.zone_id = z.id AND occurred_on >= $1 AND occurred_on < $3 AND undone_at IS NULL) AS i
             CROSS JOIN LATERAL (SELECT jsonb_object_agg(agency_id, n) AS agencies FROM (
               SELECT agency_id, count(*) AS n FROM interaction i WHERE i.zone_id = z.id AND occurred_on >= $2 AND occurred_on < $3 AND undone_at IS NULL GROUP BY 1) AS one) AS a`,
            ['2026-10-19', SPAN.from, SPAN.until],
          ),
        ),
      );
    }
    figures[`${rows.toLocaleString('en-GB')} rows`] = { product: median(product), byHand: median(byHand) };
  }
  const facts = await readFacts(prisma, { id: partnershipId, timeZone: 'Europe/London' }, zoneIds, SPAN, NOW);
  const zones = [...facts.zones.keys()];
  const around: Around = { facts, span: SPAN, zoneName: (id) => id, changes: [], health: [] };
  const rendering = await timed(async () => {
    for (let index = 0; index < RECIPIENTS; index += 1)
      JSON.stringify(
        digestFor({ zoneIds: [zones[index % zones.length] ?? ''], wide: false, waiting: [] }, around, {
          label: 'More',
          action: 'digest.more',
          data: {},
        }),
      );
  });
  const [small, large] = Object.values(figures);
  const result = {
    milliseconds: figures,
    timesByHand: round((large?.product ?? 0) / (large?.byHand ?? 1)),
    tenTimesTheHistory: round((large?.product ?? 0) / (small?.product ?? 1)),
    renderingMsARecipient: round(rendering / RECIPIENTS, 4),
    peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
  console.table(figures);
  console.log(result);
  const file = join(ROOT, 'tests', 'bench', 'results.json');
  writeFileSync(file, `${JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), digest: result }, null, 2)}\n`);
} finally {
  await database.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function median(values: number[]): number {
  return round([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0);
}

function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}
