// A recorded line whose message its author has changed or taken back: the log follows, and keeps what stood there.

import { type Act, knownPerson } from '../../../chat/act.ts';
import { note, paragraph } from '../../../chat/cards.ts';
import { privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { say } from '../../../chat/spans.ts';
import { inMeeting, openQuestion } from '../service.ts';
import { RECORDED, type RecordedKind, recordedKind } from '../words.ts';
import { correct, readLine, strike } from './record.ts';

/** @param of the key of the act that recorded it; @param words undefined: the message is gone */
export async function rewordLine(act: Act, of: string, words: string | undefined): Promise<Reply | undefined> {
  const said = await act.db.meetingEntry.findFirst({
    where: { saidIn: of, personId: knownPerson(act).id, struckAt: null },
    select: { id: true, meetingId: true },
  });
  if (said === null) return undefined;
  return inMeeting(act, said.meetingId, async (turn) => {
    const entry = turn.meeting.entries.find(({ id, struckAt }) => id === said.id && struckAt === null);
    if (entry === undefined) return { kind: 'nothing' };
    if (turn.meeting.approvedAt !== null)
      throw new Refusal(
        say`The minutes in which that line stands are approved: they stay as they are. A lead can correct them, with a reason: "meeting edit".`,
      );
    if (entry.id === openQuestion(turn.meeting)?.id && entry.votes.length > 0)
      throw new Refusal(say`Some have voted on that line as it was: it stays. "meeting undo" takes it back.`);
    const kind = entry.kind as RecordedKind;
    const label = RECORDED[kind].label;
    if (words === undefined) {
      await strike(turn, entry, act.now);
      return wordsOf(`${label} taken back`, entry.text);
    }
    const line = await readLine(act, turn.meeting.zoneId, kind, withoutTag(words));
    if (line.text === entry.text) return { kind: 'nothing' };
    await correct(turn, entry, line);
    return wordsOf(`${label} corrected`, line.text);
  });
}

const wordsOf = (title: string, text: string): Reply =>
  privately({
    summary: `${title}: ${text.slice(0, 200)}`,
    blocks: [paragraph(`${title}: ${text.slice(0, 500)}`), note('The log keeps what stood there before.')],
  });

/** "#decision close the gate", "meeting decide close the gate": what was said, without the word that said what it is. */
function withoutTag(words: string): string {
  const [, tag = '', rest = ''] = /^(?:#|(?:\/?pz\s+)?\/?meeting\s+)(\S+)\s*([\s\S]*)$/i.exec(words.trim()) ?? [];
  return recordedKind(tag) === undefined ? words : rest;
}
