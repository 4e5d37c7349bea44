// Other words in which people ask for what is said of zones.

export const SAID: readonly (readonly [RegExp, string])[] = [
  [/^(?:list|all|show|mine|team|members?|people|staff|home)$/i, 'zone'],
  [/^(?:help|commands?)$/i, 'help zone'],
  [/^join(?: .*)?$/i, 'me join'],
  [/^link (?:here|this|this channel|it)$/i, 'zone link'],
  [/^(?:unlink|disconnect)(?: (?:here|this|this channel|it))?$/i, 'zone unlink'],
  [/^(?:(?:add|invite) @|add )[\p{L}’' -]+$/iu, 'zone invite'],
  [/^lead (@?.+?) (?:end|off|no longer|no more)$/i, 'zone lead end $1'],
  [/^(?:kick|expel)(?: out)? (@.+)$/i, 'zone remove $1'],
  [/^(?:risk|risks|issues?) (?:add|new|list|show)(?: (.*))?$/i, 'zone risks $1'],
  [/^(?:offer|offers) (?:add|new|list|show)(?: (.*))?$/i, 'zone offers $1'],
  [/^(?:grant|grants) (?:add|new)$/i, 'zone grants'],
  [/^(?:agreement|agreements) (?:add|new|sign)$/i, 'zone agreements'],
  [/^(?:benefit|benefits) (?:add|new)$/i, 'zone benefits'],
  [/^(?:review|reviews) (?:add|new|keep)$/i, 'zone review'],
  [/^(?:map|maps) (?:show|list|all)$/i, 'zone map'],
];
