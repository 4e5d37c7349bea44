// The one HTTP server: each adapter's routes, health and readiness.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Route } from '../chat/port.ts';
import type { Log } from '../process/log.ts';
import { BodyTooLarge } from './body.ts';

export interface HttpServer {
  /** The port that is listened on (the configured one, or the one that the system chose for 0). */
  port: number;
  /** Takes nothing new and waits for the answers that are being written. */
  stop(): Promise<void>;
}

export interface HttpOptions {
  host: string;
  port: number;
  routes: Route[];
  log: Log;
  /** Names what is not ready; empty when all is. */
  notReady(): Promise<string[]>;
  /** What is ready, and rests: a workspace that refuses us. */
  resting(): Promise<string[]>;
}

const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** Starts to listen. @throws when the port is taken */
export async function startHttp(options: HttpOptions): Promise<HttpServer> {
  const routes = new Map(
    [...options.routes, ...health(options)].map((route) => [`${route.method} ${route.path}`, route]),
  );
  const server = createServer((request, response) => {
    void serve(routes, request, response, options.log);
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(options.port, options.host, () => done());
  });
  return { port: (server.address() as AddressInfo).port, stop: () => close(server) };
}

async function serve(
  routes: Map<string, Route>,
  request: IncomingMessage,
  response: ServerResponse,
  log: Log,
): Promise<void> {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const route =
    routes.get(`${request.method} ${path}`) ?? (request.method === 'HEAD' ? routes.get(`GET ${path}`) : undefined);
  const requestId = randomUUID();
  try {
    if (route === undefined) {
      request.resume();
      const known = ['GET', 'POST'].some((method) => routes.has(`${method} ${path}`));
      return sendText(response, known ? 405 : 404, known ? 'Method not allowed' : 'Not found');
    }
    await route.handle(request, response, requestId);
  } catch (error) {
    if (error instanceof BodyTooLarge && !response.headersSent)
      return sendText(response, 413, 'That is more than a page takes. Go back: what you typed is still there.');
    log.error({ error, requestId, path: route?.path }, 'a request failed');
    if (!response.headersSent) sendText(response, 500, `Something went wrong, reference ${requestId.slice(0, 8)}`);
    else response.end();
  }
}

function health({ notReady, resting }: HttpOptions): Route[] {
  return [
    { method: 'GET', path: '/healthz', handle: async (_request, response) => sendJson(response, 200, { alive: true }) },
    {
      method: 'GET',
      path: '/readyz',
      async handle(_request, response) {
        const missing = await notReady();
        if (missing.length > 0) return sendJson(response, 503, { ready: false, missing });
        const look = await resting();
        sendJson(response, 200, { ready: true, missing, ...(look.length === 0 ? {} : { look }) });
      },
    },
  ];
}

export function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { ...SECURITY_HEADERS, 'content-type': 'text/plain; charset=utf-8' }).end(text);
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response
    .writeHead(status, { ...SECURITY_HEADERS, 'content-type': 'application/json; charset=utf-8' })
    .end(JSON.stringify(body));
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((done) => server.close(() => done()));
  // Callers keep their connections for the next request; there is none, so each goes when its answer is out.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const patience = setTimeout(() => server.closeAllConnections(), 4000);
  await closed;
  clearInterval(idle);
  clearTimeout(patience);
}
