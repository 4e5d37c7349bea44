// The one way in: finds the command, button or form, checks who may, lets the feature answer once, and decides what a
// person sees when something goes wrong.
import { randomBytes } from 'node:crypto';
import { ZodError } from 'zod';
import type { Db } from '../database/db.ts';
import type { Capability } from '../rights/index.ts';
import { type Act, actWith, type Directory, type Effect } from './act.ts';
import { type AskedAgain, rememberAnswers } from './asked-again.ts';
import { type Block, buttons, heading, type Json, note, paragraph } from './cards.ts';
import { sameLetters } from './closest.ts';
import { everydayAnswer } from './everyday.ts';
import { NO_PICTURES } from './files.ts';
import { unknownCommand, welcome } from './help.ts';
import type { House, Resolved } from './house.ts';
import { type Incoming, isAsked, withFiles } from './incoming.ts';
import { assertMayAtAll, NotAllowed } from './may.ts';
import { lineInstead } from './meant.ts';
import { orOffer } from './offers.ts';
import { GuardStop, privately, Refusal, type Reply, refusalCard, troubleCard } from './replies.ts';
import { clean, say } from './spans.ts';
import { onlyShows } from './take-apart.ts';
import type { Command } from './words.ts';

/** @returns a function that answers one act; it throws only when neither the effect nor words about it could be stored */
export function createDispatch(house: House): (incoming: Incoming) => Promise<Reply> {
  const askedAgain = rememberAnswers(house.state);
  return async (incoming) => {
    const began = performance.now();
    try {
      const reply = await answer(house, askedAgain, incoming);
      house.log.info(
        {
          requestId: incoming.requestId,
          platform: incoming.place.platform,
          what: nameOf(house, incoming),
          reply: reply.kind,
          ms: Math.round(performance.now() - began),
        },
        'answered',
      );
      return reply;
    } catch (error) {
      const reference = randomBytes(4).toString('hex');
      house.log.error(
        {
          requestId: incoming.requestId,
          error,
          reference,
          platform: incoming.place.platform,
          what: nameOf(house, incoming),
        },
        'failed',
      );
      const trouble = privately(troubleCard(reference));
      // Words that cannot ride on the request go out by themselves; when even that fails, the platform must hear so.
      if (incoming.answer === 'later') await house.late({ ...incoming, key: `trouble:${incoming.key}` }, trouble);
      return trouble;
    }
  };
}

