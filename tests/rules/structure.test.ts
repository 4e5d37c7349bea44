// What may know what. A reader finds any behaviour by its folder, because nothing reaches across.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../../src/process/paths.ts';

function filesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file))
    .filter((file) => file.endsWith('.ts') && !file.includes('database/generated'));
}

/** What a file takes from other files of the project, as paths from its root; `types` are imports that leave no trace at run time. */
function importsOf(file: string): { path: string; types: boolean }[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(/^(?:import|export)\s([^;]*?)from '(\.[^']+)'|import\('(\.[^']+)'\)/gm)].map((match) => ({
    path: relative(ROOT, join(ROOT, dirname(file), match[2] ?? match[3] ?? '')),
    types: match[1]?.startsWith('type ') === true,
  }));
}

const offences = (folder: string, forbidden: (path: string, file: string, types: boolean) => boolean) =>
  filesUnder(folder).flatMap((file) =>
    importsOf(file)
      .filter(({ path, types }) => forbidden(path, file, types))
      .map(({ path }) => `${file} imports ${path}`),
  );

it('sees imports', () => {
  expect(importsOf('src/main.ts').map(({ path }) => path)).toEqual(
    expect.arrayContaining(['src/config.ts', 'src/house/adapters.ts']),
  );
  expect(importsOf('src/house/adapters.ts').map(({ path }) => path)).toContain('adapters/slack/index.ts');
});

it('features know no adapter, and no platform’s package', () => {
  expect(offences('src/features', (path) => path.startsWith('adapters/'))).toEqual([]);
  for (const file of filesUnder('src/features'))
    expect(readFileSync(join(ROOT, file), 'utf8'), file).not.toMatch(/from '(?:@slack|botbuilder|@microsoft)/);
});

it('adapters know no feature, no database and not each other', () => {
  expect(
    offences(
      'adapters',
      (path, file) =>
        /^src\/(?:features|database|delivery|schedule|seed|house|cli|main)/.test(path) ||
        (path.startsWith('adapters/') && path.split('/')[1] !== file.split('/')[1]),
    ),
  ).toEqual([]);
});

it('the core of chat knows neither, and of the rest only rights, and types', () => {
  expect(
    offences(
      'src/chat',
      (path, _file, types) =>
        path.startsWith('adapters/') ||
        path.startsWith('src/features') ||
        (!/^src\/(?:chat|rights)\//.test(path) && !types),
    ),
  ).toEqual([]);
});

it('rights know nothing but themselves', () => {
  expect(offences('src/rights', (path) => !path.startsWith('src/rights/'))).toEqual([]);
});

it('features take from each other only what stands in their index', () => {
  expect(
    offences('src/features', (path, file) => {
      const [own, other] = [file.split('/')[2], path.split('/')[2]];
      return path.startsWith('src/features/') && own !== other && own !== 'index.ts' && !path.endsWith('/index.ts');
    }),
  ).toEqual([]);
});

it('nothing but the clock reads the clock in a feature', () => {
  for (const file of filesUnder('src/features'))
    expect(readFileSync(join(ROOT, file), 'utf8'), file).not.toMatch(/new Date\(\)|Date\.now\(\)|DateTime\.now\(/);
});

it('nothing stands loose in src but the process and its configuration', () => {
  expect(
    readdirSync(join(ROOT, 'src'), { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : [])),
  ).toEqual(['config.ts', 'main.ts']);
});

it('the process names no feature: each brings what is its own', () => {
  const named = importsOf('src/main.ts').filter(({ path }) => path.startsWith('src/features/'));
  expect(named.map(({ path }) => path)).toEqual(['src/features/index.ts']);
});

it('no file is longer than 400 lines', () => {
  const long = ['src', 'adapters'].flatMap(filesUnder).flatMap((file) => {
    const lines = readFileSync(join(ROOT, file), 'utf8').split('\n').length - 1;
    return lines > 400 ? [`${file}: ${lines}`] : [];
  });
  expect(long).toEqual([]);
});

it('no two files of a feature know each other, nor a longer ring of them', () => {
  expect(ringsIn(filesUnder('src/features').filter((file) => !file.endsWith('index.ts')))).toEqual([]);
});

it('nor any of the house', () => {
  expect(
    ringsIn([...filesUnder('src').filter((file) => !file.startsWith('src/features')), ...filesUnder('adapters')]),
  ).toEqual([]);
});

/** Files that lead back to themselves by what they take, types among it. */
function ringsIn(files: string[]): string[] {
  const known = new Set(files);
  const takes = new Map(
    files.map((file) => [file, importsOf(file).flatMap(({ path }) => (known.has(path) ? [path] : []))]),
  );
  const rings: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, way: string[]): void => {
    const at = way.indexOf(file);
    if (at >= 0) {
      rings.push([...way.slice(at), file].map((each) => each.replace(/^src\//, '')).join(' > '));
      return;
    }
    if (done.has(file)) return;
    for (const next of takes.get(file) ?? []) visit(next, [...way, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  return rings;
}
