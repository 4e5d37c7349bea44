// Every cell of the table of rights, over the wire: for each thing that can be done and each way of standing to it, somebody who
// stands so does it, by words or by a forged press, and hears what the table says.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { filled, textOf } from '../../src/chat/spans.ts';
import { productRegistry } from '../../src/features/index.ts';
import {
  type Capability,
  decide,
  decideBefore,
  RELATIONS,
  type Relation,
  RIGHTS,
  type Right,
} from '../../src/rights/index.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';
import {
  type Attempt,
  type Cell,
  peopleAndRecords,
  pressed,
  type Quiet,
  TRIALS,
  type Trial,
} from '../support/rights.ts';

let bot: TestBot;
let made: Awaited<ReturnType<typeof peopleAndRecords>>;
beforeAll(async () => {
  bot = await startTestBot({ scheduled: false });
  made = await peopleAndRecords(bot.database.prisma);
});
afterAll(async () => {
  await bot?.stop();
});

/** @returns what somebody reads in answer: a card's summary, or all of a form */
async function answerTo(user: string, place: string, attempt: Attempt): Promise<string> {
  const response = await fetch(`${bot.url}/console/act`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: randomUUID(), as: user, in: place, ...attempt }),
  });
  expect(response.status, JSON.stringify(attempt)).toBe(200);
  const { said, form } = JSON.parse(await response.text()) as { said?: string; form?: string };
  return (
    said ??
    (form ?? '').replace(/<[^>]*>/g, ' ').replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
  );
}

type No = Extract<ReturnType<typeof decide>, { may: false }>;
/** Whose name stands in it depends on the sentence. */
const sentence = ({ no, names }: No): string => textOf(filled(no.replace(/^.*\{whose\}(?:’s)?/, ''), { ...names }));

/** The first thing that says no: what the word declares, what the act needs first, the right itself. */
async function refusal(
  capability: Capability,
  { before = [], first = [], declared = capability, notHere }: Trial,
  cell: Cell,
): Promise<string | undefined> {
  const person = await made.holder(cell.personId);
  const where = cell.subject.body == null ? made.zone.name : undefined;
  const verdicts = [
    ...before.map((each) => decide(each, person, cell.subject, bot.clock.now)),
    decideBefore(declared, person, where),
    ...[...first, capability].map((each) => decide(each, person, cell.subject, bot.clock.now)),
  ];
  const no = verdicts.find((verdict): verdict is No => !verdict.may);
  if (no === undefined) return undefined;
  return no.hidden ? (notHere ?? sentence(no)) : sentence(no);
}

/** Roles are tried with everything; what somebody is to a record, where a right that is asked for knows of it. */
const ROLES: Relation[] = ['outsider', 'team', 'lead', 'leadSomewhere', 'champion', 'board', 'projectTeam'];

function mentioned({ before = [], first = [], declared }: Trial, capability: Capability): Set<Relation> {
  const all = [capability, ...before, ...first, ...(declared === undefined ? [] : [declared])];
  return new Set(
    all.flatMap((each) => [...RIGHTS[each].who, ...Object.keys((RIGHTS[each] as Right).noFor ?? {})] as Relation[]),
  );
}

const TRIED = Object.keys(TRIALS) as Exclude<Capability, Quiet>[];
const STANDING = (Object.keys(RELATIONS) as Relation[]).filter((relation) => relation !== 'anyone');

it.each(TRIED)('%s', async (capability) => {
  const trial = TRIALS[capability];
  const right: Right = RIGHTS[capability];
  const wrong: string[] = [];
  for (const relation of STANDING.filter((each) => ROLES.includes(each) || mentioned(trial, capability).has(each))) {
    const inBody = relation === 'body' && right.scope === 'body' && trial.record !== undefined;
    const cell = await made.cell(trial.record, relation, inBody, trial.changesThem);
    const attempt = trial.attempt(cell);
    if (inBody && attempt.kind === 'say') continue; // Words mean the team of the place, which is a zone's here.
    const answer = (await answerTo(cell.user, 'new-parks', attempt)).replace(/\s+/g, ' ');
    const no = await refusal(capability, trial, cell);
    const said = [...(trial.first ?? []), capability].map((each) => beginOf(RIGHTS[each]));
    const fits = no === undefined ? !said.some((each) => answer.includes(each)) : answer.includes(no);
    if (!fits || /older version|went wrong/.test(answer))
      wrong.push(`${relation}: ${no ?? 'may'} – answered: ${answer.trim().slice(0, 160)}`);
  }
  expect(wrong).toEqual([]);
});

/** As much of a sentence as holds no name. */
const beginOf = ({ no }: Right): string =>
  no
    .split(/\{\w+\}/)
    .reduce((one, other) => (one.length >= other.length ? one : other))
    .slice(0, 60);

