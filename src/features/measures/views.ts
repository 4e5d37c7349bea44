// Measures as people see them: a chart with its verdict, a list, the benefits of a zone.
import {
  type Block,
  type Button,
  buttons,
  type Card,
  type Chart,
  facts,
  heading,
  type JsonObject,
  note,
  paragraph,
} from '../../chat/cards.ts';
import { say, strong, type Text } from '../../chat/spans.ts';
import type { MeasureTerm } from '../../database/generated/enums.ts';
import { isComputed } from './catalogue.ts';
import { SMALL } from './disclosure.ts';
import { periodShort, periodWords } from './periods.ts';
import { type Series, valueOf } from './series.ts';
import { baselineWords, isWhole, limitsOf, methodWords, readingWords, seriesWords, verdictWords } from './words.ts';
import type { Assurance } from './xmr.ts';

const SHOWN = 16;

export const TERMS: Record<MeasureTerm, string> = { SHORT: 'Short term', MEDIUM: 'Medium term', LONG: 'Long term' };

const ASSURED: Record<Assurance, string> = {
  PASSES: 'as things are, it will be met',
  FAILS: 'as things are, it will not be met',
  EITHER: 'as things are, it may or may not be met',
};

/** @param title what has just happened; else its name */
export function seriesCard(series: Series, zone: string, title?: string): Card {
  const { measure, points, readings, target, assurance, steps } = series;
  return {
    summary: `${measure.name}, ${zone}: ${seriesWords(series)}`,
    blocks: [
      heading(title ?? `${measure.name}, ${zone}`),
      ...(title === undefined ? [] : [paragraph(say`${strong(`${measure.name}, ${zone}`)}`)]),
      paragraph(seriesWords(series)),
      ...(points.length < 2
        ? waveBlocks(series)
        : isWhole(series)
          ? [{ kind: 'chart' as const, chart: chartOfSeries(series) }]
          : [note(`Figures under ${SMALL} stay in the team: there is no chart for those outside it.`)]),
      ...(target === undefined && steps.length === 0
        ? []
        : [
            facts(
              ...(target === undefined
                ? []
                : ([['Target', `${target}${assurance === undefined ? '' : `: ${ASSURED[assurance]}`}`]] as [
                    string,
                    string,
                  ][])),
              ...steps.map(({ period, note: words }): [string, string] => [
                `Changed in ${periodWords(period, measure.period)}`,
                words === '' ? 'limits start anew' : words,
              ]),
            ),
          ]),
      ...(measure.wording === undefined || measure.wording === '' ? [] : [note(`Asked: ${measure.wording}`)]),
      note(methodWords(series)),
      ...choices(series),
      ...(readings.at(-1)?.provisional === true ? [note('The last reading is provisional.')] : []),
    ],
  };
}

function choices({ measure, zoneId, points, screened }: Series): Block[] {
  const about = { zone: zoneId, key: measure.key };
  const offered: Button[] = [
    ...(isComputed(measure.key)
      ? []
      : [{ label: 'Keep a figure', action: 'measure.give', data: about, opens: 'form' as const }]),
    ...(points.length < 3
      ? []
      : [
          {
            label: screened ? 'Without screening' : 'With screening',
            action: 'measure.screen',
            data: { ...about, screened: !screened },
          },
        ]),
  ];
  return offered.length === 0 ? [] : [buttons(...offered)];
}

function waveBlocks({ measure, readings }: Series): Block[] {
  return readings.length < 2
    ? []
    : [
        {
          kind: 'list',
          items: readings
            .slice(-6)
            .map(
              (reading) => say`${periodWords(reading.period, measure.period)}: ${readingWords({ measure }, reading)}`,
            ),
        },
      ];
}

/** The last readings with mean and limits. */
export function chartOfSeries({ measure, points, readings }: Series): Chart {
  const from = Math.max(0, points.length - SHOWN);
  const shown = points.slice(from).map((point) => ({ ...point, ...limitsOf(measure.unit, point) }));
  const round = (value: number) => Math.round(value * 10) / 10;
  return {
    kind: 'line',
    title: measure.name.slice(0, 50),
    unit: measure.unit === 'PERCENT' ? 'per cent' : measure.unit === 'MONEY' ? 'pounds' : 'number',
    categories: readings.slice(from).map(({ period }) => periodShort(period, measure.period)),
    series: [
      { name: 'Reading', values: readings.slice(from).map((reading) => round(valueOf(measure, reading))) },
      { name: 'Mean', values: shown.map(({ mean }) => round(mean)) },
      { name: 'Lower limit', values: shown.map(({ lower }) => round(lower)) },
      { name: 'Upper limit', values: shown.map(({ upper }) => round(upper)) },
    ],
  };
}

export function askCard({ title, question, data }: { title: string; question: string; data: JsonObject }): Card {
  return {
    summary: title,
    blocks: [
      heading('There is a reading already'),
      paragraph(title),
      buttons(
        { label: 'Put it in its place', action: 'measure.replace', data, style: 'primary' },
        { label: 'Leave it', action: 'measure.leave', data: {} },
      ),
      note(`${question} What stood there is kept in the account of changes.`),
    ],
  };
}

export function listCard(all: Series[], zone: string, zoneId: string, others: { name: string; key: string }[]): Card {
  return {
    summary: `Measures of ${zone}: ${all.length}`,
    blocks: [
      heading(`Measures of ${zone}`),
      ...(all.length === 0
        ? [
            paragraph(say`No reading yet. Type one: "measure asb 2026-W46 = 31".`),
            buttons({ label: 'Keep a figure', action: 'measure.give', data: { zone: zoneId }, opens: 'form' }),
          ]
        : [
            {
              kind: 'list' as const,
              items: all.map(
                (series): Text => say`${strong(series.measure.name)} (${series.measure.key}): ${seriesWords(series)}`,
              ),
            },
            buttons(
              { label: 'Keep a figure', action: 'measure.give', data: { zone: zoneId }, opens: 'form' },
              ...all.slice(0, 8).map((series) => ({
                label: series.measure.name.slice(0, 30),
                action: 'measure.show',
                data: { zone: series.zoneId, key: series.measure.key },
              })),
            ),
          ]),
      ...(others.length === 0
        ? []
        : [note(`Without a reading: ${others.map(({ name, key }) => `${name} (${key})`).join(', ')}`)]),
    ],
  };
}

/** Short, medium, long: each with its baseline, now, and what that says. */
export function benefitsCard(all: Series[], zone: string): Card {
  const rows = (Object.keys(TERMS) as MeasureTerm[]).flatMap((term) =>
    all
      .filter(({ measure }) => measure.term === term)
      .map((series) => {
        const last = series.readings.at(-1);
        return [
          TERMS[term],
          series.measure.name,
          baselineWords(series),
          last === undefined ? '–' : readingWords(series, last),
          verdictWords(series),
        ].map((cell) => say`${cell}`);
      }),
  );
  return {
    summary: `Benefits of ${zone}`,
    blocks: [
      heading(`Benefits of ${zone}`),
      rows.length === 0
        ? paragraph('No reading yet.')
        : {
            kind: 'table',
            caption: 'What has really changed',
            columns: ['Term', 'Measure', 'Baseline', 'Now', 'Verdict'],
            rows,
          },
    ],
  };
}
