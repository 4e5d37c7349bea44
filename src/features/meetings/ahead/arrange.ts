// The whole agenda as text that a lead edits: order, times, new items, merged ones; and what stands on every agenda.

import { type Act, knownPerson } from '../../../chat/act.ts';
import { heading, note, paragraph } from '../../../chat/cards.ts';
import type { OpenForm } from '../../../chat/forms.ts';
import { assertMay } from '../../../chat/may.ts';
import { privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { clean, command, say } from '../../../chat/spans.ts';
import type { Db } from '../../../database/client.ts';
import { assertClean } from '../../privacy/index.ts';
import type { FullMeeting } from '../model.ts';
import { inMeeting, readMeeting } from '../service.ts';
import { type NamedTeam, ofTeam, subjectOf, type Team } from '../team.ts';
import { meetingCard, nameOf, press, whenWords } from '../views.ts';
import { MOST_ITEMS, type Proposal, readItem } from './agenda.ts';

/** What is still to come, a line each, with the number that the card shows. */
export function agendaText(meeting: FullMeeting): string {
  return meeting.items
    .map((item, index) => ({ item, number: index + 1 }))
    .filter(({ item }) => item.state === 'WAITING')
    .map(({ item, number }) => `${number}. ${item.title}${item.minutes === null ? '' : `, ${item.minutes} min`}`)
    .join('\n');
}

export interface ArrangedLine {
  /** The items that this line stands for, as the card counts them; none: a new one. */
  numbers: number[];
  title: string;
  minutes: number | undefined;
}

/** "3. Summer play scheme, 10 min", "2+5. Both together", "A new one, 5 min". Empty lines count for nothing. */
export function readAgendaText(text: string): ArrangedLine[] {
  return text
    .split('\n')
    .map((line) => clean(line))
    .filter((line) => line !== '')
    .map((line) => {
      const [, numbers, rest = ''] = /^(?:(\d{1,3}(?:\s*\+\s*\d{1,3})*)[.)]\s*)?(.*)$/.exec(line) ?? [];
      return {
        numbers: (numbers ?? '')
          .split('+')
          .map(Number)
          .filter((each) => each > 0),
        ...readItem(rest),
      };
    });
}

export function arrangeForm(meeting: FullMeeting, typed?: string): OpenForm {
  return {
    form: {
      id: 'meeting.saveArrange',
      title: 'Arrange the agenda',
      submit: 'Save',
      intro: [note(`${nameOf(meeting)}, ${whenWords(meeting)}`)],
      fields: [
        {
          kind: 'longText',
          name: 'agenda',
          label: 'A line each, in the order that you want',
          hint: 'Change the minutes; delete a line to drop it; 2+5. joins two; a line without a number is new.',
          optional: true,
          most: 10_000,
          value: typed ?? agendaText(meeting),
        },
      ],
      data: { id: meeting.id, version: meeting.version },
    },
    button: press('Arrange', 'meeting.arrange', meeting, { opens: 'form' }),
  };
}

export async function openArrange(act: Act, id: string): Promise<Reply> {
  const meeting = await readMeeting(act, id);
  assertMayArrange(act, meeting);
  return { kind: 'form', ...arrangeForm(meeting) };
}

function assertMayArrange(act: Act, meeting: FullMeeting): void {
  assertMay(act, 'meeting.arrange', subjectOf(meeting));
  if (meeting.state !== 'PLANNED' && meeting.state !== 'RUNNING') throw new Refusal('That meeting is over.');
}