it('somebody unknown does nothing of it', async () => {
  for (const capability of TRIED) {
    const trial = TRIALS[capability];
    const cell = await made.cell(trial.record, 'outsider', false);
    expect(await answerTo('newcomer', 'new-parks', trial.attempt(cell)), capability).toMatch(/have not met yet/);
  }
});

it('no handler is reached by somebody who may nothing: every button and every form, forged', async () => {
  const { buttons, forms } = productRegistry();
  const audits = () => bot.database.prisma.auditEntry.count();
  const open: string[] = [];
  const handlers = [
    ...[...buttons.values()].map(({ name, needs }) => ({ kind: 'press' as const, name, needs })),
    ...[...forms.values()].map(({ name, needs }) => ({ kind: 'submit' as const, name, needs })),
  ];
  expect(handlers.length).toBeGreaterThan(150);
  for (const { kind, name, needs } of handlers) {
    const who: readonly Relation[] = RIGHTS[needs].who;
    if (who.includes('anyone') || who.includes('outsider')) continue;
    const cell = await made.cell(recordOf(name), 'outsider', false);
    const data = { ...everything(cell), ...SHAPES[name.split('.')[0] ?? ''] };
    const before = await audits();
    const answer = await answerTo(
      cell.user,
      'new-parks',
      kind === 'press'
        ? pressed(name, data)
        : {
            kind,
            form: name,
            data,
            values: { ...VALUES, zone: made.zone.id, owner: cell.personId, who: cell.personId },
          },
    );
    const { no, hidden } = RIGHTS[needs] as Right;
    const words = hidden === true ? /not here|no longer here/ : new RegExp(escaped(no));
    // Or what it was said of is not there for them: a draft is one's own.
    const others =
      /not here, or not|You see .*problems but are not|You are not in|not yours|no longer here|You were not asked/;
    if (!words.test(answer) && !others.test(answer)) open.push(`${name}: ${answer.trim().slice(0, 120)}`);
    expect(await audits(), name).toBe(before);
  }
  expect(open).toEqual([]);
});

const escaped = (no: string) =>
  no
    .split(/\{\w+\}/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/"/g, '["/]?(?:pz )?'))
    .join('.*');

/** Whatever a handler may ask for, of somebody else's record. */
const everything = (cell: Cell): Record<string, unknown> => ({
  id: cell.id,
  other: cell.id,
  named: 'NP-3',
  zone: made.zone.id,
  zoneId: made.zone.id,
  bodyId: null,
  problem: cell.id,
  interaction: cell.id,
  from: cell.personId,
  into: cell.personId,
  champion: cell.personId,
  text: 'Who can help?',
  key: 'asb',
  period: '2026-09-01',
  value: 3,
  measure: randomUUID(),
  number: 2,
  item: randomUUID(),
  part: 'besides',
  version: 1,
  last: 0,
  vote: 'AGREE',
  kind: 'SAFE',
  audience: 'TEAM',
  question: 'safe',
  answer: 1,
  day: '2026-12-24',
  to: 'EXPLORING',
  reply: 'YES',
  rule: 'PROBLEM_UNOWNED',
  week: '2026-11-30',
  approve: true,
  state: 'SCANNING',
  resource: randomUUID(),
  draft: randomUUID(),
  screened: true,
  partnership: randomUUID(),
});

/** What only some features' handlers read in their own way. */
const SHAPES: Record<string, Record<string, unknown>> = {
  payback: { to: 'SENT' },
  problem: { kind: 'PAYBACK' },
  meeting: { kind: 'NOTE' },
  digest: { week: '2026-11-30' },
};

const VALUES = {
  text: 'Something that was done',
  title: 'Something',
  why: 'because',
  to: '00000000-0000-4000-8000-000000000001',
  day: '2026-12-24',
  due: '2026-12-24',
  when: 'tomorrow 10:00',
  agenda: 'Something',
  ambition: 'Something',
  other: 'NP-1',
  reference: '4711',
  outcome: 'Something',
  name: 'Something',
  outcomes: ['SAFE'],
  raisedBy: 'TEAM',
};

function recordOf(name: string): Trial['record'] {
  const [feature = '', verb = ''] = name.split('.');
  const kinds: Record<string, Trial['record']> = {
    log: 'interaction',
    problem: verb === 'fromInteraction' ? 'interaction' : 'problem',
    action: 'action',
    idea: 'idea',
    celebrate: 'celebration',
    ask: verb === 'openForm' || verb === 'saveAsk' ? 'problem' : 'ask',
    pulse: 'pulse',
    people: 'join',
    champion: 'offer',
    meeting: 'running',
  };
  return kinds[feature];
}
