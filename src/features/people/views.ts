// The cards and forms of people: joining, linking, and who I am.

import type { Act } from '../../chat/act.ts';
import { type Block, buttons, type Card, facts, heading, note, paragraph } from '../../chat/cards.ts';
import { type OpenForm, refill, type Values } from '../../chat/forms.ts';
import { zoneOptions } from '../../chat/options.ts';
import { code, command, say, strong } from '../../chat/spans.ts';
import { dayWords } from '../../time/calendar.ts';

const joinButton = {
  label: 'Ask to join',
  action: 'people.join',
  data: {},
  style: 'primary' as const,
  opens: 'form' as const,
};

export function strangerCard(act: Act, pendingZone: string | undefined): Card {
  const blocks: Block[] = [heading('We have not met yet')];
  if (pendingZone !== undefined) {
    blocks.push(
      paragraph(
        say`You have asked to join ${strong(pendingZone)}. A lead of that zone will answer; I will tell you here.`,
      ),
    );
  } else {
    blocks.push(
      paragraph(
        `I keep the shared memory of the People Zones of ${act.partnership.name}. Choose your agency and zone, and a lead will let you in.`,
      ),
      buttons(joinButton),
      note(
        say`Already known in another chat? Type ${code('me link')} there, and here ${code('me link')} with the code.`,
      ),
    );
  }
  const { sender, place } = act.incoming;
  if (sender.tenant !== place.tenant)
    blocks.push(
      note(
        say`You are a guest here. If I am in your own organisation’s chat too, speak to me there; and ${command('me link')} there, with its code typed here, makes you one person in both.`,
      ),
    );
  blocks.push(note('Nothing that you typed was kept.'));
  return {
    summary:
      pendingZone === undefined ? 'We have not met yet: ask to join a zone.' : `You have asked to join ${pendingZone}.`,
    blocks,
  };
}

export function joinForm(act: Act, values?: Values): OpenForm {
  const form: OpenForm['form'] = {
    id: 'people.join',
    title: 'Ask to join a zone',
    submit: 'Ask',
    data: {},
    fields: [
      {
        kind: 'text',
        name: 'name',
        label: 'Your name',
        most: 80,
        value: act.actor.person?.name ?? act.actor.sender.name ?? '',
      },
      {
        kind: 'choice',
        name: 'agency',
        label: 'Your agency',
        options: act.directory.agencies.map((agency) => ({ value: agency.id, label: agency.name })),
        ...(act.actor.person === undefined ? {} : { value: act.actor.person.agencyId }),
      },
      {
        kind: 'choice',
        name: 'zone',
        label: 'Zone',
        options: zoneOptions(act),
        ...(act.placeZoneId === undefined ? {} : { value: act.placeZoneId }),
      },
      { kind: 'text', name: 'role', label: 'What you do there', hint: 'For example: Street warden.', most: 80 },
    ],
  };
  return { form: values === undefined ? form : refill(form, values), button: joinButton };
}

export function askedCard(zone: string): Card {
  return {
    summary: `You have asked to join ${zone}.`,
    blocks: [
      heading('Asked'),
      paragraph(say`The leads of ${strong(zone)} have your request. I will tell you here what they say.`),
    ],
  };
}

interface RequestView {
  id: string;
  name: string;
  roleTitle: string;
  state: 'PENDING' | 'APPROVED' | 'DECLINED';
  version: number;
  agency: { name: string };
  zone: { name: string };
}

/** @param guestOn the platform, of a guest whose own organisation's chat takes no part: whoever decides vouches for them */
export function requestCard(request: RequestView, decider: string | undefined, guestOn: string | undefined): Card {
  const blocks: Block[] = [
    heading(`${request.name} asks to join ${request.zone.name}`),
    facts(['Agency', request.agency.name], ['Role', request.roleTitle]),
  ];
  if (guestOn !== undefined)
    blocks.push(
      note(
        `A guest: the ${guestOn} of their own organisation takes no part in the partnership. Nobody there vouches for them, so approve only whom you know.`,
      ),
    );
  if (request.state === 'PENDING') {
    blocks.push(
      buttons(
        { label: 'Approve', action: 'people.decide', data: { id: request.id, approve: true }, style: 'primary' },
        {
          label: 'Decline',
          action: 'people.decide',
          data: { id: request.id, approve: false },
          style: 'danger',
          confirm: { title: 'Decline?', text: `${request.name} will be told.`, yes: 'Decline' },
        },
      ),
    );
  } else {
    blocks.push(note(`${request.state === 'APPROVED' ? 'Approved' : 'Declined'} by ${decider ?? 'a lead'}.`));
  }
  return {
    summary: `${request.name} (${request.agency.name}) asks to join ${request.zone.name}`,
    blocks,
    version: request.version,
  };
}

