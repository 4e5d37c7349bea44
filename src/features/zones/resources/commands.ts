// What people type and press about what is drawn in from beyond the teams: offers, payback, grants.
import { z } from 'zod';
import type { Act } from '../../../chat/act.ts';
import { visibleZones } from '../../../chat/act.ts';
import { type Button, buttons, heading, paragraph } from '../../../chat/cards.ts';
import { anyText } from '../../../chat/parts.ts';
import { button, type Feature, form } from '../../../chat/registry.ts';
import { privately, type Reply } from '../../../chat/replies.ts';
import { command, say, strong, type Text } from '../../../chat/spans.ts';
import { word } from '../../../chat/words.ts';
import { NominationState } from '../../../database/generated/enums.ts';
import { problemNamed } from '../../problems/index.ts';
import {
  bidForm,
  decideBid,
  decideForm,
  enterBid,
  openRound,
  readRound,
  roundForm,
  showGrants,
  showRound,
} from './grants.ts';
import { enterOffer, offerForm, readOffer, showOffers, takeOffer, withdrawOffer } from './offers.ts';
import {
  moveNomination,
  nominate,
  nominationForm,
  nominationsOf,
  readNomination,
  STATES,
  showNomination,
} from './payback.ts';

const record = z.object({ id: z.uuid() });

export const DRAWING = [
  word({
    name: 'offers',
    also: ['offer'],
    summary: 'What employers, universities and volunteers offer, and what it may fit; with words, a new one',
    examples: ['zone offers', 'zone offers Two days’ painting'],
    needs: 'known',
    parts: { what: anyText('WHAT') },
    run: async (act, { what }) =>
      what === '' ? showOffers(act) : { kind: 'form', ...offerForm(act, undefined, what) },
  }),
  word({
    name: 'payback',
    summary: 'Nominate a problem’s work for community payback, or see what became of it',
    examples: ['zone payback', 'zone payback NP-42'],
    needs: 'known',
    parts: { which: anyText('NP-42') },
    run: async (act, { which }) => {
      const problem = which === '' ? undefined : await problemNamed(act, which);
      return problem === undefined ? showNominations(act) : nominationOf(act, problem.id);
    },
  }),
  word({
    name: 'grants',
    also: ['grant'],
    summary: 'Small grants: rounds, bids, what was given and what came of it',
    examples: ['zone grants'],
    needs: 'known',
    run: (act) => showGrants(act),
  }),
];

/** What stands already, or the form that begins it. */
async function nominationOf(act: Act, problemId: string): Promise<Reply> {
  const before = await act.db.nomination.findUnique({ where: { problemId }, select: { id: true } });
  return before === null ? { kind: 'form', ...(await nominationForm(act, problemId)) } : showNomination(act, before.id);
}

async function showNominations(act: Act): Promise<Reply> {
  const all = await nominationsOf(
    act.db,
    visibleZones(act).map(({ id }) => id),
  );
  return privately({
    summary: `Payback: ${all.length === 0 ? 'nothing nominated yet' : `${all.length} nominated`}`,
    blocks: [
      heading('Community payback'),
      ...(all.length === 0
        ? [
            paragraph(
              say`Nothing is nominated yet. With a problem’s number it begins: ${command('zone payback NP-42')}`,
            ),
          ]
        : [
            {
              kind: 'list' as const,
              items: all.map(
                ({ what, state, problem }): Text =>
                  say`${strong(`${problem.zone.code}-${problem.number}`)}: ${what} – ${STATES[state].toLowerCase()}`,
              ),
            },
            buttons(
              ...all.slice(0, 8).map(
                ({ id, problem }): Button => ({
                  label: `${problem.zone.code}-${problem.number}`,
                  action: 'payback.open',
                  data: { id },
                }),
              ),
            ),
          ]),
    ],
  });
}

export const drawn: Required<Pick<Feature, 'buttons' | 'forms'>> = {
  buttons: [
    button('offer.list', 'known', z.object({}), (act) => showOffers(act)),
    button('offer.form', 'known', z.object({ what: z.string().optional() }), (act, { what }) =>
      Promise.resolve({ kind: 'form', ...offerForm(act, undefined, what) }),
    ),
    button('offer.take', 'problem.work', z.object({ id: z.uuid(), problem: z.uuid() }), (act, { id, problem }) =>
      takeOffer(act, id, problem),
    ),
    button('offer.withdraw', 'known', record, (act, { id }) => withdrawOffer(act, id)),
    button('payback.form', 'problem.work', record, async (act, { id }) => ({
      kind: 'form',
      ...(await nominationForm(act, id)),
    })),
    button('payback.open', 'problem.see', record, (act, { id }) => showNomination(act, id)),
    button('payback.move', 'problem.work', z.object({ id: z.uuid(), to: z.enum(NominationState) }), (act, { id, to }) =>
      moveNomination(act, id, to),
    ),
    button('grant.list', 'known', z.object({}), (act) => showGrants(act)),
    button('grant.open', 'known', record, (act, { id }) => showRound(act, id)),
    button('grant.form', 'grant.keep', z.object({}).loose(), (act) =>
      Promise.resolve({ kind: 'form', ...roundForm(act) }),
    ),
    button('grant.bidForm', 'known', record, async (act, { id }) => ({ kind: 'form', ...(await bidForm(act, id)) })),
    button('grant.decideForm', 'grant.keep', record, async (act, { id }) => ({
      kind: 'form',
      ...(await decideForm(act, id)),
    })),
  ],
  forms: [
    form('offer.save', 'known', z.object({}), async (act, _data, values) => {
      const read = readOffer(act, values);
      return 'errors' in read
        ? { kind: 'invalid', ...offerForm(act, values), errors: read.errors }
        : enterOffer(act, read.value);
    }),
    form('payback.save', 'problem.work', record, async (act, { id }, values) => {
      const read = readNomination(act, values);
      return 'errors' in read
        ? { kind: 'invalid', ...(await nominationForm(act, id, values)), errors: read.errors }
        : nominate(act, id, read.value);
    }),
    form('grant.save', 'grant.keep', z.object({}), async (act, _data, values) => {
      const read = readRound(act, values);
      return 'errors' in read
        ? { kind: 'invalid', ...roundForm(act, values), errors: read.errors }
        : openRound(act, read.value);
    }),
    form('grant.bid', 'known', record, (act, { id }, values) => enterBid(act, id, values)),
    form('grant.decide', 'grant.keep', record, (act, { id }, values) => decideBid(act, id, values)),
  ],
};
