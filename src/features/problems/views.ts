// The cards of problems: the live one in a zone's places, the private one with everything that can be done, and the questions.

import { DateTime } from 'luxon';
import type { Act, Directory } from '../../chat/act.ts';
import { type Block, type Button, buttons, type Card, facts, heading, note, paragraph } from '../../chat/cards.ts';
import { may } from '../../chat/may.ts';
import { command, cut, howMany, join, say, strong, type Text } from '../../chat/spans.ts';
import { OUTCOMES } from '../interactions/index.ts';
import { type FullProblem, goesAlong, type ListedProblem, referenceOf } from './model.ts';
import { labelOf, RESULTS } from './states.ts';
import { LINKS } from './work/links.ts';

const TITLE = 120;

/** "NP-42 Off-road bikes on the rec". */
export function nameOf(problem: { number: number; title: string; zone: { code: string } }, most = TITLE): string {
  return `${referenceOf(problem)} ${cut(problem.title, most)}`;
}

/** "Analysis", "Closed: reduced". */
export function stateWords(problem: Pick<FullProblem, 'state' | 'result'>): string {
  return problem.result === null ? labelOf(problem.state) : `Closed: ${RESULTS[problem.result].label.toLowerCase()}`;
}

/** "today", "1 day", "12 days". */
export function ageOf(since: Date, now: Date): string {
  const days = Math.floor((now.getTime() - since.getTime()) / 86_400_000);
  return days <= 0 ? 'today' : days === 1 ? '1 day' : `${days} days`;
}

/** "Fri 4 Dec". */
export function shortDay(day: Date): string {
  return DateTime.fromJSDate(day, { zone: 'utc' }).setLocale('en-GB').toFormat('ccc d LLL');
}

function nextAction(problem: FullProblem): string | undefined {
  const [next] = problem.actions;
  if (next === undefined) return undefined;
  const who = next.owner?.name ?? next.agency?.shortName ?? 'nobody yet';
  const more = problem.actions.length - 1;
  return `${cut(next.text, 100)}: ${who}, by ${shortDay(next.dueOn)}${more > 0 ? ` (and ${more} more)` : ''}`;
}

function names(problem: Pick<ListedProblem, 'agencies'>, state: 'JOINED' | 'ASKED'): string {
  return problem.agencies
    .filter((part) => part.state === state)
    .map((part) => part.agency.shortName)
    .join(', ');
}

function factsOf(problem: FullProblem): Block {
  const joined = names(problem, 'JOINED');
  const asked = names(problem, 'ASKED');
  const next = nextAction(problem);
  const links = [
    ...problem.links.map((link) => `${LINKS[link.kind].label} ${nameOf(link.to, 40)}`),
    ...problem.linkedFrom.map((link) => `${LINK_WORDS_BACK[link.kind]} ${nameOf(link.from, 40)}`),
  ];
  return facts(
    ['State', say`${strong(stateWords(problem))}`],
    ['Owner', problem.owner === null ? 'nobody yet' : `${problem.owner.name} (${problem.owner.agency.shortName})`],
    ...(problem.offeredTo === null ? [] : [pair('Offered to', `${problem.offeredTo.name}, who has not answered`)]),
    ['Joined', joined === '' ? 'nobody yet' : joined],
    ...(asked === '' ? [] : [pair('Asked', `${asked}: not answered yet`)]),
    ...(next === undefined ? [] : [pair('Next', next)]),
    ['For', problem.outcomes.map((outcome) => OUTCOMES[outcome].label).join(', ')],
    ...(problem.reports > 1 ? [pair('Reported', `${problem.reports} times`)] : []),
    ...(problem._count.interactions === 0
      ? []
      : [pair('Logged for it', howMany(problem._count.interactions, 'interaction', 'interactions'))]),
    ...(links.length === 0 ? [] : [pair('Linked', links.join('; '))]),
    ...(problem.externalReference === null ? [] : [pair('Case elsewhere', problem.externalReference)]),
  );
}

const pair = (label: string, value: string): [string, Text | string] => [label, value];
const LINK_WORDS_BACK = { DUPLICATE_OF: 'has a duplicate', PART_OF: 'has a part', RELATED: 'related to' };

