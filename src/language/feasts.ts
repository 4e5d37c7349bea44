// Days that people know by a name: Christmas, Easter, Remembrance Sunday.
import type { DateTime } from 'luxon';
import { bankHoliday } from '../time/working-days.ts';
import { dayOf, isoDay, phrase } from './vocabulary.ts';

/** By name, in any year. */
export const FEASTS: [pattern: RegExp, day: (year: number) => DateTime | undefined][] = [
  [phrase('(?:christmas|xmas) eve'), (year) => dayOf(`${year}-12-24`)],
  [phrase('(?:christmas|xmas) day'), (year) => dayOf(`${year}-12-25`)],
  [phrase('boxing day'), (year) => dayOf(`${year}-12-26`)],
  [phrase("new year['’]?s eve"), (year) => dayOf(`${year}-12-31`)],
  [phrase("new year['’]?s day"), (year) => dayOf(`${year}-01-01`)],
  [phrase('good friday'), (year) => easter(year)?.minus({ days: 2 })],
  [phrase('easter sunday'), (year) => easter(year)],
  [phrase('easter monday'), (year) => easter(year)?.plus({ days: 1 })],
  [phrase('(?:easter|holy) saturday'), (year) => easter(year)?.minus({ days: 1 })],
  [phrase('maundy thursday'), (year) => easter(year)?.minus({ days: 3 })],
  [phrase('palm sunday'), (year) => easter(year)?.minus({ days: 7 })],
  [phrase('mothering sunday'), (year) => easter(year)?.minus({ days: 21 })],
  [phrase('ash wednesday'), (year) => easter(year)?.minus({ days: 46 })],
  [phrase('shrove tuesday'), (year) => easter(year)?.minus({ days: 47 })],
  [phrase('whit sunday'), (year) => easter(year)?.plus({ days: 49 })],
  [phrase('whit monday'), (year) => easter(year)?.plus({ days: 50 })],
  [phrase('remembrance sunday'), (year) => nth(2, 7, year, 11)],
  [phrase('black friday'), (year) => nth(4, 4, year, 11).plus({ days: 1 })],
  [phrase('advent sunday'), (year) => dayOf(`${year}-12-25`).minus({ days: 21 + dayOf(`${year}-12-25`).weekday })],
];
/** Only where a day is asked for: "until Easter", and not "Easter egg hunt". */
export const SEASONS: typeof FEASTS = [
  [phrase('easter'), (year) => easter(year)],
  [phrase('(?:christmas|xmas)'), (year) => dayOf(`${year}-12-25`)],
  [phrase('(?:the )?new year'), (year) => dayOf(`${year}-01-01`)],
  [phrase("mother['’]?s['’]? day"), (year) => easter(year)?.minus({ days: 21 })],
  [phrase("father['’]?s['’]? day"), (year) => nth(3, 7, year, 6)],
  [phrase('pancake day'), (year) => easter(year)?.minus({ days: 47 })],
  [phrase("valentine['’]?s(?: day)?"), (year) => dayOf(`${year}-02-14`)],
  [phrase("(?:st\\.?|saint) david['’]?s day"), (year) => dayOf(`${year}-03-01`)],
  [phrase("(?:st\\.?|saint) patrick['’]?s day"), (year) => dayOf(`${year}-03-17`)],
  [phrase("(?:st\\.?|saint) george['’]?s day"), (year) => dayOf(`${year}-04-23`)],
  [phrase("(?:st\\.?|saint) andrew['’]?s day"), (year) => dayOf(`${year}-11-30`)],
  [phrase("hallowe['’]?en"), (year) => dayOf(`${year}-10-31`)],
  [phrase('(?:bonfire|guy fawkes) night'), (year) => dayOf(`${year}-11-05`)],
  [phrase('(?:remembrance|armistice) day'), (year) => dayOf(`${year}-11-11`)],
];

/** The n-th of a weekday (1: Monday) in a month. */
function nth(count: number, weekday: number, year: number, month: number): DateTime {
  const first = dayOf(`${year}-${String(month).padStart(2, '0')}-01`);
  return first.plus({ days: ((weekday - first.weekday + 7) % 7) + 7 * (count - 1) });
}

const easters = new Map<number, DateTime | undefined>();

/** Easter Sunday, from the calendar of holidays. */
function easter(year: number): DateTime | undefined {
  if (!easters.has(year)) {
    const mondays = Array.from({ length: 40 }, (_, index) => dayOf(`${year}-03-22`).plus({ days: index }));
    easters.set(
      year,
      mondays.find((day) => day.weekday === 1 && bankHoliday(isoDay(day)) === 'Easter Monday')?.minus({ days: 1 }),
    );
  }
  return easters.get(year);
}
