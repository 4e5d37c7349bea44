// The one registry of commands, buttons, forms and shortcuts. Parsing, authorisation, help, both manifests, the
// console's palette and the reference table all come from what a feature declares here.
import type { z } from 'zod';
import type { Db } from '../database/client.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import type { Seals } from '../house/seals.ts';
import type { Links, Params } from '../http/links.ts';
import type { Capability } from '../rights/index.ts';
import type { Act, Effect } from './act.ts';
import type { Block, Card, Json, JsonObject } from './cards.ts';
import type { Values } from './forms.ts';
import type { Term } from './help-search.ts';
import type { NudgeSource } from './nudges.ts';
import type { Reply } from './replies.ts';
import { everyWord, setPaths } from './vocabulary.ts';
import type { Command } from './words.ts';

export interface ButtonHandler {
  name: string;
  needs: Capability;
  run(act: Act, data: JsonObject, version: number | undefined): Promise<Reply>;
}

export interface FormHandler {
  name: string;
  needs: Capability;
  run(act: Act, data: JsonObject, values: Values): Promise<Reply>;
}

/** A command on an existing message: Slack's message shortcut, Teams' message action. */
export interface Shortcut {
  name: string;
  /** At most 24 characters. */
  title: string;
  summary: string;
  needs: Capability;
  run(act: Act, text: string): Promise<Reply>;
}

/** How a record's live card looks now. Undefined: there is nothing to show any more. */
export interface LiveCard {
  recordType: string;
  draw(db: Db, recordId: string, links: Links): Promise<{ card: Card; version: number } | undefined>;
}

/** What a page may be made from: no person, for whoever has its signed address reads it. */
export interface PageContext {
  db: Db;
  now: Date;
  links: Links;
  seals: Seals | undefined;
  /** Whether this deployment speaks on a platform. */
  reaches(platform: string): boolean;
  /** A mark of where the request comes from, which tells nobody the address: for limits, and kept nowhere. */
  caller: string;
}

export interface PageAnswer {
  /** "text/html", "text/calendar" … in UTF-8; or "application/pdf" */
  type: string;
  body: string | Buffer;
  /** What it is called when it is kept. ASCII. */
  filename?: string;
  /** The classification that its document was given. */
  marking?: string;
  /** The one script that may run in it; it stands in the body as it stands here. */
  script?: string;
  /** Left out: 200. */
  status?: number;
}

/** What somebody sends from a page. */
export interface TakeContext extends PageContext {
  background<T>(partnershipId: string, work: (effect: Effect) => Promise<T>): Promise<T>;
}

/** What is read outside the chats, at a signed address. */
export interface Page {
  path: string;
  /** Where a form may be sent, to the same address. */
  take?(context: TakeContext, params: Params, fields: URLSearchParams): Promise<PageAnswer | undefined>;
  /** @returns undefined when there is nothing to see, or no longer for whom the address was signed */
  open(context: PageContext, params: Params): Promise<PageAnswer | undefined>;
}

/** What an answer may be drawn from, besides its outcome: the act itself, or as much of it as is known later. */
export type AnswerContext = Pick<Act, 'partnership' | 'directory' | 'now'>;

/** Draws an answer from the outcome in a receipt. */
export type AnswerDrawer = (context: AnswerContext, outcome: Json) => Reply;

/** What a job of the clock's works with. */
export interface JobContext {
  prisma: PrismaClient;
  /** When it runs, by the product's clock. */
  now: Date;
  seals: Seals | undefined;
  /** What every feature may remind of. */
  nudges: readonly NudgeSource[];
}

/**
 * What the clock asks of a feature: so many seconds apart, counted from midnight UTC and so many seconds later. Every replica runs
 * it, so it looks for what is due, and sees to it that it is done once.
 */
export interface FeatureJob {
  name: string;
  everySeconds: number;
  afterSeconds: number;
  run(context: JobContext): Promise<unknown>;
}

/** The demonstration, as far as it stands when a feature adds its part. */
export interface Demonstration {
  partnershipId: string;
  now: Date;
  timeZone: string;
  /** Weeks that it looks back on. */
  weeks: number;
  /** Zones at every stage of their life too; without them it is two that work, and what is begun and over around them. */
  everyStage: boolean;
  people: readonly { id: string; name: string; agency: string; zone?: string | undefined }[];
  zones: readonly { key: string; code: string }[];
  /** By key, by short name or key, by name. @throws when the demonstration does not define it */
  zone(key: string): string;
  agency(name: string): string;
  person(name: string): { id: string; agencyId: string };
  /** By which somebody is known in the console. */
  account(name: string): string;
  /** The next id, and a number from 0 to 1: the same every time. */
  id(): string;
  random(): number;
}

/** How people speak of what a command is for, as its feature declares it. */
export interface Everyday {
  command: string;
  /** What they call it in the plural: "problems", "issues". */
  nouns: readonly string[];
  /** What is added to its list where nobody says "my". */
  whose?: ' zone';
  /** What they ask in a sentence of its own, and the line that answers it; it only shows. */
  asked?: readonly (readonly [pattern: RegExp, line: string])[];
  /** What they type behind its own word, and the line of ours that it is: behind "digest", "monday 7am". */
  said?: readonly (readonly [pattern: RegExp, line: string])[];
  /**
   * What they say without any word of ours, and the line that it is: "on leave until Monday". What only shows is answered, what would
   * change something is offered.
   */
  alone?: readonly (readonly [pattern: RegExp, line: string])[];
  /** A line without a word of ours may have been meant for it: what the button says that takes it so. */
  takes?: string;
}

