// What the project team types and presses about the chats by which people take part.
import { z } from 'zod';
import { type Act, type Effect, knownPerson } from '../../chat/act.ts';
import { note } from '../../chat/cards.ts';
import { type OpenForm, refill, type Values } from '../../chat/forms.ts';
import { assertMay } from '../../chat/may.ts';
import { agencyOptions } from '../../chat/options.ts';
import { anyText } from '../../chat/parts.ts';
import { platformName } from '../../chat/platforms.ts';
import { button, type Feature, form } from '../../chat/registry.ts';
import { privately, Refusal, type Reply } from '../../chat/replies.ts';
import { clean, say } from '../../chat/spans.ts';
import type { Word } from '../../chat/word.ts';
import { word } from '../../chat/words.ts';
import type { Db } from '../../database/client.ts';
import { agencyNamed } from '../../language/agencies.ts';
import { type Chat, chatsCalled, kindOf, nameOf, readChats } from './model.ts';
import { end, letIn, pause } from './service.ts';
import { chatCard, chatsCard, doorCard } from './views.ts';

/** An address by which a workspace is connected is good for so many days. */
const DOOR_DAYS = 7;
const LONGEST_NAME = 80;

async function show(act: Act, words: string): Promise<Reply> {
  assertMay(act, 'chats.keep');
  const chats = await readChats(act.db, act.partnership.id);
  if (words === '')
    return privately(
      chatsCard(
        chats,
        act.doors.map(({ platform }) => platformName(platform)),
      ),
    );
  return privately(chatCard(one(chats, words)));
}

/** @throws {Refusal} when it is none, or one of several */
export function one(chats: Chat[], words: string): Chat {
  const [found, ...others] = chatsCalled(chats, words);
  if (found === undefined)
    throw new Refusal(
      say`I know no chat "${words.slice(0, 40)}". There ${chats.length === 1 ? 'is' : 'are'}: ${chats.slice(0, 20).map(nameOf).join(', ') || 'none yet'}.`,
    );
  if (others.length > 0)
    throw new Refusal(
      say`Which one? ${[found, ...others].map((chat) => `${nameOf(chat)}${kindOf(chat)}, ${chat.tenant}`).join('; ')}.`,
    );
  return found;
}

/** @throws {Refusal} when it is not of this partnership */
async function ofId(db: Db, partnershipId: string, id: string): Promise<Chat> {
  const [chat] = await readChats(db, partnershipId, id);
  if (chat === undefined) throw new Refusal('That chat is not here.');
  return chat;
}

/** Locks it, does it, and shows it as it is then. */
function decide(act: Act, id: string, work: (effect: Effect, chat: Chat) => Promise<string>): Promise<Reply> {
  assertMay(act, 'chats.keep');
  return act.once(async (effect) => {
    const { db } = effect;
    await db.$executeRaw`SELECT 1 FROM connection WHERE id = ${id}::uuid FOR UPDATE`;
    const title = await work(effect, await ofId(db, act.partnership.id, id));
    return privately(chatCard(await ofId(db, act.partnership.id, id), title));
  });
}

const by = (act: Act) => ({ by: knownPerson(act).id, now: act.now });

function pauseIt(act: Act, id: string): Promise<Reply> {
  return decide(act, id, async (effect, chat) => {
    if (chat.state !== 'ACTIVE') return `${nameOf(chat)} does not take part just now`;
    if (chat.platform === act.incoming.place.platform && chat.tenant === act.incoming.place.tenant)
      throw new Refusal(
        'You are in that chat: I could not answer you there any more. Do it from another, or have it done by whoever runs me.',
      );
    await pause(effect, chat, by(act));
    return `${nameOf(chat)} is paused`;
  });
}

function resume(act: Act, id: string): Promise<Reply> {
  return decide(act, id, async (effect, chat) => {
    if (chat.state !== 'PAUSED') return `${nameOf(chat)} is not paused`;
    await letIn(effect, chat, by(act));
    return `${nameOf(chat)} takes part again`;
  });
}

function endIt(act: Act, id: string): Promise<Reply> {
  return decide(act, id, async (effect, chat) => {
    if (chat.state === 'ENDED') return `${nameOf(chat)} has ended already`;
    if (chat.platform === act.incoming.place.platform && chat.tenant === act.incoming.place.tenant)
      throw new Refusal('You are in that chat: end it from another, or have it done by whoever runs me.');
    const promises = await end(effect, chat, by(act), act.partnership.id);
    return promises === 0
      ? `${nameOf(chat)} has ended`
      : `${nameOf(chat)} has ended; ${promises} ${promises === 1 ? 'promise is' : 'promises are'} handed on`;
  });
}

function decline(act: Act, id: string): Promise<Reply> {
  return decide(act, id, async (effect, chat) => {
    if (chat.state !== 'ASKED') return `${nameOf(chat)} asks no more`;
    await end(effect, chat, by(act), act.partnership.id);
    return `${nameOf(chat)} is declined`;
  });
}

