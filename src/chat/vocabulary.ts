// All words of the registry, gone through: for completion, help, the reference, and what each is called from its beginning.
import type { AnyWord } from './word.ts';
import type { Command } from './words.ts';

/** What one may begin to type, every word of it, with what it does: for completion. */
export function completions(commands: readonly Command[]): { words: string; says: string }[] {
  return commands.flatMap((command) =>
    [...everyWord(command)].map((each) => ({
      words: each.path,
      says: each.follows === '' ? each.summary : `${each.follows}: ${each.summary}`,
    })),
  );
}

/** Every word under one, itself first, with what is typed to get there. */
export function* everyWord(of: AnyWord): Generator<AnyWord> {
  yield of;
  for (const child of [...of.words, ...(of.after?.words ?? [])]) yield* everyWord(child);
}

/** Gives every word under one the words that lead there. */
export function setPaths(of: AnyWord, path = of.name): void {
  of.path = path;
  for (const child of of.words) setPaths(child, `${path} ${child.name}`);
  for (const child of of.after?.words ?? [])
    setPaths(child, `${path} ${of.after?.label ?? ''} ${child.name}`.trimEnd());
}
