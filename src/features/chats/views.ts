// The connections as cards: all of them, and one.
import { type Block, type Button, buttons, type Card, facts, heading, note, paragraph } from '../../chat/cards.ts';
import { platformName } from '../../chat/platforms.ts';
import { command, howMany, say, strong, type Text } from '../../chat/spans.ts';
import { shortDay } from '../../time/calendar.ts';
import { type Chat, kindOf, nameOf } from './model.ts';

const MOST_LISTED = 40;
const MOST_BUTTONS = 8;
const MOST_ASKING = 5;

export const agenciesOf = ({ agencies }: Chat): string =>
  agencies.length === 0 ? 'any agency' : agencies.map(({ shortName }) => shortName).join(', ');

/** How it stands, in a few words. */
export function standing(chat: Chat): string {
  switch (chat.state) {
    case 'ASKED':
      return `asks since ${shortDay(chat.createdAt)}`;
    case 'PAUSED':
      return `paused${chat.decidedAt === null ? '' : ` since ${shortDay(chat.decidedAt)}`}`;
    case 'ENDED':
      return `ended${chat.decidedAt === null ? '' : ` on ${shortDay(chat.decidedAt)}`}`;
    case 'ACTIVE':
      return chat.refusedSince === null
        ? 'takes part'
        : `refuses me since ${shortDay(chat.refusedSince)}: ${chat.trouble ?? ''}`;
  }
}

export const countsOf = ({ people, places }: Chat): string[] => [
  people === 0 ? 'nobody yet' : howMany(people, 'person', 'people'),
  ...(places === 0 ? [] : [howMany(places, 'place', 'places')]),
];

function lineOf(chat: Chat): Text {
  const counts = [...countsOf(chat), ...(chat.lastWord === null ? [] : [`last word on ${shortDay(chat.lastWord)}`])];
  const more = chat.state === 'ASKED' ? '' : `; for ${agenciesOf(chat)}; ${counts.join(', ')}`;
  return say`${strong(nameOf(chat))}${kindOf(chat)}: ${standing(chat)}${more}`;
}

const allow = (chat: Chat, label: string, more: Partial<Button> = { style: 'primary' }): Button => ({
  label,
  action: 'chats.allowForm',
  data: { id: chat.id },
  opens: 'form',
  ...more,
});
const decline = (chat: Chat): Button => ({ label: 'Decline', action: 'chats.decline', data: { id: chat.id } });

/** @param doors what may be connected by an address: "Slack" */
export function chatsCard(chats: Chat[], doors: readonly string[]): Card {
  const asking = chats.filter(({ state }) => state === 'ASKED');
  const others = chats.filter(({ state }) => state !== 'ASKED');
  const active = others.filter(({ state }) => state === 'ACTIVE').length;
  const title = asking.length === 0 ? 'Chats' : `Chats: ${howMany(asking.length, 'asks', 'ask')} to take part`;
  const listed = [...asking.slice(MOST_ASKING), ...others].slice(0, MOST_LISTED);
  const left = chats.length - listed.length - Math.min(asking.length, MOST_ASKING);
  return {
    summary: `${title}. ${active} take part.`,
    blocks: [
      heading(title),
      ...asking
        .slice(0, MOST_ASKING)
        .flatMap((chat): Block[] => [paragraph(lineOf(chat)), buttons(allow(chat, 'Let it in'), decline(chat))]),
      ...(listed.length === 0
        ? asking.length === 0
          ? [paragraph('Nobody takes part from a chat yet, besides the console.')]
          : []
        : [{ kind: 'list' as const, items: listed.map(lineOf) }]),
      ...(left > 0 ? [note(`${left} more are not shown.`)] : []),
      ...(others.length === 0
        ? []
        : [
            buttons(
              ...others
                .slice(0, MOST_BUTTONS)
                .map((chat): Button => ({ label: nameOf(chat), action: 'chats.open', data: { id: chat.id } })),
            ),
          ]),
      note(
        doors.length === 0
          ? say`${command('zone chats Housing')} shows one. In Teams an agency uploads the app, says a word to me, and asks here.`
          : say`${command('zone chats Housing')} shows one. ${command('zone chats connect')} makes an address by which an agency connects its own ${doors.join(' or ')}; in Teams it uploads the app, says a word to me, and asks here.`,
      ),
    ],
  };
}

