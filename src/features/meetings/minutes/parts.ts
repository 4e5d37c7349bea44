// Minutes cut into parts that fit a form on every platform.
import type { Entry, FullMeeting } from '../model.ts';
import { isRecorded } from '../words.ts';

/** One form's worth of minutes: the head, or the lines of one item. */
export interface Part {
  key: string;
  label: string;
  itemId: string | null;
  lines: Entry[];
}

/** So many lines fit a form on every platform. */
const LINES_A_FORM = 12;
const CHARACTERS_A_FORM = 6000;

export const HEAD = 'head';

/** The parts in the order of the minutes; what has many lines has several. */
export function partsOf(meeting: FullMeeting): Part[] {
  const groups = [
    ...meeting.items
      .filter((item) => meeting.entries.some((entry) => entry.itemId === item.id))
      .map((item, index) => ({ key: item.id, label: `${index + 1}. ${item.title}`, itemId: item.id as string | null })),
    { key: 'besides', label: 'Besides', itemId: null },
  ];
  return [
    { key: HEAD, label: 'Who and where', itemId: null, lines: [] },
    ...groups.flatMap(({ key, label, itemId }) =>
      pagesOf(meeting.entries.filter((entry) => entry.itemId === itemId && canBeEdited(entry))).map((lines, page) => ({
        key: page === 0 ? key : `${key}#${page + 1}`,
        label: page === 0 ? label : `${label}, part ${page + 1}`,
        itemId,
        lines,
      })),
    ),
  ];
}

/** What became an action is changed on its own card, and what was decided by vote stays as it was put. */
const canBeEdited = ({ struckAt, kind, details, votes }: Entry) =>
  struckAt === null && isRecorded(kind) && (details as { action?: string }).action === undefined && votes.length === 0;

function pagesOf(lines: Entry[]): Entry[][] {
  const pages: Entry[][] = [[]];
  for (const line of lines) {
    const page = pages.at(-1) ?? [];
    const length = page.reduce((sum, each) => sum + each.text.length, line.text.length);
    if (page.length >= LINES_A_FORM || (page.length > 0 && length > CHARACTERS_A_FORM)) pages.push([line]);
    else page.push(line);
  }
  return pages;
}
