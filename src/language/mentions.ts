// People as they are mentioned.

/** How adapters write a mention of a person: @{user|name}. */
export const MENTION = /@\{([^|}]{1,80})\|([^}]{0,80})\}/g;
