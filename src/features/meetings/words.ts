// The field's words for meetings.
import type { MeetingEntryKind, MeetingKind } from '../../database/generated/enums.ts';

export const KINDS: Record<MeetingKind, string> = {
  PEOPLE_TEAM: 'People Team meeting',
  CHAMPION_TEAM: 'Champion Team meeting',
  PROJECT_TEAM: 'Project Team meeting',
  BOARD: 'Board meeting',
  BOARD_EXECUTIVE: 'Board Executive meeting',
  CONSULTATION: 'Consultation',
  LAUNCH: 'Launch',
  REVIEW: 'Review',
  STEERING_GROUP: 'Steering group meeting',
};

/** The kinds that one zone's team plans. */
/** What residents have a part in. */
export const FOR_RESIDENTS: MeetingKind[] = ['STEERING_GROUP', 'CONSULTATION', 'LAUNCH'];
export const ZONE_KINDS = ['PEOPLE_TEAM', 'STEERING_GROUP', 'CONSULTATION', 'LAUNCH', 'REVIEW'] satisfies MeetingKind[];

/** What a meeting is called: its own name, or what kind it is. */
export const titleOf = ({ title, kind }: { title: string; kind: MeetingKind }) => (title === '' ? KINDS[kind] : title);

/** What people record, by what they type: "#decision …", "/pz meeting decide …". */
export const RECORDED: Record<
  Extract<MeetingEntryKind, 'NOTE' | 'INFO' | 'DECISION' | 'ACTION' | 'IDEA' | 'CELEBRATION' | 'PROBLEM'>,
  { label: string; words: string[] }
> = {
  NOTE: { label: 'Note', words: ['note', 'noted'] },
  INFO: { label: 'Information', words: ['info', 'information'] },
  DECISION: { label: 'Decision', words: ['decision', 'decide', 'decided', 'agreed'] },
  ACTION: { label: 'Action', words: ['action', 'todo'] },
  IDEA: { label: 'Idea', words: ['idea'] },
  CELEBRATION: { label: 'Celebration', words: ['celebrate', 'celebration', 'thanks'] },
  PROBLEM: { label: 'Problem', words: ['problem'] },
};
export type RecordedKind = keyof typeof RECORDED;

export const isRecorded = (kind: MeetingEntryKind): kind is RecordedKind => kind in RECORDED;

export function recordedKind(word: string): RecordedKind | undefined {
  const wanted = word.toLowerCase().replace(/^#/, '');
  return (Object.keys(RECORDED) as RecordedKind[]).find((kind) => RECORDED[kind].words.includes(wanted));
}

/** What stands in the minutes besides what was recorded. */
const NOTED: Partial<Record<MeetingEntryKind, string>> = { APPROVED: 'Approved', CONFIRMED: 'Confirmed' };

/** What a line of this kind is called in the minutes; undefined: it does not stand there by itself. */
export function minutedLabel(kind: MeetingEntryKind): string | undefined {
  return isRecorded(kind) ? RECORDED[kind].label : NOTED[kind];
}
