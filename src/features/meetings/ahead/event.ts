// A meeting as it stands in somebody's calendar: in a file that is fetched, and in an invitation.
import type { CalendarEvent } from '../../../chat/cards.ts';
import type { BodyKind } from '../../../database/generated/enums.ts';
import { teamName } from '../team.ts';
import { type KINDS, titleOf } from '../words.ts';

interface Planned {
  id: string;
  kind: keyof typeof KINDS;
  title: string;
  startsAt: Date;
  minutes: number;
  place: string;
  sequence: number;
  state: string;
  zone: { name: string } | null;
  body: { kind: BodyKind } | null;
}

export const eventOf = (meeting: Planned): CalendarEvent => ({
  id: meeting.id,
  sequence: meeting.sequence,
  title: `${teamName(meeting)}: ${titleOf(meeting)}`,
  startsAt: meeting.startsAt.toISOString(),
  minutes: meeting.minutes,
  place: meeting.place,
  cancelled: meeting.state === 'CANCELLED',
});