/** The agenda as it was typed. Who may: a lead. @param version that of the card on which the numbers stood */
export function saveArrange(act: Act, id: string, version: number, text: string): Promise<Reply> {
  return inMeeting(act, id, async ({ effect, meeting, set, after }) => {
    assertMayArrange(act, meeting);
    if (meeting.version !== version)
      throw new Refusal(
        `The agenda has changed meanwhile, so your numbers may not fit any more. It reads now: ${agendaText(meeting).replaceAll('\n', '; ')}`,
      );
    const lines = readAgendaText(text);
    const waiting = new Map(
      meeting.items.flatMap((item, index) => (item.state === 'WAITING' ? [[index + 1, item] as const] : [])),
    );
    const used = lines.flatMap(({ numbers }) => numbers);
    const unknown = used.find((number) => !waiting.has(number));
    if (unknown !== undefined)
      throw new Refusal(`There is no number ${unknown} among the items that are still to come.`);
    const twice = used.find((number, index) => used.indexOf(number) !== index);
    if (twice !== undefined) throw new Refusal(`Number ${twice} stands there twice.`);
    const done = meeting.items.length - waiting.size;
    if (done + lines.length > MOST_ITEMS)
      throw new Refusal(`That makes ${done + lines.length} items; an agenda holds at most ${MOST_ITEMS}.`);
    for (const { title, minutes } of lines) {
      if (title === '') throw new Refusal('One of the lines has no words.');
      assertClean(title, act.now);
      if ((minutes ?? 1) > 240) throw new Refusal(`"${title}": an item takes at most 240 minutes.`);
    }
    const after0 = Math.max(
      0,
      ...meeting.items.filter((item) => item.state !== 'WAITING').map((item) => item.position),
    );
    for (const [index, { numbers, title, minutes }] of lines.entries()) {
      const [first, ...joined] = numbers.flatMap((number) => waiting.get(number) ?? []);
      const change = { position: after0 + index + 1, title, minutes: minutes ?? null };
      if (first === undefined)
        await effect.db.agendaItem.create({ data: { ...change, meetingId: id, addedById: knownPerson(act).id } });
      else await effect.db.agendaItem.update({ where: { id: first.id }, data: change });
      await effect.db.agendaItem.deleteMany({ where: { id: { in: joined.map((item) => item.id) } } });
    }
    const gone = [...waiting].filter(([number]) => !used.includes(number)).map(([, item]) => item.id);
    await effect.db.agendaItem.deleteMany({ where: { id: { in: gone } } });
    await set({});
    return privately(meetingCard(act, await after(), 'Arranged'));
  });
}

/** What stands on the agenda of every meeting of the zone. */
export async function standingItems(db: Db, team: Team): Promise<Proposal[]> {
  const found = await db.standingItem.findMany({ where: ofTeam(team), orderBy: [{ position: 'asc' }, { id: 'asc' }] });
  return found.map(({ title, minutes }) => ({ title, minutes: minutes ?? undefined }));
}

/** "standing", "standing Celebrations 5 min", "standing drop 2". Who may: a lead, to change them. */
export async function standing(act: Act, team: NamedTeam, words: string): Promise<Reply> {
  const drop = /^drop (\d+)$/i.exec(words);
  if (words !== '') assertMay(act, 'meeting.standing', subjectOf(team));
  const list = async (db: Db, title: string): Promise<Reply> => {
    const items = await standingItems(db, team);
    return privately({
      summary: `${title}: ${items.length}`,
      blocks: [
        heading(title),
        items.length === 0
          ? paragraph(say`None yet. A lead adds one: ${command('meeting standing Celebrations 5 min')}.`)
          : {
              kind: 'list',
              numbered: true,
              items: items.map(
                (item) => say`${item.title}${item.minutes === undefined ? '' : `, ${item.minutes} min`}`,
              ),
            },
        note('They are put on the agenda of each meeting that is planned from now on.'),
      ],
    });
  };
  if (words === '') return list(act.db, 'On every agenda');
  return act.once(async (effect) => {
    const found = await effect.db.standingItem.findMany({
      where: ofTeam(team),
      orderBy: [{ position: 'asc' }, { id: 'asc' }],
    });
    if (drop !== null) {
      const item = found[Number(drop[1]) - 1];
      if (item === undefined) throw new Refusal(`There is no number ${drop[1]}; there are ${found.length}.`);
      await effect.db.standingItem.delete({ where: { id: item.id } });
      return list(effect.db, 'No longer on every agenda');
    }
    const { title, minutes } = readItem(words);
    assertClean(title, act.now);
    if (title === '') throw new Refusal('What is the item?');
    if (found.length >= 15) throw new Refusal('Fifteen items stand on every agenda already. Drop one first.');
    if (!found.some((item) => item.title.toLowerCase() === title.toLowerCase()))
      await effect.db.standingItem.create({
        data: { ...ofTeam(team), title, minutes: minutes ?? null, position: (found.at(-1)?.position ?? 0) + 1 },
      });
    return list(effect.db, 'On every agenda');
  });
}