const press = (label: string, action: string, problem: { id: string }, more: Partial<Button> = {}): Button => ({
  label,
  action,
  data: { id: problem.id },
  ...more,
});
const opens = { opens: 'form' as const };

/** The live card in every place of the zone: one look says who has it and what comes next. */
export function liveCard(problem: FullProblem): Card {
  const closed = problem.state === 'CLOSED';
  const raised = `Raised by ${problem.raisedBy === 'COMMUNITY' ? 'the community, through ' : ''}${problem.raiser.name} (${problem.agency.shortName}), ${shortDay(problem.createdAt)}`;
  const where = [problem.place, problem.touches].filter((part) => part !== '').join(' · ');
  return {
    summary: `${nameOf(problem)}: ${stateWords(problem)}, ${problem.owner === null ? 'nobody has it yet' : problem.owner.name}`,
    version: problem.version,
    blocks: [
      heading(nameOf(problem)),
      ...(where === '' ? [] : [paragraph(cut(where, 200))]),
      factsOf(problem),
      note(raised),
      closed
        ? buttons(press('Open', 'problem.open', problem), press('Reopen', 'problem.reopen', problem))
        : buttons(
            press('Join', 'problem.join', problem, { style: 'primary' }),
            ...(problem.owner === null ? [press('Take it', 'problem.take', problem)] : []),
            press('Add a note', 'problem.note', problem, opens),
            press('Next step', 'problem.step', problem, opens),
            press('Open', 'problem.open', problem),
          ),
    ],
  };
}

/** A problem as one person sees it, with everything that they can do. */
export function openCard(act: Act, problem: FullProblem, title: string, notes: (Text | string)[] = []): Card {
  const person = act.actor.person;
  const works = may(act, 'problem.work', problem);
  const speaks = may(act, 'problem.speak', problem);
  const part = problem.agencies.find((entry) => entry.agencyId === person?.agencyId);
  const closed = problem.state === 'CLOSED';
  const done = title !== nameOf(problem);
  const first: Button[] = closed
    ? [press('Reopen', 'problem.reopen', problem), press('Share the good news', 'problem.celebrate', problem, opens)]
    : [
        ...(part?.state === 'JOINED' ? [] : [press('Join', 'problem.join', problem, { style: 'primary' as const })]),
        ...(problem.ownerId === null ? [press('Take it', 'problem.take', problem)] : []),
        press('Next step', 'problem.step', problem, opens),
        press('Add a note', 'problem.note', problem, opens),
        { label: 'Add an action', action: 'action.form', data: { problem: problem.id }, opens: 'form' },
        ...(works ? [press('Ask an agency', 'problem.ask', problem, opens)] : []),
        ...(part?.state === 'ASKED' ? [press('Say no', 'problem.leave', problem)] : []),
      ];
  const more: Button[] = [
    press('Timeline', 'problem.timeline', problem),
    ...(closed || !works ? [] : [press('More…', 'problem.more', problem)]),
  ];
  return {
    summary: `${title}: ${nameOf(problem)}`,
    version: problem.version,
    blocks: [
      heading(title),
      ...(done ? [paragraph(say`${strong(nameOf(problem))}`)] : []),
      ...notes.map((words) => paragraph(words)),
      ...(problem.what === '' ? [] : [paragraph(cut(problem.what, 700))]),
      ...(problem.place === '' && problem.touches === ''
        ? []
        : [
            facts(
              ...(problem.place === '' ? [] : [pair('Where', problem.place)]),
              ...(problem.touches === '' ? [] : [pair('Touches', problem.touches)]),
            ),
          ]),
      factsOf(problem),
      note(`Raised ${agoWords(problem.createdAt, act.now)}; last moved ${agoWords(problem.movedAt, act.now)}`),
      ...(speaks ? [buttons(...first)] : []),
      buttons(...more),
    ],
  };
}

