// Two problems that turned out to be one: the one is closed, the other goes on, with all that is open of both.
import type { Act } from '../../../chat/act.ts';
import { privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { rows } from '../../../database/statement.ts';
import { listed } from '../../../language/vocabulary.ts';
import { goesAlong, referenceOf } from '../model.ts';
import { assertInTeam, inProblem, type Turn, withinProblem } from '../service.ts';
import { nameOf, openCard } from '../views.ts';
import { close } from './steps.ts';
import { closedAlready, isClosed } from './team.ts';

/** Closes what turned out to be another problem, which goes on instead. Who may: whoever may close it. */
export function closeInto(act: Act, id: string, otherId: string): Promise<Reply> {
  return inProblem(act, id, async (turn) => {
    const { problem, effect, after } = turn;
    assertInTeam(act, problem);
    if (isClosed(problem)) return closedAlready(act, problem);
    // Both are locked: what goes along does not go into one that somebody has just closed.
    const { other, along } = await withinProblem(act, effect, otherId, async (into) => {
      const other = into.problem;
      if (!problem.links.some(({ toId, kind }) => toId === otherId && kind === 'DUPLICATE_OF'))
        throw new Refusal(`${referenceOf(problem)} is no longer said to be the same as ${referenceOf(other)}.`);
      if (isClosed(other))
        throw new Refusal(
          `${referenceOf(other)} is closed by now. Reopen that one first, or go on with ${referenceOf(problem)}.`,
        );
      await close(act, turn, 'HANDED_OVER', other);
      return { other, along: goesAlong(problem, other) ? await takeAlong(turn, into) : [] };
    });
    const notes = along.length === 0 ? [] : [`Gone along: ${listed(along)}.`];
    return privately(openCard(act, await after(), `Closed: it goes on as ${referenceOf(other)}`, notes));
  });
}

/** @returns what has gone along, in words */
async function takeAlong({ problem, effect }: Turn, into: Turn): Promise<string[]> {
  const { db } = effect;
  const other = into.problem.id;
  const promises = await rows<{ id: string; version: number }>(db)`
    UPDATE action SET problem_id = ${other}::uuid, version = version + 1
    WHERE problem_id = ${problem.id}::uuid AND state IN ('OPEN', 'ORPHANED') RETURNING id, version`;
  for (const { id, version } of promises) await effect.refresh({ type: PROMISE, id, version });
  // Whoever has left the other one has said no to it.
  const joined = await rows<{ agency: string }>(db)`
    WITH taken AS (
      INSERT INTO problem_agency AS there (problem_id, agency_id, state, person_id, since)
      SELECT ${other}::uuid, agency_id, state, person_id, since FROM problem_agency WHERE problem_id = ${problem.id}::uuid AND state = 'JOINED'
      ON CONFLICT (problem_id, agency_id) DO UPDATE SET state = 'JOINED', person_id = EXCLUDED.person_id, since = EXCLUDED.since
        WHERE there.state = 'ASKED'
      RETURNING agency_id)
    SELECT a.short_name AS agency FROM taken JOIN agency a ON a.id = taken.agency_id ORDER BY a.short_name`;
  await rows(db)`
    INSERT INTO problem_interaction (problem_id, interaction_id)
    SELECT ${other}::uuid, interaction_id FROM problem_interaction WHERE problem_id = ${problem.id}::uuid ON CONFLICT DO NOTHING`;
  await rows(db)`UPDATE told_problem SET problem_id = ${other}::uuid WHERE problem_id = ${problem.id}::uuid`;
  await into.set({ reports: { increment: problem.reports } });
  await into.record({ kind: 'REPORTED_AGAIN', text: nameOf(problem) });
  return [
    ...joined.map(({ agency }) => agency),
    ...(promises.length === 0 ? [] : [`${promises.length} ${promises.length === 1 ? 'action' : 'actions'}`]),
  ];
}

/** The live card of a promise. */
const PROMISE = 'action';
