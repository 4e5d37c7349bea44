// What somebody sets for themselves: when they may be written to, by which clock, and of what no more.
import { DateTime } from 'luxon';
import { type Act, knownPerson } from '../../chat/act.ts';
import type { NudgeSource } from '../../chat/nudges.ts';
import { Refusal, type Reply } from '../../chat/replies.ts';
import { command, say } from '../../chat/spans.ts';
import { hoursIn } from '../../language/hours.ts';
import { done } from './views.ts';

/** They are the only ones on which I write. */
const WORKING_DAYS = /[\s,]+(?:on )?(?:weekdays|working days|work ?days|mon(?:day)?s?\s*(?:-|–|to)\s*fri(?:day)?s?)$/i;

/** When one may be written to. An hour at least; not the whole day and night is quiet. */
export function setHours(act: Act, words: string): Promise<Reply> {
  const hours = hoursIn(words.replace(WORKING_DAYS, ''));
  if (hours === undefined)
    throw new Refusal(say`Between which hours may I write to you? For example: ${command('nudge hours 09:00-17:00')}.`);
  const { from, until } = hours;
  const minutes = (at: string) => Number(at.slice(0, 2)) * 60 + Number(at.slice(3));
  const span = (minutes(until) - minutes(from) + 1440) % 1440;
  if (span < 60)
    throw new Refusal(
      say`That leaves no hour in which I may write to you. To be left alone for a while: "me away until …".`,
    );
  return act.once(async (effect) => {
    await effect.db.person.update({ where: { id: knownPerson(act).id }, data: { awakeFrom: from, awakeUntil: until } });
    await effect.audit({ action: 'person.hours', recordType: 'person', recordId: knownPerson(act).id });
    return done('Your hours', `Reminders come between ${from} and ${until} on your clock, on working days.`);
  });
}

/** "London", "new york": the one zone that is named after a city. */
function zoneOfCity(words: string): string | undefined {
  const city = words.toLowerCase().replace(/\s+/g, '_');
  const found = Intl.supportedValuesOf('timeZone').filter((zone) => zone.toLowerCase().split('/').at(-1) === city);
  return found.length === 1 ? found[0] : undefined;
}

export function setTimeZone(act: Act, words: string): Promise<Reply> {
  const wanted = zoneOfCity(words.trim()) ?? words.trim();
  if (!DateTime.local({ zone: wanted === '' ? 'x' : wanted }).isValid)
    throw new Refusal(
      say`I know no time zone "${wanted.slice(0, 40)}". Write it as in ${command('nudge timezone Europe/Lisbon')}: the continent and a large city.`,
    );
  return act.once(async (effect) => {
    await effect.db.person.update({ where: { id: knownPerson(act).id }, data: { timeZone: wanted } });
    await effect.audit({ action: 'person.time_zone', recordType: 'person', recordId: knownPerson(act).id });
    const local = DateTime.fromJSDate(act.now, { zone: wanted }).toFormat('HH:mm');
    return done('Your clock', `It is ${local} for you now. Reminders and digests come by this clock.`);
  });
}

export function stopKinds(act: Act, kinds: NudgeSource[], stop: boolean): Promise<Reply> {
  return act.once(async (effect) => {
    const { id: personId } = knownPerson(act);
    const data = kinds.map(({ rule }) => ({ personId, rule }));
    if (stop) await effect.db.nudgeStop.createMany({ data, skipDuplicates: true });
    else await effect.db.nudgeStop.deleteMany({ where: { personId, rule: { in: data.map(({ rule }) => rule) } } });
    await effect.audit(
      ...data.map(({ rule }) => ({
        action: stop ? 'nudge.stopped' : 'nudge.started',
        recordType: 'person',
        recordId: personId,
        details: { rule },
      })),
    );
    const [only, ...more] = kinds;
    if (more.length > 0)
      return stop
        ? done('Stopped', 'No more reminders of any kind. What waits for you still stands in your digest.')
        : done('Back again', 'You are reminded of everything again.');
    return done(
      stop ? 'Stopped' : 'Back again',
      stop ? `No more of this: ${only?.summary}.` : `You are reminded of this again: ${only?.summary}.`,
    );
  });
}
