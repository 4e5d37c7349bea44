// A problem's whole history, oldest first: who did what, and when.

import { DateTime } from 'luxon';
import type { Act } from '../../../chat/act.ts';
import { type Block, buttons, heading, note } from '../../../chat/cards.ts';
import { privately, type Reply } from '../../../chat/replies.ts';
import { cut, say, strong, type Text } from '../../../chat/spans.ts';
import type { ProblemEvent } from '../../../database/generated/client.ts';
import type { ProblemResult, ProblemState } from '../../../database/generated/enums.ts';
import { readProblem } from '../service.ts';
import { labelOf, RESULTS } from '../states.ts';
import { nameOf } from '../views.ts';
import { ENDED } from '../work/links.ts';

const PAGE = 10;

export async function showTimeline(act: Act, id: string, page: number): Promise<Reply> {
  const problem = await readProblem(act, id);
  const [count, events] = await Promise.all([
    act.db.problemEvent.count({ where: { problemId: id } }),
    act.db.problemEvent.findMany({
      where: { problemId: id },
      include: { person: { select: { name: true } }, agency: { select: { shortName: true } } },
      orderBy: { id: 'asc' },
      skip: page * PAGE,
      take: PAGE + 1,
    }),
  ]);
  const blocks: Block[] = [
    heading(`Timeline of ${nameOf(problem, 60)}`),
    { kind: 'list', items: events.slice(0, PAGE).map((event) => line(act, event)) },
  ];
  const pager = [
    ...(page > 0 ? [{ label: 'Earlier', action: 'problem.timeline', data: { id, page: page - 1 } }] : []),
    ...(events.length > PAGE ? [{ label: 'Later', action: 'problem.timeline', data: { id, page: page + 1 } }] : []),
    { label: 'Open', action: 'problem.open', data: { id } },
  ];
  return privately({
    summary: `Timeline of ${nameOf(problem)}`,
    blocks: [...blocks, buttons(...pager), note(`${count} entries`)],
  });
}

type TimelineEvent = ProblemEvent & { person: { name: string } | null; agency: { shortName: string } | null };

function line(act: Act, event: TimelineEvent): Text {
  const at = DateTime.fromJSDate(event.at, { zone: act.partnership.timeZone })
    .setLocale('en-GB')
    .toFormat('ccc d LLL HH:mm');
  const who = `${event.person?.name ?? 'A former member'} (${event.agency?.shortName ?? 'no agency'})`;
  return say`${strong(at)} ${who} ${sentence(act, event)}`;
}

/** What was done, to stand after a name. */
export function sentence(act: Act, event: Pick<ProblemEvent, 'kind' | 'text' | 'details'>): string {
  const details = event.details as {
    from?: ProblemState;
    to?: string;
    agency?: string;
    result?: ProblemResult;
    state?: ProblemState;
  };
  const text = cut(event.text.replaceAll('\n', ' '), 300);
  const agency = act.directory.agencies.find((entry) => entry.id === details.agency)?.shortName ?? 'an agency';
  switch (event.kind) {
    case 'RAISED':
      return `raised it: ${text}`;
    case 'REPORTED_AGAIN':
      return `reported it too: ${text}`;
    case 'EDITED':
      return 'changed its words';
    case 'JOINED':
      return 'joined';
    case 'LEFT':
      return 'left';
    case 'ASKED':
      return `asked ${agency}`;
    case 'TAKEN':
      return 'took it';
    case 'FREED':
      return text === '' ? 'left the team and gave it back' : `took it back from ${text}, who is no longer in the team`;
    case 'OFFERED':
      return 'asked somebody to take it over';
    case 'HANDED_OVER':
      return 'took it over';
    case 'DECLINED':
      return 'said no';
    case 'NOTE':
      return `noted: ${text}`;
    case 'LINKED':
      return text.startsWith(ENDED) ? `took a link back: ${text.slice(ENDED.length)}` : `linked it: ${text}`;
    case 'REFERENCE':
      return `noted a case elsewhere: ${text}`;
    case 'STEP':
      return `wrote for ${details.state === undefined ? 'a step' : labelOf(details.state)}: ${text}`;
    case 'ADVANCED':
      return `moved it on to ${labelOf(details.to as ProblemState)}`;
    case 'WENT_BACK':
      return `took it back to ${labelOf(details.to as ProblemState)}`;
    case 'CLOSED':
      return `closed it as ${details.result === undefined ? 'done' : RESULTS[details.result].label.toLowerCase()}`;
    case 'REOPENED':
      return 'reopened it';
    case 'MOVED':
      return `it came with its zone; there it was ${text}`;
    case 'CELEBRATED':
      return `told the good news: ${text}`;
    case 'RESOURCE':
      return `drew in: ${text}`;
    case 'ACTION_ADDED':
      return `added an action: ${text}`;
    case 'ACTION_DONE':
      return `did: ${text}`;
    case 'ACTION_DROPPED':
      return `dropped an action: ${text}`;
  }
}
