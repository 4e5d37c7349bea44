// Puts the demonstration's problems and promises into its database, with the timeline that led to each.
import { DateTime } from 'luxon';
import type { Demonstration } from '../../chat/registry.ts';
import type { PrismaClient } from '../../database/generated/client.ts';
import type { ProblemEventKind, ProblemState } from '../../database/generated/enums.ts';
import { conceptsOf } from './raise/thesaurus.ts';
import { SEED_PROBLEMS, type SeedProblem } from './seed-problems.ts';
import { OPEN_STATES } from './states.ts';

type Tables = Pick<PrismaClient, 'problem' | 'problemAgency' | 'problemEvent' | 'action' | 'zone'>;

export async function seed(db: Tables, names: Demonstration): Promise<void> {
  const numbers = new Map<string, number>();
  for (const given of [...SEED_PROBLEMS].sort((a, b) => b.raised - a.raised)) {
    const zoneId = names.zone(given.zone);
    const number = (numbers.get(zoneId) ?? 0) + 1;
    numbers.set(zoneId, number);
    await seedProblem(db, names, given, zoneId, number);
  }
  for (const [id, lastProblem] of numbers) await db.zone.update({ where: { id }, data: { lastProblem } });
}

async function seedProblem(
  db: Tables,
  names: Demonstration,
  given: SeedProblem,
  zoneId: string,
  number: number,
): Promise<void> {
  const today = DateTime.fromJSDate(names.now, { zone: names.timeZone }).startOf('day');
  const before = (days: number, hour = 10) => today.minus({ days }).plus({ hours: hour }).toJSDate();
  const raiser = names.person(given.raiser);
  const owner = given.owner === undefined ? undefined : names.person(given.owner);
  const id = names.id();
  const { title, what, place, touches, raisedBy, outcomes, state, result } = given;
  await db.problem.create({
    data: {
      id,
      partnershipId: names.partnershipId,
      zoneId,
      number,
      title,
      what,
      place,
      touches,
      raisedBy,
      outcomes,
      state,
      result: result ?? null,
      closedAt: state === 'CLOSED' ? before(given.moved) : null,
      raiserId: raiser.id,
      agencyId: raiser.agencyId,
      ownerId: owner?.id ?? null,
      movedAt: before(given.moved),
      createdAt: before(given.raised),
      concepts: conceptsOf([title, place, what].join('\n')),
    },
  });
  await db.problemAgency.createMany({
    data: [
      ...given.joined.map((name) => ({
        problemId: id,
        agencyId: names.agency(name),
        state: 'JOINED' as const,
        since: before(given.raised - 1),
      })),
      ...(given.asked ?? []).map((name) => ({
        problemId: id,
        agencyId: names.agency(name),
        state: 'ASKED' as const,
        since: before(given.moved),
      })),
    ],
  });

  const events: {
    kind: ProblemEventKind;
    person: { id: string; agencyId: string };
    text?: string;
    details?: object;
  }[] = [{ kind: 'RAISED', person: raiser, text: title }];
  const worker = owner ?? raiser;
  if (owner !== undefined) events.push({ kind: 'TAKEN', person: owner });
  let at: ProblemState = 'SCANNING';
  for (const step of given.steps) {
    if (step.state !== at) events.push({ kind: 'ADVANCED', person: worker, details: { from: at, to: step.state } });
    at = step.state;
    events.push({
      kind: 'STEP',
      person: worker,
      text: Object.values(step.answers).join('. '),
      details: { state: step.state, answers: step.answers },
    });
  }
  const goal = state === 'CLOSED' ? 'ASSESSMENT' : state;
  if (at !== goal && OPEN_STATES.includes(goal))
    events.push({ kind: 'ADVANCED', person: worker, details: { from: at, to: goal } });
  events.push(...given.notes.map((text) => ({ kind: 'NOTE' as const, person: worker, text })));
  events.push(...given.actions.map(({ text }) => ({ kind: 'ACTION_ADDED' as const, person: worker, text })));
  if (state === 'CLOSED')
    events.push({ kind: 'CLOSED', person: worker, details: { from: 'ASSESSMENT', result: result ?? 'RESOLVED' } });
  const span = given.raised - given.moved;
  await db.problemEvent.createMany({
    data: events.map(({ kind, person, text, details }, index) => ({
      id: names.id(),
      problemId: id,
      kind,
      personId: person.id,
      agencyId: person.agencyId,
      text: text ?? '',
      details: details ?? {},
      at: before(Math.round(given.raised - (span * index) / Math.max(1, events.length - 1)), 10 + (index % 6)),
    })),
  });
  await db.action.createMany({
    data: given.actions.map(({ text, owner: name, due, done }) => ({
      id: names.id(),
      partnershipId: names.partnershipId,
      zoneId,
      problemId: id,
      text,
      ownerId: names.person(name).id,
      giverId: worker.id,
      dueOn: new Date(today.plus({ days: due }).toISODate() ?? ''),
      acceptedAt: before(given.moved),
      createdAt: before(given.moved + 1),
      state: done === undefined ? ('OPEN' as const) : ('DONE' as const),
      outcome: done ?? '',
      settledAt: done === undefined ? null : before(given.moved),
    })),
  });
}
