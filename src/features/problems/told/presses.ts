// What leads do with what residents have told.
import { z } from 'zod';
import { type Act, ownZones } from '../../../chat/act.ts';
import { paragraph } from '../../../chat/cards.ts';
import { type OpenForm, refill, type Values } from '../../../chat/forms.ts';
import { button, type Feature, form, type LiveCard } from '../../../chat/registry.ts';
import { inPlace, orReopen, Refusal, type Reply } from '../../../chat/replies.ts';
import { clean, lengthOf } from '../../../chat/spans.ts';
import type { Db } from '../../../database/client.ts';
import { fieldError, identifiers, inspect } from '../../privacy/index.ts';
import { emptyDraft } from '../raise/entry.ts';
import { titleAndText } from '../raise/line.ts';
import { formFor } from '../raise/raise.ts';
import { toldCard } from './cards.ts';
import { decide, findTold, TOLD, toldFor } from './service.ts';

const LONGEST_REASON = 500;
const record = z.object({ id: z.uuid() }).loose();

/** As a problem of the community's, in the words in which it was told; the lead makes it whole. */
async function raiseTold(act: Act, id: string): Promise<Reply> {
  const told = await toldFor(act, act.db, id);
  if (told.state !== 'OPEN') return inPlace(toldCard(told, act.partnership.timeZone));
  if (!ownZones(act).some((zone) => zone.id === told.zoneId))
    throw new Refusal(
      `Somebody in the team of ${told.zone.name} raises it: a lead of it. You can say that it is not ours.`,
    );
  const draft = {
    ...emptyDraft(),
    ...titleAndText(told.what),
    place: told.place,
    raisedBy: 'COMMUNITY' as const,
    zoneId: told.zoneId,
    toldId: id,
  };
  return { kind: 'form', ...formFor(act, draft) };
}

async function declineForm(act: Act, id: string, values?: Values): Promise<OpenForm> {
  const told = await toldFor(act, act.db, id);
  if (told.state !== 'OPEN') throw new Refusal(`${told.decidedBy?.name ?? 'Somebody'} has answered that meanwhile.`);
  const open: OpenForm = {
    form: {
      id: 'told.decline',
      title: 'Not ours',
      submit: 'Say so',
      intro: [paragraph(told.what)],
      fields: [
        {
          kind: 'longText',
          name: 'reason',
          label: 'Why, and who can help',
          hint:
            told.way === null
              ? 'It is kept with what was told.'
              : 'They are told this by mail: say where else they can turn to.',
          most: LONGEST_REASON,
        },
      ],
      data: { id },
    },
    button: { label: 'Not ours', action: 'told.declineForm', data: { id }, opens: 'form' },
  };
  return values === undefined ? open : { ...open, form: refill(open.form, values) };
}

async function decline(act: Act, id: string, values: Values): Promise<Reply> {
  const reason = clean(String(values['reason'] ?? ''));
  const stops = identifiers(inspect(reason, act.now));
  const wrong =
    reason === ''
      ? 'Please say in a sentence why, and who can help instead.'
      : lengthOf(reason) > LONGEST_REASON
        ? `Please in ${LONGEST_REASON} letters at the most.`
        : stops.length > 0
          ? fieldError(reason, stops)
          : undefined;
  if (wrong !== undefined)
    return { kind: 'invalid', ...(await declineForm(act, id, values)), errors: { reason: wrong } };
  return orReopen(
    () =>
      act.once(async (effect) => {
        await decide(act, effect, await toldFor(act, effect.db, id), { state: 'NOT_OURS', reason });
        return inPlace(toldCard(await toldFor(act, effect.db, id), act.partnership.timeZone));
      }),
    'reason',
    () => declineForm(act, id, values),
  );
}

export const toldPresses: Required<Pick<Feature, 'buttons' | 'forms'>> = {
  buttons: [
    button('told.raise', 'told.answer', record, (act, { id }) => raiseTold(act, id)),
    button('told.declineForm', 'told.answer', record, async (act, { id }) => ({
      kind: 'form',
      ...(await declineForm(act, id)),
    })),
  ],
  forms: [form('told.decline', 'told.answer', record, (act, { id }, values) => decline(act, id, values))],
};

export const toldLive: LiveCard = {
  recordType: TOLD,
  async draw(db: Db, id: string) {
    const told = await findTold(db, id);
    if (told === null) return undefined;
    const { timeZone } = await db.partnership.findUniqueOrThrow({ where: { id: told.partnershipId } });
    return { card: toldCard(told, timeZone), version: told.version };
  },
};
