// The run of a week’s digests as the project team sees it: who gets one, stopped, with a word on top.

import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Act, Effect } from '../../chat/act.ts';
import { type Button, buttons, type Card, heading, type JsonObject, note, paragraph } from '../../chat/cards.ts';
import { assertMay } from '../../chat/may.ts';
import { anyText } from '../../chat/parts.ts';
import { button, type Feature } from '../../chat/registry.ts';
import { inPlace, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { clean, howMany, say, strong } from '../../chat/spans.ts';
import type { Word } from '../../chat/word.ts';
import { word } from '../../chat/words.ts';
import type { Db } from '../../database/client.ts';
import { capitalised } from '../../language/vocabulary.ts';
import { dayWords, todayIn } from '../../time/calendar.ts';
import { assertClean } from '../privacy/index.ts';
import { PAGE, type Run, readRun, recipientsWithout, resumeRun, runKey, STATE, stillTheirs, stopRun } from './books.ts';
import { groupsOf, runAhead } from './slots.ts';

const thisWeek = (act: Act): string => runAhead(act.now, act.partnership.timeZone);

/** "run", "run stop", "run start", "run note Offices are closed until 4 January". */
export const runWord: Word = word({
  name: 'run',
  summary: 'The next week’s digests: who gets one, and what became of the last',
  examples: ['digest run'],
  needs: 'digest.run',
  run: async (act) => privately(await cardOf(act, act.db, thisWeek(act))),
  words: [
    word({
      name: 'stop',
      summary: 'Nobody gets one this week; it is asked first',
      needs: 'digest.run',
      run: async (act) => privately(askToStop(await readRun(act.db, act.partnership, thisWeek(act), act.now))),
    }),
    word({
      name: 'start',
      also: ['go'],
      summary: 'Let them go out again',
      needs: 'digest.run',
      run: (act) => start(act, thisWeek(act)),
    }),
    word({
      name: 'note',
      summary: 'A word of the project team’s on top of everybody’s',
      examples: ['digest run note Offices are closed until 4 January'],
      needs: 'digest.run',
      parts: { note: anyText('WORDS') },
      run: (act, { note }) => keepNote(act, thisWeek(act), clean(note)),
    }),
  ],
});

const cardOf = async (act: Act, db: Db, week: string): Promise<Card> =>
  runCard(await readRun(db, act.partnership, week, act.now), act);

function stop(act: Act, week: string): Promise<Reply> {
  return act.once(async (effect) => {
    const stopped = await stopRun(effect.db, act.partnership.id, week, act.now);
    return told(act, effect, 'digest.stopped', week, { stopped });
  });
}

function start(act: Act, week: string): Promise<Reply> {
  return act.once(async (effect) => {
    const changed = await effect.db.digestRun.findUnique({ where: runKey(act.partnership.id, week) });
    if (changed === null || changed.stoppedAt === null) return here(act, await cardOf(act, effect.db, week));
    await resumeRun(effect.db, act.partnership.id, week);
    return told(act, effect, 'digest.started', week);
  });
}

const LONGEST_NOTE = 400;

/** A word of the project team's on top of everybody's digest. */
function keepNote(act: Act, week: string, text: string): Promise<Reply> {
  if (text === '')
    throw new Refusal(say`Say what: "digest run note Offices are closed until 4 January", or "digest run note none".`);
  if (text.length > LONGEST_NOTE) throw new Refusal(`That is ${text.length} characters; at most ${LONGEST_NOTE}.`);
  assertClean(text, act.now);
  const note = /^(?:none|nothing|-)$/i.test(text) ? '' : text;
  return act.once(async (effect) => {
    await effect.db.digestRun.upsert({
      where: runKey(act.partnership.id, week),
      create: { partnershipId: act.partnership.id, week: new Date(week), note },
      update: { note },
    });
    return told(act, effect, 'digest.noted', week);
  });
}

/** Puts what was changed of a run into the account of changes, and shows the run as it is now. */
async function told(act: Act, effect: Effect, action: string, week: string, details: JsonObject = {}): Promise<Reply> {
  await effect.audit({
    action,
    recordType: 'partnership',
    recordId: act.partnership.id,
    details: { week, ...details },
  });
  return here(act, await cardOf(act, effect.db, week));
}

const here = (act: Act, card: Card): Reply => (act.incoming.what.kind === 'press' ? inPlace(card) : privately(card));

const people = (count: number) => howMany(count, 'person', 'people');

function askToStop({ week, recipients, toCome, waiting, stopped }: Run): Card {
  if (stopped || toCome + waiting === 0)
    return {
      summary: 'There is nothing to stop',
      blocks: [
        heading('There is nothing to stop'),
        paragraph(
          stopped
            ? say`The digests of the week of ${dayWords(week)} are stopped already. "digest run start" lets them go out.`
            : `The digests of the week of ${dayWords(week)} are out: ${people(recipients)}.`,
        ),
      ],
    };
  const title = `Stop the digests of the week of ${dayWords(week)}?`;
  return {
    summary: title,
    blocks: [
      heading(title),
      paragraph(`${capitalised(people(toCome + waiting))} would get none this week. You can let them go out again.`),
      buttons(
        { label: 'Stop them', action: 'digest.stop', data: { week }, style: 'danger' },
        { label: 'Leave it', action: 'digest.run', data: { week } },
      ),
    ],
  };
}

/** "Of 25 people: 20 sent, 2 waiting, 3 get none." */
function becameWords({ recipients, sent, waiting, dead, skipped }: Run): string[] {
  if (recipients === 0) return [];
  const parts = [
    [sent, 'sent'],
    [waiting, 'waiting to be sent'],
    [dead, 'could not be sent'],
    [skipped, skipped === 1 ? 'gets none' : 'get none'],
  ] as const;
  return [
    `Of ${people(recipients)}: ${parts.flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}`])).join(', ')}.`,
  ];
}

function runCard(run: Run, { partnership, now }: Pick<Act, 'partnership' | 'now'>): Card {
  const { week, begins, note: word, recipients, toCome, sent, waiting, stopped, reasons } = run;
  const ahead = begins !== undefined && begins > now;
  const when =
    begins === undefined ? '' : DateTime.fromJSDate(begins, { zone: partnership.timeZone }).toFormat('HH:mm');
  const day = begins === undefined ? week : todayIn(partnership.timeZone, begins).day;
  const still = stopped
    ? `Stopped: ${people(toCome + waiting)} would get theirs otherwise.`
    : toCome === 0
      ? ''
      : ahead
        ? `They go out to ${people(toCome)}, the first on ${dayWords(day)} at ${when}, each by their own clock.`
        : `${capitalised(people(toCome))} ${toCome === 1 ? 'is' : 'are'} still to come.`;
  const offered: Button[] = [
    ...(recipients + toCome > 0
      ? [{ label: 'Who', action: 'digest.who', data: { week, from: 0 } } satisfies Button]
      : []),
    ...(stopped
      ? [{ label: 'Let them go out', action: 'digest.go', data: { week } } satisfies Button]
      : waiting + toCome > 0
        ? [
            {
              label: sent > 0 ? 'Stop the rest' : 'Stop them',
              action: 'digest.stop',
              data: { week },
              style: 'danger',
              confirm: { title: 'Stop them?', text: 'You can let them go out again.', yes: 'Stop' },
            } satisfies Button,
          ]
        : []),
  ];
  const words = [...becameWords(run), still].filter((each) => each !== '').join(' ');
  return {
    summary: `Digests of the week of ${dayWords(week)}: ${sent} of ${recipients + toCome} sent`,
    blocks: [
      heading(`Digests, week of ${dayWords(week)}`),
      paragraph(words === '' ? 'Nobody gets one.' : words),
      ...(reasons.length === 0
        ? []
        : [{ kind: 'list' as const, items: reasons.map(({ reason, count }) => say`${count}: ${reason}`) }]),
      ...(word === '' ? [] : [paragraph(say`${strong('On top stands: ')}${word}`)]),
      ...(offered.length === 0 ? [] : [buttons(...offered)]),
      ...(toCome === 0 || stopped
        ? []
        : [
            note(
              say`"digest preview @Dana" shows how somebody’s looks; "digest run note …" puts a word of yours on top.`,
            ),
          ]),
    ],
  };
}

const STATES: Record<string, string> = {
  SENT: 'sent',
  WAITING: 'waits to be sent',
  DEAD: 'could not be sent',
  SKIPPED: 'skipped',
  TO_COME: 'still to come',
};

/** By name, those first to whom something was not sent. */
async function showWho(act: Act, week: string, from: number): Promise<Reply> {
  const { id } = act.partnership;
  const groups = await groupsOf(act.db, act.partnership);
  const rows = await act.db.$queryRaw<{ name: string; agency: string; state: string; reason: string | null }[]>`
    SELECT * FROM (
      SELECT p.id, p.name, a.short_name AS agency, ${STATE} AS state, coalesce(s.skipped, d.reason) AS reason
      FROM digest_slot s JOIN person p ON p.id = s.person_id JOIN agency a ON a.id = p.agency_id LEFT JOIN delivery d ON d.id = s.delivery_id
      WHERE s.partnership_id = ${id}::uuid AND s.week = ${week}::date
      UNION ALL
      SELECT p.id, p.name, a.short_name, 'TO_COME', NULL FROM (SELECT p.id ${recipientsWithout(id, week, stillTheirs(groups, week, act.now))}) w JOIN person p ON p.id = w.id JOIN agency a ON a.id = p.agency_id
    ) everybody ORDER BY array_position(ARRAY['DEAD', 'SKIPPED', 'WAITING', 'TO_COME', 'SENT'], state), name, id
    LIMIT ${PAGE + 1} OFFSET ${from}`;
  const shown = rows.slice(0, PAGE);
  const title = `Digests, week of ${dayWords(week)}: who`;
  const pages: Button[] = [
    ...(from > 0
      ? [{ label: 'Back', action: 'digest.who', data: { week, from: Math.max(0, from - PAGE) } } satisfies Button]
      : []),
    ...(rows.length > PAGE
      ? [{ label: 'More', action: 'digest.who', data: { week, from: from + PAGE } } satisfies Button]
      : []),
  ];
  const card: Card = {
    summary: title,
    blocks: [
      heading(title),
      shown.length === 0
        ? paragraph('Nobody.')
        : {
            kind: 'list',
            items: shown.map(
              ({ name, agency, state, reason }) =>
                say`${strong(name)} (${agency}): ${STATES[state] ?? state}${reason === null || state === 'SENT' ? '' : `, ${reason}`}`,
            ),
          },
      ...(pages.length === 0 ? [] : [buttons(...pages)]),
    ],
  };
  const { what } = act.incoming;
  return what.kind === 'press' && what.onPrivateCard ? inPlace(card) : privately(card);
}

const ofWeek = z.object({ week: z.iso.date() });
const forProjectTeam =
  <T>(work: (act: Act, data: T) => Promise<Reply>) =>
  (act: Act, data: T): Promise<Reply> => {
    assertMay(act, 'digest.run');
    return work(act, data);
  };

export const booksOfDigests: Required<Pick<Feature, 'buttons'>> = {
  buttons: [
    button(
      'digest.stop',
      'digest.run',
      ofWeek,
      forProjectTeam((act, { week }) => stop(act, week)),
    ),
    button(
      'digest.go',
      'digest.run',
      ofWeek,
      forProjectTeam((act, { week }) => start(act, week)),
    ),
    button(
      'digest.run',
      'digest.run',
      ofWeek,
      forProjectTeam(async (act, { week }) => here(act, await cardOf(act, act.db, week))),
    ),
    button(
      'digest.who',
      'digest.run',
      ofWeek.extend({ from: z.number().int().min(0) }),
      forProjectTeam((act, { week, from }) => showWho(act, week, from)),
    ),
  ],
};
