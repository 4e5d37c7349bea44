// What somebody has missed while they were away, in one card: what their cover was asked, and what happened in their zones.
import { type Card, heading, note, paragraph } from '../../chat/cards.ts';
import { cut, say, strong, type Text } from '../../chat/spans.ts';
import type { Db } from '../../database/client.ts';

const MOST = 5;
/** Where it is not known since when they were away. */
const USUALLY_MS = 14 * 86_400_000;

const list = (names: string[]) =>
  `${names.slice(0, MOST).join(', ')}${names.length > MOST ? ` and ${names.length - MOST} more` : ''}`;

/** @param begun when the absence began, where it was told before */
export async function missedCard(db: Db, personId: string, now: Date, begun: Date | null): Promise<Card> {
  const left = await db.auditEntry.findFirst({
    where: { recordType: 'person', recordId: personId, action: 'person.away', at: { lte: now } },
    orderBy: { at: 'desc' },
    select: { at: true },
  });
  const since = begun ?? left?.at ?? new Date(now.getTime() - USUALLY_MS);
  const mine = { zone: { memberships: { some: { personId } } } };
  const name = ({ number, title, zone }: { number: number; title: string; zone: { code: string } }) =>
    `${zone.code}-${number} ${cut(title, 60)}`;
  const problem = { select: { number: true, title: true, zone: { select: { code: true } } } };
  const [covered, raised, closed, held, news] = await Promise.all([
    db.nudge.findMany({
      where: { forId: personId, sentAt: { gte: since } },
      orderBy: { sentAt: 'asc' },
      select: { title: true, person: { select: { name: true } } },
    }),
    db.problem.findMany({ where: { ...mine, createdAt: { gte: since }, state: { not: 'CLOSED' } }, ...problem }),
    db.problem.findMany({ where: { ...mine, closedAt: { gte: since } }, ...problem }),
    db.meeting.findMany({
      where: { ...mine, state: 'ENDED', startedAt: { gte: since } },
      select: { title: true, zone: { select: { name: true } } },
    }),
    db.celebration.findMany({ where: { ...mine, undoneAt: null, createdAt: { gte: since } }, select: { text: true } }),
  ]);
  const lines: Text[] = [
    ...(covered.length === 0
      ? []
      : [
          say`${strong(`${covered[0]?.person.name ?? 'Your cover'} was asked for you: `)}${list(covered.map(({ title }) => cut(title, 80)))}`,
        ]),
    ...(raised.length === 0 ? [] : [say`${strong('New problems: ')}${list(raised.map(name))}`]),
    ...(closed.length === 0 ? [] : [say`${strong('Closed: ')}${list(closed.map(name))}`]),
    ...(held.length === 0
      ? []
      : [say`${strong('Meetings held: ')}${list(held.map(({ title, zone }) => `${zone?.name ?? ''}: ${title}`))}`]),
    ...(news.length === 0 ? [] : [say`${strong('Good news: ')}${list(news.map(({ text }) => cut(text, 80)))}`]),
  ];
  return {
    summary: 'Welcome back.',
    blocks: [
      heading('Welcome back'),
      paragraph(
        lines.length === 0
          ? 'You are asked yourself again. Nothing has happened that you would have to know.'
          : 'You are asked yourself again. While you were away:',
      ),
      ...(lines.length === 0 ? [] : [{ kind: 'list' as const, items: lines }]),
      note(say`"nudge" lists what waits for you, "digest" shows your week.`),
    ],
  };
}
