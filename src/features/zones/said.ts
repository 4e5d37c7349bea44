// Other words in which people ask for what is said of zones.
import type { Everyday } from '../../chat/registry.ts';

const SAID: readonly (readonly [RegExp, string])[] = [
  [/^(?:list|all|show|mine|team|members?|people|staff|home)$/i, 'zone'],
  [/^(?:help|commands?)$/i, 'help zone'],
  [/^(?:create|make|add(?: an?)? zone|new zone|zone)[: ]+(.+)$/i, 'zone new $1'],
  [/^(?:agencies|agency(?: all| show)?)$/i, 'zone agency list'],
  [/^agency (?:add|create)(?: (.*))?$/i, 'zone agency new $1'],
  [/^join(?: .*)?$/i, 'me join'],
  [/^link (?:here|this|this channel|it)$/i, 'zone link'],
  [/^(?:unlink|disconnect)(?: (?:here|this|this channel|it))?$/i, 'zone unlink'],
  [/^(?:who(?:['’]?s| is| are)? in(?: (?:it|the team|there))?)$/i, 'zone'],
  [/^(?:add|new) (?:an? )?risk:? (.+)$/i, 'zone risks $1'],
  [/^(?:add|new) (?:an? )?offer:? (.+)$/i, 'zone offers $1'],
  [
    /^(?:add|invite) (?!here\b)(?:(?:some(?:one|body)|a (?:new )?member|members?|people)(?: new)?|(@\{[^}]*\}|@?\p{L}[\p{L}’'. -]*))$/iu,
    'zone invite $1',
  ],
  [/^lead (@?.+?) (?:end|off|no longer|no more)$/i, 'zone lead end $1'],
  [/^(?:kick|expel)(?: out)? (@.+)$/i, 'zone remove $1'],
  [/^(?:risk|risks|issues?) (?:add|new|list|show)(?: (.*))?$/i, 'zone risks $1'],
  [/^(?:offer|offers) (?:add|new|list|show)(?: (.*))?$/i, 'zone offers $1'],
  [/^(?:grant|grants) (?:add|new)$/i, 'zone grants'],
  [/^(?:agreement|agreements) (?:add|new|sign)$/i, 'zone agreements'],
  [/^(?:benefit|benefits) (?:add|new)$/i, 'zone benefits'],
  [/^(?:review|reviews) (?:add|new|keep)$/i, 'zone review'],
  [/^(?:map|maps) (?:show|list|all)$/i, 'zone map'],
  // What changes an entry stands under its card.
  [/^map (?:remove|delete|edit|change|find|search)(?: for)? (.+)$/i, 'zone map $1'],
];

export const EVERYDAY: Everyday = {
  command: 'zone',
  nouns: ['zones?', 'teams?'],
  asked: [
    [
      /^who(?:['’]?s| is| are)?(?: in)? (?:the |our |my )?(?:leads?|team|members|people)(?: (?:of|in|for|at) (.+))?$/i,
      'zone $1',
    ],
    [
      /^who (?:leads|runs|heads|(?:is|['’]s) (?:the )?leads? (?:of|in|for)) (?!(?:this|it|you|the bot)$)(.+)$/i,
      'zone $1',
    ],
    [/^(?:who (?:is|are|['’]s) )?(?:the |our |all )?champions?(?: (?:of|for|in) .+)?$/i, 'zone champions'],
    [/^who(?:['’]?s| is) .+['’]s? champion$/i, 'zone champions'],
    [
      /^who (?!am\b|(?:can )?(?:sees?|reads?) (?:this|it|that|what)\b|(?:runs|owns|made|looks after|is behind) (?:this|you|it|the bot)\b)(.+)$/i,
      'zone who $1',
    ],
    [
      /^(?:(?:the )?(?:poster|qr[- ]?code|residents[’']? page|page for residents)|what (?:have|did|do) (?:the |our )?(?:residents|people|neighbours) (?:told|tell|said|say)(?: us)?)$/i,
      'zone told',
    ],
    [/^(?:list |show |all |our |the )*agenc(?:ies|y)(?: list)?$/i, 'zone agency list'],
  ],
  alone: [
    [/^(?:add|invite) (.+?) to (?:the|our|my) (?:team|zone)$/i, 'zone invite $1'],
    [/^(?:remove|take) @?(.+?) (?:from|out of|off) (?:the|our|my) (?:team|zone)$/i, 'zone remove @$1'],
    [/^(?:i['’]?m|i am|i(?:['’]ll| will) be) leaving(?: (?:the team|the zone|us|now|soon))?$/i, 'zone leave'],
  ],
  said: SAID,
};
