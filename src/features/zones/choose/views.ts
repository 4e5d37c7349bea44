// Candidates as people see them: one by itself, all side by side, and never as a score.
import { type Act, knownPerson } from '../../../chat/act.ts';
import { type Block, type Button, buttons, type Card, facts, heading, note, paragraph } from '../../../chat/cards.ts';
import { may } from '../../../chat/may.ts';
import { command, cut, howMany, link, plain, say, strong, type Text } from '../../../chat/spans.ts';
import type { SelectionFactor, Setting } from '../../../database/generated/enums.ts';
import { shortDay } from '../../../time/calendar.ts';
import { FACTOR_KEYS, FACTORS, type FullFinding, type FullProposal, SETTINGS, STATES } from './model.ts';

const opens = { opens: 'form' as const };
const press = (label: string, action: string, { id }: { id: string }, more: Partial<Button> = {}): Button => ({
  label,
  action,
  data: { id },
  ...more,
});

/** "Police log, 3 Jun 2026". */
const sourceOf = ({ source, asAt }: FullFinding) => `${source}, ${shortDay(asAt)}`;

/** What was decided, by whom and when: "Agreed on 4 Dec 2026: decision 3 of Board". */
function decisionOf(proposal: FullProposal): string {
  const { state, decidedOn, decision, decidedWhere, why } = proposal;
  if (state === 'PROPOSED' || decidedOn === null) return 'Proposed; the board has not decided';
  const where = decision === null ? decidedWhere : `decision ${decision.number} of ${decision.meeting.title}`;
  return `${STATES[state]} on ${shortDay(decidedOn)}${where === '' ? '' : ` (${where})`}${why === '' ? '' : `: ${why}`}`;
}

/** @param title what has just happened; else its name alone */
export function proposalCard(act: Act, proposal: FullProposal, title?: string, notes: (Text | string)[] = []): Card {
  const missing = FACTOR_KEYS.filter(
    (factor) => factor !== 'OTHER' && !proposal.findings.some((finding) => finding.factor === factor),
  );
  const decides = may(act, 'proposal.decide');
  return {
    summary: `${title ?? 'Candidate'}: ${proposal.name}, ${SETTINGS[proposal.setting]}`,
    version: proposal.version,
    blocks: [
      heading(title === undefined ? proposal.name : `${title}: ${proposal.name}`),
      facts(
        ['Setting', SETTINGS[proposal.setting]],
        ['Proposed by', `${proposal.person.name} (${proposal.agency.shortName})`],
        ['State', cut(decisionOf(proposal), 600)],
        ...(proposal.zone === null
          ? []
          : ([['Zone', `${proposal.zone.name} (${proposal.zone.code})`]] as [string, string][])),
      ),
      ...FACTOR_KEYS.flatMap((factor): Block[] => {
        const found = proposal.findings.filter((finding) => finding.factor === factor);
        if (found.length === 0) return [];
        return [
          paragraph(say`${strong(FACTORS[factor].label)}`),
          {
            kind: 'list',
            items: [
              ...found.slice(0, 5).map((each) => plain(`${cut(each.text, 400)} (${cut(sourceOf(each), 120)})`)),
              ...(found.length > 5 ? [plain(`and ${found.length - 5} earlier`)] : []),
            ],
          },
        ];
      }),
      ...(missing.length === 0 || proposal.state !== 'PROPOSED'
        ? []
        : [note(`Nothing found yet of: ${missing.map((factor) => FACTORS[factor].label.toLowerCase()).join('; ')}.`)]),
      ...notes.map((each) => note(each)),
      buttons(
        ...(may(act, 'proposal.find') && proposal.state !== 'DECLINED'
          ? [
              press('Add a finding', 'proposal.findingForm', proposal, {
                ...opens,
                ...(proposal.state === 'PROPOSED' ? { style: 'primary' as const } : {}),
              }),
            ]
          : []),
        ...(may(act, 'proposal.find') && proposal.state !== 'DECLINED'
          ? [press('Public data', 'proposal.dataForm', proposal, opens)]
          : []),
        ...(may(act, 'proposal.find') && proposal.findings.some(({ personId }) => personId === knownPerson(act).id)
          ? [press('Take back my last', 'proposal.takeBack', proposal)]
          : []),
        ...(decides && proposal.zone === null
          ? [press(proposal.state === 'PROPOSED' ? 'Decision' : 'Decide again', 'proposal.decideForm', proposal, opens)]
          : []),
        ...(decides && proposal.state === 'AGREED' && proposal.zone === null
          ? [press('Set it up', 'proposal.setUpForm', proposal, { ...opens, style: 'primary' })]
          : []),
        ...(proposal.zone === null
          ? []
          : [{ label: 'Its steps', action: 'step.list', data: { id: proposal.zone.id } } satisfies Button]),
        { label: 'All candidates', action: 'proposal.list', data: {} },
      ),
    ],
  };
}

/** So many stand beside each other, in one table: Slack shows one a message. The others are told in a line each. */
const BESIDE = 3;
const MOST_SHOWN = 12;

