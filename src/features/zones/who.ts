// "Who does what here?": answered from role titles and agencies of a zone's team.
import type { Act, ZoneEntry } from '../../chat/act.ts';
import { type Block, heading, note, paragraph } from '../../chat/cards.ts';
import { privately, Refusal, type Reply } from '../../chat/replies.ts';
import { command, say, strong } from '../../chat/spans.ts';
import type { Sector } from '../../database/generated/enums.ts';

/** What the people of a sector are usually asked about; a hint where no role names it. */
const ASKED_ABOUT: Record<Sector, string> = {
  HEALTH:
    'health wellbeing baby babies clinic nurse doctor gp mental medication immunisation vaccine breastfeeding smoking diet dentist pregnancy',
  POLICE: 'crime asb antisocial theft burglary drugs knife speeding police hate scam fraud nuisance bikes drink',
  LOCAL_AUTHORITY:
    'council bins litter flytipping tipping parks lighting licensing planning parking benefits debt grants housing library wardens tree potholes social',
  FIRE: 'fire smoke alarm safety arson hydrant fireworks',
  CRIMINAL_JUSTICE: 'probation payback unpaid offender offending prison youth justice',
  AMBULANCE: 'ambulance emergency first aid defibrillator',
  HOUSING: 'housing rent arrears repairs damp mould tenancy tenant homeless eviction debt lettings estate',
  EDUCATION: 'school college course training skills esol literacy learning attendance adult digital computer',
  FAITH: 'church mosque temple faith food bank visiting pastoral hall',
  THIRD_SECTOR: 'charity advice debt support youth volunteering counselling befriending food addiction advocacy',
  COMMUNITY_BODY: 'community volunteers group hub lunch club neighbours residents events food bank befriending advice',
  BUSINESS: 'business employer jobs work experience volunteering donation shop',
  RESIDENTS: 'residents neighbours tenants group estate',
};

interface Row {
  name: string;
  role_title: string;
  agency: string;
  champion: boolean;
  called: boolean;
  named: boolean;
  likely: boolean;
}

/** "does debt advice?", "can help with rent", "is in charge of the lamps": what it is about. */
function topicOf(words: string): string {
  const about = words
    .trim()
    .replace(/[?!.\s]+$/, '')
    .replace(
      /^(?:who |where |can i |here )*(?:does|do|can|could|would|is|are|knows?|deals?|handles?|looks? after|helps?|get|find|sees? to)\b(?: (?:help|advise|deal|sort|fix|look after|know|in charge|responsible|good|the one|we ask|i ask|best)\b)?(?: (?:about|with|of|for|at|to|out)\b)*\s*/i,
      '',
    )
    .trim();
  return about === '' ? words.trim() : about;
}

export async function whoDoes(act: Act, zone: ZoneEntry, words: string): Promise<Reply> {
  const asked = topicOf(words).slice(0, 200);
  if (asked === '') throw new Refusal(say`Who does what? For example: ${command('zone who debt advice')}.`);
  const sectors = JSON.stringify(ASKED_ABOUT);
  const rows = await act.db.$queryRaw<Row[]>`
    WITH asked AS (
      SELECT nullif(array_to_string(ARRAY(SELECT quote_literal(l) FROM unnest(tsvector_to_array(to_tsvector('english', ${asked.replaceAll('\\', ' ')}))) AS l), ' | '), '')::tsquery AS q
    ), team AS (
      SELECT p.name, m.role_title, a.short_name AS agency, false AS champion,
        -- "who is Tom": whoever is called so.
        to_tsvector('simple', p.name) @@ plainto_tsquery('simple', ${asked}) AS called,
        to_tsvector('english', m.role_title || ' ' || a.name || ' ' || a.short_name || ' ' || array_to_string(a.aliases, ' ')) AS said,
        to_tsvector('english', ${sectors}::jsonb ->> a.sector::text) AS usual
      FROM membership m JOIN person p ON p.id = m.person_id AND p.active JOIN agency a ON a.id = p.agency_id WHERE m.zone_id = ${zone.id}::uuid
    )
    SELECT name, role_title, agency, champion, called, called OR said @@ q AS named, usual @@ q AS likely
    FROM team, asked WHERE called OR said @@ q OR usual @@ q
    ORDER BY called DESC, ts_rank(said, q) DESC, ts_rank(usual, q) DESC, name LIMIT 10`;
  const named = rows.filter((row) => row.named);
  const likely = rows.filter((row) => !row.named);
  const line = (row: Row) => say`${strong(row.name)}, ${row.role_title} (${row.agency})`;
  const blocks: Block[] = [
    heading(`Who ${rows.some(({ called }) => called) ? 'is' : 'does'} "${asked}" in ${zone.name}?`),
  ];
  if (named.length > 0) blocks.push({ kind: 'list', items: named.map(line) });
  else blocks.push(paragraph('Nobody’s role or agency here names it.'));
  if (likely.length > 0)
    blocks.push(paragraph(named.length > 0 ? 'Likely to know too:' : 'Likely to know:'), {
      kind: 'list',
      items: likely.slice(0, 5).map(line),
    });
  if (rows.length === 0)
    blocks.push(
      note(say`A champion may know who does: ${command('zone')} shows the team, and other words may find more.`),
    );
  return privately({
    summary:
      rows.length === 0
        ? `Nobody in ${zone.name} names "${asked}"`
        : `${(named[0] ?? likely[0])?.name} and others, for "${asked}"`,
    blocks,
  });
}
