// One worker process that lives through a day of reminders, an hour at a time: DATABASE_URL, and the day as an argument.
import { connectDatabase } from '../../src/database/client.ts';
import { productRegistry } from '../../src/features/index.ts';
import { sendNudges } from '../../src/features/nudges/index.ts';
import { createLog } from '../../src/process/log.ts';

const [day = ''] = process.argv.slice(2);
const connection = JSON.parse(process.env['CONNECTION'] ?? '{}');
const database = connectDatabase(connection, createLog('silent'));
const sources = productRegistry().nudges;
console.log('ready');
await new Promise((begin) => process.stdin.once('data', begin));
let sent = 0;
for (let minute = 0; minute < 24 * 60; minute += 60)
  sent += await sendNudges(database.prisma, sources, new Date(Date.parse(`${day}T00:00:00Z`) + minute * 60_000));
await database.close();
console.log(JSON.stringify({ sent }));
process.exit(0);