/** @param anew nothing of who asks is taken from what was remembered */
async function answer(house: House, askedAgain: AskedAgain, given: Incoming, anew = false): Promise<Reply> {
  const { incoming, resolved } = await heard(house, await house.named(given), anew);
  const { partnership } = resolved;
  if (!isAsked(incoming) && (partnership === undefined || resolved.actor.person === undefined || resolved.outside))
    return { kind: 'nothing' };
  if (partnership === undefined) {
    const words = refuseTenant(house, incoming);
    // Beside the answer, which tells nobody what we know.
    if (isSpoken(incoming)) await house.strange(incoming);
    if (incoming.answer === 'later' && isSpoken(incoming)) house.sayAtOnce(incoming, words);
    return words;
  }
  const directory = await house.directory(partnership.id);
  const onlyReads = reads(house, incoming, directory);
  // "zone new …" might have been a zone's name.
  if (resolved.receipt === 'unread' && !onlyReads && !checksAgain(house, incoming))
    return answer(house, askedAgain, given, true);
  let settled = false;
  const done = async (effect: Promise<Reply | undefined>) => {
    const fresh = await effect;
    settled = true; // Not when the effect was refused: then the refusal has yet to be told.
    return fresh ?? replay(house, act, await house.receipt(incoming.key));
  };
  const looks = incoming.looks === true;
  let inside: Db | undefined;
  /** What is read meanwhile is read inside: a transaction that asked the pool for a second connection could wait for itself. */
  const reading = (effect: (effect: Effect) => Promise<Reply>) => async (given: Effect) => {
    inside = given.db;
    try {
      return await effect(given);
    } finally {
      inside = undefined;
    }
  };
  const act: Act = {
    incoming,
    actor: resolved.actor,
    partnership,
    directory,
    placeZoneId: resolved.placeZoneId,
    placeBody: resolved.placeBody,
    now: house.now(),
    links: house.links,
    doors: house.doors(),
    reaches: house.reaches,
    seals: house.seals,
    get db() {
      return inside ?? house.db;
    },
    presence: () => house.presence(incoming.place),
    again: (words) =>
      runCommand(house, actWith(act, { incoming: { ...incoming, what: { kind: 'command', words, visible: false } } })),
    settled: () => {
      settled = true;
    },
    once: (effect, within) => (looks ? wouldChange() : done(house.once(act, reading(effect), within))),
    onceByHand: (effect) => (looks ? wouldChange() : done(house.onceByHand(act, effect))),
    onceTogether: (together, effect) => (looks ? wouldChange() : done(house.onceTogether(act, together, effect))),
  };
  if (incoming.what.kind === 'removed') {
    await house.forgetPlace(partnership.id, incoming);
    return { kind: 'nothing' };
  }
  if (incoming.what.kind === 'place') {
    await house.changePlace(incoming.place, incoming.what);
    return { kind: 'nothing' };
  }
  if (resolved.placeUnknown && !looks) await house.rememberPlace(partnership.id, incoming);
  if (resolved.seenLongAgo && !looks) await house.seen(incoming);
  if (resolved.receipt !== undefined && resolved.receipt !== 'unread') return replay(house, act, resolved.receipt);

  const drawn = () => run(house, act, resolved);
  const reply = await (onlyReads ? askedAgain(act, resolved, drawn) : drawn()).catch(
    (error: unknown) => stopped(house, act, error) ?? explain(error),
  );
  if (resolved.receipt === 'unread' && !settled && !onlyReads) {
    const first = await house.receipt(incoming.key);
    if (first !== undefined) return replay(house, act, first);
  }
  if (withFiles(act.incoming) && reply.kind === 'card' && incoming.answer === 'later')
    await house.late(
      { ...incoming, key: `files:${incoming.key}` },
      privately({ summary: NO_PICTURES, blocks: [note(NO_PICTURES)] }),
    );
  // An answer that goes out later is written down before the platform is told "received".
  if (settled || incoming.answer === 'now') return reply;
  const shown = reply.kind === 'form' && !incoming.canOpenForms ? asCard(reply) : reply;
  return shown.kind === 'card' ? act.onceByHand(async () => shown) : reply;
}

/**
 * Who, where and whether it is a repeat. What was changed since and has been heard before is a change of that; else the words
 * are heard for the first time as they are now.
 */
async function heard(
  house: House,
  incoming: Incoming,
  anew: boolean,
): Promise<{ incoming: Incoming; resolved: Resolved }> {
  const { what, key: of } = incoming;
  const edited = what.kind === 'command' ? what.edited : undefined;
  const rememberedWillDo = !anew && edited === undefined && (checksAgain(house, incoming) || reads(house, incoming));
  const resolved = await house.resolve(incoming, rememberedWillDo);
  // One channel of several workspaces is one place, whoever types.
  if (resolved.home !== undefined && resolved.home !== incoming.place.tenant) {
    const { shared: _, ...place } = incoming.place;
    return heard(house, { ...incoming, place: { ...place, tenant: resolved.home } }, anew);
  }
  if (what.kind !== 'command' || edited === undefined || resolved.receipt === undefined) return { incoming, resolved };
  const change: Incoming = {
    ...incoming,
    key: `${of}:edited:${edited}`,
    what: { kind: 'edited', of, words: what.words },
  };
  return { incoming: change, resolved: await house.resolve(change) };
}

/** Without the directory: whether it may be that it only shows something. */
function reads(house: House, incoming: Incoming, directory?: Directory): boolean {
  const { command, rest = '' } = commandOf(house, incoming) ?? {};
  return command !== undefined && onlyShows(command, rest, directory);
}

const checksAgain = (house: House, incoming: Incoming): boolean =>
  commandOf(house, incoming)?.command?.checksAgain === true;

function replay(house: House, act: Act, receipt: { handler: string; outcome: Json } | undefined): Reply {
  if (receipt === undefined) throw new Error('A receipt vanished between two reads.');
  const draw = house.registry.answers.get(receipt.handler);
  // What the generic way stored is the reply itself.
  return draw === undefined ? (receipt.outcome as unknown as Reply) : draw(act, receipt.outcome);
}

