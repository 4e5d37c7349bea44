// How zones are shown: all of one's own, and side by side for a champion.
import { type Act, knownPerson, visibleZones } from '../../chat/act.ts';
import { buttons, type Card, heading, note, paragraph, saying } from '../../chat/cards.ts';
import { privately, type Reply } from '../../chat/replies.ts';
import { command, say, strong, type Text } from '../../chat/spans.ts';
import { type ZoneSide, zonesSideBySide } from './service.ts';

/** A card of two lines: what was done, and what follows. */
export const done =
  (explanation: Text | string) =>
  (title: string): Card =>
    saying(title, explanation);

async function sideBySide(act: Act): Promise<Reply> {
  const person = knownPerson(act);
  const sides = await zonesSideBySide(act, person.id, person.agencyId);
  const agency = act.directory.agencies.find(({ id }) => id === person.agencyId)?.shortName ?? 'your agency';
  const waiting = sides.reduce((sum, { waiting: count }) => sum + count, 0);
  const perHead = ({ interactions, team }: ZoneSide) => (team === 0 ? '–' : (interactions / team).toFixed(1));
  return privately({
    summary: `${sides.length} zones; ${waiting} problems wait for ${agency}`,
    blocks: [
      heading('All zones'),
      {
        kind: 'table',
        caption: 'The last four weeks',
        columns: ['Zone', 'Interactions a member', 'Meetings', 'Problems moving', `Wait for ${agency}`],
        rows: sides.map((side) =>
          [
            `${side.name}${side.mentored ? ' (you mentor)' : ''}`,
            perHead(side),
            String(side.meetings),
            `${side.moving} of ${side.open}`,
            side.waiting === 0 ? '–' : String(side.waiting),
          ].map((cell) => say`${cell}`),
        ),
      },
      buttons(
        { label: 'The Champion Team', action: 'champion.list', data: {} },
        ...sides
          .filter(({ waiting: count }) => count > 0)
          .slice(0, 4)
          .map(({ id, name }) => ({ label: name, action: 'zone.open', data: { id } })),
      ),
      note(
        say`"zone mentor NP": you look after it, and are suggested first when its team asks. "idea openings": work across zones.`,
      ),
    ],
  });
}

export async function listZones(act: Act): Promise<Reply> {
  const zones = visibleZones(act);
  if (knownPerson(act).champion && zones.length > 0) return sideBySide(act);
  if (zones.length === 0)
    return privately({
      summary: 'You are in no zone yet.',
      blocks: [heading('No zone yet'), paragraph(say`Type "me join" to ask for one.`)],
    });
  const counts = await act.db.membership.groupBy({
    by: ['zoneId'],
    where: { zoneId: { in: zones.map((entry) => entry.id) } },
    _count: true,
  });
  return privately({
    summary: zones.map((entry) => entry.name).join(', '),
    blocks: [
      heading('Zones'),
      {
        kind: 'list',
        items: zones.map(
          (entry) =>
            say`${strong(entry.name)} (${entry.code}): ${entry.over === true ? 'over' : `${counts.find((count) => count.zoneId === entry.id)?._count ?? 0} in the team`}`,
        ),
      },
      note(say`${command(`zone ${zones[0]?.name ?? ''}`)} shows one.`),
    ],
  });
}
