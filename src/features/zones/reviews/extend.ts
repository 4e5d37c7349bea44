// Extending a zone (¶8.5): another place is proposed from what was learned, and is set up with what worked.
import { type Act, knownPerson, type ZoneEntry } from '../../../chat/act.ts';
import { note } from '../../../chat/cards.ts';
import { type OpenForm, refill, type Values } from '../../../chat/forms.ts';
import { assertMay } from '../../../chat/may.ts';
import { Refusal, type Reply } from '../../../chat/replies.ts';
import { cut } from '../../../chat/spans.ts';
import { dayWords } from '../../../time/calendar.ts';
import { type NewProposal, PLACE_FIELDS } from '../choose/forms.ts';
import { propose } from '../choose/service.ts';
import { reviewsOf } from './model.ts';

/** Who may: the project team. */
export function extendForm(act: Act, zone: ZoneEntry, values?: Values): OpenForm {
  assertMay(act, 'proposal.find');
  const open: OpenForm = {
    form: {
      id: 'zone.extend',
      title: 'Extend to another place',
      submit: 'Propose it',
      intro: [
        note(
          `A candidate is made from what ${zone.name} has learned. When the board agrees, it begins with the steps, standing items and measures of ${zone.name}.`,
        ),
      ],
      fields: PLACE_FIELDS,
      data: { id: zone.id },
    },
    button: { label: 'Extend to another place', action: 'zone.extendForm', data: { id: zone.id }, opens: 'form' },
  };
  return values === undefined ? open : { ...open, form: refill(open.form, values) };
}

/** Who may: the project team. */
export function extendZone(act: Act, zone: ZoneEntry, proposal: NewProposal): Promise<Reply> {
  assertMay(act, 'proposal.find');
  return propose(act, proposal, async (db, proposalId) => {
    const learned = await reviewsOf(db, zone.id, 5);
    if (learned.length === 0)
      throw new Refusal(`${zone.name} has no review yet, so nothing is learned that could be taken further.`);
    await db.zoneProposal.update({ where: { id: proposalId }, data: { extendsId: zone.id } });
    await db.selectionFinding.createMany({
      data: learned.map(({ saw, change, heldOn }) => ({
        proposalId,
        factor: 'OPENINGS' as const,
        text: cut(`Learned in ${zone.name}: ${saw} Changed since: ${change}`, 1000),
        source: `Review of ${zone.name}, ${dayWords(heldOn.toISOString().slice(0, 10))}`,
        asAt: heldOn,
        personId: knownPerson(act).id,
        createdAt: act.now,
      })),
    });
  });
}
