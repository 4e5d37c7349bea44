// A champion's digest, and a chart of a measure, as they look when much has happened.
import type { Card } from '../src/chat/cards.ts';
import { say, strong } from '../src/chat/spans.ts';
import { digestFor } from '../src/features/digests/content.ts';
import type { ZoneWeek } from '../src/features/digests/facts.ts';
import { chartOf } from '../src/features/measures/series.ts';
import { seriesCard } from '../src/features/measures/views.ts';

const week = (zoneId: string, more: Partial<ZoneWeek>): ZoneWeek => ({
  zoneId,
  interactions: 31,
  usual: 24,
  preventive: 18,
  remedial: 7,
  joint: 9,
  byTool: { INTERACTION: 12, INTEGRATION: 6, TREATMENT: 3, CONTROL: 4, ENVIRONMENT: 4, BELIEVING: 2 },
  byOutcome: { SAFE: 14, WELL: 9, SKILLS: 5, RESOURCES: 3 },
  byAgency: { h: 6 },
  raised: 2,
  moved: 3,
  closed: 1,
  meetings: 1,
  decisions: 3,
  ...more,
});

const CHANGED =
  'Actions kept on time: 19 of 22 (86.4%) in October 2026; usually 41 to 74%. A real change for the better.';
const NAMES: Record<string, string> = { np: 'New Parks', cv: 'Coalville', bf: 'Bell Foundry' };

export function sampleDigest(): [name: string, card: Card][] {
  const around = {
    facts: {
      zones: new Map([
        ['np', week('np', {})],
        [
          'cv',
          week('cv', {
            interactions: 12,
            usual: 15,
            joint: 2,
            raised: 0,
            moved: 1,
            closed: 0,
            meetings: 0,
            decisions: 0,
          }),
        ],
      ]),
      news: [
        {
          zoneId: 'np',
          agencyId: 'h',
          text: 'Eleven young people came to the first boxing night, and four asked how to become a coach',
        },
        { zoneId: 'bf', agencyId: 'x', text: 'The residents’ garden won the city’s prize' },
      ],
      coming: [
        {
          zoneId: 'np',
          startsAt: new Date('2026-12-01T10:00:00Z'),
          timeZone: 'Europe/London',
          title: 'People Team meeting',
        },
        {
          zoneId: null,
          startsAt: new Date('2026-12-03T14:00:00Z'),
          timeZone: 'Europe/London',
          title: 'Champion Team meeting',
        },
      ],
    },
    zoneName: (id: string) => NAMES[id] ?? '',
    changes: [{ zoneId: 'np', words: CHANGED, outside: CHANGED }],
    span: { from: '2026-11-23', until: '2026-11-30' },
    health: [],
  };
  const waiting = [
    {
      rule: 'AGENCY_SILENT',
      subject: 'problem:x',
      reply: { label: 'Reply', action: 'problem.note', data: { id: 'x' }, opens: 'form' as const },
      title: 'NP-42 Off-road bikes on the rec waits for Housing',
      reason: 'Because Housing was asked 6 working days ago and has not answered.',
      doIt: { label: 'Open it', action: 'problem.open', data: { id: 'x' } },
      weight: 65,
    },
    {
      rule: 'ASK_LATER',
      subject: 'ask:x',
      title: 'Coalville asks: who can talk to the school about bonfires?',
      reason: 'Because you wanted to come back to it on Monday.',
      doIt: { label: 'Open it', action: 'ask.open', data: { id: 'x' } },
      weight: 60,
    },
  ];
  const digest = digestFor(
    { zoneIds: ['np', 'cv', 'bf'], wide: true, agency: { id: 'h', name: 'Housing' }, waiting },
    around,
    {
      label: 'More',
      action: 'digest.more',
      data: { id: 'x' },
    },
  );
  const readings = [20, 22, 19, 21, 23, 20, 18, 22, 21, 20, 9, 8].map((value, index) => ({
    period: `2025-${String(index + 1).padStart(2, '0')}-01`,
    value,
    base: undefined,
    provisional: false,
  }));
  const series = chartOf(
    { key: 'fly-tipping', name: 'Fly-tipping reports', term: 'MEDIUM', unit: 'COUNT', period: 'MONTH', better: 'DOWN' },
    'np',
    readings,
    { target: 10 },
  );
  return [
    ['digest: a champion’s', digest.card],
    ['digest: more', digest.more ?? digest.card],
    [
      'digest: quiet',
      digestFor(
        { zoneIds: ['np'], wide: false, waiting: [] },
        { ...around, facts: { zones: new Map(), news: [], coming: [] }, changes: [] },
      ).card,
    ],
    [
      'digest: the project team’s',
      digestFor(
        { zoneIds: ['np', 'cv', 'bf'], wide: true, waiting: [], runsIt: true },
        {
          ...around,
          health: [
            say`${strong('Nothing logged for two weeks: ')}Bell Foundry`,
            say`${strong('Problems: ')}of 31 open, 4 without an owner, 6 not moved for four weeks`,
            say`${strong('No champion: ')}Fire`,
          ],
        },
      ).card,
    ],
    ['digest: a measure', seriesCard(series, 'New Parks')],
  ];
}
