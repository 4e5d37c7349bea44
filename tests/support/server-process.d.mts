export function startServer(): Promise<{
  connection: { host: string; port: number; user: string };
  stop(): Promise<void>;
}>;
