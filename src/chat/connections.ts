// The workspaces and tenants that people come by, as an adapter needs them: which there are, how they stand, and with which keys.
import type { JsonObject } from './cards.ts';

/** ASKED waits for the project team; nothing is heard from or said to one that is PAUSED or ENDED. */
export type ConnectionState = 'ASKED' | 'ACTIVE' | 'PAUSED' | 'ENDED';

export interface Connection {
  tenant: string;
  state: ConnectionState;
  /** The app by which it comes, where that is one of its own. Undefined: the one of this deployment. */
  app: string | undefined;
  /** It has secrets of its own. */
  keyed: boolean;
  /** What it may do, as the platform told us. */
  scopes: readonly string[];
  /** The environment names it: its keys stand there. */
  environment: boolean;
}

/** What a platform told us when somebody let the app into a workspace. */
export interface Installation {
  tenant: string;
  name?: string;
  app?: string;
  scopes: string[];
  secrets: JsonObject;
  /** What the address said by which they came: who gave it to them, and for which agencies. */
  asked: { by?: string; agencies: string[] };
}

/** The connections of one platform. They are held in memory, and seconds old at the most. */
export interface Connections {
  of(tenant: string): Connection | undefined;
  all(): readonly Connection[];
  /** Those that come by this app, which is one of their own. */
  byApp(app: string | undefined): readonly Connection[];
  /** Opened. Undefined: it has none of its own, or has ended. */
  secretsOf(tenant: string): JsonObject | undefined;
  /**
   * Puts other secrets in place of those that are used up, once, however many replicas want it at the same moment.
   * @param worn whether what is kept now has to be renewed: another replica may have done it
   * @returns what is kept then
   */
  renew(
    tenant: string,
    worn: (kept: JsonObject) => boolean,
    work: (kept: JsonObject) => Promise<JsonObject>,
  ): Promise<JsonObject | undefined>;
  /** The app of this deployment was let into a workspace. */
  installed(installation: Installation): Promise<void>;
  /** The platform says that it is called otherwise now. What the project team has named stays so. */
  renamed(tenant: string, name: string): Promise<void>;
  /** The platform says that the app was taken out again. */
  removed(tenant: string): Promise<void>;
  /** Something is wrong there that somebody should see to: the project team hears of it once. */
  trouble(tenant: string, words: string): Promise<void>;
  /** A thing that may happen once: a sign-in that is under way. @returns false when it has happened */
  first(key: string): Promise<boolean>;
  /** @param listen hears whenever one of them may have changed */
  watch(listen: () => void): void;
}