/** What is done more rarely. */
export function moreCard(act: Act, problem: FullProblem): Card {
  const part = problem.agencies.find((entry) => entry.agencyId === act.actor.person?.agencyId);
  return {
    summary: `More about ${nameOf(problem)}`,
    version: problem.version,
    blocks: [
      heading(nameOf(problem)),
      buttons(
        press(problem.ownerId === null ? 'Offer it to…' : 'Hand over', 'problem.offer', problem, opens),
        press('Edit', 'problem.edit', problem, opens),
        press('Link another problem', 'problem.link', problem, opens),
        press('Link my work', 'problem.work', problem, opens),
        press('Case elsewhere', 'problem.reference', problem, opens),
        press('Drawn in', 'problem.resource', problem, opens),
        { label: 'Put on the agenda', action: 'meeting.addProblem', data: { problem: problem.id } },
        { label: 'Ask a champion', action: 'ask.openForm', data: { problem: problem.id }, ...opens },
        ...(part?.state === 'JOINED' ? [press('Leave', 'problem.leave', problem)] : []),
      ),
      note('Going back a step, and closing, stand in "Next step".'),
    ],
  };
}

/** "today", "12 days ago". */
export function agoWords(since: Date, now: Date): string {
  const age = ageOf(since, now);
  return age === 'today' ? 'today' : `${age} ago`;
}

/** To the people of an agency that is asked. */
export function askedCard(problem: FullProblem, asker: string, agency: string): Card {
  return {
    summary: `${asker} asks ${agency} to join ${nameOf(problem)}`,
    version: problem.version,
    blocks: [
      heading(`${agency} is asked to join`),
      paragraph(say`${strong(nameOf(problem))} in ${problem.zone.name}`),
      ...(problem.what === '' ? [] : [paragraph(cut(problem.what, 400))]),
      note(`${asker} asks. One answer is enough for your agency.`),
      buttons(
        press('Join', 'problem.join', problem, { style: 'primary' }),
        press('Say no', 'problem.leave', problem),
        press('Open', 'problem.open', problem),
      ),
    ],
  };
}

/** To whoever is to take it over. */
export function offerCard(problem: FullProblem, from: string): Card {
  return {
    summary: `${from} asks you to take ${nameOf(problem)}`,
    version: problem.version,
    blocks: [
      heading('Will you take it?'),
      paragraph(say`${strong(nameOf(problem))} in ${problem.zone.name}`),
      note(`${from} asks. It stays where it is until you answer.`),
      buttons(
        press('Accept', 'problem.take', problem, { style: 'primary' }),
        press('Not me', 'problem.decline', problem),
        press('Open', 'problem.open', problem),
      ),
    ],
  };
}

export function tellingCard(problem: FullProblem, title: string): Card {
  return {
    summary: title,
    blocks: [paragraph(title), note(nameOf(problem)), buttons(press('Open', 'problem.open', problem))],
  };
}

/** In the threads of the other platforms. */
export function noteCard(problem: FullProblem, who: string, agency: string, text: string): Card {
  return {
    summary: `${who} (${agency}) on ${referenceOf(problem)}: ${cut(text, 100)}`,
    blocks: [paragraph(say`${strong(who)} (${agency}): ${text}`)],
  };
}

/** @param into the problem that goes on instead, when both turned out to be one */
export function closedNews(problem: FullProblem, who: string, into?: FullProblem): Card {
  const joined = names(problem, 'JOINED');
  const open = goesAlong(problem, into) ? 0 : problem.actions.length;
  return {
    summary: `${nameOf(problem)} is closed: ${problem.result === null ? '' : RESULTS[problem.result].label.toLowerCase()}`,
    blocks: [
      paragraph(
        say`${strong(`${referenceOf(problem)} is ${stateWords(problem).toLowerCase()}`)}, by ${who}. Thank you, ${joined === '' ? 'all' : joined}.`,
      ),
      ...(into === undefined
        ? []
        : [
            paragraph(
              `It is the same as ${nameOf(into)}, and goes on there${goesAlong(problem, into) ? ', with what was promised' : ''}.`,
            ),
          ]),
      ...(open === 0 ? [] : [note(`${open} ${open === 1 ? 'action is' : 'actions are'} still open.`)]),
    ],
  };
}

