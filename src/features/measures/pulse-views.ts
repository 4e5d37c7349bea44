// A pulse as people see it in a chat.

import { type Block, type Button, buttons, type Card, heading, note, paragraph } from '../../chat/cards.ts';
import type { OpenForm } from '../../chat/forms.ts';
import { link, say, strong } from '../../chat/spans.ts';
import type { Db } from '../../database/client.ts';
import type { PulseAudience, PulseKind } from '../../database/generated/enums.ts';
import type { Links } from '../../http/links.ts';
import { dayWords, todayIn } from '../../time/calendar.ts';
import { type FullPulse, LEAST, measureKey, QUESTIONS, totals } from './pulse-questions.ts';
import { readAllSeries } from './series.ts';
import { seriesWords } from './words.ts';

export const PULSE_PAGES = { answer: '/pulse', poster: '/pulse/poster' } as const;

const KINDS: Record<PulseKind, string> = { SAFE: 'Do we feel safer?', WELLBEING: 'How are we?' };
const WHO: Record<PulseAudience, string> = { TEAM: 'the team', RESIDENTS: 'residents' };

const titleOf = ({ kind, audience, zone }: FullPulse) => `${KINDS[kind]} A pulse of ${WHO[audience]} of ${zone.name}`;

export const pulseLink = (links: Links, pulse: Pick<FullPulse, 'id' | 'endsAt'>, page: keyof typeof PULSE_PAGES) =>
  links.to(PULSE_PAGES[page], { id: pulse.id }, pulse.endsAt);

/** What stands in the zone's places: the question while it is open, then what came of it. */
export async function drawPulse(db: Db, pulse: FullPulse, links: Links): Promise<Card> {
  const partnership = await db.partnership.findUniqueOrThrow({ where: { id: pulse.partnershipId } });
  const title = titleOf(pulse);
  if (pulse.closedAt !== null)
    return { summary: title, blocks: [heading(title), ...(await results(db, pulse, partnership))] };
  const until = dayWords(todayIn(partnership.timeZone, pulse.endsAt).day);
  const answered = pulse.answers === 1 ? 'One has answered.' : `${pulse.answers} have answered.`;
  return {
    summary: title,
    blocks: [
      heading(title),
      ...asking(pulse, links),
      note(
        `Until ${until}. ${answered} Without names: only counts are kept, and nothing is shown under ${LEAST} answers.`,
      ),
    ],
  };
}

function asking(pulse: FullPulse, links: Links): Block[] {
  const { id, kind, audience } = pulse;
  const close: Button = {
    label: 'Close it now',
    action: 'pulse.end',
    data: { id },
    confirm: { title: 'Close it?', text: 'No more answers are counted.', yes: 'Close it' },
  };
  if (audience === 'RESIDENTS') {
    const [poster, page] = [pulseLink(links, pulse, 'poster'), pulseLink(links, pulse, 'answer')];
    return [
      paragraph(QUESTIONS[kind].map(({ asked }) => asked).join(' ')),
      poster === undefined || page === undefined
        ? note('Its page has no address now.')
        : paragraph(
            say`${link('Print the poster', poster)} with its code to point a phone at, or ${link('open the page', page)} itself.`,
          ),
      buttons(close),
    ];
  }
  const [first] = QUESTIONS[kind];
  if (first !== undefined && QUESTIONS[kind].length === 1)
    return [
      paragraph(first.asked),
      buttons(
        ...first.answers.map(
          ({ label, value }): Button => ({
            label,
            action: 'pulse.answer',
            data: { id, question: first.key, answer: value },
          }),
        ),
        close,
      ),
    ];
  return [
    paragraph('Four questions on how you are, from 0 to 10. They take a minute.'),
    buttons({ label: 'Answer', action: 'pulse.form', data: { id }, opens: 'form', style: 'primary' }, close),
  ];
}