async function run(house: House, act: Act, resolved: Resolved): Promise<Reply> {
  const { registry } = house;
  const { what } = act.incoming;
  if (resolved.outside)
    throw new Refusal(
      'Your agency takes part from another workspace or tenant. Ask whoever runs this bot to add this one.',
    );
  switch (what.kind) {
    case 'command':
      return runCommand(house, act);
    case 'press': {
      const handler = registry.buttons.get(what.action);
      if (handler === undefined)
        throw new Refusal(
          say`This button is from an older version of me and no longer works. Type "help" to see what I can do.`,
        );
      return (await stranger(house, act, handler.needs)) ?? handler.run(act, what.data, what.version);
    }
    case 'submit': {
      const handler = registry.forms.get(what.form);
      if (handler === undefined) throw new Refusal('This form is from an older version of me. Please open it again.');
      return (await stranger(house, act, handler.needs)) ?? handler.run(act, what.data, what.values);
    }
    case 'message': {
      const handler = registry.shortcuts.get(what.shortcut);
      if (handler === undefined) throw new Refusal('I do not know this shortcut any more.');
      return (await stranger(house, act, handler.needs)) ?? handler.run(act, clean(what.text));
    }
    case 'home':
      return (await stranger(house, act, 'known')) ?? home(house, act);
    case 'installed': {
      const hello = await welcome(act, registry);
      return hello.kind === 'card' && act.incoming.place.kind !== 'personal' ? { ...hello, audience: 'place' } : hello;
    }
    case 'edited':
    case 'deleted':
      return reworded(house, act, what.of, what.kind === 'edited' ? clean(what.words) : undefined);
    case 'removed':
    case 'place':
      return { kind: 'nothing' };
  }
}

/** A line that the guard has stopped is lost unless its ways out are offered; a form keeps what was typed by itself. */
function stopped(house: House, act: Act, error: unknown): Promise<Reply> | undefined {
  if (!(error instanceof GuardStop) || act.incoming.what.kind !== 'command') return undefined;
  return house.registry.features.find((feature) => feature.stopped !== undefined)?.stopped?.(act, error.personal);
}

/** What somebody did that they expect an answer to, in words. */
const isSpoken = ({ what: { kind } }: Incoming): boolean => ['command', 'press', 'submit', 'message'].includes(kind);

async function reworded(house: House, act: Act, of: string, words: string | undefined): Promise<Reply> {
  if (act.actor.person === undefined) return { kind: 'nothing' };
  for (const feature of house.registry.features) {
    const reply = await feature.reworded?.(act, of, words);
    if (reply !== undefined) return reply;
  }
  return { kind: 'nothing' };
}

interface ReadCommand {
  name: string;
  command: Command | undefined;
  rest: string;
}

const readCommands = new WeakMap<Incoming, ReadCommand>();

function commandOf(house: House, incoming: Incoming): ReadCommand | undefined {
  if (incoming.what.kind !== 'command') return undefined;
  const known = readCommands.get(incoming);
  if (known !== undefined) return known;
  const typed = readWord(house, withoutPrefix(incoming.what.words));
  const instead =
    typed.command === undefined ? undefined : lineInstead(typed.name, typed.rest, house.registry.everyday);
  const read = instead === undefined ? typed : readWord(house, instead);
  readCommands.set(incoming, read);
  return read;
}

function readWord({ registry }: House, words: string): ReadCommand {
  const match = /^(\S*)([\s\S]*)$/.exec(words);
  // "log: …", "problem - …"
  const name = (match?.[1] ?? '').toLowerCase().replace(/[:;,.!?–—-]+$/, '');
  const command = registry.commands.find((entry) => entry.name === name);
  return { name, command, rest: (match?.[2] ?? '').trim().replace(/^[:;,–—-]+\s+/, '') };
}