/** "Shelthorpe (county): community voice, openings to build on" */
const foundOf = (proposal: FullProposal): Text => {
  const factors = FACTOR_KEYS.filter((factor) => has(proposal, factor)).map((factor) =>
    FACTORS[factor].label.toLowerCase(),
  );
  return say`${strong(proposal.name)} (${SETTINGS[proposal.setting]}): ${factors.length === 0 ? 'nothing found yet' : `found of ${factors.join(', ')}`}`;
};

/** Side by side: what was found of each, factor by factor. */
export function candidatesCard(act: Act, all: FullProposal[], settings: Record<Setting, number>, paper?: string): Card {
  const open = all.filter(({ state }) => state === 'PROPOSED');
  const settled = all.filter(({ state }) => state !== 'PROPOSED');
  if (all.length === 0)
    return {
      summary: 'No candidates yet',
      blocks: [
        heading('Candidates'),
        paragraph('Nobody has proposed a place yet.'),
        note(say`Anybody can: ${command('zone propose Hollin Park, city')}`),
        buttons({ label: 'Propose a place', action: 'proposal.form', data: {}, opens: 'form' }),
      ],
    };
  const shown = open.slice(0, MOST_SHOWN);
  const [beside, others] = [shown.slice(0, BESIDE), shown.slice(BESIDE)];
  return {
    summary: `Candidates: ${open.map(({ name }) => name).join(', ') || 'none is open'}`,
    blocks: [
      heading('Candidates'),
      ...(beside.length === 0
        ? []
        : [
            {
              kind: 'table' as const,
              caption: 'What was found of each',
              columns: ['Factor', ...beside.map(({ name }) => cut(name, 30))],
              rows: [
                [plain('Setting'), ...beside.map(({ setting }) => plain(SETTINGS[setting]))],
                ...shownFactors(beside).map((factor) => [
                  plain(FACTORS[factor].label),
                  ...beside.map((each) => plain(cellOf(each, factor))),
                ]),
              ],
            },
          ]),
      ...(others.length === 0 ? [] : [{ kind: 'list' as const, items: others.map(foundOf) }]),
      ...(open.length > MOST_SHOWN ? [note(`and ${open.length - MOST_SHOWN} more, each by its name.`)] : []),
      ...(settled.length === 0
        ? []
        : [
            paragraph(say`${strong('Decided')}`),
            {
              kind: 'list' as const,
              items: settled
                .slice(0, 10)
                .map((each) => say`${strong(each.name)} (${SETTINGS[each.setting]}): ${cut(decisionOf(each), 200)}`),
            },
          ]),
      note('They stand side by side, and nothing adds them up: there is no set formula.'),
      ...oneSided(settings, open),
      ...(paper === undefined
        ? []
        : [paragraph(say`${link('The paper for the board', paper)}: every finding, to read and print.`)]),
      buttons(
        ...shown.slice(0, 8).map((each) => press(cut(each.name, 40), 'proposal.open', each)),
        ...settled.slice(0, 4).map((each) => press(cut(each.name, 40), 'proposal.open', each)),
        { label: 'Propose a place', action: 'proposal.form', data: {}, opens: 'form' },
      ),
      ...(may(act, 'proposal.decide') ? [] : [note('The project team gathers what is found; the board decides.')]),
    ],
  };
}

/** All of the outline's; what else there is only where something was found of it. */
export const shownFactors = (proposals: FullProposal[]): SelectionFactor[] =>
  FACTOR_KEYS.filter((factor) => factor !== 'OTHER' || proposals.some((each) => has(each, factor)));

const has = ({ findings }: FullProposal, factor: FullFinding['factor']) =>
  findings.some((finding) => finding.factor === factor);

/** The latest of what was found, and how many more there are. */
export function cellOf({ findings }: FullProposal, factor: FullFinding['factor'], most = 45): string {
  const found = findings.filter((finding) => finding.factor === factor);
  const [latest] = found;
  if (latest === undefined) return 'nothing yet';
  const more = found.length > 1 ? ` (and ${howMany(found.length - 1, 'other', 'others')})` : '';
  return `${cut(latest.text, most)}${more}`;
}

/** Two areas that contrast are wanted, one of the city and one of the county (¶3.7): what is one-sided is said. */
export function oneSidedWords(
  settings: Record<Setting, number>,
  open: { setting: Setting }[] = [],
): string | undefined {
  const count = (setting: Setting) => settings[setting] + open.filter((each) => each.setting === setting).length;
  const [city, county] = [count('CITY'), count('COUNTY')];
  if ((city === 0) === (county === 0)) return undefined;
  const [all, none] = city === 0 ? ['county', 'city'] : ['city', 'county'];
  return `All zones and candidates lie in the ${all}; two areas that contrast are wanted, so one in the ${none}.`;
}

export function oneSided(settings: Record<Setting, number>, open: { setting: Setting }[] = []): Block[] {
  const words = oneSidedWords(settings, open);
  return words === undefined ? [] : [note(words)];
}