/** One of them. @param title what has just become of it */
export function chatCard(chat: Chat, title?: string): Card {
  const day = (date: Date | null, otherwise: string) => (date === null ? otherwise : shortDay(date));
  return {
    summary: `${title ?? nameOf(chat)}: ${standing(chat)}.`,
    blocks: [
      heading(title ?? `${nameOf(chat)}${kindOf(chat)}`),
      facts(
        ...(title === undefined ? [] : ([['Which', `${nameOf(chat)}${kindOf(chat)}`]] as [string, string][])),
        ['Stands', standing(chat)],
        ['For', agenciesOf(chat)],
        ...(chat.state === 'ASKED'
          ? []
          : ([
              ['People and places', countsOf(chat).join(', ')],
              ['Last word from there', day(chat.lastWord, 'none yet')],
              ['Something last arrived', day(chat.wellAt, 'nothing yet')],
              ['Last trouble', chat.trouble === null ? 'none' : `${chat.trouble} (${day(chat.troubleAt, '')})`],
            ] as [string, string][])),
        ['Connected by', waysOf(chat)],
        ...(chat.scopes.length === 0 ? [] : ([['May', chat.scopes.join(', ')]] as [string, string][])),
        ...(chat.decidedAt === null
          ? []
          : ([['Decided by', `${chat.decidedBy ?? 'whoever runs the bot'}, ${shortDay(chat.decidedAt)}`]] as [
              string,
              string,
            ][])),
        ['Its id', chat.tenant],
      ),
      ...(chat.state === 'ACTIVE' && chat.refusedSince !== null ? [note(mendingOf(chat))] : []),
      buttons(...deedsOf(chat)),
    ],
  };
}

const waysOf = ({ environment, app, keyed, platform }: Chat): string =>
  environment
    ? 'the bot’s own configuration'
    : app !== null
      ? `an app of its own, ${app}`
      : platform === 'slack' && !keyed
        ? 'nothing any more: it has to install the app again'
        : 'the app that all share';

/** What ends it, where somebody there refuses everything. */
const mendingOf = ({ environment, app, platform }: Chat): Text =>
  environment
    ? say`Its keys stand in the bot’s own configuration: whoever runs the bot puts new ones there.`
    : app !== null || platform !== 'slack'
      ? say`Whoever looks after the app there gives whoever runs the bot new keys for it.`
      : say`Its keys no longer hold. Whoever may install apps there does so again: ${command('zone chats connect')} makes the address for it. What waits goes out then.`;

function deedsOf(chat: Chat): Button[] {
  const pause: Button = { label: 'Pause', action: 'chats.pause', data: { id: chat.id } };
  const end: Button = {
    label: 'End it',
    action: 'chats.end',
    data: { id: chat.id },
    style: 'danger',
    confirm: {
      title: `End ${nameOf(chat).slice(0, 60)}?`,
      text: 'Its people are out of reach and what they have promised is handed on. What they did stays.',
      yes: 'End it',
    },
  };
  switch (chat.state) {
    case 'ASKED':
      return [allow(chat, 'Let it in'), decline(chat)];
    case 'ACTIVE':
      return [allow(chat, 'Change whose it is', {}), pause, end];
    case 'PAUSED':
      return [{ label: 'Go on', action: 'chats.resume', data: { id: chat.id }, style: 'primary' }, end];
    case 'ENDED':
      return [allow(chat, 'Let it in again')];
  }
}

/** The address by which an agency connects its own workspace. */
export function doorCard(platform: string, url: string, agencies: string[], until: Date): Card {
  const name = platformName(platform);
  const title = `An address to connect ${name}`;
  return {
    summary: title,
    blocks: [
      heading(title),
      paragraph(say`${{ kind: 'link', text: `Connect ${name} to People Zones`, url }}`),
      facts(['For', agencies.length === 0 ? 'any agency' : agencies.join(', ')], ['Good until', shortDay(until)]),
      note(
        `Pass it on to whoever may install apps in their ${name}. They see what the app may do, and agree; the workspace takes part at once, and you are told. It is good for one workspace after the other, until then: pass it on to nobody else.`,
      ),
    ],
  };
}