async function runCommand(house: House, act: Act): Promise<Reply> {
  const { what } = act.incoming;
  if (what.kind === 'command' && !isAsked(act.incoming))
    return (await inFeatures(house, act, clean(what.words))) ?? { kind: 'nothing' };
  const { name = '', command, rest = '' } = commandOf(house, act.incoming) ?? {};
  if (name === '' && withFiles(act.incoming))
    throw new Refusal(say`${NO_PICTURES} Write in a line what you did, or "help".`);
  if (name === '' || /^(hi|hello|hey|start)[.!]?$/.test(name))
    return (await stranger(house, act, 'known')) ?? welcome(act, house.registry);
  if (command === undefined) {
    const words = act.incoming.what.kind === 'command' ? withoutPrefix(act.incoming.what.words) : '';
    // "lgo" is a slip of the finger and is not taken for anything else.
    const isSlip = house.registry.commands.some((entry) => sameLetters(entry.name, name));
    if (act.actor.person === undefined && !isSlip) return house.strangers(act);
    const reply = isSlip
      ? undefined
      : ((await inFeatures(house, act, words)) ?? (await everydayAnswer(house.registry, act, words)));
    if (reply !== undefined) return reply;
    if (isSlip) for (const feature of house.registry.features) feature.assertQuotable?.(act, words);
    throw unknownCommand(name, house.registry.commands, act.actor.person === undefined ? '' : rest);
  }
  if (act.actor.person !== undefined) return orOffer(house.registry, act, `${name} ${rest}`, command.run(act, rest));
  if (command.needs !== 'anyone') return house.strangers(act);
  return command.run(act, rest).catch((error: unknown) => {
    // One of its words is for people whom the partnership knows.
    if (error instanceof NotAllowed) return house.strangers(act);
    throw error;
  });
}

/** Words that begin with no command, as the first feature knows them that does. */
async function inFeatures(house: House, act: Act, words: string): Promise<Reply | undefined> {
  for (const feature of house.registry.features) {
    const reply = await feature.otherwise?.(act, words);
    if (reply !== undefined) return reply;
  }
  return undefined;
}

/** `/pz log …`, `/log …`, `pz log …` and `log …` mean the same. */
function withoutPrefix(words: string): string {
  return clean(words)
    .replace(/^\/?pz\b\s*/i, '')
    .replace(/^\//, '');
}

/** Asks for the right before anything is read. @returns what somebody unknown sees @throws {NotAllowed} with the sentence */
async function stranger(house: House, act: Act, needs: Capability): Promise<Reply | undefined> {
  if (needs !== 'anyone' && act.actor.person === undefined) return house.strangers(act);
  assertMayAtAll(act, needs);
  return undefined;
}

async function home(house: House, act: Act): Promise<Reply> {
  const blocks: Block[] = [];
  for (const feature of house.registry.features) blocks.push(...((await feature.home?.(act)) ?? []));
  return { kind: 'card', audience: 'private', card: { summary: 'Your People Zones', blocks } };
}

class WouldChange extends Error {}
const wouldChange = (): Promise<never> => Promise.reject(new WouldChange());

function explain(error: unknown): Reply {
  if (error instanceof WouldChange) return { kind: 'nothing' };
  if (error instanceof Refusal) return privately(refusalCard(error));
  if (error instanceof ZodError)
    return privately({
      summary: 'That button or form is from an older version of me.',
      blocks: [
        paragraph('That button or form is from an older version of me. Please begin again: nothing was changed.'),
      ],
    });
  throw error;
}

function refuseTenant(house: House, incoming: Incoming): Reply {
  house.log.warn(
    { requestId: incoming.requestId, platform: incoming.place.platform, tenant: incoming.place.tenant },
    'refused: unknown workspace or tenant',
  );
  return privately({
    summary: 'This workspace is not part of the partnership.',
    blocks: [
      heading('We have not met'),
      paragraph(
        'This workspace or organisation is not part of the partnership, or not just now. Whoever runs this bot decides that; nothing that you typed was kept.',
      ),
    ],
  });
}

/** A card with the button that opens a form, for where a form cannot be opened unasked. */
export function asCard(reply: Reply): Reply {
  if (reply.kind !== 'form' && reply.kind !== 'invalid') return reply;
  const errors = reply.kind === 'invalid' ? Object.values(reply.errors).map((error) => paragraph(error)) : [];
  return privately({
    summary: reply.form.title,
    blocks: [heading(reply.form.title), ...errors, ...(reply.form.intro ?? []), buttons(reply.button)],
  });
}

/** What was done, for the log: names from the registry only, for anything else is what a person typed. */
function nameOf(house: House, incoming: Incoming): string {
  const { registry } = house;
  const { what } = incoming;
  switch (what.kind) {
    case 'command':
      return `command ${commandOf(house, incoming)?.command?.name ?? '?'}`;
    case 'press':
      return `press ${registry.buttons.has(what.action) ? what.action : '?'}`;
    case 'submit':
      return `submit ${registry.forms.has(what.form) ? what.form : '?'}`;
    default:
      return what.kind;
  }
}
