// Who I am, joining a zone, and linking a second chat.

import { z } from 'zod';
import { todayIn } from '../../calendar.ts';
import { type Act, knownPerson } from '../../chat/act.ts';
import { buttons, facts, heading, paragraph } from '../../chat/cards.ts';
import { button, type Command, type Feature, form } from '../../chat/registry.ts';
import { privately, Refusal, type Reply } from '../../chat/replies.ts';
import { say } from '../../chat/spans.ts';
import { comeBack, goAway } from './away.ts';
import { askToJoin, decide, drawRequest, greetStranger, openJoinForm, showRequest } from './join.ts';
import { giveCode, useCode } from './link.ts';
import { readName, renamePerson } from './names.ts';
import { nudges } from './nudges.ts';
import { meCard } from './views.ts';

const me: Command = {
  name: 'me',
  summary: 'Who I am here: joining a zone, linking my other chat, being away',
  usage: '[join | link | link CODE | away until DAY, NAME covers | back | name NAME]',
  examples: [
    'me',
    'me join',
    'me link',
    'me link K7QF-2MWX',
    'me away until 3 June, Dana covers',
    'me back',
    'me name Maya Okonjo',
  ],
  who: 'anyone',
  async run(act, words) {
    const [first = '', ...rest] = words.split(/\s+/).filter((word) => word !== '');
    switch (first.toLowerCase()) {
      case '':
        return act.actor.person === undefined ? greetStranger(act) : showMe(act);
      case 'join':
        return { kind: 'form', ...openJoinForm(act) };
      case 'link':
        if (rest.length > 0) return useCode(act, rest.join(''));
        return act.actor.person === undefined ? greetStranger(act) : giveCode(act);
      case 'away':
        return act.actor.person === undefined ? greetStranger(act) : goAway(act, rest.join(' '));
      case 'back':
        return act.actor.person === undefined ? greetStranger(act) : comeBack(act);
      case 'name':
        return act.actor.person === undefined ? greetStranger(act) : takeName(act, rest.join(' '));
      default:
        throw new Refusal(say`After "me" I know: join, link, link with a code, away, back, and name.`);
    }
  },
};

/** What one is called here, in minutes and on cards. Who may: the person themselves. */
function takeName(act: Act, typed: string): Promise<Reply> {
  const person = knownPerson(act);
  const name = readName(typed);
  return act.once(async (effect) => {
    await renamePerson(effect, person.id, name);
    return privately({
      summary: `You are ${name} here.`,
      blocks: [
        heading(`You are ${name} here`),
        paragraph('So it stands on cards and in minutes from now on. What is published already stays as it is.'),
      ],
    });
  });
}

async function showMe(act: Act): Promise<Reply> {
  const person = knownPerson(act);
  const found = await act.db.person.findUniqueOrThrow({
    where: { id: person.id },
    include: {
      agency: true,
      memberships: { include: { zone: true } },
      identities: true,
      cover: { select: { name: true } },
    },
  });
  const today = todayIn(found.timeZone ?? act.partnership.timeZone, act.now).day;
  return privately(meCard({ ...found, champion: person.champion }, today));
}

export const people: Feature = {
  name: 'people',
  commands: [me],
  buttons: [
    button('people.join', 'anyone', z.object({}), async (act) => ({ kind: 'form', ...openJoinForm(act) })),
    button('people.request', 'person', z.object({ id: z.uuid() }), async (act, { id }) => showRequest(act, id)),
    button('people.link', 'person', z.object({}), async (act) => giveCode(act)),
    button('people.decide', 'person', z.object({ id: z.uuid(), approve: z.boolean() }), async (act, { id, approve }) =>
      decide(act, id, approve),
    ),
  ],
  forms: [form('people.join', 'anyone', z.object({}), async (act, _data, values) => askToJoin(act, values))],
  liveCards: [{ recordType: 'join_request', draw: drawRequest }],
  nudges,
  async home(act) {
    const person = knownPerson(act);
    const zones = act.directory.zones.flatMap((zone) => {
      const membership = person.memberships.find((entry) => entry.zoneId === zone.id);
      return membership === undefined
        ? []
        : [[zone.name, `${membership.roleTitle}${membership.lead ? ', lead' : ''}`] as [string, string]];
    });
    if (zones.length > 0) return [heading('My zones'), facts(...zones)];
    return [
      heading('My zones'),
      buttons({ label: 'Ask to join a zone', action: 'people.join', data: {}, opens: 'form' }),
    ];
  },
};
