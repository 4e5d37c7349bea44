// What people type to move a meeting: "Thursday 14:00", "to 11", "half an hour later", "series every second Tuesday".
import { DateTime, type DurationLikeObject } from 'luxon';
import type { Act } from '../../../chat/act.ts';
import { Refusal, type Reply } from '../../../chat/replies.ts';
import { command, say } from '../../../chat/spans.ts';
import { lengthAt } from '../../../language/clock-times.ts';
import { dayAhead } from '../../../language/parts.ts';
import { type Rhythm, rhythmWords, ruleOnDay } from '../../../language/repeat.ts';
import { CARDINAL, cardinal } from '../../../language/vocabulary.ts';
import { readWhen } from '../../../language/when.ts';
import type { FullMeeting } from '../model.ts';
import { readMeeting } from '../service.ts';
import { clock } from '../views.ts';
import { nextOne, onDay } from '../which.ts';
import { assertLength, rhythmOf } from './planning.ts';
import { changeSeries, type Move, moveMeeting } from './schedule.ts';
import { keptRhythm } from './series.ts';
import { aboutTrouble } from './trouble.ts';

/** "move Thursday 14:00 at the hall", "move series every second Thursday 14:00". */
export async function move(act: Act, words: string): Promise<Reply> {
  // "24 December to 7 January": the one of that day.
  const [, first = '', to = ''] = /^(?:the )?(?:one (?:on|of) )?(\S.*?) to (\S.*)$/i.exec(words) ?? [];
  const day = first === '' ? undefined : await dayIn(act, first);
  const one = day === undefined ? await nextOne(act) : await onDay(act, day);
  return moveTo(act, await readMeeting(act, one.id), day === undefined ? words : to);
}

/** These words and no more are a day. */
async function dayIn(act: Act, words: string): Promise<string | undefined> {
  if (/\d[:.]\d|\b(?:noon|midday)\b/i.test(words)) return undefined;
  try {
    const read = await dayAhead().read(act, words);
    return read?.rest.trim() === '' ? read.value : undefined;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** @param words "Thursday 14:00"; "series every second Tuesday" from here on */
export async function moveTo(act: Act, found: FullMeeting, words: string): Promise<Reply> {
  const series = /^series\b\s*/i.exec(words);
  const here = { now: act.now, timeZone: found.timeZone };
  // "to 11" is a time where nothing but a time is said.
  const typed = words
    .slice(series?.[0].length ?? 0)
    .replace(/^to\s+(?=\d{1,2}(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?)?$)/i, 'at ')
    .replace(/^to\s+/i, '');
  const by = series === null ? laterBy(typed) : undefined;
  if (by !== undefined) return moveMeeting(act, found.id, onWhichClock(found, by));
  const when = readWhen(typed, here);
  if (when.trouble !== undefined) throw new Refusal(`${aboutTrouble(when.trouble, here)} Nothing was moved.`);
  if (when.title !== '')
    throw new Refusal(
      say`I do not understand "${when.title.slice(0, 60)}". For example: ${command('meeting move Thursday 14:00')}. Nothing was moved.`,
    );
  if (series === null && when.rule !== undefined)
    throw new Refusal(
      say`"${typed.slice(0, 60)}" is more than one day. To move it and all after it: ${command(`meeting move series ${typed.slice(0, 100)}`)}. Nothing was moved.`,
    );
  // "meeting move 11:00", "meeting move at the hall": on its own day.
  const stays = series === null && (when.at !== undefined || when.place !== '');
  const day = when.day ?? (stays ? onWhichClock(found, {}).day : undefined);
  if (day === undefined) throw new Refusal(say`To which day? For example: ${command('meeting move Thursday 14:00')}.`);
  if (when.minutes !== undefined) assertLength(when.minutes);
  const at = when.at ?? clock(found, found.startsAt);
  const to = { day, at, minutes: when.minutes, place: when.place === '' ? undefined : when.place };
  if (series === null) return moveMeeting(act, found.id, to);
  const was = found.series === null ? undefined : keptRhythm(found.series);
  const said = rhythmOf(when);
  const rhythm =
    was === undefined || said === undefined
      ? (said ?? (was === undefined ? undefined : onOtherDay(was, day)))
      : { ...said, until: said.until ?? was.until, except: [...new Set([...was.except, ...said.except])] };
  if (rhythm === undefined) throw new Refusal(say`It does not repeat. "meeting move" moves it by itself.`);
  return changeSeries(act, found.id, rhythm, to);
}

const DAYS_LATER = new RegExp(`^(?:by )?(?<count>${CARDINAL}) (?<unit>day|week|fortnight)s?$`, 'iu');

/** "half an hour later", "30 mins earlier", "a week later": by how much it moves. */
function laterBy(typed: string): DurationLikeObject | undefined {
  const [, words = '', side = ''] = /^(.+?) (later|earlier)$/i.exec(typed.trim()) ?? [];
  const sign = side.toLowerCase() === 'earlier' ? -1 : 1;
  const { count = '', unit = '' } = DAYS_LATER.exec(words)?.groups ?? {};
  if (count !== '') {
    const days = { day: 1, week: 7, fortnight: 14 }[unit.toLowerCase()] ?? 0;
    return { days: sign * days * (cardinal(count.toLowerCase()) ?? 0) };
  }
  const length = lengthAt(words, /^by /i.test(words) ? 3 : 0);
  return length === undefined || length.to < words.length ? undefined : { minutes: sign * length.minutes };
}

/** A day later is at the same time by the clock on the wall. */
function onWhichClock({ startsAt, timeZone }: FullMeeting, by: DurationLikeObject): Move {
  const at = DateTime.fromJSDate(startsAt, { zone: timeZone }).plus(by);
  return { day: at.toISODate() ?? '', at: at.toFormat('HH:mm') };
}

/** The same rhythm from another day on. */
function onOtherDay(rhythm: Rhythm, day: string): Rhythm {
  if (/BYDAY=[^;]*,/.test(rhythm.rule))
    throw new Refusal(
      say`It is on more than one day: ${rhythmWords(rhythm)}. Say how it repeats from now on, for example ${command('meeting move series every Monday and Thursday 14:00')}. Nothing was moved.`,
    );
  return { ...rhythm, rule: ruleOnDay(rhythm.rule, day) };
}
