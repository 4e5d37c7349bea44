// The register of agreements: what people type and press, and how it is shown.
import { z } from 'zod';
import { type Act, knownPerson } from '../../../chat/act.ts';
import { buttons, type Card, heading, note, paragraph } from '../../../chat/cards.ts';
import { type OpenForm, refill, type Values } from '../../../chat/forms.ts';
import { assertMay, may } from '../../../chat/may.ts';
import { agencyOptions } from '../../../chat/options.ts';
import { button, type Feature, form } from '../../../chat/registry.ts';
import { privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { cut, howMany, say, strong, type Text } from '../../../chat/spans.ts';
import { word } from '../../../chat/words.ts';
import type { Db } from '../../../database/client.ts';
import { shortDay, todayIn } from '../../../time/calendar.ts';
import { dayOf, type Errors, pastDay, type Read, wordsOf } from '../fields.ts';
import { type FullAgreement, findAgreements, holdsOn, LONGEST, RECORD, withoutAgreement } from './model.ts';

const SOON_DAYS = 60;

export const AGREEING = [
  word({
    name: 'agreements',
    also: ['agreement'],
    summary: 'What each agency has signed, until when, and who has signed nothing',
    examples: ['zone agreements'],
    needs: 'programme.see',
    run: (act) => showAgreements(act),
  }),
];

async function showAgreements(act: Act, title?: string): Promise<Reply> {
  assertMay(act, 'programme.see');
  return privately(await cardOf(act, act.db, title));
}

function lineOf(each: FullAgreement, today: string): Text {
  const days =
    each.untilOn === null ? undefined : Math.round((each.untilOn.getTime() - Date.parse(today)) / 86_400_000);
  const end =
    each.untilOn === null || days === undefined
      ? 'no end'
      : days < 0
        ? `ended on ${shortDay(each.untilOn)}`
        : `until ${shortDay(each.untilOn)}${days <= SOON_DAYS ? `, ${days === 0 ? 'today' : `in ${howMany(days, 'day', 'days')}`}` : ''}`;
  return say`${strong(each.agency.shortName)}: ${each.what}, signed on ${shortDay(each.signedOn)}, ${end}${each.reference === '' ? '' : ` – ${cut(each.reference, 120)}`}`;
}

async function cardOf(act: Act, db: Db, title?: string): Promise<Card> {
  const today = todayIn(act.partnership.timeZone, act.now).day;
  const [all, missing] = await Promise.all([
    findAgreements(db, act.partnership.id),
    withoutAgreement(db, act.partnership.id, today),
  ]);
  const keeps = may(act, 'agreement.keep');
  const holding = all.filter((each) => holdsOn(each, today));
  return {
    summary: `Agreements: ${holding.length} hold today${missing === undefined || missing.length === 0 ? '' : `, none of ${missing.join(', ')}`}`,
    blocks: [
      heading(title ?? 'Agreements'),
      ...(all.length === 0
        ? [paragraph('No agreement is entered yet. An agency that shares information signs what for, and until when.')]
        : [{ kind: 'list' as const, items: all.slice(0, 40).map((each) => lineOf(each, today)) }]),
      ...(missing === undefined || missing.length === 0
        ? []
        : [paragraph(say`${strong('Without one that holds:')} ${missing.join(', ')}`)]),
      ...(all.length > 40 ? [note(`${all.length - 40} more are not shown.`)] : []),
      ...(keeps
        ? [
            buttons(
              { label: 'Enter one', action: 'agreement.form', data: {}, opens: 'form', style: 'primary' },
              ...(all.length === 0 ? [] : [{ label: 'Take back my last', action: 'agreement.takeBack', data: {} }]),
            ),
          ]
        : []),
    ],
  };
}

function agreementForm(act: Act, values?: Values): OpenForm {
  const open: OpenForm = {
    form: {
      id: 'agreement.save',
      title: 'An agreement',
      submit: 'Keep it',
      intro: [note('Before it ends the project team is reminded. A new one is entered beside the old.')],
      fields: [
        {
          kind: 'choice',
          name: 'agency',
          label: 'Which agency?',
          options: agencyOptions(act),
        },
        {
          kind: 'text',
          name: 'what',
          label: 'What was signed?',
          most: LONGEST.what,
          value: 'Information sharing agreement',
        },
        { kind: 'date', name: 'signed', label: 'On which day?', value: todayIn(act.partnership.timeZone, act.now).day },
        {
          kind: 'date',
          name: 'until',
          label: 'It holds until',
          hint: 'The last day. Empty: it has no end.',
          optional: true,
        },
        { kind: 'text', name: 'reference', label: 'Where does it lie?', most: LONGEST.reference, optional: true },
      ],
      data: {},
    },
    button: { label: 'Enter one', action: 'agreement.form', data: {}, opens: 'form' },
  };
  return values === undefined ? open : { ...open, form: refill(open.form, values) };
}

interface NewAgreement {
  agencyId: string;
  what: string;
  signedOn: Date;
  untilOn: Date | null;
  reference: string;
}

function readAgreement(act: Act, values: Values): Read<NewAgreement> {
  const errors: Errors = {};
  const agency = act.directory.agencies.find(({ id }) => id === values['agency']);
  if (agency === undefined) errors['agency'] = 'Please choose the agency.';
  const what = wordsOf(act, values, errors, 'what', LONGEST.what, 'What was signed?');
  const signed = pastDay(act, values, errors, 'signed');
  const until = dayOf(values, errors, 'until');
  if (until !== undefined && errors['until'] === undefined && until < signed)
    errors['until'] = 'It would end before it was signed.';
  const reference = wordsOf(act, values, errors, 'reference', LONGEST.reference);
  if (Object.keys(errors).length > 0 || agency === undefined) return { errors };
  return {
    value: {
      agencyId: agency.id,
      what,
      signedOn: new Date(signed),
      untilOn: until === undefined ? null : new Date(until),
      reference,
    },
  };
}

/** Who may: the project team. */
function enter(act: Act, agreement: NewAgreement): Promise<Reply> {
  assertMay(act, 'agreement.keep');
  return act.once(async (effect) => {
    const { id } = await effect.db.agreement.create({
      data: {
        partnershipId: act.partnership.id,
        ...agreement,
        personId: knownPerson(act).id,
        createdAt: act.now,
      },
      select: { id: true },
    });
    await effect.audit({ action: 'agreement.entered', recordType: RECORD, recordId: id });
    return privately(await cardOf(act, effect.db, 'Kept'));
  });
}

/** Who may: the project team, of what one has entered oneself. */
function takeBack(act: Act): Promise<Reply> {
  assertMay(act, 'agreement.keep');
  return act.once(async (effect) => {
    const last = await effect.db.agreement.findFirst({
      where: { partnershipId: act.partnership.id, personId: knownPerson(act).id, undoneAt: null },
      orderBy: { id: 'desc' },
    });
    if (last === null) throw new Refusal('You have entered nothing that could be taken back.');
    await effect.db.agreement.update({ where: { id: last.id }, data: { undoneAt: act.now } });
    await effect.audit({ action: 'agreement.undone', recordType: RECORD, recordId: last.id });
    return privately(await cardOf(act, effect.db, 'Taken back'));
  });
}

export const agreements: Required<Pick<Feature, 'buttons' | 'forms'>> = {
  buttons: [
    button('agreement.list', 'programme.see', z.object({}), (act) => showAgreements(act)),
    button('agreement.form', 'agreement.keep', z.object({}).loose(), (act) => {
      assertMay(act, 'agreement.keep');
      return Promise.resolve({ kind: 'form', ...agreementForm(act) });
    }),
    button('agreement.takeBack', 'agreement.keep', z.object({}), (act) => takeBack(act)),
  ],
  forms: [
    form('agreement.save', 'agreement.keep', z.object({}), async (act, _data, values) => {
      const read = readAgreement(act, values);
      return 'errors' in read
        ? { kind: 'invalid', ...agreementForm(act, values), errors: read.errors }
        : enter(act, read.value);
    }),
  ],
};
