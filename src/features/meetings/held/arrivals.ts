// Who comes, and what changes with them: a meeting that was below quorum may confirm what it has proposed.
import { type Act, knownPerson } from '../../../chat/act.ts';
import { buttons, paragraph } from '../../../chat/cards.ts';
import { howMany, plain, say, strong } from '../../../chat/spans.ts';
import { type Askable, rows } from '../../../database/statement.ts';
import { type Entry, type FullMeeting, findEach } from '../model.ts';
import { type By, HELD, type LineTurn, present, proposedIn } from '../service.ts';
import { placesOfTeam } from '../team.ts';
import { press } from '../views.ts';
import { quorumOf } from './quorum.ts';

/** Whoever speaks is here; or somebody who is named is. @returns false when they were */
export async function arrive(act: Act, turn: LineTurn, of?: By): Promise<boolean> {
  const { record, current } = turn;
  const meeting = current();
  const personId = of?.personId ?? knownPerson(act).id;
  if (present(meeting).some((each) => each.personId === personId)) return false;
  await record({ kind: 'ARRIVED', ...(of === undefined ? {} : { of, details: { notedBy: knownPerson(act).id } }) });
  const before = quorumOf(meeting);
  if (before !== undefined && !before.met) await tellQuorate(turn, current());
  return true;
}

/** More would hide the button. */
const SHOWN = 8;
const MOST_EARLIER = 20;

/** Once, to everybody, when the one who was missing has come and something waits for it. */
async function tellQuorate({ effect }: LineTurn, meeting: FullMeeting): Promise<void> {
  if (quorumOf(meeting)?.met !== true) return;
  const waiting = (await proposalsBefore(effect.db, meeting)).map(({ entry }) => entry.text);
  if (waiting.length === 0) return;
  const words = `Quorate now: confirm ${howMany(waiting.length, 'proposal', 'proposals')}?`;
  await effect.discuss({ type: HELD, id: meeting.id }, await placesOfTeam(effect.db, meeting), {
    summary: words,
    blocks: [
      paragraph(say`${strong(words)}`),
      {
        kind: 'list',
        items: [
          ...waiting.slice(0, SHOWN).map(plain),
          ...(waiting.length > SHOWN ? [plain(`and ${waiting.length - SHOWN} more`)] : []),
        ],
      },
      buttons(press('Confirm', 'meeting.confirm', meeting, { style: 'primary' })),
    ],
  });
}

/** The decisions below quorum that this meeting may confirm: its own, and those of the same team's earlier ones. */
export async function proposalsBefore(
  db: Askable,
  meeting: FullMeeting,
): Promise<{ meeting: FullMeeting; entry: Entry }[]> {
  const earlier = await rows<{ id: string }>(db)`
    SELECT id FROM meeting m
    WHERE zone_id IS NOT DISTINCT FROM ${meeting.zoneId}::uuid AND body_id IS NOT DISTINCT FROM ${meeting.bodyId}::uuid
      AND kind = ${meeting.kind}::meeting_kind AND id <> ${meeting.id}::uuid AND state = 'ENDED'
      AND EXISTS (
        SELECT 1 FROM meeting_entry e
        WHERE e.meeting_id = m.id AND e.kind = 'DECISION' AND e.struck_at IS NULL AND e.details->>'state' = 'PROPOSED'
      )
    ORDER BY ended_at LIMIT ${MOST_EARLIER}`;
  const found = await findEach(
    db,
    earlier.map(({ id }) => id),
  );
  return [...found, meeting].flatMap((each) => proposedIn(each).map((entry) => ({ meeting: each, entry })));
}
