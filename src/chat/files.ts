// Files that people hand over: text only, and not much of it.

/** What is said to whoever sends more than words. */
export const NO_PICTURES = 'I keep words, and nothing of a picture or file.';

/** The largest that is taken, in bytes: some ten thousand rows. */
export const MOST_BYTES = 1_000_000;

/** Text of a file as spreadsheets save it: UTF-8 with or without a mark, else Windows-1252. */
export function decodeFile(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/^\uFEFF/, '');
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
