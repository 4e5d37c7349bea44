// Other words in which people ask for meetings, and run them.
import type { Everyday } from '../../chat/registry.ts';

const NAME = "(?:@\\{[^}]*\\}|@?\\p{Lu}[\\p{L}’'-]*)";
/** "Tom", "Tom Hartshorn and @Priya": with capitals, and no word that is recorded. */
const NAMES = `(?![Nn]ote|[Ii]nfo|[Dd]eci|[Aa]gree|[Aa]ction|[Tt]odo|[Ii]dea|[Cc]elebrat|[Tt]hanks|[Pp]roblem|[Vv]ote|[Cc]orrect|[Aa]dd |[Aa]polog)${NAME}(?:(?: |, | and | & )${NAME})*`;

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
  ],
};
