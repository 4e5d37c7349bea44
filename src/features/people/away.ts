// Being away: until when, and who covers. What is asked of somebody away goes to their cover.
import { dayWords } from '../../calendar.ts';
import { type Act, knownPerson } from '../../chat/act.ts';
import { heading, note, paragraph } from '../../chat/cards.ts';
import { privately, Refusal, type Reply } from '../../chat/replies.ts';
import { command, say } from '../../chat/spans.ts';
import { aboutDay } from '../../language/days.ts';
import { takeDueDay } from '../../language/due-days.ts';
import { personNamed } from './find.ts';

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

export async function comeBack(act: Act): Promise<Reply> {
  const person = knownPerson(act);
  return act.once(async (effect) => {
    await effect.db.person.update({ where: { id: person.id }, data: { awayUntil: null, coverId: null } });
    await effect.audit({ action: 'person.back', recordType: 'person', recordId: person.id });
    return privately({ summary: 'Welcome back.', blocks: [paragraph('Welcome back. You are asked yourself again.')] });
  });
}

async function coverIn(act: Act, text: string): Promise<{ id: string; name: string } | undefined> {
  const named =
    /([\p{L}@{}|'’\d -]{2,80}?) covers?\b/iu.exec(text)?.[1] ??
    /covered by ([\p{L}@{}|'’\d -]{2,80})/iu.exec(text)?.[1];
  if (named === undefined) return undefined;
  return (await personNamed(act, named.trim().replace(/^[,; ]+/, ''), undefined)).person;
}