/** It was found to be the same as another: with the press that closes it, so that the other goes on. */
export function sameCard(act: Act, problem: FullProblem, other: Named & { zoneId: string; state: string }): Card {
  const title = `${referenceOf(problem)} is the same as ${referenceOf(other)}`;
  const mayClose = problem.state !== 'CLOSED' && other.state !== 'CLOSED' && may(act, 'problem.close', problem);
  const card = openCard(
    act,
    problem,
    title,
    mayClose ? [] : [`If there is nothing more to do here, hand it over to ${referenceOf(other)} and close it.`],
  );
  if (!mayClose) return card;
  return {
    ...card,
    blocks: [
      ...card.blocks.slice(0, 1),
      paragraph(
        `Two problems that are one? Close this one, and whoever worked on it is told that it goes on as ${referenceOf(other)}${goesAlong(problem, other) ? '; open actions and the agencies that have joined go along.' : '. Open actions stay with whoever has them.'}`,
      ),
      buttons({
        label: `Close it, ${referenceOf(other)} goes on`,
        action: 'problem.into',
        data: { id: problem.id, other: other.id },
        style: 'primary',
      }),
      ...card.blocks.slice(1),
    ],
  };
}

/** To each who worked on it. */
export function thanksCard(problem: FullProblem, who: string, into?: FullProblem): Card {
  const good = problem.result === 'RESOLVED' || problem.result === 'REDUCED';
  return {
    summary: `${nameOf(problem)} is ${stateWords(problem).toLowerCase()}. Thank you.`,
    version: problem.version,
    blocks: [
      heading('Thank you'),
      paragraph(
        say`${strong(nameOf(problem))} is ${stateWords(problem).toLowerCase()}, by ${who}. You had a part in it.`,
      ),
      ...(into === undefined
        ? []
        : [
            paragraph(
              goesAlong(problem, into)
                ? `It is the same as ${nameOf(into)}, and goes on there, with the agencies that had joined and what was promised.`
                : `It is the same as ${nameOf(into)}, and goes on there: join that one to stay with it.`,
            ),
          ]),
      buttons(
        ...(good
          ? [press('Share the good news', 'problem.celebrate', problem, { style: 'primary' as const, ...opens })]
          : []),
        ...(into === undefined ? [] : [press(`Open ${referenceOf(into)}`, 'problem.open', into)]),
        press(into === undefined ? 'Open' : `Open ${referenceOf(problem)}`, 'problem.open', problem),
      ),
    ],
  };
}

interface Named {
  id: string;
  number: number;
  title: string;
  zone: { code: string; name: string };
}

/** To champions: the same kind of problem stands in two zones. */
export function acrossZonesCard(problem: Named, other: Named): Card {
  return {
    summary: `${nameOf(problem, 60)} and ${nameOf(other, 60)} are alike`,
    blocks: [
      heading('A chance to work across zones'),
      paragraph(
        say`${strong(nameOf(problem))} was raised in ${problem.zone.name}. It is like ${strong(nameOf(other))} in ${other.zone.name}.`,
      ),
      buttons(
        press(`Open ${referenceOf(problem)}`, 'problem.open', problem),
        press(`Open ${referenceOf(other)}`, 'problem.open', other),
      ),
    ],
  };
}

/** One line of a list. */
export function lineOf(problem: ListedProblem, now: Date): Text {
  const needs = needOf(problem, now);
  return join(
    [
      say`${strong(referenceOf(problem))} ${cut(problem.title, 100)}`,
      stateWords(problem),
      problem.owner?.name ?? (problem.state === 'CLOSED' ? '' : 'nobody has it'),
      ageOf(problem.createdAt, now),
      ...(needs === undefined ? [] : [needs]),
    ].filter((part) => part !== ''),
    ' · ',
  );
}

export const STALE_DAYS = 14;

/** Why it needs somebody, most pressing first. */
export function needOf(problem: ListedProblem, now: Date): string | undefined {
  if (problem.state === 'CLOSED') return undefined;
  const today = now.toISOString().slice(0, 10);
  if (problem.actions.some((action) => action.dueOn.toISOString().slice(0, 10) < today)) return 'an action is overdue';
  if (problem.agencies.some((part) => part.state === 'ASKED')) return `waits for ${names(problem, 'ASKED')}`;
  return now.getTime() - problem.movedAt.getTime() >= STALE_DAYS * 86_400_000
    ? `unmoved for ${ageOf(problem.movedAt, now)}`
    : undefined;
}

export function howToRaise(): Text {
  return say`Raise one in a line: ${command('problem Off-road bikes on the rec most evenings #safe')}`;
}

export type Names = Pick<Directory, 'agencies'>;
