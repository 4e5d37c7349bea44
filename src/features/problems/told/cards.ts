// What residents have told, as its leads see it: a card each with its clock, and all that wait.
import { type Act, livingZones, type ZoneEntry } from '../../../chat/act.ts';
import { type Button, buttons, type Card, facts, heading, note, paragraph } from '../../../chat/cards.ts';
import { assertMay, may } from '../../../chat/may.ts';
import { privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { cut, howMany, link, say, strong, type Text } from '../../../chat/spans.ts';
import { clockWords, shortDay } from '../../../time/calendar.ts';
import { ANSWERED_WITHIN_HOURS, type FullTold } from './service.ts';

const HOUR_MS = 3_600_000;
const MOST_SHOWN = 10;

export const TOLD_PAGES = { tell: '/tell', poster: '/tell/poster' } as const;

const dueOf = ({ createdAt }: { createdAt: Date }) => new Date(createdAt.getTime() + ANSWERED_WITHIN_HOURS * HOUR_MS);

/** Live: drawn when something has happened to it, so it says until when, and not how long that is. */
export function toldCard(told: FullTold, timeZone: string): Card {
  const title = `Residents tell the team of ${told.zone.name}`;
  const state =
    told.state === 'OPEN'
      ? say`waits for a lead, until ${clockWords(dueOf(told), timeZone)}`
      : told.state === 'TAKEN_UP'
        ? say`taken up by ${told.decidedBy?.name ?? 'a lead'}${told.problem === null ? '' : `, as ${told.problem.zone.code}-${told.problem.number}`}`
        : say`not ours, ${told.decidedBy?.name ?? 'a lead'} says: ${told.reason}`;
  return {
    summary: `${title}: ${cut(told.what, 100)}`,
    version: told.version,
    blocks: [
      heading(title),
      paragraph(told.what),
      facts(
        ...(told.place === '' ? [] : ([['Where', told.place]] as [string, string][])),
        ['Told on', shortDay(told.createdAt)],
        ['State', state],
      ),
      ...(told.state === 'OPEN'
        ? [
            buttons(...deeds(told.id)),
            note(
              say`Nobody’s name was asked, and nothing of this stands in a channel. ${told.way === null ? '' : 'They hear by mail what came of it, when it is closed.'}`,
            ),
          ]
        : []),
    ],
  };
}

const deeds = (id: string): Button[] => [
  { label: 'Raise it as a problem', action: 'told.raise', data: { id }, opens: 'form', style: 'primary' },
  { label: 'Not ours', action: 'told.declineForm', data: { id }, opens: 'form' },
];

/** What waits, and the addresses: for leads of a zone, and the project team. */
export async function showTold(act: Act, of?: ZoneEntry): Promise<Reply> {
  if (of !== undefined) assertMay(act, 'told.answer', { zoneId: of.id, where: of.name });
  const zones = (of === undefined ? livingZones(act) : [of]).filter((zone) =>
    may(act, 'told.answer', { zoneId: zone.id, where: zone.name }),
  );
  if (zones.length === 0) throw new Refusal('A lead of the zone or the project team answers what residents tell.');
  const open = await act.db.toldProblem.findMany({
    where: { zoneId: { in: zones.map(({ id }) => id) }, state: 'OPEN' },
    include: { zone: { select: { name: true } } },
    orderBy: { createdAt: 'asc' },
    take: 50,
  });
  const late = open.filter((each) => dueOf(each) <= act.now).length;
  const title = open.length === 0 ? 'Nothing that residents told waits' : `${open.length} told by residents`;
  const lineOf = (each: (typeof open)[number]): Text =>
    say`${zones.length === 1 ? '' : `${each.zone.name}: `}${strong(cut(each.what, 150))}, told on ${shortDay(each.createdAt)}, ${
      dueOf(each) <= act.now ? strong('late') : `until ${clockWords(dueOf(each), act.partnership.timeZone)}`
    }`;
  const pages = zones.slice(0, MOST_SHOWN).flatMap((zone): Text[] => {
    const [tell, poster] = [TOLD_PAGES.tell, TOLD_PAGES.poster].map((page) => act.links.to(page, { zone: zone.id }));
    return tell === undefined || poster === undefined
      ? []
      : [say`${zone.name}: ${link('the page', tell)}, ${link('its poster', poster)}`];
  });
  return privately({
    summary: `${title}${late === 0 ? '' : `, ${howMany(late, 'is', 'are')} late`}.`,
    blocks: [
      heading(title),
      ...open.slice(0, MOST_SHOWN).flatMap((each) => [paragraph(lineOf(each)), buttons(...deeds(each.id))]),
      ...(open.length > MOST_SHOWN ? [note(`${open.length - MOST_SHOWN} more wait behind these.`)] : []),
      ...(pages.length === 0
        ? [note('Residents can tell the team on a page as soon as the bot has an address of its own (PUBLIC_URL).')]
        : [
            paragraph('Where residents tell the team of a problem, without a name or an account:'),
            { kind: 'list' as const, items: pages },
          ]),
    ],
  });
}
