// Days that people know by a name: Christmas, Easter, New Year.
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
];
/** Only where a day is asked for: "until Easter", and not "Easter egg hunt". */
export const SEASONS: typeof FEASTS = [
  [phrase('easter'), (year) => easter(year)],
  [phrase('(?:christmas|xmas)'), (year) => dayOf(`${year}-12-25`)],
  [phrase('(?:the )?new year'), (year) => dayOf(`${year}-01-01`)],
];

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
