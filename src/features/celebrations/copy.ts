// Good news as the communications teams of the agencies can take it over: whole sentences, and nobody named (¶6.11).
import type { Act } from '../../chat/act.ts';
import { heading, note, paragraph } from '../../chat/cards.ts';
import { privately, Refusal, type Reply } from '../../chat/replies.ts';
import { command, say } from '../../chat/spans.ts';
import type { FullCelebration } from './model.ts';

/** ", thanks to @Dana and @Fire": mentions are for the chat, so the sentence ends before them. */
const THANKS = /[\s,;–-]*\b(?:with\s+|many\s+)?thank(?:s|\s+you)\s+to\b[^.!?]*@[^.!?]*/giu;
const LISTED = new Intl.ListFormat('en-GB');
/** So many agencies are named in a sentence; more are "others". */
const NAMED = 6;

/** A sentence without its thanks by name, and with a full stop. */
export function forOutside(text: string): string {
  const plain = text.replace(THANKS, '').replaceAll('@', '').trim();
  return plain === '' || /[.!?…]$/u.test(plain) ? plain : `${plain}.`;
}

/** The text to copy. Only of what a lead has marked as fit for the public. */
export async function copyNews(act: Act, news: FullCelebration): Promise<Reply> {
  if (news.undoneAt !== null) throw new Refusal('This was taken back.');
  if (news.publicAt === null)
    throw new Refusal(
      say`This stays inside until a lead says that it may be told: ${command(`celebrate ${news.number} public`)}.`,
    );
  const agencies = await act.db.agency.findMany({
    where: { people: { some: { active: true, memberships: { some: { zoneId: news.zoneId } } } } },
    orderBy: { name: 'asc' },
    select: { name: true, shortName: true },
  });
  const named = agencies.slice(0, NAMED).map(({ name }) => name);
  const team =
    named.length < 2
      ? ''
      : `In the People Zone ${news.zone.name}, ${LISTED.format([...named, ...(agencies.length > NAMED ? ['others'] : [])])} work with residents as one team.`;
  const thanked = agencies.filter(({ name, shortName }) =>
    [name, shortName].some((each) => news.thanked.includes(each)),
  );
  return privately({
    summary: `Good news ${news.number}, to copy`,
    version: news.version,
    blocks: [
      heading(`Good news from ${news.zone.name}`),
      paragraph(forOutside(news.text)),
      ...(team === '' ? [] : [paragraph(team)]),
      ...(thanked.length === 0 ? [] : [paragraph(`With thanks to ${LISTED.format(thanked.map(({ name }) => name))}.`)]),
      note(
        say`For your agency’s newsletter or page: copy what stands above. Nobody is named; ask whoever you would like to name. Once it has appeared, say ${command(`celebrate ${news.number} told`)}.`,
      ),
    ],
  });
}