export interface Feature {
  name: string;
  commands?: Command[];
  buttons?: ButtonHandler[];
  forms?: FormHandler[];
  shortcuts?: Shortcut[];
  liveCards?: LiveCard[];
  pages?: Page[];
  /** What the clock asks of it. */
  jobs?: FeatureJob[];
  /** Its part of the demonstration. */
  seed?(db: Db, demonstration: Demonstration): Promise<void>;
  /** What people may be reminded of. */
  nudges?: NudgeSource[];
  /** What is answered when the guard has stopped a line that somebody typed. One feature does. @param personal the words that were stopped */
  stopped?(act: Act, personal: string): Promise<Reply>;
  /** Looks at words before they are quoted on a card, which is kept as an answer. One feature does. @throws {GuardStop} */
  assertQuotable?(act: Act, words: string): void;
  /** Words to the bot that begin with no command: a feature may know them by a number in them, or by the thread they stand in. */
  otherwise?(act: Act, words: string): Promise<Reply | undefined>;
  /** How people speak of its commands who do not know them. */
  everyday?: readonly Everyday[];
  /** Its own terms, for help. */
  terms?: readonly Term[];
  /** A message that this feature may have kept was changed by its author, or taken back (`words` undefined). */
  reworded?(act: Act, of: string, words: string | undefined): Promise<Reply | undefined>;
  /** What the feature shows on the bot's own page. */
  home?(act: Act): Promise<Block[]>;
  /** Draws an answer again from the outcome in a receipt, for handlers that store their own. */
  answers?: Record<string, AnswerDrawer>;
}

export interface Registry {
  features: Feature[];
  commands: Command[];
  buttons: Map<string, ButtonHandler>;
  forms: Map<string, FormHandler>;
  shortcuts: Map<string, Shortcut>;
  liveCards: Map<string, LiveCard>;
  pages: Page[];
  nudges: NudgeSource[];
  jobs: FeatureJob[];
  answers: Map<string, AnswerDrawer>;
  everyday: readonly Everyday[];
  terms: readonly Term[];
}

const MOST_COMMANDS = 12;

/** A button whose data are checked before it runs: they come back from the platform and are not to be trusted. */
export function button<T>(
  name: string,
  needs: Capability,
  input: z.ZodType<T>,
  run: (act: Act, data: T, version: number | undefined) => Promise<Reply>,
): ButtonHandler {
  return { name, needs, run: (act, data, version) => run(act, input.parse(data), version) };
}

/** A form whose hidden data are checked before it runs; its values are for the feature to judge, in words. */
export function form<T>(
  name: string,
  needs: Capability,
  input: z.ZodType<T>,
  run: (act: Act, data: T, values: Values) => Promise<Reply>,
): FormHandler {
  return { name, needs, run: (act, data, values) => run(act, input.parse(data), values) };
}

/** Puts the features together. @throws when two of them claim a name, or a platform's limit is broken */
export function createRegistry(features: Feature[]): Registry {
  const commands = features.flatMap((feature) => feature.commands ?? []);
  if (commands.filter((command) => command.unlisted !== true).length > MOST_COMMANDS)
    throw new Error(`At most ${MOST_COMMANDS} commands: Teams lists no more.`);
  for (const command of commands) {
    if (!/^[a-z]{2,20}$/.test(command.name)) throw new Error(`A command is one word in lower case: ${command.name}`);
    setPaths(command);
    for (const { path, summary } of everyWord(command))
      if (summary.length > 100) throw new Error(`The summary of "${path}" is longer than 100 characters.`);
  }
  unique(
    commands.map((command) => command.name),
    'command',
  );
  return {
    features,
    commands,
    buttons: byName(
      features.flatMap((feature) => feature.buttons ?? []),
      'button',
    ),
    forms: byName(
      features.flatMap((feature) => feature.forms ?? []),
      'form',
    ),
    shortcuts: byName(
      features.flatMap((feature) => feature.shortcuts ?? []),
      'shortcut',
    ),
    liveCards: new Map(features.flatMap((feature) => feature.liveCards ?? []).map((live) => [live.recordType, live])),
    pages: features.flatMap((feature) => feature.pages ?? []),
    nudges: features.flatMap((feature) => feature.nudges ?? []),
    jobs: features.flatMap((feature) => feature.jobs ?? []),
    answers: new Map(features.flatMap((feature) => Object.entries(feature.answers ?? {}))),
    everyday: features.flatMap((feature) => feature.everyday ?? []),
    terms: features.flatMap((feature) => feature.terms ?? []),
  };
}

function byName<T extends { name: string }>(entries: T[], what: string): Map<string, T> {
  unique(
    entries.map((entry) => entry.name),
    what,
  );
  return new Map(entries.map((entry) => [entry.name, entry]));
}

function unique(names: string[], what: string): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`Two features declare the ${what} "${twice}".`);
}