export function answerToApplicant(zone: string, approved: boolean, decider: string): Card {
  if (approved) {
    return {
      summary: `You are in the team of ${zone}.`,
      blocks: [
        heading(`Welcome to ${zone}`),
        paragraph(`${decider} has let you in. Tell me in one line what you do with people:`),
        paragraph(say`${command('log Spoke with 5 residents about the bins #safe')}`),
        note(say`${command('help')} shows the rest.`),
      ],
    };
  }
  return {
    summary: `Your request to join ${zone} was declined.`,
    blocks: [
      heading(`Not this time: ${zone}`),
      paragraph(
        `${decider} has declined your request. If you think that is a mistake, speak to them; you can ask again.`,
      ),
    ],
  };
}

export function codeCard(linkCode: string, minutes: number): Card {
  return {
    summary: `Your code is ${linkCode}, good for ${minutes} minutes.`,
    blocks: [
      heading('Join your other chat'),
      paragraph(say`In the other chat, type ${command(`me link ${linkCode}`)}.`),
      note(`The code works once, for ${minutes} minutes. Do not give it to anybody.`),
    ],
  };
}

export function linkedCard(name: string): Card {
  return {
    summary: `This account is now ${name}'s too.`,
    blocks: [
      heading(`Hello ${name}`),
      paragraph('This chat is now yours as well. What you do here and there is the same you.'),
    ],
  };
}

export interface Me {
  name: string;
  agency: { name: string };
  roles: string[];
  champion: boolean;
  memberships: { roleTitle: string; lead: boolean; zone: { name: string } }[];
  guestIn: { kind: 'RESIDENT' | 'OBSERVER'; zone: { name: string } }[];
  identities: { platform: string; name: string | null }[];
  awayFrom: Date | null;
  awayUntil: Date | null;
  cover: { name: string } | null;
}

/** @param today YYYY-MM-DD on their own clock */
export function meCard(me: Me, today: string): Card {
  const [from, until] = [me.awayFrom, me.awayUntil].map((day) => day?.toISOString().slice(0, 10));
  const away = until !== undefined && until >= today;
  const zones = [
    ...me.memberships.map(({ zone, roleTitle, lead }) => `${zone.name}: ${roleTitle}${lead ? ', lead' : ''}`),
    ...me.guestIn.map(({ zone, kind }) => `${zone.name}: ${kind.toLowerCase()}`),
  ].join('; ');
  const roles = [
    ...(me.champion ? ['Champion, all zones'] : []),
    ...(me.roles.includes('ADMIN') ? ['Project team'] : []),
    ...(me.roles.includes('EXECUTIVE') ? ['Board Executive'] : me.roles.includes('BOARD') ? ['Board'] : []),
  ].join(', ');
  const platforms: Record<string, string> = { slack: 'Slack', teams: 'Teams', console: 'Console' };
  return {
    summary: `You are ${me.name}, ${me.agency.name}.`,
    blocks: [
      heading(me.name),
      facts(
        ['Agency', me.agency.name],
        ['Zones', zones === '' ? 'none yet' : zones],
        ...(away
          ? ([
              [
                'Away',
                `${from === undefined || from <= today ? `until ${dayWords(until)}` : from === until ? `on ${dayWords(from)}` : `from ${dayWords(from)} until ${dayWords(until)}`}; ${me.cover === null ? 'what is asked of you waits, or goes to a deputy' : `${me.cover.name} covers`}`,
              ],
            ] as [string, string][])
          : []),
        ...(roles === '' ? [] : ([['Roles', roles]] as [string, string][])),
        [
          'Chats',
          [...new Set(me.identities.map((identity) => platforms[identity.platform] ?? identity.platform))].join(', '),
        ],
      ),
      buttons(
        { label: 'Join another zone', action: 'people.join', data: {}, opens: 'form' },
        { label: 'Link another chat', action: 'people.link', data: {} },
      ),
      ...(away ? [note(say`Back earlier? Type ${command('me back')}.`)] : []),
    ],
  };
}
