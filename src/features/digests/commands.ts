// What people type and press about digests.

import { DateTime } from 'luxon';
import { z } from 'zod';
import { type Act, knownPerson, zoneById } from '../../chat/act.ts';
import { type Card, heading, note, paragraph } from '../../chat/cards.ts';
import { assertMay } from '../../chat/may.ts';
import type { NudgeSource } from '../../chat/nudges.ts';
import { anyText } from '../../chat/parts.ts';
import { button, type Feature } from '../../chat/registry.ts';
import { privately, Refusal, type Reply } from '../../chat/replies.ts';
import { say } from '../../chat/spans.ts';
import { defineCommand, word } from '../../chat/words.ts';
import { MONTH, WEEKDAYS_NAMED } from '../../language/vocabulary.ts';
import { todayIn } from '../../time/calendar.ts';
import { personNamed } from '../people/index.ts';
import { board, papersForBoard } from './board.ts';
import { runKey } from './books.ts';
import { digestFor } from './content.ts';
import { pages } from './report-page.ts';
import { digestOf, readAround, readPeople, sendDigests, stock, whomOf } from './run.ts';
import { booksOfDigests, runWord } from './run-commands.ts';
import { formsOfSettings, settings } from './settings.ts';
import { runAhead, spanBefore } from './slots.ts';
import { terms } from './terms.ts';

