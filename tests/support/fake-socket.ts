// Slack's side of Socket Mode: apps.connections.open gives an address once, a hello begins, every frame is acknowledged by its
// id or sent again (docs.slack.dev/apis/events-api/using-socket-mode).
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { until } from './until.ts';

export interface FakeSocket {
  apiUrl: string;
  /** Lines that stand now. */
  lines(): number;
  /** How often a line was opened. */
  opened(): number;
  /** Sends a frame. @returns the acknowledgement's payload; undefined when none came within the time that Slack gives */
  send(type: string, payload: unknown, withinMs?: number): Promise<{ acknowledged: boolean; payload?: unknown }>;
  /** Anything at all. */
  raw(text: string): void;
  /** Slack asks to refresh a line, and closes it. */
  refresh(): void;
  stop(): Promise<void>;
}

/** @param webApi the rest of Slack's Web API */
export async function startFakeSocket(webApi: string): Promise<FakeSocket> {
  const lines = new Set<WebSocket>();
  const acks = new Map<string, { payload?: unknown }>();
  let opened = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (request.url === '/api/apps.connections.open') {
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ ok: true, url: `ws://127.0.0.1:${port()}/link?ticket=${randomUUID()}` }));
      return;
    }
    const answer = await fetch(`${webApi.replace(/\/api\/$/, '')}${request.url}`, {
      method: 'POST',
      headers: {
        'content-type': request.headers['content-type'] ?? '',
        authorization: request.headers.authorization ?? '',
      },
      body: Buffer.concat(chunks),
    });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  });
  const port = () => (server.address() as AddressInfo).port;
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (line) => {
    opened += 1;
    lines.add(line);
    line.on('close', () => lines.delete(line));
    line.on('message', (data) => {
      const heard = JSON.parse(String(data)) as { envelope_id?: string; payload?: unknown };
      if (heard.envelope_id !== undefined) acks.set(heard.envelope_id, heard);
    });
    line.send(JSON.stringify({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A0' } }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  let turn = 0;
  const some = () => {
    turn += 1;
    return [...lines][turn % Math.max(1, lines.size)];
  };
  return {
    apiUrl: `http://127.0.0.1:${port()}/api/`,
    lines: () => lines.size,
    opened: () => opened,
    async send(type, payload, withinMs = 3000) {
      const id = randomUUID();
      await until('a line', () => lines.size > 0);
      some()?.send(JSON.stringify({ envelope_id: id, type, payload, accepts_response_payload: type !== 'events_api' }));
      const ack = await until('an acknowledgement', () => acks.get(id), withinMs).catch(() => undefined);
      return ack === undefined ? { acknowledged: false } : { acknowledged: true, payload: ack.payload };
    },
    raw: (text) => some()?.send(text),
    refresh() {
      const line = some();
      line?.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
      if (line !== undefined) lines.delete(line);
      line?.close(1000);
    },
    async stop() {
      for (const line of lines) line.terminate();
      await new Promise<void>((done) => sockets.close(() => done()));
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}
