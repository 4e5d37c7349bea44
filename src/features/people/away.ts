// Being away: until when, and who covers. What is asked of somebody away goes to their cover; back, they get one summary.
import { DateTime } from 'luxon';
import { type Act, type Effect, knownPerson } from '../../chat/act.ts';
import { type Card, heading, note, paragraph, saying } from '../../chat/cards.ts';
import { privately, Refusal, type Reply } from '../../chat/replies.ts';
import { command, say } from '../../chat/spans.ts';
import type { PrismaClient } from '../../database/generated/client.ts';
import { inBackground } from '../../delivery/index.ts';
import { readAbsence } from '../../language/absences.ts';
import { aboutDay } from '../../language/days.ts';
import type { Clock } from '../../language/meant-days.ts';
import { capitalised } from '../../language/vocabulary.ts';
import { dayWords, todayIn } from '../../time/calendar.ts';
import { isWorkingDay } from '../../time/working-days.ts';
import { personNamed } from './find.ts';
import { missedCard } from './missed.ts';
import { whereToReach } from './reach.ts';

/** "Dana covers", "covered by Dana". */
const COVERS =
  /^(?:and )?(?:([\p{L}@{}|'’\d -]{2,80}?) (?:covers?|is covering|will cover|covering)(?: for me| me)?(?![\p{L}])|(?:covered by|cover(?: is| by| from)?:?|deputy(?: is)?:?) ([\p{L}@{}|'’\d -]{2,80}?)(?=$|[,.;]|\s(?:from|until|till?|to|on|for|back)\s))/iu;
/** Nobody is written to before this hour of their own. */
const MORNING = 8;

const EXAMPLE = command('me away 24 Dec to 2 Jan, Dana covers');

/** "until 3 June, Dana covers", "next week", "for a fortnight from Monday". Who may: the person themselves. */
export async function goAway(act: Act, words: string): Promise<Reply> {
  const person = knownPerson(act);
  const here = { now: act.now, timeZone: act.partnership.timeZone };
  const { from, until, named } = daysOf(words, here);
  const cover = named === undefined ? undefined : (await personNamed(act, named.trim(), undefined)).person;
  if (cover?.id === person.id) throw new Refusal('You cannot cover for yourself. Name a colleague, or nobody.');
  const begins = from > todayIn(here.timeZone, here.now).day;
  const when = !begins
    ? `until ${dayWords(until)}`
    : from === until
      ? `on ${dayWords(from)}`
      : `from ${dayWords(from)} until ${dayWords(until)}`;
  return act.once(async (effect) => {
    await effect.db.person.update({
      where: { id: person.id },
      data: { awayFrom: begins ? new Date(from) : null, awayUntil: new Date(until), coverId: cover?.id ?? null },
    });
    await effect.audit({ action: 'person.away', recordType: 'person', recordId: person.id });
    return privately({
      summary: `You are away ${when}.`,
      blocks: [
        heading('Away'),
        paragraph(
          cover === undefined
            ? `${capitalised(when)}, what is asked of you waits or goes to a deputy.`
            : `${capitalised(when)}, what is asked of you goes to ${cover.name}.`,
        ),
        note(say`${begins ? 'Not after all, or back earlier?' : 'Back earlier?'} Type ${command('me back')}.`),
      ],
    });
  });
}

/** @throws {Refusal} with what was not understood: half an absence is worse than none */
function daysOf(words: string, here: Clock): { from: string; until: string; named?: string | undefined } {
  const read = readAbsence(words, here);
  // What is no day may be who covers; the rest is read without it.
  const covers = read.kind === 'unread' ? COVERS.exec(read.words) : null;
  if (read.kind === 'unread' && covers !== null)
    return {
      ...daysOf(words.replace(read.words, read.words.slice(covers[0].length)), here),
      named: covers[1] ?? covers[2],
    };
  switch (read.kind) {
    case 'days':
      return read;
    case 'doubt':
      throw new Refusal(`${aboutDay(read.due, here)} Until when are you away?`);
    case 'backwards':
      throw new Refusal(`${dayWords(read.until)} is before ${dayWords(read.from)}. From when until when are you away?`);
    case 'open':
      throw new Refusal(say`From ${dayWords(read.from)}, until which day? For example: ${EXAMPLE}.`);
    case 'unread':
      throw new Refusal(
        say`I do not understand "${read.words.slice(0, 60)}", so you are not away yet. For example: ${EXAMPLE}.`,
      );
    case 'none':
      throw new Refusal(say`Until which day? For example: ${command('me away until 3 June, Dana covers')}.`);
  }
}

/** Back before or on time. Who may: the person themselves. @returns one summary of what they have missed */
export async function comeBack(act: Act): Promise<Reply> {
  const person = knownPerson(act);
  return act.once(async (effect) => {
    const back = await endAbsence(effect, person.id, act.now);
    await effect.audit({ action: 'person.back', recordType: 'person', recordId: person.id });
    return privately(
      back ?? { summary: 'You were not away.', blocks: [paragraph('You were not away: you are asked yourself.')] },
    );
  });
}

/** Who is back by the calendar hears, once, in their own morning. A second run, or another replica, does nothing more. */
export async function welcomeBack(prisma: PrismaClient, now: Date): Promise<number> {
  const due = await prisma.person.findMany({
    where: { active: true, awayUntil: { lt: now } },
    select: { id: true, awayUntil: true, timeZone: true, partnership: { select: { id: true, timeZone: true } } },
  });
  let welcomed = 0;
  for (const { id, awayUntil, timeZone, partnership } of due) {
    const local = DateTime.fromJSDate(now, { zone: timeZone ?? partnership.timeZone });
    const today = local.toISODate() ?? '';
    if ((awayUntil?.toISOString().slice(0, 10) ?? today) >= today || local.hour < MORNING || !isWorkingDay(today))
      continue;
    welcomed += await inBackground(prisma, partnership.id, async (effect) => {
      const card = await endAbsence(effect, id, now);
      const place = (await whereToReach(effect.db, [id])).get(id);
      if (card === undefined || place === undefined) return 0;
      await effect.tell(place, card);
      return 1;
    });
  }
  return welcomed;
}

/** @returns undefined when they were not away, or it has ended already */
async function endAbsence(effect: Effect, personId: string, now: Date): Promise<Card | undefined> {
  const before = await effect.db.person.findUnique({ where: { id: personId }, select: { awayFrom: true } });
  const ended = await effect.db.person.updateMany({
    where: { id: personId, awayUntil: { not: null } },
    data: { awayFrom: null, awayUntil: null, coverId: null },
  });
  if (ended.count === 0) return undefined;
  const begun = before?.awayFrom ?? null;
  return begun !== null && begun > now
    ? saying('You stay', 'You are not away after all: you are asked yourself.')
    : missedCard(effect.db, personId, now, begun);
}
