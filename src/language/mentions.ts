// People and agencies as they are mentioned in a line: @Dana, @Dana Whitlock, @Priya (Slack), or the platform's own mention.

/** How adapters write a mention of a person: @{user|name}. */
export const MENTION = /@\{([^|}]{1,600})\|([^}]{0,120})\}/g;

export interface Mention {
  /** The platform's id, where the platform made the mention. */
  user: string | undefined;
  /** The words after the @, as many as may belong to a name: "Dana Whitlock by Friday" is cut by whoever knows the names. */
  words: string;
  /** Where it begins in the line. */
  from: number;
  /** Where it ends, if all its words belong to it. */
  to: number;
}

const TYPED = /(?<![\p{L}\d.])@([\p{L}][\p{L}'’-]*(?: [\p{L}][\p{L}'’-]*){0,3}(?: \((?:slack|teams|console)\))?)/giu;

/** Every mention in a line, in its order. */
export function findMentions(line: string): Mention[] {
  const made = [...line.matchAll(MENTION)].map((match) => ({
    user: match[1],
    words: match[2] ?? '',
    from: match.index,
    to: match.index + match[0].length,
  }));
  const typed = [...line.matchAll(TYPED)].map((match) => ({
    user: undefined,
    words: match[1] ?? '',
    from: match.index,
    to: match.index + match[0].length,
  }));
  return [...made, ...typed].sort((a, b) => a.from - b.from);
}
