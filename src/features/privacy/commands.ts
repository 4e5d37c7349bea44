// The ways out of the guard, the same wherever somebody has typed: say it without the person, edit it, or take it to where single
// cases go.
import { z } from 'zod';
import type { Act } from '../../chat/act.ts';
import type { OpenForm } from '../../chat/forms.ts';
import { button, type Feature, form } from '../../chat/registry.ts';
import { orReopen, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { clean } from '../../chat/spans.ts';
import { keepDraft, openDraft } from '../../database/drafts.ts';
import { identifiers, inspect } from './guard.ts';
import { bare, insteadOf } from './rewrite.ts';
import { terms } from './terms.ts';
import { assertClean, fieldError, stopCard, whereItGoesCard } from './views.ts';

/** A line that may be typed again: nothing in it points at a person. */
const again = z.object({ words: z.string() });
const withDraft = z.object({ draft: z.uuid() });
const LONGEST = 3000;

/** @param personal the words of it that were stopped: the rest of the line says what is to be done with them */
async function stopped(act: Act, personal: string): Promise<Reply> {
  const { what } = act.incoming;
  if (what.kind !== 'command') throw new Error('Only a line that was typed can be typed again.');
  const words = clean(what.words);
  const instead = insteadOf(personal, act.now);
  const at = words.indexOf(personal);
  const line = (text: string) => (at < 0 ? text : `${words.slice(0, at)}${text}${words.slice(at + personal.length)}`);
  const goOn = instead === undefined ? undefined : line(instead.text);
  const isClean = goOn !== undefined && at >= 0 && identifiers(inspect(goOn, act.now)).length === 0;
  const draft = await keepDraft(act, { words: isClean ? goOn : line(bare(personal, act.now)) });
  return privately(
    stopCard({
      text: personal,
      findings: identifiers(inspect(personal, act.now)),
      visible: what.visible,
      instead: isClean ? instead : undefined,
      ways: {
        goOn: { action: 'privacy.again', data: { draft } },
        edit: { label: 'Edit', action: 'privacy.edit', data: { draft }, opens: 'form' },
      },
    }),
  );
}

function editForm(draft: string, words: string): OpenForm {
  return {
    form: {
      id: 'privacy.retype',
      title: 'Type it again',
      submit: 'Send it',
      fields: [
        {
          kind: 'longText',
          name: 'words',
          label: 'What you typed',
          hint: 'What happens and where. No names, addresses or numbers of residents.',
          most: LONGEST,
          value: words.slice(0, LONGEST),
        },
      ],
      data: { draft },
    },
    button: { label: 'Edit', action: 'privacy.edit', data: { draft }, opens: 'form' },
  };
}

/** @returns what the line is answered with, in place of the card that stopped it */
async function typeAgain(act: Act, words: string): Promise<Reply> {
  const reply = await act.again(words);
  return reply.kind === 'card' ? { ...reply, replaces: true } : reply;
}

export const privacy: Feature = {
  name: 'privacy',
  terms,
  stopped,
  assertQuotable: (act, words) => assertClean(words, act.now),
  buttons: [
    button('privacy.person', 'known', z.object({}), async (act) => privately(whereItGoesCard(act.partnership))),
    button('privacy.again', 'known', withDraft, async (act, { draft }) =>
      typeAgain(act, (await openDraft(act, draft, again)).words),
    ),
    button('privacy.edit', 'known', withDraft, async (act, { draft }) => ({
      kind: 'form',
      ...editForm(draft, (await openDraft(act, draft, again)).words),
    })),
  ],
  forms: [
    form('privacy.retype', 'known', withDraft, (act, { draft }, values) => {
      const words = clean(String(values['words'] ?? ''));
      return orReopen(
        () => {
          const stops = identifiers(inspect(words, act.now));
          if (stops.length > 0) throw new Refusal(fieldError(words, stops));
          return act.again(words);
        },
        'words',
        () => editForm(draft, words),
      );
    }),
  ],
};
