// What people type and press about candidates for a People Zone.
import { z } from 'zod';
import type { Act } from '../../../chat/act.ts';
import type { Values } from '../../../chat/forms.ts';
import { anyText } from '../../../chat/parts.ts';
import { button, type Feature, form } from '../../../chat/registry.ts';
import { privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { clean, saysSomething } from '../../../chat/spans.ts';
import { word } from '../../../chat/words.ts';
import { assertClean } from '../../privacy/index.ts';
import { initialsOf } from '../presses.ts';
import {
  dataForm,
  decideForm,
  findingForm,
  proposeForm,
  readCode,
  readData,
  readDecision,
  readFinding,
  readProposal,
  setUpForm,
} from './forms.ts';
import {
  addData,
  addFinding,
  decisionsOfBoard,
  enterDecision,
  proposalNamed,
  propose,
  readProposalOf,
  setUp,
  showCandidates,
  takeBackFinding,
} from './service.ts';
import { proposalCard } from './views.ts';

const record = z.object({ id: z.uuid() });

/** "Eyres Monsell, city"; what is missing is asked in a form. */
function fromLine(act: Act, typed: string): Promise<Reply> | Reply {
  const line = clean(typed);
  const match = /^(.+?)[\s,;:(–-]+(?:(?:in|of) (?:the )?)?(city|county|town|rural)\)?\.?$/i.exec(line);
  const name = (match?.[1] ?? line).replace(/[\s,;:.]+$/, '');
  assertClean(line, act.now);
  if (match === null || !saysSomething(name) || name.length > 60)
    return { kind: 'form', ...proposeForm(line === '' ? undefined : { name: name.slice(0, 60) }) };
  return propose(act, { name, setting: /^city$/i.test(match[2] ?? '') ? 'CITY' : 'COUNTY', why: '' });
}

export const CHOOSING = [
  word({
    name: 'propose',
    summary: 'Propose a place as a People Zone: its name, city or county',
    examples: ['zone propose Eyres Monsell, city'],
    details: ['Anybody can. The project team gathers what is found of it; the board agrees.'],
    needs: 'proposal.make',
    parts: { what: anyText('NAME, city or county') },
    run: (act, { what }) => fromLine(act, what),
  }),
  word({
    name: 'candidates',
    also: ['candidate', 'proposals', 'proposal'],
    summary: 'The places that are proposed, side by side; with a name, that one',
    examples: ['zone candidates'],
    needs: 'proposal.see',
    parts: { which: anyText('NAME') },
    run: async (act, { which }) =>
      which === '' ? showCandidates(act) : privately(proposalCard(act, await proposalNamed(act, which))),
  }),
];

/** A form's values as they should be, or the form again with what is wrong. */
async function orAgain<T>(
  read: { value: T } | { errors: Record<string, string> },
  again: () => Promise<ReturnType<typeof proposeForm>> | ReturnType<typeof proposeForm>,
  field: string,
  go: (value: T) => Promise<Reply>,
): Promise<Reply> {
  if ('errors' in read) return { kind: 'invalid', ...(await again()), errors: read.errors };
  try {
    return await go(read.value);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { kind: 'invalid', ...(await again()), errors: { [field]: error.message } };
  }
}

export const choosing: Required<Pick<Feature, 'buttons' | 'forms'>> = {
  buttons: [
    button(
      'proposal.form',
      'proposal.make',
      z.object({ name: z.string().max(60).optional() }),
      async (_act, { name }) => ({
        kind: 'form',
        ...proposeForm(name === undefined ? undefined : { name }),
      }),
    ),
    button('proposal.list', 'proposal.see', z.object({}), (act) => showCandidates(act)),
    button('proposal.open', 'proposal.see', record, async (act, { id }) =>
      privately(proposalCard(act, await readProposalOf(act, id))),
    ),
    button('proposal.findingForm', 'proposal.find', record, async (act, { id }) => ({
      kind: 'form',
      ...findingForm(act, await readProposalOf(act, id)),
    })),
    button('proposal.dataForm', 'proposal.find', record, async (act, { id }) => ({
      kind: 'form',
      ...dataForm(await readProposalOf(act, id), act),
    })),
    button('proposal.takeBack', 'proposal.find', record, (act, { id }) => takeBackFinding(act, id)),
    button('proposal.decideForm', 'proposal.decide', record, async (act, { id }) => ({
      kind: 'form',
      ...decideForm(act, await readProposalOf(act, id), await decisionsOfBoard(act)),
    })),
    button('proposal.setUpForm', 'proposal.decide', record, async (act, { id }) => {
      const proposal = await readProposalOf(act, id);
      return { kind: 'form', ...setUpForm(proposal, initialsOf(proposal.name)) };
    }),
  ],
  forms: [
    form('proposal.save', 'proposal.make', z.object({}), (act, _data, values) =>
      orAgain(
        readProposal(act, values),
        () => proposeForm(values),
        'name',
        (value) => propose(act, value),
      ),
    ),
    form('proposal.saveFinding', 'proposal.find', record, (act, { id }, values) =>
      orAgain(
        readFinding(act, values),
        async () => findingForm(act, await readProposalOf(act, id), values),
        'text',
        (value) => addFinding(act, id, value),
      ),
    ),
    form('proposal.saveData', 'proposal.find', record, async (act, { id }, values) =>
      orAgain(
        await readData(act, values),
        async () => dataForm(await readProposalOf(act, id), act, values),
        'rows',
        (value) => addData(act, id, value),
      ),
    ),
    form('proposal.saveDecision', 'proposal.decide', record, async (act, { id }, values: Values) => {
      const register = await decisionsOfBoard(act);
      return orAgain(
        readDecision(act, values, register),
        async () => decideForm(act, await readProposalOf(act, id), register, values),
        'state',
        (value) => enterDecision(act, id, value),
      );
    }),
    form('proposal.setUp', 'proposal.decide', record, (act, { id }, values) =>
      orAgain(
        readCode(values),
        async () => setUpForm(await readProposalOf(act, id), '', values),
        'code',
        (value) => setUp(act, id, value),
      ),
    ),
  ],
};
