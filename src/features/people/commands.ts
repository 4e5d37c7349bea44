// Who I am, joining a zone, and linking a second chat.

import { z } from 'zod';
import { type Act, knownPerson } from '../../chat/act.ts';
import { buttons, facts, heading, paragraph } from '../../chat/cards.ts';
import { anyText } from '../../chat/parts.ts';
import { button, type Feature, form } from '../../chat/registry.ts';
import { privately, type Reply } from '../../chat/replies.ts';
import { defineCommand, word } from '../../chat/words.ts';
import { WEEKDAY } from '../../language/vocabulary.ts';
import { todayIn } from '../../time/calendar.ts';
import { comeBack, goAway, welcomeBack } from './away.ts';
import { looksLikeCode } from './codes.ts';
import { invitations } from './invite.ts';
import { askToJoin, decide, drawRequest, greetStranger, openJoinForm, showRequest } from './join.ts';
import { giveCode, useCode } from './link.ts';
import { readName, renamePerson } from './names.ts';
import { nudges } from './nudges.ts';
import { takeInvitation } from './take.ts';
import { terms } from './terms.ts';
import { meCard } from './views.ts';

const me = defineCommand({
  name: 'me',
  summary: 'Who I am here: joining a zone, linking my other chat, being away',
  examples: ['me'],
  needs: 'anyone',
  reads: true,
  run: (act) => (act.actor.person === undefined ? greetStranger(act) : showMe(act)),
  words: [
    word({
      name: 'join',
      summary: 'Ask to join a zone’s team, or join with the code of an invitation',
      examples: ['me join', 'me join K7QF-2MWX'],
      needs: 'anyone',
      parts: { code: anyText('CODE') },
      run: (act, { code }) =>
        looksLikeCode(code) ? takeInvitation(act, code) : { kind: 'form', ...openJoinForm(act) },
    }),
    word({
      name: 'link',
      summary: 'Be one person in two chats: get a code here, type it there',
      examples: ['me link', 'me link K7QF-2MWX'],
      needs: 'anyone',
      parts: { code: anyText('CODE') },
      run: (act, { code }) =>
        code !== ''
          ? useCode(act, code.replace(/\s+/g, ''))
          : act.actor.person === undefined
            ? greetStranger(act)
            : giveCode(act),
    }),
    word({
      name: 'away',
      summary: 'Be left alone for some days; somebody may stand in',
      examples: ['me away until 3 June, Dana covers', 'me away 24 Dec to 2 Jan'],
      needs: 'known',
      parts: { until: anyText('until DAY, or DAY to DAY, NAME covers') },
      run: (act, { until }) => goAway(act, until),
    }),
    word({
      name: 'back',
      summary: 'Be back before that day',
      examples: ['me back'],
      needs: 'known',
      run: (act) => comeBack(act),
    }),
    word({
      name: 'name',
      summary: 'What I am called here, on cards and in minutes',
      examples: ['me name Maya Okonjo'],
      needs: 'known',
      parts: { name: anyText('NAME') },
      run: (act, { name }) => takeName(act, name),
    }),
  ],
});

/** What one is called here, in minutes and on cards. Who may: the person themselves. */
function takeName(act: Act, typed: string): Promise<Reply> {
  const person = knownPerson(act);
  const name = readName(typed);
  return act.onceByHand(async (effect) => {
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
      guestIn: { include: { zone: { select: { name: true } } } },
      identities: true,
      cover: { select: { name: true } },
    },
  });
  const today = todayIn(found.timeZone ?? act.partnership.timeZone, act.now).day;
  return privately(meCard({ ...found, champion: person.champion }, today));
}

/** That one is away, or is not any more. */
const ABSENT: readonly (readonly [RegExp, string])[] = [
  [
    new RegExp(
      `^(?:i['’]?m |i am |i['’]?ll be |i will be )?(?:on )?(?:annual |sick )?(?:leave|holidays?|hols) ((?:until|till?|from|for|next|this|tomorrow|today|on|\\d|${WEEKDAY}).*)$`,
      'iu',
    ),
    'me away $1',
  ],
  [/^(?:i['’]?m |i am |i['’]?ll be |i will be )?((?:off|sick|ooo|out of (?:the )?office)(?: .+)?)$/i, 'me away $1'],
  [/^(?:i['’]?m |i am |i['’]?ll be )(away .+)$/i, 'me $1'],
  [/^(?:i['’]?m |i am |i['’]?ll be )?(back (?!from\b|now\b|please\b|today\b|again\b)\S.*)$/i, 'me away $1'],
  [
    /^(?:(?:i['’]?m |i am )(?:back|here again)(?: (?:now|today|again|from (?:leave|holiday)))?|returned|here again|not away|back (?:now|today|again|from (?:leave|holiday)))$/i,
    'me back',
  ],
];

export const people: Feature = {
  name: 'people',
  terms,
  everyday: [
    {
      command: 'me',
      nouns: [],
      asked: [
        [/^(?:who am i|what(?:['’]?s| is) my name|(?:what )?(?:are )?my (?:details|profile|settings|account))$/i, 'me'],
      ],
      alone: [
        ...ABSENT,
        [/^(?:i(?:['’]?d like| want) to )?join(?: (?:the |a |another )?(?:team|zone|\p{Lu}.*))?$/u, 'me join'],
        [/^(?:link|connect)(?: (?:me|my|to|with|up|the|other|slack|teams|chats?|accounts?))+$/i, 'me link'],
        [/^(?:change |set |correct )?my name(?:['’]?s| is)? (?:now )?(?:to )?(.+)$/i, 'me name $1'],
      ],
      said: [
        [/^(?:time ?zone|tz|clock)(?: (.*))?$/i, 'nudge timezone $1'],
        [/^hours(?: (.*))?$/i, 'nudge hours $1'],
        ...ABSENT,
        [/^(?:leave|quit)(?: (.*))?$/i, 'zone leave $1'],
        [/^(?:settings?|profile|details|account|info|who|am i)$/i, 'me'],
        [/^(?:rename|called|call me) (.+)$/i, 'me name $1'],
        [/^(?:my )?(?:actions?|promises?|what (?:have i|i have) promised)$/i, 'action mine'],
        [/^(?:my )?(?:zones?|teams?)$/i, 'zone'],
        [/^(?:my )?(?:digests?|week)$/i, 'digest'],
        [/^(?:my )?(?:reminders?|nudges?)$/i, 'nudge'],
      ],
    },
  ],
  jobs: [
    {
      name: 'back from leave',
      everySeconds: 300,
      afterSeconds: 25,
      run: ({ prisma, now }) => welcomeBack(prisma, now),
    },
  ],
  commands: [me],
  buttons: [
    button('people.join', 'anyone', z.object({}), async (act) => ({ kind: 'form', ...openJoinForm(act) })),
    button('people.request', 'join.decide', z.object({ id: z.uuid() }), async (act, { id }) => showRequest(act, id)),
    button('people.link', 'known', z.object({}), async (act) => giveCode(act)),
    button(
      'people.decide',
      'join.decide',
      z.object({ id: z.uuid(), approve: z.boolean() }),
      async (act, { id, approve }) => decide(act, id, approve),
    ),
    ...invitations.buttons,
  ],
  forms: [
    ...invitations.forms,
    form('people.join', 'anyone', z.object({}), async (act, _data, values) => askToJoin(act, values)),
  ],
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
