// A path to PostgreSQL that can be cut, closed, or made silent, for trying what a bot does then.

import type { AddressInfo } from 'node:net';
import { createConnection, createServer, type Server, type Socket } from 'node:net';

export interface DatabaseProxy {
  port: number;
  /** Ends every connection, as a restart or a failover does. */
  cut(): void;
  /** Nothing passes and nothing is closed, as when a machine or a firewall on the way vanishes. */
  silence(silent: boolean): void;
  /** New connections are refused, and the old ones ended. */
  close(): Promise<void>;
  open(): Promise<void>;
  stop(): Promise<void>;
}

export async function databaseProxy(socketPath: string): Promise<DatabaseProxy> {
  const pairs = new Set<[Socket, Socket]>();
  const waiting = new Set<() => void>();
  let silent = false;
  let port = 0;
  let server: Server | undefined;

  function serve(client: Socket): void {
    const database = createConnection(socketPath);
    const pair: [Socket, Socket] = [client, database];
    pairs.add(pair);
    const over = () => {
      pairs.delete(pair);
      for (const end of pair) end.destroy();
    };
    for (const [from, to] of [pair, [database, client]] as [Socket, Socket][]) {
      from.on('data', (bytes) => {
        // What was swallowed is lost: the connection is of no use afterwards, but does not know it.
        if (!silent) to.write(bytes);
      });
      // While it is silent, neither end hears that the other has gone; the network gives them up some time later.
      const ended = () => (silent ? waiting.add(over) : over());
      from.on('error', ended);
      from.on('close', ended);
    }
  }

  async function open(): Promise<void> {
    const opened = createServer(serve);
    await new Promise<void>((done) => opened.listen(port, '127.0.0.1', done));
    port = (opened.address() as AddressInfo).port;
    server = opened;
  }

  const cut = () => {
    for (const pair of pairs) for (const end of pair) end.destroy();
    pairs.clear();
  };
  const close = () =>
    new Promise<void>((done) => {
      server?.close(() => done());
      server = undefined;
      cut();
    });
  await open();
  return {
    get port() {
      return port;
    },
    cut,
    silence(now) {
      silent = now;
      if (!silent) for (const over of waiting) over();
      waiting.clear();
    },
    close,
    open,
    stop: async () => {
      silent = false;
      await close();
    },
  };
}
