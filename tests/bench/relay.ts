// The floor for a line that crosses from one platform to another: one INSERT and one queued job in a transaction, then one
// request out. No person, no guard, no order, no card, no books.
import { createServer } from 'node:http';
import { run } from 'graphile-worker';
import pg from 'pg';

const [port = '0', to = '', connection = '{}'] = process.argv.slice(2);
const pool = new pg.Pool({ ...JSON.parse(connection), max: 12 });
await pool.query('CREATE TABLE IF NOT EXISTS bench_relay (id bigserial PRIMARY KEY, text text NOT NULL)');
await run({
  pgPool: pool,
  concurrency: 10,
  noHandleSignals: true,
  taskList: {
    relay: async (payload) => {
      await fetch(to, { method: 'POST', body: JSON.stringify(payload) });
    },
  },
});
createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query('INSERT INTO bench_relay (text) VALUES ($1)', [text]);
  await client.query("SELECT graphile_worker.add_job('relay', json_build_object('text', $1::text))", [text]);
  await client.query('COMMIT');
  client.release();
  response.end('ok');
}).listen(Number(port), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
