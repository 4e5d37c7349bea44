export interface Ground {
  postgres: { host: string; port: number; user: string };
  /** Where each is: what Node runs. */
  bundles: { bot: string; wireBot: string; nudgeDay: string };
}

export function makeGround(): Promise<{ ground: Ground; stop(): Promise<void> }>;
