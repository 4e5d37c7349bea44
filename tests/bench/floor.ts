// The floor that the product is compared with: the least that a durable Slack command can be. A bare Bolt app verifies
// the request and does BEGIN, as many INSERTs as its text asks for ("inserts 5"; one if it asks for none), COMMIT, or one SELECT ("select"); no person, no zone, no guard, no audit, no answer but words.
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import pg from 'pg';

const [port = '0', signingSecret = '', connection = '{}'] = process.argv.slice(2);
const pool = new pg.Pool({ ...JSON.parse(connection), max: 10 });
await pool.query(
  'CREATE TABLE IF NOT EXISTS bench_floor (key text PRIMARY KEY, text text NOT NULL, at timestamptz NOT NULL DEFAULT now())',
);

const app = new App({
  receiver: new HTTPReceiver({ signingSecret, logLevel: LogLevel.ERROR }),
  authorize: async () => ({ botToken: 'xoxb-none', botId: 'B0', botUserId: 'U0' }),
  convoStore: false,
  logLevel: LogLevel.ERROR,
});
app.command('/pz', async ({ body, ack }) => {
  if (body.text === 'select') {
    await pool.query({ name: 'select', text: 'SELECT key, text, at FROM bench_floor LIMIT 20' });
    await ack('Read something.');
    return;
  }
  const inserts = Number(/^inserts (\d+)/.exec(body.text)?.[1] ?? 1);
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    for (let n = 0; n < inserts; n += 1)
      await client.query({
        name: 'insert',
        text: 'INSERT INTO bench_floor (key, text) VALUES ($1, $2)',
        values: [`${body.trigger_id} ${n}`, body.text],
      });
    await client.query('COMMIT');
  } finally {
    client.release();
  }
  await ack('Logged in nothing.');
});
await app.start(Number(port));
process.on('SIGTERM', () => process.exit(0));
