// A meeting that is below quorum asks those who could make it quorate: people of agencies that are in the team and not in the room.

import { type Act, knownPerson } from '../../../chat/act.ts';
import { buttons, type Card, heading, paragraph } from '../../../chat/cards.ts';
import { assertMay } from '../../../chat/may.ts';
import { Refusal, type Reply } from '../../../chat/replies.ts';
import { say, strong } from '../../../chat/spans.ts';
import { whereToReach } from '../../people/index.ts';
import type { FullMeeting } from '../model.ts';
import { inMeeting, present } from '../service.ts';
import { subjectOf } from '../team.ts';
import { nameOf, press, said } from '../views.ts';
import { quorumOf } from './quorum.ts';

/** So many are asked at a time, an agency after the other. */
const MOST = 12;

/** Asks the team's people who are not there, and their agencies' deputy champions; nobody twice. Who may: anybody of the team. */
export function inviteDeputies(act: Act, id: string): Promise<Reply> {
  return inMeeting(
    act,
    id,
    async ({ effect, meeting }) => {
      if (meeting.state !== 'RUNNING') throw new Refusal('It is not being held.');
      assertMay(act, 'meeting.takePart', subjectOf(meeting));
      if (quorumOf(meeting)?.met !== false) return said(act, meeting, 'It is quorate: nobody needs to be asked');
      const here = present(meeting);
      const team = await effect.db.person.findMany({
        where: {
          active: true,
          id: { notIn: here.map(({ personId }) => personId) },
          OR:
            meeting.zoneId === null
              ? [{ champion: { isNot: null } }]
              : [
                  { memberships: { some: { zoneId: meeting.zoneId } } },
                  {
                    deputies: { some: { until: { gte: act.now } } },
                    agency: { people: { some: { memberships: { some: { zoneId: meeting.zoneId } } } } },
                  },
                ],
        },
        select: { id: true, name: true, agencyId: true, agency: { select: { shortName: true } } },
        orderBy: { name: 'asc' },
      });
      const agenciesHere = new Set(here.map(({ agencyId }) => agencyId));
      // Those of agencies that are missing first: they count twice.
      const wanted = team.sort((a, b) => Number(agenciesHere.has(a.agencyId)) - Number(agenciesHere.has(b.agencyId)));
      const places = await whereToReach(
        effect.db,
        wanted.map((person) => person.id),
      );
      const asked: string[] = [];
      for (const person of wanted.filter((each) => places.has(each.id)).slice(0, MOST)) {
        const once = await effect.db.onceDone.createMany({
          data: [{ key: `meeting invite ${id} ${person.id}`, at: act.now }],
          skipDuplicates: true,
        });
        const place = places.get(person.id);
        if (once.count === 0 || place === undefined) continue;
        await effect.tell(place, comeCard(meeting, knownPerson(act).name, person.agency.shortName));
        asked.push(`${person.name} (${person.agency.shortName})`);
      }
      return asked.length === 0
        ? said(act, meeting, 'Nobody else can be asked', [
            'Everybody of the team who can be reached is here, or was asked before.',
          ])
        : said(act, meeting, `Asked to come: ${asked.join(', ')}`);
    },
    'heart',
  );
}

function comeCard(meeting: FullMeeting, by: string, agency: string): Card {
  const title = `${nameOf(meeting)} needs you`;
  return {
    summary: title,
    blocks: [
      heading(title),
      paragraph(
        say`${strong(by)} asks: it is being held now and cannot decide yet. Can you, or somebody else of ${agency}, come${meeting.place === '' ? '' : ` (${meeting.place})`}?`,
      ),
      buttons(
        press('I’m here', 'meeting.here', meeting, { style: 'primary' }),
        press('Look at it', 'meeting.open', meeting),
      ),
    ],
  };
}