/** @param sources what every feature may remind of */
export function digestsFeature(sources: () => NudgeSource[]): Feature {
  const digest = defineCommand({
    name: 'digest',
    summary: 'My week in one message: see it now, and say when it comes',
    examples: ['digest'],
    details: [
      'It comes on Monday at 08:00 by your own clock: good news, what needs you, the week in numbers, real changes, what is coming.',
    ],
    needs: 'known',
    reads: true,
    run: (act) => preview(act, ''),
    words: [
      word({
        name: 'preview',
        summary: 'How mine looks now; for the project team anybody’s, before it goes out',
        examples: ['digest preview', 'digest preview @Dana'],
        needs: 'digest.preview',
        reads: true,
        parts: { whose: anyText('@NAME') },
        run: (act, { whose }) => preview(act, whose),
      }),
      word({
        name: 'settings',
        summary: 'When mine comes, and whether',
        examples: ['digest settings Tuesday 9:00', 'digest settings needed', 'digest settings off'],
        needs: 'known',
        parts: { how: anyText('DAY HOUR, needed, always, off or on') },
        run: (act, { how }) => settings(act, how),
      }),
      word({
        name: 'post',
        summary: 'Tell the zone’s week to its channel',
        examples: ['digest post'],
        needs: 'digest.post',
        where: 'in a zone’s channel',
        run: (act) => post(act),
      }),
      word({
        name: 'board',
        summary: 'The paper for the board: the last four weeks, or a time of its own',
        examples: ['digest board', 'digest board New Parks from 2026-10-05 to 2026-11-01'],
        needs: 'paper.read',
        parts: { what: anyText('ZONE from DAY to DAY') },
        run: (act, { what }) => board(act, what),
      }),
      runWord,
    ],
  });

  /** One's own; the project team's may be anybody's, to look through a run before it goes out. */
  async function preview(act: Act, words: string): Promise<Reply> {
    const person = knownPerson(act);
    const other = words.trim() === '' ? undefined : (await personNamed(act, words, undefined)).person;
    assertMay(act, 'digest.preview', { ownerId: other?.id ?? person.id });
    const [row] = await readPeople(act.db, [other?.id ?? person.id]);
    if (row === undefined) throw new Refusal('They are no longer here.');
    const week = runAhead(act.now, act.partnership.timeZone);
    const zones = act.directory.zones.map(({ id }) => id);
    const { zoneIds, runsIt: health = false } = whomOf(row, zones, []);
    const pantry = stock(act.db, act.partnership, sources(), act.now, {
      personId: row.id,
      zoneIds,
      health,
    });
    const changed = await act.db.digestRun.findUnique({ where: runKey(act.partnership.id, week) });
    const { card, more, span } = await digestOf(
      row,
      week,
      act.partnership,
      zones,
      pantry,
      undefined,
      changed?.note ?? '',
    );
    // Another person's buttons are not one's own to press.
    const blocks = [...card.blocks, ...(more?.blocks.slice(1) ?? [])].filter(
      ({ kind }) => other === undefined || kind !== 'buttons',
    );
    const how = other === undefined ? 'This is how it looks now' : `This is how ${other.name}’s looks now`;
    const open = span.until > todayIn(act.partnership.timeZone, act.now).day ? ' Its days are not over.' : '';
    return privately({ ...card, blocks: [...blocks, note(`${how}; nothing was sent.${open}`)] });
  }

  async function post(act: Act): Promise<Reply> {
    const zoneId = act.placeZoneId;
    if (zoneId === undefined) throw new Refusal('Type it in a zone’s channel: it is told to everybody there.');
    assertMay(act, 'digest.post', { zoneId });
    const monday = DateTime.fromJSDate(act.now, { zone: act.partnership.timeZone }).startOf('week').toISODate() ?? '';
    const around = await readAround(act.db, act.partnership, spanBefore(monday, 7), monday, act.now, {
      zoneIds: [zoneId],
      health: false,
    });
    const { card } = digestFor({ zoneIds: [zoneId], teams: [zoneId], wide: false, waiting: undefined }, around);
    const zone = zoneById(act, zoneId).name;
    return act.once(async (effect) => {
      await effect.audit({ action: 'digest.posted', recordType: 'zone', recordId: zoneId });
      const title = `${zone}: ${card.summary}`;
      const told: Card = { summary: title, blocks: [heading(title), ...card.blocks.slice(1)] };
      const { platform, tenant, conversation } = act.incoming.place;
      await effect.tell({ platform, tenant, conversation }, told);
      return privately({
        summary: 'Posted for everybody here.',
        blocks: [paragraph(say`Posted for everybody here. "digest" shows your own.`)],
      });
    });
  }

  return {
    name: 'digests',
    terms,
    everyday: [
      {
        command: 'digest',
        nouns: ['digests?', 'week'],
        asked: [
          [
            /^(?:unsubscribe|(?:stop|end|no more) (?:the |my |these )?(?:digests?|e-?mails?|mails?))$/i,
            'digest settings',
          ],
          [
            /^(?:what(?:['’]?s| is| has)? (?:new|changed|been (?:going on|happening))|this week|my week|summary|catch me up|what(?:['’]?ve| have| did) i (?:missed|miss))$/i,
            'digest',
          ],
          [/^(?:the )?(?:board )?(?:paper|report)(?: (?:for|to) the board)?$/i, 'digest board'],
          [
            new RegExp(
              `^(?:the )?(?:board )?(?:paper|report)(?: (?:for|of|from))? ((?:(?:last|this) (?:month|quarter|year|\\d.*)|${MONTH}(?: .+)?|q[1-4].*|\\d.*))$`,
              'iu',
            ),
            'digest board $1',
          ],
        ],
        said: [
          [/^(?:off|stop|end|none|never|pause|mute|unsubscribe)$/i, 'digest settings off'],
          [/^(?:on|start|resume|always|every week|weekly)$/i, 'digest settings on'],
          [/^(?:only )?(?:(?:when|if) )?needed$/i, 'digest settings needed'],
          [new RegExp(`^(?:(?:on|every|at) )?(${WEEKDAYS_NAMED}(?: .{1,20})?)$`, 'iu'), 'digest settings $1'],
          [/^(?:at )?(\d{1,2}(?:[:.]\d{2})? ?(?:am|pm)?)$/i, 'digest settings $1'],
          [/^(?:now|show|send|send (?:it )?now|mine|me|today|this week)$/i, 'digest'],
          [/^((?:every )?(?:day|daily|month|monthly|fortnight(?:ly)?|2 weeks|two weeks))$/i, 'digest settings $1'],
        ],
      },
    ],
    jobs: [
      {
        name: 'digests',
        everySeconds: 300,
        afterSeconds: 50,
        run: ({ prisma, nudges, now }) => sendDigests(prisma, [...nudges], now),
      },
    ],
    commands: [digest],
    pages,
    buttons: [
      button('digest.more', 'known', z.object({ id: z.uuid() }), async (act, { id }) => {
        const slot = await act.db.digestSlot.findFirst({ where: { id, personId: knownPerson(act).id } });
        if (slot === null || slot.content === null) throw new Refusal('There is no more of that week.');
        return privately(slot.content as unknown as Card);
      }),
      ...papersForBoard.buttons,
      ...booksOfDigests.buttons,
      ...formsOfSettings.buttons,
    ],
    forms: formsOfSettings.forms,
  };
}
