// Other words in which people ask for what was logged, and take it back.
import type { Everyday } from '../../chat/registry.ts';

export const EVERYDAY: Everyday = {
  command: 'log',
  nouns: ['interactions', 'log entries', 'entries', 'logs'],
  whose: ' zone',
  takes: 'Log it',
  asked: [
    [
      /^how many (?:interactions|visits|logs?|contacts|people|residents)(?: (?:did|have) we (?:do|done|have|had|log(?:ged)?|meet|met|see|seen|reach(?:ed)?|speak to|spoken to))? ((?:last|this|since|in|yesterday|today)\b.*)$/i,
      'log list zone $1',
    ],
    [
      /^(?:what (?:happened|did we do|was done|has been done|was logged|have we done)|who (?:did|have) we (?:meet|met|see|seen|speak to|spoken to)) ((?:last|this|since|in|yesterday|today)\b.*)$/i,
      'log list zone $1',
    ],
  ],
  alone: [
    [
      /^(?:(?:no|sorry|oops)[,.]? )?(?:(?:actually[,:]?|make (?:it|that)|it was|that was|there were|it took|(?:it|that) should (?:be|have been)|i meant?)[,:]? )((?:(?:about|approx\.?|around|only|for|in|on|with|last|this) )?(?:\d|yesterday|today|(?:mon|tues?|wed|thurs?|fri|sat|sun)(?:day|nesday|rsday|urday)?\b|an? hour|half an hour|#|week|night).{0,60})$/iu,
      'log edit $1',
    ],
    [
      /^(?:[Nn]o,? |[Ss]orry,? )?(?:[Tt]hat|[Ii]t) (?:was|should be|should have been) (?:for|in) (\p{Lu}.{1,40})$/u,
      'log edit in $1',
    ],
    [/^(?:undo|delete|remove|take back)(?: (?:my|the))? last(?: (?:log|entry|interaction|one))?$/i, 'log undo'],
    [/^(?:edit|change|correct|fix)(?: (?:my|the))? last(?: (?:log|entry|interaction|one))?$/i, 'log edit'],
    [
      /^(?:(?:the |that was the )?(?:wrong|incorrect) (?:zone|place|day|date|number|agency|one)|o+ps|my mistake)$/i,
      'log edit',
    ],
  ],
  said: [
    [/^(?:undo|take back|delete|remove|cancel)(?: (?:it|that|this|last|the last(?: one)?))?$/i, 'log undo'],
    [/^(?:edit|change|correct|fix|amend)(?: (?:it|that|this|last|the last(?: one)?))?$/i, 'log edit'],
  ],
};