async function allowForm(act: Act, id: string, values?: Values): Promise<OpenForm> {
  assertMay(act, 'chats.keep');
  const chat = await ofId(act.db, act.partnership.id, id);
  const open: OpenForm = {
    form: {
      id: 'chats.allow',
      title: 'A chat takes part',
      submit: chat.state === 'ACTIVE' ? 'Keep it' : 'Let it in',
      intro: [note(say`${nameOf(chat)}${kindOf(chat)}, id ${chat.tenant}. Ask the agency whether that id is theirs.`)],
      fields: [
        {
          kind: 'choices',
          name: 'agencies',
          label: 'Whose people come by it?',
          hint: 'None chosen: any agency’s. Whoever asks to join a team from there can be of these only.',
          options: agencyOptions(act),
          value: chat.agencies.map((agency) => agency.id),
          optional: true,
        },
        {
          kind: 'text',
          name: 'name',
          label: 'What is it called here?',
          hint: 'For example "Leicestershire Police".',
          most: LONGEST_NAME,
          value: chat.name ?? '',
          optional: true,
        },
      ],
      data: { id },
    },
    button: { label: 'Let it in', action: 'chats.allowForm', data: { id }, opens: 'form' },
  };
  return values === undefined ? open : { ...open, form: refill(open.form, values) };
}

async function allow(act: Act, id: string, values: Values): Promise<Reply> {
  const chosen = Array.isArray(values['agencies']) ? values['agencies'].map(String) : [];
  const agencies = act.directory.agencies.filter((agency) => chosen.includes(agency.id));
  const name = clean(String(values['name'] ?? ''));
  if (name.length > LONGEST_NAME)
    return {
      kind: 'invalid',
      ...(await allowForm(act, id, values)),
      errors: { name: `Please in ${LONGEST_NAME} letters at the most.` },
    };
  return decide(act, id, async (effect, chat) => {
    const was = chat.state;
    await letIn(
      effect,
      chat,
      by(act),
      agencies.map((agency) => agency.id),
      name === '' || name === chat.name ? undefined : name,
    );
    const called = name === '' ? nameOf(chat) : name;
    return was === 'ACTIVE' ? 'Kept' : `${called} takes part`;
  });
}

/** "zone chats connect", "… for Age UK": an address for whoever may install the app in their own workspace. */
function connect(act: Act, words: string): Reply {
  assertMay(act, 'chats.keep');
  const wanted = words.replace(/^(?:slack\b\s*)?(?:for\b\s*)?/i, '').trim();
  const agencies =
    wanted === ''
      ? []
      : wanted.split(/\s*(?:,|&|\band\b)\s*/i).map((name) => agencyNamed(act.directory.agencies, name));
  const [door] = act.doors;
  if (door === undefined)
    throw new Refusal(
      'Other workspaces cannot connect by an address yet: whoever runs me sets SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, SLACK_STATE_SECRET and PUBLIC_URL first (docs/operators.md).',
    );
  const until = new Date(act.now.getTime() + DOOR_DAYS * 86_400_000);
  const url = act.links.to(door.page, { by: knownPerson(act).id, for: agencies.map(({ id }) => id).join(',') }, until);
  if (url === undefined)
    throw new Refusal('I have no address of my own yet: whoever runs me sets PUBLIC_URL and SECRET_KEY first.');
  return privately(
    doorCard(
      door.platform,
      url,
      agencies.map(({ shortName }) => shortName),
      until,
    ),
  );
}

/** Words after "zone". */
export const CHATS: Word[] = [
  word({
    name: 'chats',
    also: ['chat'],
    summary: 'The workspaces and tenants by which people take part: let in, pause, end',
    examples: ['zone chats'],
    needs: 'chats.keep',
    parts: { which: anyText('NAME') },
    run: (act, { which }) => show(act, which),
    words: [
      word({
        name: 'connect',
        summary: 'An address by which an agency connects its own Slack',
        examples: ['zone chats connect for Housing'],
        needs: 'chats.keep',
        parts: { whose: anyText('for AGENCY, AGENCY') },
        run: (act, { whose }) => connect(act, whose),
      }),
      ...(
        [
          ['pause', 'Nothing is heard from there and nothing said, until it goes on', pauseIt],
          ['resume', 'It goes on', resume],
          ['end', 'It takes part no longer; what came by it stays', endIt],
        ] as const
      ).map(([name, summary, run]) =>
        word({
          name,
          summary,
          needs: 'chats.keep',
          parts: { which: anyText('NAME') },
          run: async (act: Act, { which }: { which: string }) =>
            run(act, one(await readChats(act.db, act.partnership.id), which).id),
        }),
      ),
    ],
  }),
];

const ofOne = z.object({ id: z.uuid() }).loose();

export const chats: Feature = {
  name: 'chats',
  buttons: [
    button('chats.open', 'chats.keep', ofOne, async (act, { id }) => {
      assertMay(act, 'chats.keep');
      return privately(chatCard(await ofId(act.db, act.partnership.id, id)));
    }),
    button('chats.allowForm', 'chats.keep', ofOne, async (act, { id }) => ({
      kind: 'form',
      ...(await allowForm(act, id)),
    })),
    button('chats.decline', 'chats.keep', ofOne, (act, { id }) => decline(act, id)),
    button('chats.pause', 'chats.keep', ofOne, (act, { id }) => pauseIt(act, id)),
    button('chats.resume', 'chats.keep', ofOne, (act, { id }) => resume(act, id)),
    button('chats.end', 'chats.keep', ofOne, (act, { id }) => endIt(act, id)),
  ],
  forms: [form('chats.allow', 'chats.keep', ofOne, (act, { id }, values) => allow(act, id, values))],
};