async function results(db: Db, pulse: FullPulse, partnership: { id: string; timeZone: string }): Promise<Block[]> {
  const questions = QUESTIONS[pulse.kind];
  const keys = questions.map((question) => measureKey(question, pulse.audience));
  const series = await readAllSeries(db, partnership, [pulse.zoneId], pulse.closedAt ?? pulse.endsAt, { keys });
  const items = questions.flatMap((question) => {
    const { yes, of } = totals(pulse, question);
    const found = series.find(({ measure }) => measure.key === measureKey(question, pulse.audience));
    if (of < LEAST) return [];
    const more = found === undefined || found.readings.length < 2 ? '' : ` ${seriesWords(found)}`;
    return [say`${strong(`${question.name}: `)}${yes} of ${of} ${question.yesWords}.${more}`];
  });
  return [
    items.length === 0
      ? paragraph(`Fewer than ${LEAST} answered: nothing is shown, and nothing was kept.`)
      : { kind: 'list', items },
    ...(pulse.unread === 0
      ? []
      : [
          note(
            `${pulse.unread === 1 ? 'One answer' : `${pulse.unread} answers`} could not be opened, for the bot’s key was changed meanwhile.`,
          ),
        ]),
    note('It is over. Who has answered was thrown away.'),
  ];
}

export function pulseBegunCard(pulse: FullPulse, links: Links): Card {
  const title = pulse.closedAt === null ? `Asked: ${titleOf(pulse)}` : `Closed: ${titleOf(pulse)}`;
  const poster =
    pulse.audience === 'RESIDENTS' && pulse.closedAt === null ? pulseLink(links, pulse, 'poster') : undefined;
  return {
    summary: title,
    blocks: [
      heading(title),
      paragraph(
        pulse.closedAt === null
          ? 'The question stands in the zone’s channels now.'
          : 'What came of it stands in the zone’s channels now.',
      ),
      ...(poster === undefined
        ? []
        : [paragraph(say`${link('Print the poster', poster)} and put it up where people pass.`)]),
    ],
  };
}

export function countedCard(first: boolean): Card {
  const title = first ? 'Counted. Thank you' : 'You have answered already';
  return {
    summary: title,
    blocks: [
      heading(title),
      paragraph(
        first
          ? 'Your answer is sealed until the pulse closes, then counted with all the others. Nobody who reads the database can tell what you said, and afterwards only counts are left.'
          : 'Everybody counts once, and a sealed answer cannot be changed.',
      ),
    ],
  };
}

/** What may be asked, and of whom. */
export function pulseChoices(zoneId: string, zone: string, open: FullPulse[]): Card {
  const press = (label: string, kind: PulseKind, audience: PulseAudience): Button => ({
    label,
    action: 'pulse.begin',
    data: { zone: zoneId, kind, audience },
  });
  return {
    summary: `A pulse of ${zone}`,
    blocks: [
      heading(`A pulse of ${zone}`),
      paragraph(
        'One question on safety, or the four on well-being of the Office for National Statistics, for seven days.',
      ),
      ...(open.length === 0
        ? []
        : [{ kind: 'list' as const, items: open.map((each) => say`Open now: ${titleOf(each)}`) }]),
      buttons(
        press('Safety: the team', 'SAFE', 'TEAM'),
        press('Well-being: the team', 'WELLBEING', 'TEAM'),
        press('Safety: residents', 'SAFE', 'RESIDENTS'),
        press('Well-being: residents', 'WELLBEING', 'RESIDENTS'),
      ),
      note(
        say`Without names: counts only. Residents get a page, with a poster to print. "measure pulse safe team for 14 days" takes longer.`,
      ),
    ],
  };
}

export function pulseForm(pulse: FullPulse): OpenForm {
  return {
    form: {
      id: 'pulse.save',
      title: 'How are you?',
      submit: 'Send',
      intro: [note('0 is not at all, 10 is completely. Without your name; leave out what you like.')],
      fields: QUESTIONS[pulse.kind].map(({ key, asked, answers }) => ({
        kind: 'choice' as const,
        name: key,
        label: asked,
        options: answers.map(({ value, label }) => ({ value: String(value), label })),
        optional: true,
      })),
      data: { id: pulse.id },
    },
    button: { label: 'Answer', action: 'pulse.form', data: { id: pulse.id }, opens: 'form' },
  };
}
