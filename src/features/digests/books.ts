// What became of a week's digests, for the project team: counted, listed by name, and stopped half-way.
import { z } from 'zod';
import { dayWords } from '../../calendar.ts';
import { type Act, knownPerson } from '../../chat/act.ts';
import { type Button, buttons, type Card, heading, paragraph } from '../../chat/cards.ts';
import { button, type Feature } from '../../chat/registry.ts';
import { inPlace, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { say, strong } from '../../chat/spans.ts';
import type { Db } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { STOPPED } from './words.ts';

/** So many names are shown at a time. */
const PAGE = 15;

export const stopKey = (partnershipId: string, week: string) => `digest stopped ${partnershipId} ${week}`;

/**
 * From here on a query reads the people `p`, with their settings `s`, who get digests and have none for that week.
 * @param week the Monday of the week in which it is sent, YYYY-MM-DD
 */
export const recipientsWithout = (partnershipId: string, week: string, more = Prisma.sql`true`) => Prisma.sql`
  FROM person p LEFT JOIN digest_setting s ON s.person_id = p.id
  WHERE p.partnership_id = ${partnershipId}::uuid AND p.active
    AND (cardinality(p.roles) > 0 OR EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id) OR EXISTS (SELECT 1 FROM champion c WHERE c.person_id = p.id))
    AND NOT EXISTS (SELECT 1 FROM digest_slot d WHERE d.person_id = p.id AND d.week = ${week}::date)
    AND ${more}`;

/** Notes why they get none. @returns how many */
export const skipWithout = (
  db: Db,
  partnershipId: string,
  week: string,
  reason: string,
  now: Date,
  more?: Prisma.Sql,
): Promise<number> => db.$executeRaw`
  INSERT INTO digest_slot (id, partnership_id, person_id, week, skipped, made_at)
  SELECT gen_random_uuid(), ${partnershipId}::uuid, p.id, ${week}::date, ${reason}, ${now} ${recipientsWithout(partnershipId, week, more)}
  ON CONFLICT (person_id, week) DO NOTHING`;

export interface Run {
  week: string;
  recipients: number;
  /** Whose day has not come, or who are being written to now. */
  toCome: number;
  sent: number;
  waiting: number;
  dead: number;
  skipped: number;
  stopped: boolean;
  reasons: { reason: string; count: number }[];
}

const STATE = Prisma.sql`coalesce(CASE WHEN s.skipped IS NOT NULL THEN 'SKIPPED' END, d.state::text, 'SENT')`;

/** What became of a week's digests: sent + waiting + dead + skipped = recipients, always. Who is still to come is no recipient yet. */
export async function readRun(db: Db, partnershipId: string, week: string): Promise<Run> {
  const [rows, [toCome], stopped] = await Promise.all([
    db.$queryRaw<{ state: string; reason: string | null; count: number }[]>`
      SELECT ${STATE} AS state, coalesce(s.skipped, d.reason) AS reason, count(*)::int AS count
      FROM digest_slot s LEFT JOIN delivery d ON d.id = s.delivery_id
      WHERE s.partnership_id = ${partnershipId}::uuid AND s.week = ${week}::date GROUP BY 1, 2`,
    db.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count ${recipientsWithout(partnershipId, week)}`,
    db.onceDone.findUnique({ where: { key: stopKey(partnershipId, week) } }),
  ]);
  const of = (state: string) => rows.filter((row) => row.state === state).reduce((sum, { count }) => sum + count, 0);
  return {
    week,
    recipients: rows.reduce((sum, { count }) => sum + count, 0),
    toCome: toCome?.count ?? 0,
    sent: of('SENT'),
    waiting: of('WAITING'),
    dead: of('DEAD'),
    skipped: of('SKIPPED'),
    stopped: stopped !== null,
    reasons: rows
      .filter(({ state, reason }) => state !== 'SENT' && reason !== null)
      .map(({ reason, count }) => ({ reason: reason ?? '', count })),
  };
}

/** Ends a run half-way: nothing more is made this week, what still waits is not sent, and everybody whom it would have reached is noted. */
export async function stopRun(db: Db, partnershipId: string, week: string, now: Date): Promise<number> {
  await db.onceDone.createMany({ data: [{ key: stopKey(partnershipId, week), at: now }], skipDuplicates: true });
  const waiting = await db.$executeRaw`
    UPDATE delivery SET state = 'SKIPPED', reason = ${STOPPED}, settled_at = ${now}
    WHERE state = 'WAITING' AND id IN (SELECT delivery_id FROM digest_slot WHERE partnership_id = ${partnershipId}::uuid AND week = ${week}::date)`;
  return waiting + (await skipWithout(db, partnershipId, week, STOPPED, now));
}

function assertRunsIt(act: Act): void {
  if (!knownPerson(act).admin) throw new Refusal('What became of everybody’s digests is for the project team.');
}

/** How a week's run stands. Who may: the project team. */
export async function showRun(act: Act, week: string): Promise<Reply> {
  assertRunsIt(act);
  return privately(runCard(await readRun(act.db, act.partnership.id, week)));
}

/** Who may: the project team. */
export function stop(act: Act, week: string): Promise<Reply> {
  assertRunsIt(act);
  return act.once(async (effect) => {
    const stopped = await stopRun(effect.db, act.partnership.id, week, act.now);
    await effect.audit({
      action: 'digest.stopped',
      recordType: 'partnership',
      recordId: act.partnership.id,
      details: { stopped },
    });
    return privately(runCard(await readRun(effect.db, act.partnership.id, week)));
  });
}

function runCard({ week, recipients, toCome, sent, waiting, dead, skipped, stopped, reasons }: Run): Card {
  const offered: Button[] = [
    ...(recipients + toCome > 0
      ? [{ label: 'Who', action: 'digest.who', data: { week, from: 0 } } satisfies Button]
      : []),
    ...(waiting + toCome > 0 && !stopped
      ? [
          {
            label: 'Stop the rest',
            action: 'digest.stop',
            data: { week },
            style: 'danger',
            confirm: { title: 'Stop the rest?', text: 'What still waits is not sent this week.', yes: 'Stop' },
          } satisfies Button,
        ]
      : []),
  ];
  return {
    summary: `Digests of the week from ${dayWords(week)}: ${sent} of ${recipients} sent`,
    blocks: [
      heading(`Digests, week of ${dayWords(week)}`),
      paragraph(
        `${sent} sent + ${waiting} waiting + ${dead} dead + ${skipped} skipped = ${recipients} recipients.${toCome > 0 ? ` ${toCome} are still to come.` : ''}${stopped ? ' It was stopped.' : ''}`,
      ),
      ...(reasons.length === 0
        ? []
        : [{ kind: 'list' as const, items: reasons.map(({ reason, count }) => say`${count}: ${reason}`) }]),
      ...(offered.length === 0 ? [] : [buttons(...offered)]),
    ],
  };
}

const STATES: Record<string, string> = {
  SENT: 'sent',
  WAITING: 'waits to be sent',
  DEAD: 'could not be sent',
  SKIPPED: 'skipped',
  TO_COME: 'still to come',
};

/** By name, those first to whom something was not sent. */
async function showWho(act: Act, week: string, from: number): Promise<Reply> {
  assertRunsIt(act);
  const { id } = act.partnership;
  const rows = await act.db.$queryRaw<{ name: string; agency: string; state: string; reason: string | null }[]>`
    SELECT * FROM (
      SELECT p.id, p.name, a.short_name AS agency, ${STATE} AS state, coalesce(s.skipped, d.reason) AS reason
      FROM digest_slot s JOIN person p ON p.id = s.person_id JOIN agency a ON a.id = p.agency_id LEFT JOIN delivery d ON d.id = s.delivery_id
      WHERE s.partnership_id = ${id}::uuid AND s.week = ${week}::date
      UNION ALL
      SELECT p.id, p.name, a.short_name, 'TO_COME', NULL FROM (SELECT p.id ${recipientsWithout(id, week)}) w JOIN person p ON p.id = w.id JOIN agency a ON a.id = p.agency_id
    ) everybody ORDER BY array_position(ARRAY['DEAD', 'SKIPPED', 'WAITING', 'TO_COME', 'SENT'], state), name, id
    LIMIT ${PAGE + 1} OFFSET ${from}`;
  const shown = rows.slice(0, PAGE);
  const title = `Digests, week of ${dayWords(week)}: who`;
  const pages: Button[] = [
    ...(from > 0
      ? [{ label: 'Back', action: 'digest.who', data: { week, from: Math.max(0, from - PAGE) } } satisfies Button]
      : []),
    ...(rows.length > PAGE
      ? [{ label: 'More', action: 'digest.who', data: { week, from: from + PAGE } } satisfies Button]
      : []),
  ];
  const card: Card = {
    summary: title,
    blocks: [
      heading(title),
      shown.length === 0
        ? paragraph('Nobody.')
        : {
            kind: 'list',
            items: shown.map(
              ({ name, agency, state, reason }) =>
                say`${strong(name)} (${agency}): ${STATES[state] ?? state}${reason === null || state === 'SENT' ? '' : `, ${reason}`}`,
            ),
          },
      ...(pages.length === 0 ? [] : [buttons(...pages)]),
    ],
  };
  const { what } = act.incoming;
  return what.kind === 'press' && what.onPrivateCard ? inPlace(card) : privately(card);
}

const ofWeek = z.object({ week: z.iso.date() });

export const booksOfDigests: Required<Pick<Feature, 'buttons'>> = {
  buttons: [
    button('digest.stop', 'person', ofWeek, (act, { week }) => stop(act, week)),
    button('digest.who', 'person', ofWeek.extend({ from: z.number().int().min(0) }), (act, { week, from }) =>
      showWho(act, week, from),
    ),
  ],
};
