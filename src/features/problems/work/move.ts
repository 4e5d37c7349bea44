// Open problems go along when their zone becomes part of another: each gets a number there, and keeps the one that people know.
import type { Act, Effect, ZoneEntry } from '../../../chat/act.ts';
import { recordEvent, touchProblem } from '../service.ts';

/** @returns how many */
export async function moveProblems(effect: Effect, act: Act, from: ZoneEntry, into: ZoneEntry): Promise<number> {
  const { db } = effect;
  const open = await db.problem.findMany({
    where: { zoneId: from.id, state: { not: 'CLOSED' } },
    select: { id: true, number: true, formerZoneId: true },
    orderBy: { number: 'asc' },
  });
  const { lastProblem } = await db.zone.update({
    where: { id: into.id },
    data: { lastProblem: { increment: open.length } },
    select: { lastProblem: true },
  });
  let next = lastProblem - open.length;
  for (const { id, number } of open) {
    next += 1;
    await db.problem.update({
      where: { id },
      data: { zoneId: into.id, number: next, formerZoneId: from.id, formerNumber: number },
    });
    await recordEvent(effect, act, id, { kind: 'MOVED', text: `${from.code}-${number}` });
    await touchProblem(effect, id, act.now);
  }
  return open.length;
}
