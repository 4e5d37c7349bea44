// What people type and press about measures.

import { z } from 'zod';
import { type Act, ownZones, visibleZones, zoneById } from '../../chat/act.ts';
import { paragraph } from '../../chat/cards.ts';
import { assertMay } from '../../chat/may.ts';
import { anyText } from '../../chat/parts.ts';
import { button, type Feature } from '../../chat/registry.ts';
import { inPlace, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { command, say } from '../../chat/spans.ts';
import type { Taken } from '../../chat/word.ts';
import { defineCommandAbout, wordAbout } from '../../chat/words.ts';
import { findZone } from '../../language/zones.ts';
import { COMPUTED, typedMeasures } from './catalogue.ts';
import { addMeasure, setYears } from './define.ts';
import { asSeenBy } from './disclosure.ts';
import { figureForm, formsOfMeasures, importForm, takeTable } from './forms.ts';
import { measureNamed } from './named.ts';
import { readingDue } from './nudges.ts';
import { splitPeriod } from './periods.ts';
import { beginPulse, closePulses, findPulse, PULSE, readPulseLine } from './pulse.ts';
import { pulsePages } from './pulse-page.ts';
import { formsOfPulses } from './pulse-presses.ts';
import { drawPulse, pulseChoices } from './pulse-views.ts';
import { addStep, assertMayMeasure, keepReading, recordReading, setBaseline, setTarget } from './record.ts';
import { readAllSeries, type Series } from './series.ts';
import { terms } from './terms.ts';
import { benefitsCard, listCard, seriesCard } from './views.ts';

const ofZone = wordAbout<string>();

const measure = defineCommandAbout(takeZone, {
  name: 'measure',
  summary: 'Figures of a zone: keep one, and see whether a change is real',
  examples: [
    'measure',
    'measure asb 2026-W46 = 31',
    'measure asb last week = 31',
    'measure safe 2026-09 = 61 of 100',
    'measure asb 2026-W46 = none',
  ],
  details: [
    'A zone at the end of the line is meant, wherever it is typed: measure show asb in Coalville.',
    'Prevention mix, joint working, problems closed, actions kept and more are reckoned from what is logged: nobody types them.',
    'A change is called real only where the XmR chart, or the interval between two survey waves, says so.',
  ],
  needs: 'measure.see',
  reads: (typed) => !typed.includes('='),
  // "new" may be what a measure is called.
  whole: (_act, words) => /^(?:new|form)\b[^\n]*=/i.test(words),
  parts: { reading: anyText('NAME PERIOD = VALUE') },
  run(act, { reading }, zoneId) {
    if (reading === '') return list(act, zoneId);
    return reading.includes('=') ? recordReading(act, zoneId, reading) : showNamed(act, zoneId, reading);
  },
  words: [
    ofZone({
      name: 'list',
      summary: 'All figures of the zone',
      needs: 'measure.see',
      reads: true,
      run: (act, _parts, zoneId) => list(act, zoneId),
    }),
    ofZone({
      name: 'new',
      also: ['form'],
      summary: 'Keep a figure in a form',
      examples: ['measure new'],
      needs: 'measure.keep',
      async run(act, _parts, zoneId) {
        assertMayMeasure(act, zoneId);
        return { kind: 'form', ...(await figureForm(act, zoneId)) };
      },
    }),
    ofZone({
      name: 'import',
      summary: 'Keep a table of figures, pasted or attached',
      examples: ['measure import'],
      needs: 'measure.keep',
      parts: { table: anyText('TABLE') },
      async run(act, { table }, zoneId) {
        assertMayMeasure(act, zoneId);
        return table.includes('\n') ? takeTable(act, zoneId, table) : { kind: 'form', ...importForm(zoneId) };
      },
    }),
    ofZone({
      name: 'pulse',
      summary: 'Ask the team or residents how safe or well they feel, without names',
      examples: ['measure pulse safe team'],
      needs: 'pulse.see',
      parts: { what: anyText('safe or well, team or residents, for DAYS') },
      run: (act, { what }, zoneId) => pulse(act, zoneId, what),
    }),
    ofZone({
      name: 'show',
      summary: 'A figure over time, with its chart',
      examples: ['measure show asb', 'measure show asb in Coalville'],
      needs: 'measure.see',
      reads: true,
      parts: { which: anyText('NAME') },
      run: (act, { which }, zoneId) => show(act, zoneId, which),
    }),
    ofZone({
      name: 'benefits',
      summary: 'What has changed: short, medium and long term',
      examples: ['measure benefits'],
      needs: 'measure.see',
      run: async (act, _parts, zoneId) =>
        privately(benefitsCard(await seriesSeenBy(act, zoneId), zoneById(act, zoneId).name)),
    }),
    ofZone({
      name: 'target',
      summary: 'What the zone wants to reach',
      examples: ['measure target kept 80'],
      needs: 'measure.plan',
      parts: { what: anyText('NAME VALUE') },
      run: (act, { what }, zoneId) => setTarget(act, zoneId, what),
    }),
    ofZone({
      name: 'baseline',
      summary: 'From how many of the first readings the limits are drawn',
      examples: ['measure baseline asb first 40 readings'],
      needs: 'measure.plan',
      parts: { what: anyText('NAME first N readings, or none') },
      run: (act, { what }, zoneId) => setBaseline(act, zoneId, what),
    }),
    ofZone({
      name: 'step',
      summary: 'Where something was changed, and why',
      examples: ['measure step asb 2026-W46 The alley gate was mended'],
      needs: 'measure.plan',
      parts: { what: anyText('NAME PERIOD WHY') },
      run: (act, { what }, zoneId) => addStep(act, zoneId, what),
    }),
    ofZone({
      name: 'add',
      summary: 'Add a measure for all zones',
      examples: ['measure add Fly-tipping reports, month, count, down, medium'],
      needs: 'measure.add',
      parts: { what: anyText('NAME, PERIOD, UNIT, DIRECTION, TERM') },
      run: (act, { what }, zoneId) => addMeasure(act, zoneId, what),
    }),
    ofZone({
      name: 'years',
      summary: 'In which month the years of the figures begin',
      examples: ['measure years april'],
      needs: 'measure.years',
      parts: { month: anyText('january or april') },
      run: (act, { month }) => setYears(act, month),
    }),
  ],
});

/** "show asb in Coalville": a zone at the end is meant, wherever it is typed; else that of the place. */
function takeZone(act: Act, typed: string): Taken<string> {
  const found = typed.includes('\n') ? undefined : findZone(typed, act.directory.zones);
  const behind = found === undefined ? '' : typed.slice(found.to);
  // "crime in Coalville October = 40": before the figure it is of that zone, too.
  if (found === undefined || (behind.trim() !== '' && !behind.includes('=')))
    return { value: zoneHere(act), rest: typed };
  assertMay(act, 'measure.see', { zoneId: found.id });
  return { value: found.id, rest: `${typed.slice(0, found.from)}${behind}`.trim() };
}

function zoneHere(act: Act): string {
  const own = ownZones(act);
  const seen = visibleZones(act);
  const zoneId = act.placeZoneId ?? (own.length === 1 ? own[0]?.id : seen.length === 1 ? seen[0]?.id : undefined);
  if (zoneId === undefined)
    throw new Refusal('Of which zone? Type it in the zone’s channel, or name it at the end: measure show asb in NP.');
  assertMay(act, 'measure.see', { zoneId });
  return zoneId;
}

/** "safe team for 14 days"; alone, what may be asked. */
async function pulse(act: Act, zoneId: string, words: string): Promise<Reply> {
  const { kind, audience, days } = readPulseLine(words);
  if (kind !== undefined) return beginPulse(act, zoneId, { kind, audience: audience ?? 'TEAM', days });
  const open = await act.db.pulse.findMany({
    where: { zoneId, closedAt: null },
    include: { zone: { select: { name: true } }, counts: true },
  });
  return privately(pulseChoices(zoneId, zoneById(act, zoneId).name, open));
}

async function list(act: Act, zoneId: string): Promise<Reply> {
  const all = await seriesSeenBy(act, zoneId);
  const have = new Set(all.map((series) => series.measure.key));
  const others = (await typedMeasures(act.db, act.partnership.id)).filter(({ key }) => !have.has(key));
  return privately(listCard(all, zoneById(act, zoneId).name, zoneId, others));
}

async function seriesSeenBy(act: Act, zoneId: string): Promise<Series[]> {
  const all = await readAllSeries(act.db, act.partnership, [zoneId], act.now);
  return all.map((series) => asSeenBy(act, series));
}

/** "asb last week 31": a figure without its sign is not guessed at. */
const WITH_FIGURE = /^(.+?)[\s:]+(£?-?\d[\d,.]*(?:\s*(?:of|out of|\/)\s*[\d,]+)?)$/i;

/** "asb": what is known of it. @throws {Refusal} with the line that keeps a figure, where one was meant */
function showNamed(act: Act, zoneId: string, words: string): Promise<Reply> {
  const [, left = '', figure = ''] = WITH_FIGURE.exec(words) ?? [];
  // "asb 12 last week": the figure stands between.
  const between = splitPeriod(words);
  const [, name = '', value = ''] = WITH_FIGURE.exec(between?.name ?? '') ?? [];
  const isOfTime =
    /^(?:19|20)\d\d$/.test(value) || /\b(?:last|past|next|this|previous|w|week|q|quarter|month)$/i.test(name);
  if (between !== undefined && name !== '' && !isOfTime)
    throw new Refusal(
      say`To keep it, put the figure behind =: ${command(`measure ${name} ${between.when} = ${value}`)}. Nothing was kept.`,
    );
  if (left !== '' && splitPeriod(left) !== undefined)
    throw new Refusal(
      say`To keep it, put = before the figure: ${command(`measure ${left} = ${figure}`)}. Nothing was kept.`,
    );
  if (left !== '')
    throw new Refusal(
      say`Of when? For example: ${command(`measure ${left} last week = ${figure}`)}. Nothing was kept.`,
    );
  assertMay(act, 'measure.see', { zoneId });
  return show(act, zoneId, words);
}

/** @param words its name; "asb unscreened" draws it without leaving out great jumps */
async function show(act: Act, zoneId: string, words: string): Promise<Reply> {
  const bare = words.replace(/\s+(?:unscreened|without screening)$/i, '');
  const screened = bare === words;
  const wanted = bare.trim().toLowerCase();
  const own = COMPUTED.find(({ key, name }) => key === wanted || name.toLowerCase() === wanted);
  const { key, name } = own ?? (await measureNamed(act.db, act.partnership.id, bare));
  const [series] = await readAllSeries(act.db, act.partnership, [zoneId], act.now, { keys: [key], screened });
  if (series === undefined)
    throw new Refusal(
      say`There is no reading of ${name} yet. Keep the first: ${command(`measure ${key} last week = 31`)}, with the period and the figure that you have.`,
    );
  const card = seriesCard(asSeenBy(act, series), zoneById(act, zoneId).name);
  return act.incoming.what.kind === 'press' && act.incoming.what.onPrivateCard ? inPlace(card) : privately(card);
}

export const measures: Feature = {
  name: 'measures',
  terms,
  everyday: [
    {
      command: 'measure',
      nouns: ['measures', 'figures', 'numbers', 'statistics', 'stats'],
      asked: [
        [/^(?:the |our |what(?:['’]?s| is) (?:the |our )?)?(?:prevention )?mix$/i, 'measure show prevention'],
        [
          /^(?:how (?:are|is) (?:we|it|the zone|things) (?:doing|going)|(?:is it|does it|are we) (?:work(?:ing)?|making (?:a|any) difference|getting (?:better|anywhere)))$/i,
          'measure',
        ],
        [/^(?:charts?|graphs?|trends?|history) (?:of|for) (.+)$/i, 'measure show $1'],
        [/^(?:what(?:['’]?s| is) )?(?:the |our )?(.{2,40}) (?:target|goal)$/i, 'measure show $1'],
        [/^(?:(?:the |a )?survey|how safe do (?:we|people|residents) feel)$/i, 'measure pulse'],
        [/^(?:the |our )?(.{2,40}) (?:figures?|numbers|stat(?:istic)?s|charts?|trends?|graph)$/i, 'measure show $1'],
      ],
      alone: [
        [/^(\p{L}.{1,40}?) ?= ?([-<]?\d.*)$/iu, 'measure $1 = $2'],
        [/^(?:record|enter|keep) (\d[\d.,]*) (\p{L}.{1,20}?) (?:for|in) (.+)$/iu, 'measure $2 $3 = $1'],
      ],
      said: [
        [/^(?:record|enter|put|set) (.+=.+)$/i, 'measure $1'],
        [/^new (?!measure$|figure$)([^=]+)$/i, 'measure add $1'],
        [/^(?:charts?|graphs?|plot|trend|history)(?: (?:of|for))? ([^=]+)$/i, 'measure show $1'],
        [/^(?:all|everything|figures|measures)$/i, 'measure list'],
        [/^list (?:of )?([^=]+)$/i, 'measure show $1'],
      ],
    },
  ],
  jobs: [
    {
      name: 'pulses that are over',
      everySeconds: 300,
      afterSeconds: 55,
      run: ({ prisma, seals, now }) => closePulses(prisma, seals, now),
    },
  ],
  commands: [measure],
  forms: [...formsOfMeasures.forms, ...formsOfPulses.forms],
  pages: pulsePages,
  liveCards: [
    {
      recordType: PULSE,
      async draw(db, id, links) {
        const found = await findPulse(db, id);
        return found === null ? undefined : { card: await drawPulse(db, found, links), version: found.version };
      },
    },
  ],
  /** A table that was pasted or attached, without a command before it. */
  async otherwise(act, words) {
    const [head = ''] = words.trim().split('\n', 1);
    const names = head
      .toLowerCase()
      .split(/[,;\t]/)
      .map((name) => name.trim().replaceAll('"', ''));
    if (!words.includes('\n') || !['measure', 'period', 'value'].every((name) => names.includes(name)))
      return undefined;
    return takeTable(act, zoneHere(act), words);
  },
  nudges: [readingDue],
  buttons: [
    ...formsOfMeasures.buttons,
    ...formsOfPulses.buttons,
    button('measure.show', 'measure.see', z.object({ zone: z.uuid(), key: z.string() }), async (act, { zone, key }) => {
      assertMay(act, 'measure.see', { zoneId: zone });
      return show(act, zone, key);
    }),
    button(
      'measure.screen',
      'measure.see',
      z.object({ zone: z.uuid(), key: z.string(), screened: z.boolean() }),
      async (act, { zone, key, screened }) => {
        assertMay(act, 'measure.see', { zoneId: zone });
        return show(act, zone, screened ? key : `${key} unscreened`);
      },
    ),
    button(
      'measure.replace',
      'measure.keep',
      z.object({
        measure: z.uuid(),
        zone: z.uuid(),
        period: z.string(),
        value: z.number(),
        base: z.number().optional(),
      }),
      async (act, { measure: id, zone, period, value, base }) => {
        const found = await act.db.measure.findFirst({ where: { id, partnershipId: act.partnership.id } });
        if (found === null) throw new Refusal('That measure is no longer here.');
        assertMayMeasure(act, zone);
        return keepReading(act, zone, found, period, { value, base }, true);
      },
    ),
    button('measure.leave', 'known', z.object({}), async () =>
      inPlace({ summary: 'It stays as it was.', blocks: [paragraph('It stays as it was.')] }),
    ),
  ],
};
