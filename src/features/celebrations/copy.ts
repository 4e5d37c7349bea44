// Good news as the communications teams of the agencies can take it over: whole sentences, without the thanks to people by name (¶6.11).
import type { Act } from '../../chat/act.ts';
import { heading, note, paragraph } from '../../chat/cards.ts';
import { privately, Refusal, type Reply } from '../../chat/replies.ts';
import { command, say, saysSomething } from '../../chat/spans.ts';
import { listed } from '../../language/vocabulary.ts';
import type { FullCelebration } from './model.ts';

/** ", thanks to @Dana and @Fire": thanks by name are for the chat, so the sentence ends before them. */
const THANKS = /[\s,;–-]*\b(?:with\s+|many\s+)?thank(?:s|\s+you)\s+to\b[^.!?]*/giu;
/** So many agencies are named in a sentence; more are "others". */
const NAMED = 6;

/** Without its thanks by name, where something else is said, and with a full stop. @param thanked "Tom Hartshorn (Police)", as the news has them */
export function forOutside(text: string, thanked: readonly string[] = []): string {
  const names = thanked.flatMap((each) => each.replace(/ \(.*$/, '').split(' '));
  const isByName = (thanks: string) =>
    thanks.includes('@') || thanks.split(/[^\p{L}’'-]+/u).some((word) => names.includes(word));
  const without = text.replace(THANKS, (thanks) => (isByName(thanks) ? '' : thanks)).trim();
  const plain = (saysSomething(without) ? without : text).replaceAll('@', '');
  return /[.!?…]$/u.test(plain) ? plain : `${plain}.`;
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
    select: { name: true },
  });
  const named = agencies.slice(0, NAMED).map(({ name }) => name);
  const team =
    named.length < 2
      ? ''
      : `In the People Zone ${news.zone.name}, ${listed([...named, ...(agencies.length > NAMED ? ['others'] : [])])} work with residents as one team.`;
  const thanked = act.directory.agencies.filter(({ shortName }) => news.thanked.includes(shortName));
  return privately({
    summary: `Good news ${news.number}, to copy`,
    version: news.version,
    blocks: [
      heading(`Good news from ${news.zone.name}`),
      paragraph(forOutside(news.text, news.thanked)),
      ...(team === '' ? [] : [paragraph(team)]),
      ...(thanked.length === 0 ? [] : [paragraph(`With thanks to ${listed(thanked.map(({ name }) => name))}.`)]),
      note(
        say`For your agency’s newsletter or page: copy what stands above. Thanks to people are left out; whoever is named in it still, or should be, is asked first. Once it has appeared, say ${command(`celebrate ${news.number} told`)}.`,
      ),
    ],
  });
}
