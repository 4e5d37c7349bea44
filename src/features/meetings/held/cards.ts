// Small cards that are told while a meeting is held.
import { buttons, type Card, heading, note, paragraph } from '../../../chat/cards.ts';
import { cut, say, strong } from '../../../chat/spans.ts';
import { entryWords, labelOf, votesWords } from '../minutes/minutes.ts';
import type { Entry, FullMeeting } from '../model.ts';
import { type Names, nameOf, press } from '../views.ts';

/** In the threads of the other platforms: what was recorded, by whom; for a closed vote, how it went. */
export function recordedCard(entry: Entry, agency: Names, by: { name: string; agency: string }): Card {
  const label = labelOf(entry);
  const votes = votesWords(entry, agency);
  const how = votes === '' ? '' : `. ${votes}`;
  return {
    summary: `${label}: ${cut(entryWords(entry), 100)} – ${by.name}`,
    blocks: [paragraph(say`${strong(`${label}: `)}${cut(entryWords(entry), 1500)}${how} – ${by.name} (${by.agency})`)],
  };
}

/** In the same threads: nobody is cut off, but they know. */
export function timeUpCard(item: { title: string; minutes: number | null }): Card {
  const words = `The ${item.minutes ?? 0} minutes for "${cut(item.title, 100)}" are over. Next, when you are ready.`;
  return { summary: words, blocks: [note(words)] };
}

export function askToEndCard(meeting: FullMeeting): Card {
  return {
    summary: `Shall ${nameOf(meeting)} end?`,
    version: meeting.version,
    blocks: [
      heading('Has the meeting ended?'),
      paragraph(say`${strong(nameOf(meeting))} has been silent for twenty minutes after its planned end.`),
      buttons(
        press('End it', 'meeting.end', meeting, { style: 'primary' }),
        press('It goes on', 'meeting.open', meeting),
      ),
      note('If nobody says so, it ends by itself after two hours, and keeps everything.'),
    ],
  };
}
