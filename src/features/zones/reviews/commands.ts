// What people type and press about reviews, and about taking what was learned further.
import { z } from 'zod';
import { type Act, type ZoneEntry, zoneById } from '../../../chat/act.ts';
import { assertMay } from '../../../chat/may.ts';
import { anyText } from '../../../chat/parts.ts';
import { button, type Feature, form } from '../../../chat/registry.ts';
import { orReopen } from '../../../chat/replies.ts';
import { word } from '../../../chat/words.ts';
import { zoneToShow } from '../../../language/parts.ts';
import { readProposal } from '../choose/forms.ts';
import { extendForm, extendZone } from './extend.ts';
import { addReview, findLessons, readReview, showReviews, takeBackReview } from './service.ts';
import { reviewForm } from './views.ts';

const record = z.object({ id: z.uuid() });

/** @param onlyZone which of its own a person means who names none */
export const reviewing = (onlyZone: (act: Act) => ZoneEntry) => [
  word({
    name: 'review',
    also: ['reviews'],
    summary: 'What a zone expected, did, saw and changes: plan, do, study, act',
    examples: ['zone review', 'zone review NP'],
    needs: 'zone.see',
    parts: { of: zoneToShow('zone review') },
    run: (act, { of }) => showReviews(act, of ?? onlyZone(act)),
  }),
  word({
    name: 'lessons',
    also: ['learned'],
    summary: 'What zones have learned: the latest, or of what you name',
    examples: ['zone lessons', 'zone lessons evening football'],
    needs: 'known',
    parts: { asked: anyText('WORDS') },
    run: (act, { asked }) => findLessons(act, asked),
  }),
];

export const reviews: Required<Pick<Feature, 'buttons' | 'forms'>> = {
  buttons: [
    button('review.show', 'zone.see', record, (act, { id }) => showReviews(act, zoneById(act, id))),
    button('review.form', 'zone.phase', record, async (act, { id }) => {
      const of = zoneById(act, id);
      assertMay(act, 'zone.phase', { zoneId: id, where: of.name });
      return { kind: 'form', ...reviewForm(act, of) };
    }),
    button('review.takeBack', 'zone.phase', record, (act, { id }) => takeBackReview(act, id)),
    button('zone.extendForm', 'proposal.find', record, async (act, { id }) => ({
      kind: 'form',
      ...extendForm(act, zoneById(act, id)),
    })),
  ],
  forms: [
    form('review.save', 'zone.phase', record, async (act, { id }, values) => {
      const of = zoneById(act, id);
      const read = readReview(act, values);
      return 'errors' in read
        ? { kind: 'invalid', ...reviewForm(act, of, values), errors: read.errors }
        : addReview(act, of, read.value);
    }),
    form('zone.extend', 'proposal.find', record, async (act, { id }, values) => {
      const of = zoneById(act, id);
      const read = readProposal(act, values);
      return 'errors' in read
        ? { kind: 'invalid', ...extendForm(act, of, values), errors: read.errors }
        : orReopen(
            () => extendZone(act, of, read.value),
            'name',
            () => extendForm(act, of, values),
          );
    }),
  ],
};
