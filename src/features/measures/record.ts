// Readings: typed in a line, or from a file. Each is checked; a changed value asks before it overwrites, and is audited.

import { DateTime } from 'luxon';
import { type Act, type Effect, knownPerson, zoneById } from '../../chat/act.ts';
import { type Block, buttons, heading, note, paragraph } from '../../chat/cards.ts';
import { assertMay } from '../../chat/may.ts';
import { inPlace, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { clean, say } from '../../chat/spans.ts';
import type { Measure } from '../../database/generated/client.ts';
import { NEGATIVE, SUPPRESSED, withDigits } from '../../language/numbers.ts';
import { todayIn } from '../../time/calendar.ts';
import { isComputed, isPulsed } from './catalogue.ts';
import { measureAndPeriod, measureNamed } from './named.ts';
import { hasNoYear, PERIODS, periodWords, readPeriod, splitPeriod } from './periods.ts';
import { readAllSeries } from './series.ts';
import { askCard, seriesCard } from './views.ts';
import { readingWords } from './words.ts';

export interface Value {
  value: number;
  base: number | undefined;
}

/** "31", "1,204", "61 of 100", "£1,200". @throws {Refusal} that says what was wrong and how to mend it */
export function readValue(typed: string, measure: Pick<Measure, 'unit' | 'name' | 'period'>): Value {
  const text = withDigits(typed.trim());
  if (SUPPRESSED.test(text))
    throw new Refusal(
      `"${text}" is a figure that was withheld because it is small: it is not known, and must not be guessed. Leave it out; where a figure stands already, "= none" takes it away.`,
    );
  const share =
    /^([\d,]+)\s*(?:of|\/|out of)\s*([\d,]+)(?:\s+(?:people|residents|tenants|answers|replies|responses|asked))?$/i.exec(
      text,
    );
  const plain = (digits: string) => Number(digits.replace(/,(?=\d{3}\b)/g, ''));
  const needsBase = measure.unit === 'PERCENT';
  if (share !== null) {
    if (!needsBase)
      throw new Refusal(`${measure.name} is one number, not so many of so many. Write it alone: ${share[1]}.`);
    const [value, base] = [plain(share[1] ?? ''), plain(share[2] ?? '')];
    if (!(base > 0)) throw new Refusal('Nobody was asked: a share needs at least one.');
    if (value > base) throw new Refusal(`${value} of ${base} cannot be: more said so than were asked.`);
    return { value, base };
  }
  if (needsBase)
    throw new Refusal(`${measure.name} is a share: write it as 61 of 100, so that it stays known of how many.`);
  const money = measure.unit === 'MONEY' ? text.replace(/^£\s*/, '') : text;
  if (NEGATIVE.test(money)) throw new Refusal(`${measure.name} cannot be below nought: ${text}.`);
  if (/^\d+e/i.test(money)) throw new Refusal(`Write ${text.slice(0, 20)} out in digits.`);
  const match = /^(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?$/.exec(money);
  if (match === null) {
    const [digits, other] = (text.match(/\d[\d,.]*/g) ?? []).map((each) => each.replace(/[.,]$/, ''));
    throw new Refusal(
      digits === undefined
        ? `"${text.slice(0, 40)}" is no number.`
        : other !== undefined
          ? `"${text.slice(0, 40)}" is more than one number. Write the one that was counted; nothing was kept.`
          : `"${text.slice(0, 40)}" is more than a number. Write it alone: ${digits}.`,
    );
  }
  const value = plain(match[1] ?? '') + Number(match[2] ?? 0);
  if (!Number.isFinite(value) || value > 1e12) throw new Refusal('That is larger than anything that is counted here.');
  if (measure.unit === 'COUNT' && match[2] !== undefined)
    throw new Refusal(`${measure.name} is counted: a whole number.`);
  return { value, base: undefined };
}

/** A partnership's calendar: its present day (YYYY-MM-DD), and the month in which its years begin. */
export interface Calendar {
  today: string;
  yearStarts: number;
}

export const calendarOf = (act: Act): Calendar => ({
  today: todayIn(act.partnership.timeZone, act.now).day,
  yearStarts: act.partnership.yearStarts,
});

/** What has no year is asked about when it would lie so far back, for it may have been meant to come. */
const NO_YEAR_MONTHS = 8;
/** Nothing here is older: a year that was mistyped would shift everything after it. */
const OLDEST_YEARS = 30;

/** @throws {Refusal} for a period that does not exist, has not happened, or is probably a slip */
export function readWhen(
  typed: string,
  measure: Pick<Measure, 'period' | 'name'>,
  { today, yearStarts }: Calendar,
): string {
  const start = readPeriod(typed, measure.period, today, yearStarts);
  const kind = PERIODS[measure.period];
  if (start === undefined)
    throw new Refusal(
      `${measure.name} is by the ${kind.one}: "${typed.trim().slice(0, 30)}" is none. Write it as ${kind.example}.`,
    );
  if (start > today)
    throw new Refusal(`There is no figure for ${periodWords(start, measure.period)} yet: it has not happened.`);
  const before = (span: object) => DateTime.fromISO(today).minus(span).toISODate() ?? today;
  if (hasNoYear(typed) && start < before({ months: NO_YEAR_MONTHS }))
    throw new Refusal(
      `"${typed.trim().slice(0, 30)}" without a year would be ${periodWords(start, measure.period)}. Write the year, if that is meant.`,
    );
  if (start < before({ years: OLDEST_YEARS }))
    throw new Refusal(`${periodWords(start, measure.period)} is long before the programme. Is the year right?`);
  return start;
}

export function assertMayMeasure(act: Act, zoneId: string): void {
  assertMay(act, 'measure.keep', { zoneId, where: zoneById(act, zoneId).name });
}

/** "ASB reports 2026-W46 = 31", "asb last week = 31"; "= none" takes out what stands there. */
export async function recordReading(act: Act, zoneId: string, typed: string): Promise<Reply> {
  assertMayMeasure(act, zoneId);
  const [, left = '', what = ''] = /^([^=]+?)\s*=\s*(.+)$/.exec(clean(typed)) ?? [];
  const parts = splitPeriod(left);
  if (parts === undefined)
    throw new Refusal(say`Write it as: "measure asb 2026-W46 = 31", or: "measure safe 2026-09 = 61 of 100".`);
  const calendar = calendarOf(act);
  const { measure, when } = await measureAndPeriod(
    act.db,
    act.partnership.id,
    left,
    parts,
    (words, of) => readPeriod(words, of.period, calendar.today, calendar.yearStarts) !== undefined,
  );
  assertTyped(measure);
  const period = readWhen(when, measure, calendar);
  if (/^(?:none|nothing|-|–)$/i.test(what)) return removeReading(act, zoneId, measure, period);
  return keepReading(act, zoneId, measure, period, readValue(what, measure), false);
}

/** @throws {Refusal} for what nobody types: the bot's own reckoning, and what a pulse asked */
export function assertTyped({ key, name }: Pick<Measure, 'key' | 'name'>): void {
  if (isComputed(key)) throw new Refusal('The bot reckons that itself, from what is logged; nobody types it.');
  if (isPulsed(key))
    throw new Refusal(
      say`${name} comes from pulses, and nobody types over what people answered. "measure pulse" asks again.`,
    );
}

/** What was typed by mistake goes; what stood there is offered back, and is kept in the account of changes. */
function removeReading(act: Act, zoneId: string, measure: Measure, period: string): Promise<Reply> {
  return act.once(async (effect) => {
    const key = { measureId: measure.id, zoneId, period: new Date(period) };
    const where = `${measure.name}, ${periodWords(period, measure.period)}`;
    const before = await effect.db.measureReading.findUnique({ where: { measureId_zoneId_period: key } });
    if (before === null) throw new Refusal(`${where}: nothing stands there.`);
    await effect.db.measureReading.delete({ where: { measureId_zoneId_period: key } });
    const value = { value: before.value, ...(before.base === null ? {} : { base: before.base }) };
    await effect.audit({
      action: 'measure.removed',
      recordType: 'measure',
      recordId: measure.id,
      details: { period, before: before.value },
    });
    return privately({
      summary: `Taken out: ${where}`,
      blocks: [
        heading(`Taken out: ${where}`),
        paragraph(
          `${readingWords({ measure }, { period, value: before.value, base: before.base ?? undefined, provisional: false })} stood there.`,
        ),
        buttons({
          label: 'Put it back',
          action: 'measure.replace',
          data: { measure: measure.id, zone: zoneId, period, ...value },
        }),
      ],
    });
  });
}

/** @param overwrite the person has said so */
export function keepReading(
  act: Act,
  zoneId: string,
  measure: Measure,
  period: string,
  value: Value,
  overwrite: boolean,
): Promise<Reply> {
  return act.once(async (effect) => {
    const key = { measureId: measure.id, zoneId, period: new Date(period) };
    const before = await effect.db.measureReading.findUnique({ where: { measureId_zoneId_period: key } });
    const same = before !== null && before.value === value.value && (before.base ?? undefined) === value.base;
    const words = (reading: { value: number; base: number | null | undefined }) =>
      readingWords({ measure }, { period, value: reading.value, base: reading.base ?? undefined, provisional: false });
    if (before !== null && !same && !overwrite)
      return privately(
        askCard({
          title: `${measure.name}, ${periodWords(period, measure.period)}: ${words(before)} stands there`,
          question: `Put ${words(value)} in its place?`,
          data: {
            measure: measure.id,
            zone: zoneId,
            period,
            value: value.value,
            ...(value.base === undefined ? {} : { base: value.base }),
          },
        }),
      );
    if (!same)
      await writeReadings(effect, [{ measureId: measure.id, zoneId, period, value, before: before?.value }], {
        personId: knownPerson(act).id,
        source: 'typed',
      });
    const [series] = await readAllSeries(effect.db, act.partnership, [zoneId], act.now, { keys: [measure.key] });
    // What was kept is said first: the card shows the newest figure, which may be another.
    const done = same ? 'It stands so already' : before === null ? 'Noted' : 'Replaced';
    const title = `${done}: ${words(value)} in ${periodWords(period, measure.period)}`;
    if (series === undefined) throw new Error('A reading vanished while it was written.');
    const card = seriesCard(series, zoneById(act, zoneId).name, title);
    return act.incoming.what.kind === 'press' ? inPlace(card) : privately(card);
  });
}

export interface NewReading {
  measureId: string;
  zoneId: string;
  /** The first day of its period, YYYY-MM-DD. */
  period: string;
  value: Value;
  /** What stood there. */
  before?: number | undefined;
}

/** Writes readings, however many, and what stood there into the account of changes. */
export async function writeReadings(
  effect: Pick<Effect, 'db' | 'audit'>,
  readings: NewReading[],
  { personId, source }: { personId?: string | undefined; source: string },
): Promise<void> {
  const rows = readings.map(({ measureId, zoneId, period, value: { value, base } }) => ({
    measure: measureId,
    zone: zoneId,
    period,
    value,
    base: base ?? null,
  }));
  await effect.db.$executeRaw`
    INSERT INTO measure_reading (id, measure_id, zone_id, period, value, base, source, person_id)
    SELECT gen_random_uuid(), r.measure, r.zone, r.period, r.value, r.base, ${source}, ${personId ?? null}::uuid
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(measure uuid, zone uuid, period date, value float8, base int)
    ON CONFLICT (measure_id, zone_id, period) DO UPDATE
    SET value = excluded.value, base = excluded.base, source = excluded.source, person_id = excluded.person_id, at = now()`;
  await effect.audit(
    ...readings.map(({ measureId, period, value: { value }, before }) => ({
      action: before === undefined ? 'measure.read' : 'measure.replaced',
      recordType: 'measure',
      recordId: measureId,
      details: { period, value, ...(before === undefined ? {} : { before }) },
    })),
  );
}

/** "asb 20", "asb none". Who may: a lead. */
export async function setTarget(act: Act, zoneId: string, words: string): Promise<Reply> {
  const match = /^(.+?)\s+(\d+(?:\.\d+)?|none)%?$/i.exec(words);
  if (match === null) throw new Refusal(say`Write it as: "measure target asb 20", or: "measure target asb none".`);
  const target = match[2]?.toLowerCase() === 'none' ? null : Number(match[2]);
  return changePlan(act, zoneId, match[1] ?? '', { target });
}

/** A year of weeks. */
const LONGEST_BASELINE = 53;

/** "asb 12", "asb first 12 readings": the limits come from the first twelve readings. Who may: a lead. */
export async function setBaseline(act: Act, zoneId: string, words: string): Promise<Reply> {
  const match = /^(.+?)\s+(?:(?:the )?first\s+)?(\d+|none)(?:\s+readings?)?$/i.exec(words);
  if (match === null) throw new Refusal(say`Write it as: "measure baseline asb 12", or: "measure baseline asb none".`);
  const baseline = match[2]?.toLowerCase() === 'none' ? null : Number(match[2]);
  if (baseline !== null && baseline < 12)
    throw new Refusal(`A baseline of ${baseline} says too little: take at least twelve readings, or none.`);
  if (baseline !== null && baseline > LONGEST_BASELINE)
    throw new Refusal(
      `A baseline of ${baseline} would never be over: take at most ${LONGEST_BASELINE} readings, or none.`,
    );
  return changePlan(act, zoneId, match[1] ?? '', { baseline });
}

/** As many words at the head as are a period: "October 2026", and not "October" of any year. */
function periodAhead(
  words: string,
  { period }: Pick<Measure, 'period'>,
  { today, yearStarts }: Calendar,
): { when: string; rest: string } {
  const all = words.split(/\s+/);
  for (let count = Math.min(6, all.length); count > 1; count -= 1) {
    const when = all.slice(0, count).join(' ').replace(/[:,]$/, '');
    if (readPeriod(when, period, today, yearStarts) !== undefined) return { when, rest: all.slice(count).join(' ') };
  }
  return { when: (all[0] ?? '').replace(/[:,]$/, ''), rest: all.slice(1).join(' ') };
}

/** "asb 2026-W46 The alley gate was mended": something was changed, and the limits start anew; "asb 2026-W46 none" takes that back. Who may: a lead. */
export async function addStep(act: Act, zoneId: string, words: string): Promise<Reply> {
  const match = /^(\S+)\s+(\S.*)$/.exec(words);
  if (match === null) throw new Refusal(say`Write it as: "measure step asb 2026-W46 The alley gate was mended".`);
  const measure = await measureNamed(act.db, act.partnership.id, match[1] ?? '');
  const { when, rest } = periodAhead(match[2] ?? '', measure, calendarOf(act));
  const period = readWhen(when, measure, calendarOf(act));
  const note = clean(rest).slice(0, 200);
  const plan = await act.db.measurePlan.findUnique({ where: { measureId_zoneId: { measureId: measure.id, zoneId } } });
  const steps = [
    ...(plan?.steps ?? []).map((date, index) => ({
      date: date.toISOString().slice(0, 10),
      note: plan?.stepNotes[index] ?? '',
    })),
  ]
    .filter(({ date }) => date !== period)
    .concat(note.toLowerCase() === 'none' ? [] : [{ date: period, note }])
    .sort((a, b) => (a.date < b.date ? -1 : 1));
  return changePlan(act, zoneId, measure.key, {
    steps: steps.map(({ date }) => new Date(date)),
    stepNotes: steps.map((each) => each.note),
  });
}

/** Where so many readings are not there yet, a number may have been meant as the figure itself. */
function whatBaselineIs(baseline: number | null | undefined, readings: number): Block[] {
  if (baseline === null || baseline === undefined || baseline <= readings) return [];
  return [
    note(
      `${baseline} is how many of the first readings its limits are drawn from. If it is the figure with which the zone began, keep that as a reading: its name, its month, = ${baseline}.`,
    ),
  ];
}

async function changePlan(
  act: Act,
  zoneId: string,
  name: string,
  change: { target?: number | null; baseline?: number | null; steps?: Date[]; stepNotes?: string[] },
): Promise<Reply> {
  assertMay(act, 'measure.plan', { zoneId });
  const measure = await measureNamed(act.db, act.partnership.id, name);
  if (
    change.target !== undefined &&
    change.target !== null &&
    (measure.better === 'SHIFT' || measure.better === 'NONE')
  )
    throw new Refusal(
      `${measure.name} has no direction that is better: it is meant to shift, so a target would say nothing.`,
    );
  if (change.target !== undefined && change.target !== null && measure.unit === 'PERCENT' && change.target > 100)
    throw new Refusal(`${measure.name} is a share: a target of ${change.target}% cannot be reached.`);
  return act.once(async (effect) => {
    const key = { measureId: measure.id, zoneId };
    await effect.db.measurePlan.upsert({
      where: { measureId_zoneId: key },
      create: { ...key, ...change },
      update: change,
    });
    await effect.audit({ action: 'measure.planned', recordType: 'measure', recordId: measure.id });
    const [series] = await readAllSeries(effect.db, act.partnership, [zoneId], act.now, { keys: [measure.key] });
    if (series === undefined)
      return privately({
        summary: `Kept for ${measure.name}`,
        blocks: [
          heading(`Kept for ${measure.name}`),
          paragraph('There is no reading of it yet.'),
          ...whatBaselineIs(change.baseline, 0),
        ],
      });
    const short = (change.baseline ?? 0) - series.readings.length;
    const title =
      short > 0 ? `Kept: it counts when ${short} more ${short === 1 ? 'reading is' : 'readings are'} there` : 'Kept';
    const card = seriesCard(series, zoneById(act, zoneId).name, title);
    return privately({ ...card, blocks: [...card.blocks, ...whatBaselineIs(change.baseline, series.readings.length)] });
  });
}
