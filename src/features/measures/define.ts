// What is measured: adding a measure, and when the years of the figures begin.
import type { Act } from '../../chat/act.ts';
import { buttons, heading, paragraph } from '../../chat/cards.ts';
import { assertMay } from '../../chat/may.ts';
import { privately, Refusal, type Reply } from '../../chat/replies.ts';
import { clean, command, say } from '../../chat/spans.ts';
import { MeasureBetter, MeasurePeriod, MeasureTerm, MeasureUnit } from '../../database/generated/enums.ts';
import { ensureMeasures } from './catalogue.ts';
import { PERIODS } from './periods.ts';

/**
 * "april": years and quarters are counted from then, as the financial year is. Figures that stand cannot be split anew, so it is
 * set before the first yearly one. Who may: the project team.
 */
export async function setYears(act: Act, words: string): Promise<Reply> {
  assertMay(act, 'measure.years');
  const yearStarts = { january: 1, calendar: 1, april: 4, financial: 4 }[words.trim().toLowerCase()];
  if (yearStarts === undefined)
    throw new Refusal(say`When do the years of your figures begin? "measure years april", or "measure years january".`);
  return act.once(async (effect) => {
    const kept = await effect.db.measure.findMany({
      where: { partnershipId: act.partnership.id, period: 'YEAR', readings: { some: {} } },
      select: { name: true },
    });
    if (kept.length > 0 && yearStarts !== act.partnership.yearStarts)
      throw new Refusal(
        `${kept.map(({ name }) => name).join(', ')}: yearly figures stand there by the years as they are. Take them out first; a year’s figure cannot be made into another’s.`,
      );
    await effect.db.partnership.update({ where: { id: act.partnership.id }, data: { yearStarts } });
    await effect.audit({ action: 'partnership.years', recordType: 'partnership', recordId: act.partnership.id });
    return privately({
      summary: yearStarts === 1 ? 'Years begin in January' : 'Years begin in April',
      blocks: [
        heading(yearStarts === 1 ? 'Years begin in January' : 'Years begin in April'),
        paragraph(
          yearStarts === 1
            ? 'A year’s figure is kept as 2026, a quarter’s as Q4 2026 or October to December 2026.'
            : 'A year’s figure is kept as 2026/27, a quarter’s as Q3 2026/27 or October to December 2026.',
        ),
      ],
    });
  });
}

/** "Fly-tipping reports, month, count, down, medium". Who may: leads and the project team. */
export async function addMeasure(act: Act, zoneId: string, words: string): Promise<Reply> {
  assertMay(act, 'measure.add');
  const [name = '', ...rest] = words.split(',').map((part) => clean(part));
  const left = new Set(rest.filter((part) => part !== ''));
  const pick = <T extends string>(values: Record<string, T>, aliases: Record<string, T> = {}): T | undefined => {
    for (const part of left) {
      const word = part.toUpperCase();
      const found = Object.values(values).find((value) => value === word) ?? aliases[part.toLowerCase()];
      if (found === undefined) continue;
      left.delete(part);
      return found;
    }
    return undefined;
  };
  const period = pick(MeasurePeriod, {
    weekly: 'WEEK',
    monthly: 'MONTH',
    quarterly: 'QUARTER',
    yearly: 'YEAR',
    survey: 'WAVE',
  });
  const better = pick(MeasureBetter, { neither: 'NONE', less: 'DOWN', more: 'UP' });
  const [unit, term] = [pick(MeasureUnit), pick(MeasureTerm)];
  if (name.length < 3 || period === undefined || better === undefined)
    throw new Refusal(
      say`Write it as: "measure add Fly-tipping reports, month, count, down, medium". After the name: week, month, quarter, year or survey; count, percent, score or money; up, down, shift or neither; short, medium or long.`,
    );
  if (left.size > 0)
    throw new Refusal(
      say`"${[...left].join(', ').slice(0, 60)}" would be lost: one each of week, month, quarter, year or survey; count, percent, score or money; up, down, shift or neither; short, medium or long. Nothing was added.`,
    );
  const key = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 24);
  return act.once(async (effect) => {
    await ensureMeasures(effect.db, act.partnership.id);
    const there = await effect.db.measure.findFirst({
      where: { partnershipId: act.partnership.id, OR: [{ key }, { name }] },
    });
    if (there !== null) throw new Refusal(`There is ${there.name} already.`);
    const made = await effect.db.measure.create({
      data: {
        partnershipId: act.partnership.id,
        key,
        name: name.slice(0, 80),
        period,
        better,
        unit: unit ?? 'COUNT',
        term: term ?? 'MEDIUM',
      },
    });
    await effect.audit({ action: 'measure.added', recordType: 'measure', recordId: made.id });
    return privately({
      summary: `Added: ${made.name}`,
      blocks: [
        heading(`Added: ${made.name}`),
        paragraph(
          say`Type a figure as ${command(`measure ${made.key} ${PERIODS[made.period].example} = …`)}, or in a form.`,
        ),
        buttons({
          label: 'Keep a figure',
          action: 'measure.give',
          data: { zone: zoneId, key: made.key },
          opens: 'form',
          style: 'primary',
        }),
      ],
    });
  });
}
