// A zone gets another name, or its lines are drawn anew: no history is lost, and no number that people know.
import { type Act, knownPerson, type ZoneEntry } from '../../../chat/act.ts';
import { buttons, type Card, heading, note, paragraph } from '../../../chat/cards.ts';
import { type OpenForm, refill, type Values } from '../../../chat/forms.ts';
import { assertMay, may } from '../../../chat/may.ts';
import { privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { howMany, say, strong } from '../../../chat/spans.ts';
import type { Db } from '../../../database/client.ts';
import { dayWords, todayIn } from '../../../time/calendar.ts';
import { readAreas } from '../choose/data.ts';
import { dayOf, type Errors, type Read, wordsOf } from '../fields.ts';
import { namedSo, takenWords } from '../service.ts';
import { done } from '../views.ts';

/** Who may: the project team. What it was called before is still understood, and its problems' old numbers are. */
export function renameZone(act: Act, zone: ZoneEntry, name: string, code: string): Promise<Reply> {
  assertMay(act, 'zone.reshape');
  return act.once(async (effect) => {
    const { db } = effect;
    const taken = await db.zone.findFirst({
      where: { ...namedSo(act.partnership.id, name, code), id: { not: zone.id } },
    });
    if (taken !== null) throw new Refusal(takenWords(taken));
    const { formerNames, formerCodes } = await db.zone.findUniqueOrThrow({ where: { id: zone.id } });
    const earlier = (known: string[], before: string, now: string) =>
      [...new Set([...known, before])].filter((each) => each.toLowerCase() !== now.toLowerCase());
    await db.zone.update({
      where: { id: zone.id },
      data: {
        name,
        code,
        formerNames: earlier(formerNames, zone.name, name),
        formerCodes: earlier(formerCodes, zone.code, code),
      },
    });
    await effect.audit({ action: 'zone.renamed', recordType: 'zone', recordId: zone.id });
    await effect.directoryChanged();
    return privately(
      done(
        code === zone.code
          ? `"${zone.name}" is still understood.`
          : `"${zone.name}" and ${zone.code} are still understood: ${zone.code}-7 finds what is ${code}-7 now.`,
      )(`${zone.name} is ${name} (${code}) now`),
    );
  });
}

export interface NewBoundary {
  fromOn: string;
  words: string;
  lsoas: string[];
  why: string;
}

export function readBoundary(act: Act, values: Values): Read<NewBoundary> {
  const errors: Errors = {};
  const words = wordsOf(act, values, errors, 'words', 600, 'Between which roads does it lie?');
  const why = wordsOf(act, values, errors, 'why', 300);
  const fromOn = dayOf(values, errors, 'from') ?? todayIn(act.partnership.timeZone, act.now).day;
  let lsoas: string[] = [];
  try {
    lsoas = readAreas(String(values['lsoas'] ?? ''));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    errors['lsoas'] = error.message;
  }
  return Object.keys(errors).length > 0 ? { errors } : { value: { fromOn, words, lsoas, why } };
}

const lastBoundary = (db: Db, zoneId: string) =>
  db.zoneBoundary.findFirst({ where: { zoneId }, orderBy: { fromOn: 'desc' } });

/** Zones that share an area with these, by their lines as they are now. */
async function overlaps(db: Db, partnershipId: string, zoneId: string, lsoas: string[]) {
  const others = await db.zone.findMany({
    where: { partnershipId, id: { not: zoneId }, endedOn: null },
    select: { name: true, boundaries: { orderBy: { fromOn: 'desc' }, take: 1, select: { lsoas: true } } },
    orderBy: { name: 'asc' },
  });
  return others.flatMap(({ name, boundaries: [line] }) => {
    const shared = line?.lsoas.filter((each) => lsoas.includes(each)) ?? [];
    return shared.length === 0 ? [] : [{ name, shared }];
  });
}

/** Where a zone lies, and lay before. Who may: whoever sees the zone. */
export async function showBoundary(act: Act, zone: ZoneEntry): Promise<Reply> {
  assertMay(act, 'zone.glance', { zoneId: zone.id, where: zone.name });
  return privately(await boundaryCard(act, zone, act.db));
}

async function boundaryCard(act: Act, zone: ZoneEntry, db: Db, title?: string): Promise<Card> {
  const all = await db.zoneBoundary.findMany({
    where: { zoneId: zone.id },
    orderBy: { fromOn: 'desc' },
    take: 12,
  });
  const [now, ...before] = all;
  const both = now === undefined ? [] : await overlaps(db, act.partnership.id, zone.id, now.lsoas);
  const day = (date: Date) => dayWords(date.toISOString().slice(0, 10));
  return {
    summary: `${zone.name}: ${now === undefined ? 'its lines are not drawn yet' : now.words}`,
    blocks: [
      heading(title ?? `Where ${zone.name} lies`),
      ...(now === undefined
        ? [paragraph('Its lines are not drawn here yet: nobody can tell by them what belongs to it.')]
        : [
            paragraph(now.words),
            note(
              `Since ${day(now.fromOn)}${now.why === '' ? '' : `: ${now.why}`}. ${now.lsoas.length === 0 ? 'Without area codes, public data cannot be counted for it.' : `${howMany(now.lsoas.length, 'area', 'areas')}: ${now.lsoas.slice(0, 12).join(', ')}${now.lsoas.length > 12 ? ' …' : ''}.`}`,
            ),
          ]),
      ...both.map(({ name, shared }) =>
        note(
          `${name} has ${shared.length === 1 ? 'this area' : 'these areas'} too: ${shared.slice(0, 8).join(', ')}. What is counted by area counts for both.`,
        ),
      ),
      ...(before.length === 0
        ? []
        : [
            paragraph(say`${strong('Before')}`),
            {
              kind: 'list' as const,
              items: before.map(({ fromOn, words }) => say`From ${day(fromOn)}: ${words}`),
            },
          ]),
      ...(may(act, 'zone.reshape') && zone.over !== true
        ? [
            buttons({
              label: now === undefined ? 'Draw its lines' : 'Draw anew',
              action: 'boundary.form',
              data: { id: zone.id },
              opens: 'form',
            }),
          ]
        : []),
    ],
  };
}

export async function boundaryForm(act: Act, zone: ZoneEntry, values?: Values): Promise<OpenForm> {
  assertMay(act, 'zone.reshape');
  const now = await lastBoundary(act.db, zone.id);
  const open: OpenForm = {
    form: {
      id: 'boundary.save',
      title: 'Where it lies',
      submit: 'Keep it',
      intro: [note(`The lines of ${zone.name}. What was recorded stays as it is; the lines before stay readable.`)],
      fields: [
        {
          kind: 'longText',
          name: 'words',
          label: 'In words',
          hint: 'Between which roads, as people say it.',
          most: 600,
          value: now?.words ?? '',
        },
        {
          kind: 'longText',
          name: 'lsoas',
          label: 'Its areas (LSOA)',
          hint: 'Their codes, with a comma between: E01013600, E01013601.',
          most: 3000,
          optional: true,
          value: now?.lsoas.join(', ') ?? '',
        },
        { kind: 'date', name: 'from', label: 'From which day?', value: todayIn(act.partnership.timeZone, act.now).day },
        { kind: 'text', name: 'why', label: 'Why?', most: 300, optional: true },
      ],
      data: { id: zone.id },
    },
    button: { label: 'Draw anew', action: 'boundary.form', data: { id: zone.id }, opens: 'form' },
  };
  return values === undefined ? open : { ...open, form: refill(open.form, values) };
}

/** Who may: the project team. Drawn twice for one day, the second counts. */
export function redraw(act: Act, zone: ZoneEntry, { fromOn, words, lsoas, why }: NewBoundary): Promise<Reply> {
  assertMay(act, 'zone.reshape');
  if (zone.over === true) throw new Refusal(`${zone.name} is over: its lines stay as they were.`);
  return act.once(async (effect) => {
    const data = { words, lsoas, why, personId: knownPerson(act).id, createdAt: act.now };
    await effect.db.zoneBoundary.upsert({
      where: { zoneId_fromOn: { zoneId: zone.id, fromOn: new Date(fromOn) } },
      create: { zoneId: zone.id, fromOn: new Date(fromOn), ...data },
      update: data,
    });
    await effect.audit({
      action: 'zone.redrawn',
      recordType: 'zone',
      recordId: zone.id,
      details: { areas: lsoas.length },
    });
    return privately(await boundaryCard(act, zone, effect.db, 'Drawn anew'));
  });
}
