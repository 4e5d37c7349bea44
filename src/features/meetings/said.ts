// Other words in which people ask for meetings, and run them.
import { firstOf, lineInstead } from '../../chat/meant.ts';
import type { Everyday } from '../../chat/registry.ts';
import { MONTH, WEEKDAY } from '../../language/vocabulary.ts';

const NAME = "(?:@\\{[^}]*\\}|@?\\p{Lu}[\\p{L}’'-]*)";
/** "Tom", "Tom Hartshorn and @Priya": with capitals, and no word that is recorded. */
const NAMES = `(?![Nn]ote|[Ii]nfo|[Dd]eci|[Aa]gree|[Aa]ction|[Tt]odo|[Ii]dea|[Cc]elebrat|[Tt]hanks|[Pp]roblem|[Vv]ote|[Cc]orrect|[Aa]dd |[Aa]polog)${NAME}(?:(?: |, | and | & )${NAME})*`;

const MEETING = '(?:team |zone |next |our |the |a |an |another |new )*(?:meeting|mtg|session)';

const OF_OTHERS: readonly [RegExp, string] = [/^apologies[:,]? (?:from|for) (.+)$/i, 'meeting apologies $1'];

/** While a meeting is held, the word before it is left out. What else is said behind "meeting" is understood there, too. */
const WHILE_HELD: readonly (readonly [RegExp, string])[] = [
  [/^(?:i['’]?m|i am|we(?:['’]re| are)) (?:here|present|in)$/i, 'meeting here'],
  [/^(?:(?:go|move|on)(?: on)? to (?:the )?)?next (?:item|one|point|topic)$/i, 'meeting next'],
  [/^(?:go back|previous)(?: (?:one|item))?$/i, 'meeting back'],
  [
    /^(?:we(?:['’]ve| have)? (?:all )?|it (?:was|is) |it['’]s )?(?:agreed|decided|resolved)(?: that| to|:)? (.+)$/i,
    'meeting decide $1',
  ],
  [/^(?:minute|record|write down|note down|for the minutes)[:,]? (.+)$/i, 'meeting note $1'],
  [/^(?:i )?vote (?:yes|for)(?: it)?$|^(?:yes|aye|for|in favour|i agree)$/i, 'meeting agree'],
  [/^(?:i )?vote (?:no|against)(?: it)?$|^(?:no|nay|against|i disagree)$/i, 'meeting disagree'],
  [/^(?:correct|change|make) (?:that|it|the last(?: line| one)?)[:,]?(?: to| into)? (.+)$/i, 'meeting correct $1'],
  [/^(?:delete|undo|remove|strike|scratch) (?:that|it|(?:the )?last(?: line| one| entry)?)$/i, 'meeting undo'],
  OF_OTHERS,
  [
    /^(?:(?:that['’]?s|we(?:['’]re| are)) (?:it|all|done)|(?:end|close|finish|stop)(?: (?:the|this|our))? meeting|finish(?:ed)?)$/i,
    'meeting end',
  ],
];

/**
 * The line of ours that this is while a meeting is held. `sure`: by all that was said; else it may be something else.
 * @param starts whether a word that is said while a meeting is held stands at its beginning
 */
export function lineWhileHeld(
  typed: string,
  starts: (words: string) => boolean,
): { line: string; sure: boolean } | undefined {
  const words = typed.replace(/[.!\s]+$/, '');
  const said = firstOf(WHILE_HELD, words);
  if (said !== undefined) return { line: said, sure: !VOTE.test(said) };
  if (starts(words)) return { line: `meeting ${words}`, sure: false };
  const line = lineInstead('meeting', words, [EVERYDAY]);
  // "Delete", "stop": what calls off or ends a meeting is not heard in a word that may be about anything.
  const safe = line !== undefined && (line === 'meeting' || (starts(line.slice(8)) && line !== 'meeting end'));
  return safe ? { line, sure: false } : undefined;
}
/** "Yes", and nothing is put to the vote. */
const VOTE = /^meeting (?:dis)?agree$/;

