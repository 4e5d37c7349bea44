// The operator's commands, a file each.
import { Command } from 'commander';
import { addBackup } from './backup.ts';
import { addChats } from './chats.ts';
import { addDeliveries } from './deliveries.ts';
import { addDoctor } from './doctor.ts';
import { addImport, addImportCandidate } from './import.ts';
import { addManifests } from './manifests-command.ts';
import { addMigrate } from './migrate.ts';
import { addPartnership } from './partnership.ts';
import { addReport } from './report.ts';
import { addSeed } from './seed.ts';
import { addStart } from './start.ts';

const program = new Command('people-zones').description('The People Zones bot').showHelpAfterError();
for (const add of [
  addStart,
  addMigrate,
  addSeed,
  addDoctor,
  addDeliveries,
  addBackup,
  addManifests,
  addPartnership,
  addChats,
  addImport,
  addImportCandidate,
  addReport,
])
  add(program);
await program.parseAsync(process.argv);
