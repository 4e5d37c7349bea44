// Numbers that people say: "idea 7". Given in order, none twice, by one statement; many who ask at once are given theirs together.
// A number whose record was never written is left out.
import { gather } from './gather.ts';
import { type Askable, runStatement, type Statement } from './statement.ts';

/** The tables whose records have a number in their partnership. */
export type Numbered = 'idea' | 'celebration' | 'risk' | 'resource_offer' | 'grant_round';

interface Asked {
  kind: Numbered;
  partnershipId: string;
}

const MOST_AT_ONCE = 100;
const givers = new WeakMap<object, (asked: Asked) => Promise<number>>();

/** The next number of a kind. Inside a transaction it is held until that is over: where many ask, ask before it begins. */
export function nextNumber(db: Askable, kind: Numbered, partnershipId: string): Promise<number> {
  let giver = givers.get(db);
  if (giver === undefined) {
    giver = gather((all: Asked[]) => give(db, all), MOST_AT_ONCE);
    givers.set(db, giver);
  }
  return giver({ kind, partnershipId });
}

const statementOf = (kind: Numbered): Statement => ({
  name: `next ${kind}`,
  text: `INSERT INTO counter (partnership_id, kind, last)
    SELECT $1::uuid, '${kind}', coalesce((SELECT max(number) FROM "${kind}" WHERE partnership_id = $1::uuid), 0) + $2::int
    ON CONFLICT (partnership_id, kind) DO UPDATE SET last = greatest(counter.last + $2::int, EXCLUDED.last) RETURNING last`,
});
const STATEMENTS: Record<Numbered, Statement> = {
  idea: statementOf('idea'),
  celebration: statementOf('celebration'),
  risk: statementOf('risk'),
  resource_offer: statementOf('resource_offer'),
  grant_round: statementOf('grant_round'),
};

async function give(db: Askable, all: Asked[]): Promise<number[]> {
  const groups = new Map<string, Asked[]>();
  for (const asked of all) {
    const key = `${asked.kind} ${asked.partnershipId}`;
    groups.set(key, [...(groups.get(key) ?? []), asked]);
  }
  const given = new Map<Asked, number>();
  for (const group of groups.values()) {
    const [{ kind, partnershipId } = { kind: 'idea' as const, partnershipId: '' }] = group;
    const [row] = await runStatement<{ last: number }>(db, STATEMENTS[kind], [partnershipId, group.length]);
    if (row === undefined) throw new Error('A counter gave no number.');
    group.forEach((asked, index) => {
      given.set(asked, row.last - group.length + 1 + index);
    });
  }
  return all.map((asked) => given.get(asked) ?? 0);
}