export const EVERYDAY: Everyday = {
  command: 'meeting',
  nouns: ['meetings'],
  asked: [
    [
      /^(?:when(?:['’]?s| is| are| do we)?(?: (?:the|our|my))? .*\bmeet(?:ing|ings)?|(?:the |our |my )?next meeting|(?:the )?agenda)$/i,
      'meeting',
    ],
    [/^(?:(?:show|see|read|open|where are)(?: me)? )?(?:the |our )?(?:last |latest )?minutes$/i, 'meeting minutes'],
    [/^(?:(?:show|see|list|what are|what were)(?: me)? )?(?:the |our |all )?decisions$/i, 'meeting decisions'],
  ],
  alone: [
    [
      new RegExp(
        `^(?:book|schedule|plan|arrange|organi[sz]e|set ?up|call|hold|have) ${MEETING}(?:,? (?:for|on))?(?: (.+))?$`,
        'i',
      ),
      'meeting new $1',
    ],
    [
      /^meet (?:up )?(?:again )?((?:on |at |next |this |every |tomorrow|mon|tue|wed|thu|fri|sat|sun|\d).*)$/i,
      'meeting new $1',
    ],
    [new RegExp(`^(?:cancel|call off) ${MEETING}(?:,? (?:on|of))?(?: (.+))?$`, 'i'), 'meeting cancel $1'],
    [new RegExp(`^(?:move|postpone|change|reschedule|shift) ${MEETING} (?:to|until) (.+)$`, 'i'), 'meeting move $1'],
    [
      /^(?:put|add|place|can we add) (.+?) (?:on|to|onto) (?:the |our )?(?:next )?(?:agenda|meeting)$/i,
      'meeting add $1',
    ],
    [/^(?:add )?(?:agenda )?item[: ]+(.+)$/i, 'meeting add $1'],
    [/^(?:publish|send(?: out)?|share|post) (?:the |our )?(?:draft )?minutes$/i, 'meeting publish'],
    [/^approve (?:the |our |last )*minutes$/i, 'meeting approve'],
    [new RegExp(`^(?:start|begin|open) ${MEETING}(?: now)?$`, 'i'), 'meeting start'],
    [new RegExp(`^(?:end|close|finish|stop) ${MEETING}$`, 'i'), 'meeting end'],
    OF_OTHERS,
    [
      new RegExp(`^(?:sorry,? )?(?:i )?(?:can['’]?t|cannot) (?:make|come to|attend) ${MEETING}(?:[:,] (.+))?$`, 'i'),
      'meeting apologies $1',
    ],
  ],
  said: [
    [
      /^(?:agendas?|next (?:one|meeting)|upcoming|show|status|now|who(?:['’]?s| is) coming|(?:when|where)(?:['’]?s| is it| is| are we| do we meet)?(?: (?:the )?next(?: (?:one|meeting))?)?)$/i,
      'meeting',
    ],
    [/^(?:last|last one|the last)$/i, 'meeting minutes'],
    [/^minutes so far$/i, 'meeting edit'],
    [/^list (?:all|upcoming|ahead|future|next)$/i, 'meeting list'],
    [/^(?:list )?(?:past|old|previous|earlier)(?: meetings)?$/i, 'meeting minutes'],
    [/^actions?(?: (?:list|from last time))?$/i, 'action list zone'],
    [
      /^(?:who(?:['’]?s| is) (?:here|there|present)|(?:are we )?quorate|time|how (?:long|much time)(?: is)?(?: left)?)$/i,
      'meeting',
    ],
    [/^agenda add (.+)$/i, 'meeting add $1'],
    [/^skip(?: (?:this|that|it|the|item|one))*$/i, 'meeting park'],
    [
      /^(?:skip|miss|no meeting|not|none|leave out)(?: the)?(?: (?:meeting|one))?(?: on| of)? (?!\d{1,2}$|(?:this|that|it|item)\b)(.+)$/i,
      'meeting cancel $1',
    ],
    [/^(next|back|park|end)(?: (?:the|this|that|it|our|item|one|meeting|now|until next time))+$/i, 'meeting $1'],
    [/^(?:go )?back to the (?:last|previous)(?: (?:one|item))?$/i, 'meeting back'],
    [/^undo(?: (?:that|it|my|the|last|one|line))+$/i, 'meeting undo'],
    [/^publish(?: (?:the|minutes|them|it|now|to|all|everyone|everybody))+$/i, 'meeting publish'],
    [/^approve(?: (?:the|last|minutes|of last time|of the last meeting))+$/i, 'meeting approve'],
    [/^(?:leave|leaving)(?: (?:early|now|the meeting))+$|^leaving$/i, 'meeting leave'],
    [/^resolved(?: that| to|:)? (.+)$/i, 'meeting decide $1'],
    [
      /^(?:change|shift|switch)(?: it)?(?: the)?(?: time| day| date)?(?: to)? (?!(?:the )?(?:agenda|minutes|quorum|item))(.+)$/i,
      'meeting move $1',
    ],
    [/^((?:every|each) .+?) (?:instead|from now on)$/i, 'meeting move series $1'],
    [/^(?:room|place|venue|location)(?: change[sd]?)?(?: is| to)?:? (?:at |in )?(.+)$/i, 'meeting move at $1'],
    [/^(?:agenda )?items?:? (?!\d+$)(.+)$/i, 'meeting add $1'],
    [
      /^(?:sorry[,.]? )?(?:i )?(?:can['’]?t|cannot|can not) (?:make it|come|be there|attend)[,:]?(?: (.+))?$/i,
      'meeting apologies $1',
    ],
    [/^(?:schedule|book|set up|organise)(?: (.+))?$/i, 'meeting new $1'],
    [/^(?:postpone|reschedule)(?: (.+))?$/i, 'meeting move $1'],
    [/^(?:finish|close|stop|over)$/i, 'meeting end'],
    [/^(?:begin|open)$/i, 'meeting start'],
    [/^(?:arrived|present|attending|attend|join)$/i, 'meeting here'],
    [
      new RegExp(`^(${NAMES}) (?:is|are|has|have)(?: just)? (?:here|joined|arrived|come|present)(?: too| now)?$`, 'u'),
      'meeting here $1',
    ],
    [
      new RegExp(`^(${NAMES}) (?:has |have |had to )?(?:just )?(?:left|gone|leave)(?: early| now)?$`, 'u'),
      'meeting leave $1',
    ],
    [/^(?:remove|delete) (\d{1,2})$/i, 'meeting drop $1'],
    [/^(?:delete|remove|call off)$/i, 'meeting cancel'],
    [
      new RegExp(
        `^((?:every|each|on|this|next|the|tomorrow|today|tonight|${WEEKDAY}|\\d{1,2}(?:st|nd|rd|th)? ${MONTH})(?![\\p{L}]).*(?:\\d[:.]\\d{2}|\\d ?[ap]\\.?m|\\bat \\d|noon|midday).*)$`,
        'iu',
      ),
      'meeting new $1',
    ],
  ],
};
