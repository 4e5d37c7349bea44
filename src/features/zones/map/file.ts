// A zone's map from a table: every row is checked, and it is all or nothing. The same file twice changes nothing.
import { setImmediate as breathe } from 'node:timers/promises';
import { type Act, knownPerson, type ZoneEntry } from '../../../chat/act.ts';
import { heading, note, paragraph } from '../../../chat/cards.ts';
import { type OpenForm, refill, type Values } from '../../../chat/forms.ts';
import { assertMay } from '../../../chat/may.ts';
import { privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { clean, lengthOf, saysSomething } from '../../../chat/spans.ts';
import type { MapKind, Outcome, SchemeReach } from '../../../database/generated/enums.ts';
import { newId } from '../../../database/ids.ts';
import {
  errorWords,
  type FileError,
  formulaWords,
  isFormula,
  readTable,
  tableFields,
} from '../../../language/tables.ts';
import { todayIn } from '../../../time/calendar.ts';
import { OUTCOMES } from '../../interactions/index.ts';
import { identifiers, inspect } from '../../privacy/index.ts';
import { isContact, KIND_KEYS, KINDS, LONGEST, type NewEntry, needsOfEntry, REACHES, RECORD } from './model.ts';

const MOST_ROWS = 10_000;
const AT_ONCE = 1000;
/** Ten thousand rows and their words take a slow disk so long. */
const WITHIN_MS = 60_000;
/** Others are answered between so many rows. */
const BREATHE_EVERY = 200;

export function importForm(zone: { id: string; name: string }, values?: Values): OpenForm {
  const open: OpenForm = {
    form: {
      id: 'map.import',
      title: 'The map from a table',
      submit: 'Read them',
      intro: [
        paragraph(
          'The first line names the columns: kind, name; and what, agency, contact, outcomes, and of schemes reach (place or theme) and learned, as you have them. A column that is left out changes nothing.',
        ),
        note('All rows are taken, or none. Each is checked first. Contacts of services, never of residents.'),
      ],
      fields: [...tableFields('kind,name,what,agency and then service,Money advice,Help with bills,Housing')],
      data: { id: zone.id },
    },
    button: { label: 'From a table', action: 'map.importForm', data: { id: zone.id }, opens: 'form' },
  };
  return values === undefined ? open : { ...open, form: refill(open.form, values) };
}

const kindOf = (typed: string): MapKind | undefined => {
  const wanted = typed.toLowerCase();
  return KIND_KEYS.find((key) => [key, KINDS[key].one, KINDS[key].more].some((each) => each.toLowerCase() === wanted));
};

const outcomeOf = (typed: string): Outcome | undefined => {
  const wanted = typed.toLowerCase().replace(/^#/, '');
  return (Object.keys(OUTCOMES) as Outcome[]).find(
    (key) =>
      key.toLowerCase() === wanted ||
      OUTCOMES[key].label.toLowerCase() === wanted ||
      OUTCOMES[key].tags.includes(wanted),
  );
};

const COLUMNS = ['kind', 'name', 'what', 'agency', 'contact', 'outcomes', 'reach', 'learned'] as const;
/** What each column that may be left out says of an entry. */
const FIELDS = {
  what: 'what',
  agency: 'agencyId',
  contact: 'contact',
  outcomes: 'outcomes',
  reach: 'reach',
  learned: 'learned',
} as const satisfies Partial<Record<(typeof COLUMNS)[number], keyof NewEntry>>;

const reachOf = (typed: string): SchemeReach | undefined => {
  const wanted = typed.toLowerCase();
  return (Object.keys(REACHES) as SchemeReach[]).find((key) =>
    [key, REACHES[key].label].some((each) => each.toLowerCase() === wanted),
  );
};

/** Every row as it would be kept, and of which fields the table says nothing: there is no such column. @throws {Refusal} with each wrong cell, by line and column */
async function checkTable(act: Act, text: string): Promise<{ entries: NewEntry[]; silent: (keyof NewEntry)[] }> {
  const table = readTable(text);
  if (table.length === 0) throw new Refusal('There is no row under the headings.');
  if (table.length > MOST_ROWS)
    throw new Refusal(`These are ${table.length} rows; at most ${MOST_ROWS} are read at once. Nothing was kept.`);
  const missing = ['kind', 'name'].filter((name) => table[0]?.cells[name] === undefined);
  if (missing.length > 0)
    throw new Refusal(
      `The first line names the columns: ${COLUMNS.join(', ')}. ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not there. Nothing was kept.`,
    );
  const agencies = new Map(
    act.directory.agencies.flatMap(({ id, name, shortName, aliases }) =>
      [name, shortName, ...aliases].map((each) => [each.toLowerCase(), id]),
    ),
  );
  const errors: FileError[] = [];
  const entries: NewEntry[] = [];
  const seen = new Map<string, number>();
  for (const [index, { line, cells }] of table.entries()) {
    if (index % BREATHE_EVERY === BREATHE_EVERY - 1) await breathe();
    const cell = (name: (typeof COLUMNS)[number]) => clean(cells[name] ?? '');
    const wrong = (column: string, says: string) => void errors.push({ line, column, says });
    for (const column of COLUMNS) {
      const stops = column === 'contact' ? [] : identifiers(inspect(cell(column), act.now));
      const most = LONGEST[column];
      // A number that is dialled begins with a plus.
      if (isFormula(cell(column)) && !(column === 'contact' && isContact(cell(column))))
        wrong(column, formulaWords(cell(column)));
      else if (most !== undefined && lengthOf(cell(column)) > most)
        wrong(column, `that is ${lengthOf(cell(column))} characters; at most ${most} fit`);
      else if (stops.length > 0)
        wrong(column, `it holds what points at a person (${stops[0]?.kind ?? ''}); only services are kept`);
    }
    const kind = kindOf(cell('kind'));
    if (kind === undefined)
      wrong(
        'kind',
        `"${cell('kind').slice(0, 40)}" is none of ${KIND_KEYS.map((key) => KINDS[key].one.toLowerCase()).join(', ')}`,
      );
    const name = cell('name');
    if (!saysSomething(name)) wrong('name', 'it says too little');
    const agency = cell('agency');
    const agencyId = agency === '' ? null : agencies.get(agency.toLowerCase());
    if (agencyId === undefined) wrong('agency', `there is no agency "${agency.slice(0, 40)}" here`);
    const contact = cell('contact');
    if (contact !== '' && !isContact(contact))
      wrong('contact', `"${contact.slice(0, 40)}" is no page, number or mail address`);
    const outcomes: Outcome[] = [];
    for (const typed of cell('outcomes')
      .split(/\s*[,;|/]\s*|\s+and\s+/)
      .filter((each) => each !== '')) {
      const outcome = outcomeOf(typed);
      if (outcome === undefined) wrong('outcomes', `"${typed.slice(0, 40)}" is none of safe, well, skills, resources`);
      else outcomes.push(outcome);
    }
    const reach = cell('reach') === '' ? null : reachOf(cell('reach'));
    if (reach === undefined) wrong('reach', `"${cell('reach').slice(0, 40)}" is neither place nor theme`);
    for (const column of ['reach', 'learned'] as const)
      if (kind !== 'SCHEME' && kind !== undefined && cell(column) !== '') wrong(column, 'only a scheme has this');
    const key = `${kind ?? ''} ${name.toLowerCase()}`;
    const before = seen.get(key);
    if (before !== undefined) wrong('name', `it stands in line ${before} already`);
    seen.set(key, line);
    entries.push({
      kind: kind ?? 'SERVICE',
      name,
      what: cell('what'),
      agencyId: agencyId ?? null,
      contact,
      outcomes: [...new Set(outcomes)],
      reach: reach ?? null,
      learned: cell('learned'),
    });
  }
  if (errors.length > 0) throw new Refusal(errorWords(errors));
  const columns = Object.keys(FIELDS) as (keyof typeof FIELDS)[];
  return {
    entries,
    silent: columns.filter((column) => table[0]?.cells[column] === undefined).map((column) => FIELDS[column]),
  };
}

const same = (one: NewEntry, other: NewEntry): boolean =>
  one.name === other.name &&
  one.what === other.what &&
  one.agencyId === other.agencyId &&
  one.contact === other.contact &&
  one.reach === other.reach &&
  one.learned === other.learned &&
  [...one.outcomes].sort().join() === [...other.outcomes].sort().join();

/** Who may: the zone's team and champions. What stands under the same kind and name is changed. */
export async function importMap(act: Act, zone: ZoneEntry, text: string): Promise<Reply> {
  assertMay(act, 'zone.map', { zoneId: zone.id, where: zone.name });
  if (zone.over === true) throw new Refusal(`${zone.name} is over: its map stays as it was.`);
  const { entries, silent } = await checkTable(act, text);
  return act.once(async (effect) => {
    const { db } = effect;
    await db.$queryRaw`SELECT id FROM zone WHERE id = ${zone.id}::uuid FOR UPDATE`;
    const there = await db.mapEntry.findMany({ where: { zoneId: zone.id, undoneAt: null } });
    const known = new Map(there.map((each) => [`${each.kind} ${each.name.toLowerCase()}`, each]));
    const checkedOn = new Date(todayIn(act.partnership.timeZone, act.now).day);
    const fresh = entries.filter(({ kind, name }) => !known.has(`${kind} ${name.toLowerCase()}`));
    const changed = entries.flatMap((entry) => {
      const before = known.get(`${entry.kind} ${entry.name.toLowerCase()}`);
      if (before === undefined) return [];
      // What the table says nothing of stays as it stands.
      const after: NewEntry = { ...entry, ...Object.fromEntries(silent.map((field) => [field, before[field]])) };
      return same(before, after) ? [] : [{ id: before.id, ...after }];
    });
    const keeperId = knownPerson(act).id;
    // A thousand rows are one value: ten thousand of Prisma’s own are seconds of this process, in which nobody else is answered.
    for (let from = 0; from < fresh.length; from += AT_ONCE) {
      const rows = fresh.slice(from, from + AT_ONCE).map(({ agencyId, ...entry }) => ({
        id: newId(),
        ...entry,
        agency_id: agencyId,
        needs: needsOfEntry(entry),
      }));
      await db.$executeRaw`
        INSERT INTO map_entry (id, zone_id, kind, name, what, agency_id, contact, outcomes, reach, learned, needs, keeper_id, checked_on, created_at)
        SELECT id, ${zone.id}::uuid, kind, name, what, agency_id, contact, outcomes, reach, learned, needs, ${keeperId}::uuid, ${checkedOn}::date, ${act.now}::timestamptz
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          AS n(id uuid, kind map_kind, name text, what text, agency_id uuid, contact text, outcomes outcome[], reach scheme_reach, learned text, needs text[])`;
    }
    for (let from = 0; from < changed.length; from += AT_ONCE) {
      const part = changed.slice(from, from + AT_ONCE);
      await db.$executeRaw`
        UPDATE map_entry e SET name = n.name, what = n.what, agency_id = n.agency_id, contact = n.contact, outcomes = n.outcomes, reach = n.reach, learned = n.learned, needs = n.needs, checked_on = ${checkedOn}::date
        FROM jsonb_to_recordset(${JSON.stringify(part.map(({ id, agencyId, ...entry }) => ({ id, ...entry, agency_id: agencyId, needs: needsOfEntry(entry) })))}::jsonb)
          AS n(id uuid, name text, what text, agency_id uuid, contact text, outcomes outcome[], reach scheme_reach, learned text, needs text[]) WHERE e.id = n.id`;
    }
    await effect.audit({
      action: 'map.imported',
      recordType: RECORD,
      recordId: zone.id,
      details: { added: fresh.length, changed: changed.length },
    });
    const words = `${fresh.length} added, ${changed.length} changed, ${entries.length - fresh.length - changed.length} as they were.`;
    return privately({
      summary: `${zone.name}’s map: ${words}`,
      blocks: [heading(`Kept on the map of ${zone.name}`), paragraph(words)],
    });
  }, WITHIN_MS);
}
