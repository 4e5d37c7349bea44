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
