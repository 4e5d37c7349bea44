// Being away: until when, and who covers. What is asked of somebody away goes to their cover; back, they get one summary.
import { DateTime } from 'luxon';
import { type Act, type Effect, knownPerson } from '../../chat/act.ts';
import { type Card, heading, note, paragraph } from '../../chat/cards.ts';
import { privately, Refusal, type Reply } from '../../chat/replies.ts';
import { command, say } from '../../chat/spans.ts';
import type { PrismaClient } from '../../database/generated/client.ts';
import { inBackground } from '../../delivery/index.ts';
import { aboutDay } from '../../language/days.ts';
import { takeDueDay } from '../../language/due-days.ts';
import { dayWords } from '../../time/calendar.ts';
import { isWorkingDay } from '../../time/working-days.ts';
import { personNamed } from './find.ts';
import { missedCard } from './missed.ts';
import { whereToReach } from './reach.ts';

/** Nobody is written to before this hour of their own. */
const MORNING = 8;

/** "until 3 June, Dana covers". Who may: the person themselves. */
export async function goAway(act: Act, words: string): Promise<Reply> {
  const person = knownPerson(act);
  const here = { now: act.now, timeZone: act.partnership.timeZone };
  const { text, due } = takeDueDay(words, here);
  if (due?.kind !== 'day')
    throw new Refusal(
      due === undefined
        ? say`Until which day? For example: ${command('me away until 3 June, Dana covers')}.`
        : `${aboutDay(due, here)} Until when are you away?`,
    );
  const cover = await coverIn(act, text);
  if (cover?.id === person.id) throw new Refusal('You cannot cover for yourself. Name a colleague, or nobody.');
  return act.once(async (effect) => {
    await effect.db.person.update({
      where: { id: person.id },
      data: { awayUntil: new Date(due.day), coverId: cover?.id ?? null },
    });
    await effect.audit({ action: 'person.away', recordType: 'person', recordId: person.id });
    return privately({
      summary: `You are away until ${dayWords(due.day)}.`,
      blocks: [
        heading('Away'),
        paragraph(
          cover === undefined
            ? `Until ${dayWords(due.day)}, what is asked of you waits or goes to a deputy.`
            : `Until ${dayWords(due.day)}, what is asked of you goes to ${cover.name}.`,
        ),
        note(say`Back earlier? Type ${command('me back')}.`),
      ],
    });
  });
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
  const ended = await effect.db.person.updateMany({
    where: { id: personId, awayUntil: { not: null } },
    data: { awayUntil: null, coverId: null },
  });
  return ended.count === 0 ? undefined : missedCard(effect.db, personId, now);
}

async function coverIn(act: Act, text: string): Promise<{ id: string; name: string } | undefined> {
  const named =
    /([\p{L}@{}|'’\d -]{2,80}?) covers?\b/iu.exec(text)?.[1] ??
    /covered by ([\p{L}@{}|'’\d -]{2,80})/iu.exec(text)?.[1];
  if (named === undefined) return undefined;
  return (await personNamed(act, named.trim().replace(/^[,; ]+/, ''), undefined)).person;
}
