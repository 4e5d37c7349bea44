// Keeping a zone's map: what is added, changed, taken out, and still true.
import { type Act, knownPerson, type ZoneEntry } from '../../../chat/act.ts';
import type { Values } from '../../../chat/forms.ts';
import { assertMay } from '../../../chat/may.ts';
import { privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { clean, saysSomething } from '../../../chat/spans.ts';
import type { Db } from '../../../database/client.ts';
import type { Prisma } from '../../../database/generated/client.ts';
import type { Outcome, SchemeReach } from '../../../database/generated/enums.ts';
import { todayIn } from '../../../time/calendar.ts';
import { OUTCOMES } from '../../interactions/index.ts';
import { type Errors, type Read, wordsOf } from '../fields.ts';
import {
  type FullEntry,
  findEntries,
  findEntry,
  isContact,
  KIND_KEYS,
  LONGEST,
  type NewEntry,
  needsOfEntry,
  REACHES,
  RECORD,
  STILL_TRUE_DAYS,
} from './model.ts';
import { searchMap } from './search.ts';
import { entryCard, foundCard, overviewCard } from './views.ts';

const SHOWN = 8;
const LATEST = 5;

/** Who may: whoever sees the zone. */
export async function showMap(act: Act, zone: ZoneEntry): Promise<Reply> {
  assertMay(act, 'zone.glance', { zoneId: zone.id, where: zone.name });
  const where: Prisma.MapEntryWhereInput = { zoneId: zone.id, undoneAt: null };
  const [kinds, purposes, old, latest] = await Promise.all([
    act.db.mapEntry.groupBy({ by: ['kind'], where, _count: true }),
    act.db.mapEntry.findMany({ where, select: { outcomes: true }, distinct: ['outcomes'] }),
    act.db.mapEntry.count({
      where: { ...where, checkedOn: { lt: new Date(act.now.getTime() - STILL_TRUE_DAYS * 86_400_000) } },
    }),
    act.db.mapEntry.findMany({ where, select: { id: true }, orderBy: { createdAt: 'desc' }, take: LATEST }),
  ]);
  const served = new Set(purposes.flatMap(({ outcomes }) => outcomes));
  return privately(
    overviewCard(act, zone, {
      kinds: kinds.map(({ kind, _count }) => ({ kind, count: _count })),
      gaps: (Object.keys(OUTCOMES) as Outcome[]).filter((outcome) => !served.has(outcome)),
      old,
      latest: await findEntries(
        act.db,
        latest.map(({ id }) => id),
      ),
    }),
  );
}

/** "debt advice", "who runs debt advice here?" */
export async function askMap(act: Act, zone: ZoneEntry, question: string): Promise<Reply> {
  assertMay(act, 'zone.glance', { zoneId: zone.id, where: zone.name });
  const ids = await searchMap(act.db, [zone.id], question.slice(0, 300), SHOWN);
  return privately(foundCard(act, zone, question, await findEntries(act.db, ids)));
}

/** @throws {Refusal} when it is not there or the person may not see its zone; both sound alike */
export async function readEntry(act: Act, id: string, db: Db = act.db): Promise<FullEntry> {
  const found = await findEntry(db, id);
  if (found === null || found.zone.partnershipId !== act.partnership.id)
    throw new Refusal('That entry is not here, or not yours to see.');
  assertMay(act, 'zone.glance', { zoneId: found.zoneId, where: found.zone.name });
  return found;
}

export function readEntryForm(act: Act, values: Values): Read<NewEntry> {
  const errors: Errors = {};
  const kind = KIND_KEYS.find((each) => each === values['kind']);
  if (kind === undefined) errors['kind'] = 'Please choose what it is.';
  const name = wordsOf(act, values, errors, 'name', LONGEST.name);
  if (!saysSomething(name)) errors['name'] ??= 'What is it called?';
  const what = wordsOf(act, values, errors, 'what', LONGEST.what);
  const contact = clean(String(values['contact'] ?? ''));
  if (contact !== '' && !isContact(contact))
    errors['contact'] = 'Please give its page, number or mail address; more than one with a comma between.';
  const reach = (Object.keys(REACHES) as SchemeReach[]).find((each) => each === values['reach']) ?? null;
  const learned = wordsOf(act, values, errors, 'learned', LONGEST.learned);
  if (kind !== undefined && kind !== 'SCHEME') {
    const only = 'Only of a scheme. Choose "Scheme" above, or leave this empty.';
    if (reach !== null) errors['reach'] ??= only;
    if (learned !== '') errors['learned'] ??= only;
  }
  const chosen = Array.isArray(values['outcomes']) ? values['outcomes'] : [];
  if (Object.keys(errors).length > 0) return { errors };
  return {
    value: {
      kind: kind ?? 'SERVICE',
      name,
      what,
      agencyId: act.directory.agencies.find(({ id }) => id === values['agency'])?.id ?? null,
      contact,
      outcomes: (Object.keys(OUTCOMES) as Outcome[]).filter((each) => chosen.includes(each)),
      reach,
      learned,
    },
  };
}

/** Who may: the zone's team and champions. @param id the entry that is changed; without it, a new one */
export function saveEntry(act: Act, zone: ZoneEntry, entry: NewEntry, id?: string): Promise<Reply> {
  assertMay(act, 'zone.map', { zoneId: zone.id, where: zone.name });
  return act.once(async (effect) => {
    const { db } = effect;
    const checkedOn = new Date(todayIn(act.partnership.timeZone, act.now).day);
    if (id === undefined) {
      const same = await db.mapEntry.findFirst({
        where: { zoneId: zone.id, undoneAt: null, kind: entry.kind, name: { equals: entry.name, mode: 'insensitive' } },
        select: { id: true },
      });
      if (same !== null)
        return privately(entryCard(act, await readEntry(act, same.id, db), 'It is on the map already'));
      const made = await db.mapEntry.create({
        data: {
          zoneId: zone.id,
          ...entry,
          needs: needsOfEntry(entry),
          keeperId: knownPerson(act).id,
          checkedOn,
          createdAt: act.now,
        },
        select: { id: true },
      });
      await effect.audit({ action: 'map.added', recordType: RECORD, recordId: made.id });
      return privately(entryCard(act, await readEntry(act, made.id, db), 'Added'));
    }
    await readEntry(act, id, db);
    await db.mapEntry.update({ where: { id }, data: { ...entry, needs: needsOfEntry(entry), checkedOn } });
    await effect.audit({ action: 'map.changed', recordType: RECORD, recordId: id });
    return privately(entryCard(act, await readEntry(act, id, db), 'Changed'));
  });
}

/** Still true, as of today; or taken out. Who may: the zone's team and champions. */
export function settleEntry(act: Act, id: string, as: 'true' | 'out'): Promise<Reply> {
  return act.once(async (effect) => {
    const { db } = effect;
    const entry = await readEntry(act, id, db);
    assertMay(act, 'zone.map', { zoneId: entry.zoneId, where: entry.zone.name });
    const today = new Date(todayIn(act.partnership.timeZone, act.now).day);
    await db.mapEntry.update({
      where: { id },
      data: as === 'true' ? { checkedOn: today, undoneAt: null } : { undoneAt: act.now },
    });
    await effect.audit({ action: as === 'true' ? 'map.checked' : 'map.taken_out', recordType: RECORD, recordId: id });
    const after = await readEntry(act, id, db);
    return privately(entryCard(act, after, as === 'true' ? 'Still true' : 'Taken out'));
  });
}
