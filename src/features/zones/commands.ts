// Zones: seeing them, linking channels to them, and adding zones and agencies.

import { DateTime } from 'luxon';
import { z } from 'zod';
import { todayIn } from '../../calendar.ts';
import {
  type Act,
  type AgencyEntry,
  knownPerson,
  ownZones,
  visibleZones,
  type ZoneEntry,
  zoneById,
} from '../../chat/act.ts';
import { buttons, type Card, heading, note, paragraph } from '../../chat/cards.ts';
import type { OpenForm } from '../../chat/forms.ts';
import { closest } from '../../chat/help.ts';
import { assertMay, may } from '../../chat/may.ts';
import { button, type Command, type Feature, form } from '../../chat/registry.ts';
import { orReopen, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { clean, command, howMany, join, say, strong, type Text } from '../../chat/spans.ts';
import { type BodyKind, Sector } from '../../database/generated/enums.ts';
import { endChampion, mentorZone, offerChampion, showChampions } from '../champions/index.ts';
import { countMix, mixWords } from '../interactions/index.ts';
import { BODIES } from '../people/index.ts';
import { assertClean } from '../privacy/index.ts';
import { appointLead, endLead } from './leads.ts';
import {
  addAgency,
  addZone,
  limitAgency,
  linkBody,
  linkPlace,
  mergeAgencies,
  renameAgency,
  tallyWeeks,
  unlinkPlace,
  type ZoneSide,
  zonesSideBySide,
} from './service.ts';
import { askToLeave, goneForGood, leaveZone, removeFromZone, zoneMeant } from './team.ts';
import { whoDoes } from './who.ts';

const zone: Command = {
  name: 'zone',
  summary: 'My zones: team, figures, who does what, linking a channel',
  usage:
    '[name | who … | link NAME | unlink | lead @NAME | lead end @NAME | ambition … | leave | remove @NAME | new NAME, city|county | agency … | gone @NAME]',
  examples: [
    'zone',
    'zone New Parks',
    'zone who debt advice',
    'zone link NP',
    'zone unlink',
    'zone new Hollin Park, city',
    'zone lead @Dana Whitlock',
    'zone ambition Evenings on the rec that everybody enjoys',
    'zone champions',
    'zone champion @Dana Whitlock',
    'zone mentor NP',
    'zone agency new Riverside Housing, HOUSING, Riverside',
    'zone agency Riverside only here',
    'zone agency Riverside anywhere',
    'zone agency rename Riverside, Riverside Homes, Homes',
    'zone agency merge Riverside into Housing',
  ],
  details: [
    'link and unlink: type them in the channel that you mean; for leads and the project team. Also link champions, link project team, link board.',
    'lead: makes somebody of the team a lead; leads and the project team do. leave: your own team, it is asked first. remove: for leads. What was promised goes to a deputy, or waits for a lead to hand it on.',
    'new, agency and gone (somebody has left for good): for the project team.',
  ],
  who: 'person',
  async run(act, words) {
    // A zone may itself begin with "New": its name comes first.
    if (act.directory.zones.some((entry) => entry.name.toLowerCase() === words.toLowerCase()))
      return showZone(act, findZone(act, words));
    const [, first = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(words) ?? [];
    switch (first.toLowerCase()) {
      case '':
        return listZones(act);
      case 'link': {
        const body = bodyMeant(rest);
        if (body !== undefined)
          return linkBody(
            act,
            body,
            done(say`Its meetings are held and minuted here: "meeting new …", "meeting start".`),
          );
        return linkPlace(
          act,
          rest === '' ? onlyZone(act) : findZone(act, rest),
          done('Interactions that are shared appear here, and lines typed here count for the zone.'),
        );
      }
      case 'unlink':
        return unlinkPlace(act, done('Nothing of the zone is posted here any more; what was recorded stays.'));
      case 'who': {
        const { zone: where, rest: what } = zoneMeant(act, rest, (name) => findZone(act, name));
        assertMay(act, 'zone.see', { zoneId: where.id, where: where.name });
        return whoDoes(act, where, what);
      }
      case 'leave':
        return askToLeave(act, rest === '' ? onlyZone(act) : findZone(act, rest));
      case 'remove': {
        const { zone: from, rest: whom } = zoneMeant(act, rest, (name) => findZone(act, name));
        return removeFromZone(act, from, whom);
      }
      case 'lead':
      case 'leads': {
        const { zone: of, rest: whom } = zoneMeant(act, rest, (name) => findZone(act, name));
        const end = /^(?:end|remove)\b\s*/i.exec(whom);
        return end === null ? appointLead(act, of, whom) : endLead(act, of, whom.slice(end[0].length));
      }
      case 'ambition': {
        const { zone: of, rest: what } = ambitionOf(act, rest);
        return setAmbition(act, of, what);
      }
      case 'gone':
        return goneForGood(act, rest);
      case 'champions':
        return showChampions(act);
      case 'champion': {
        const end = /^end\b\s*/i.exec(rest);
        return end === null ? offerChampion(act, rest) : endChampion(act, rest.slice(end[0].length));
      }
      case 'mentor':
        return mentorZone(act, rest === '' ? onlyZone(act) : findZone(act, rest));
      case 'new':
        return newZone(act, rest);
      case 'agency':
        return agency(act, rest);
      default:
        return showZone(act, findZone(act, words));
    }
  },
};

/** "champions", "the Champion Team", "board": who else meets. */
function bodyMeant(words: string): BodyKind | undefined {
  const wanted = words.toLowerCase().replace(/^the /, '');
  return (Object.keys(BODIES) as BodyKind[]).find((kind) => {
    const name = BODIES[kind].toLowerCase();
    return wanted === name || wanted === `${name.split(' ')[0]}s` || (kind === 'BOARD' && wanted === 'board');
  });
}

const done =
  (explanation: Text | string) =>
  (title: string): Card => ({ summary: title, blocks: [heading(title), paragraph(explanation)] });

function onlyZone(act: Act): ZoneEntry {
  const [only, ...others] = ownZones(act);
  if (only === undefined || others.length > 0)
    throw new Refusal(say`Which zone? Type "zone link" and its name or letters.`);
  return only;
}

/** By name or letters, in any case. */
function findZone(act: Act, words: string): ZoneEntry {
  const wanted = words.trim().toLowerCase();
  const found = act.directory.zones.find(
    (entry) => entry.name.toLowerCase() === wanted || entry.code.toLowerCase() === wanted,
  );
  if (found !== undefined) return found;
  const near = closest(
    wanted,
    visibleZones(act).map((entry) => entry.name.toLowerCase()),
  );
  const name = visibleZones(act).find((entry) => entry.name.toLowerCase() === near)?.name;
  throw new Refusal(
    name === undefined
      ? say`I know no such zone. Type "zone" to see which there are.`
      : say`I know no such zone. Did you mean ${strong(name)}?`,
  );
}

async function sideBySide(act: Act): Promise<Reply> {
  const person = knownPerson(act);
  const sides = await zonesSideBySide(act, person.id, person.agencyId);
  const agency = act.directory.agencies.find(({ id }) => id === person.agencyId)?.shortName ?? 'your agency';
  const waiting = sides.reduce((sum, { waiting: count }) => sum + count, 0);
  const perHead = ({ interactions, team }: ZoneSide) => (team === 0 ? '–' : (interactions / team).toFixed(1));
  return privately({
    summary: `${sides.length} zones; ${waiting} problems wait for ${agency}`,
    blocks: [
      heading('All zones'),
      {
        kind: 'table',
        caption: 'The last four weeks',
        columns: ['Zone', 'Interactions a member', 'Meetings', 'Problems moving', `Wait for ${agency}`],
        rows: sides.map((side) =>
          [
            `${side.name}${side.mentored ? ' (you mentor)' : ''}`,
            perHead(side),
            String(side.meetings),
            `${side.moving} of ${side.open}`,
            side.waiting === 0 ? '–' : String(side.waiting),
          ].map((cell) => say`${cell}`),
        ),
      },
      buttons(
        { label: 'The Champion Team', action: 'champion.list', data: {} },
        ...sides
          .filter(({ waiting: count }) => count > 0)
          .slice(0, 4)
          .map(({ id, name }) => ({ label: name, action: 'zone.open', data: { id } })),
      ),
      note(
        say`"zone mentor NP": you look after it, and are suggested first when its team asks. "idea openings": work across zones.`,
      ),
    ],
  });
}

async function listZones(act: Act): Promise<Reply> {
  const zones = visibleZones(act);
  if (knownPerson(act).champion && zones.length > 0) return sideBySide(act);
  if (zones.length === 0)
    return privately({
      summary: 'You are in no zone yet.',
      blocks: [heading('No zone yet'), paragraph(say`Type "me join" to ask for one.`)],
    });
  const counts = await act.db.membership.groupBy({
    by: ['zoneId'],
    where: { zoneId: { in: zones.map((entry) => entry.id) } },
    _count: true,
  });
  return privately({
    summary: zones.map((entry) => entry.name).join(', '),
    blocks: [
      heading('Zones'),
      {
        kind: 'list',
        items: zones.map(
          (entry) =>
            say`${strong(entry.name)} (${entry.code}): ${counts.find((count) => count.zoneId === entry.id)?._count ?? 0} in the team`,
        ),
      },
      note(say`${command(`zone ${zones[0]?.name ?? ''}`)} shows one.`),
    ],
  });
}

async function showZone(act: Act, entry: ZoneEntry): Promise<Reply> {
  assertMay(act, 'zone.see', { zoneId: entry.id, where: entry.name });
  const found = await act.db.zone.findUniqueOrThrow({
    where: { id: entry.id },
    include: {
      memberships: { include: { person: { include: { agency: true } } } },
      places: { include: { conversation: true } },
    },
  });
  const month = todayIn(act.partnership.timeZone, act.now).monthStart;
  const [mix, weeks] = await Promise.all([countMix(act.db, entry.id, month), tallyWeeks(act, entry.id, 8)]);
  const leads = found.memberships.filter((membership) => membership.lead).map((membership) => membership.person.name);
  const agencies = [...new Set(found.memberships.map((membership) => membership.person.agency.shortName))].sort();
  const platforms = found.places.map(
    ({ conversation }) => `${conversation.name ?? conversation.kind} (${conversation.platform})`,
  );
  return privately({
    summary: `${found.name}: ${found.memberships.length} in the team, ${mixWords(mix)} this month`,
    blocks: [
      heading(`${found.name} (${found.code})`),
      ...(found.ambition === null ? [] : [paragraph(found.ambition)]),
      {
        kind: 'facts',
        facts: [
          {
            label: 'Leads',
            value:
              leads.length === 0
                ? say`nobody yet: "zone lead @Dana" makes somebody of the team one`
                : join(leads, ', '),
          },
          {
            label: 'Team',
            value: say`${
              agencies.length === 0
                ? 'nobody yet'
                : `${howMany(found.memberships.length, 'person', 'people')} from ${howMany(agencies.length, 'agency', 'agencies')}: ${agencies.join(', ')}`
            }`,
          },
          { label: 'Places', value: say`${platforms.length === 0 ? 'none linked yet' : platforms.join(', ')}` },
          { label: 'This month', value: say`${mixWords(mix)}` },
        ],
      },
      ...(weeks.every(({ preventive, remedial, enabling }) => preventive + remedial + enabling === 0)
        ? [
            paragraph(
              say`Nothing has been logged yet. The first line: ${command('log Spoke with 5 residents about the bins #safe')}`,
            ),
          ]
        : [
            {
              kind: 'chart' as const,
              chart: {
                kind: 'stacked' as const,
                title: 'Interactions by week',
                unit: 'interactions',
                categories: weeks.map((week) => DateTime.fromISO(week.week).setLocale('en-GB').toFormat('d LLL')),
                series: [
                  { name: 'Preventive', values: weeks.map((week) => week.preventive) },
                  { name: 'Remedial', values: weeks.map((week) => week.remedial) },
                  { name: 'Enabling', values: weeks.map((week) => week.enabling) },
                ],
              },
            },
          ]),
      ...(may(act, 'zone.ambition', { zoneId: entry.id })
        ? [
            buttons({
              label: 'What it wants',
              action: 'zone.ambitionForm',
              data: { id: entry.id },
              opens: 'form' as const,
            }),
          ]
        : []),
    ],
  });
}

function assertNothingPersonal(act: Act, words: string): void {
  assertClean(words, act.now);
}

async function newZone(act: Act, words: string): Promise<Reply> {
  const match = /^(.{2,60}?)\s*,\s*(city|county)(?:\s*,\s*([a-z]{2,4}))?$/i.exec(words);
  if (match === null)
    throw new Refusal(
      say`Write it as: "zone new Hollin Park, city". At the end you may give its letters: "zone new Hollin Park, city, HP".`,
    );
  const [, name = '', setting = '', letters] = match;
  assertNothingPersonal(act, words);
  const initials = name
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '')
    .map((word) => word[0])
    .join('')
    .toUpperCase();
  const code = (
    letters ?? (initials.length >= 2 ? initials.slice(0, 4) : name.replace(/[^A-Za-z]/g, '').slice(0, 2))
  ).toUpperCase();
  if (!/^[A-Z]{2,4}$/.test(code))
    throw new Refusal(say`Please give two to four letters at the end: "zone new Hollin Park, city, HP".`);
  return addZone(
    act,
    name,
    code,
    setting.toLowerCase() === 'city' ? 'CITY' : 'COUNTY',
    done(say`Type "zone link" in its channels, and let its people ask to join with "me join".`),
  );
}

async function agency(act: Act, words: string): Promise<Reply> {
  const added = /^new\s+(.{2,80}?)\s*,\s*([A-Za-z_ ]+?)(?:\s*,\s*(.{2,30}))?$/i.exec(words);
  if (added !== null) {
    assertNothingPersonal(act, words);
    const [, name = '', sectorWords = '', shortName] = added;
    const wanted = sectorWords.trim().toUpperCase().replace(/ /g, '_');
    const sector = Object.values(Sector).find((value) => value === wanted);
    if (sector === undefined)
      throw new Refusal(`I do not know the sector "${sectorWords}". I know ${Object.values(Sector).join(', ')}.`);
    return addAgency(act, name, shortName ?? name, sector, done('Its people can now choose it when they ask to join.'));
  }
  const limited = /^(.{2,80}?)\s+(only here|anywhere)$/i.exec(words);
  if (limited !== null) {
    const [, name = '', how = ''] = limited;
    const found = agencyMeant(act, name);
    return limitAgency(act, found.id, how.toLowerCase() === 'only here', done(found.name));
  }
  const renamed = /^rename\s+(.{2,80}?)\s*(?:,|\bto\b)\s*(.{2,80}?)(?:\s*,\s*(.{2,30}))?$/i.exec(words);
  if (renamed !== null) {
    assertNothingPersonal(act, words);
    const [, old = '', name = '', shortName] = renamed;
    return renameAgency(
      act,
      agencyMeant(act, old).id,
      name,
      shortName,
      done('Earlier names of it are still understood.'),
    );
  }
  const merged = /^merge\s+(.{2,80}?)\s+into\s+(.{2,80})$/i.exec(words);
  if (merged !== null) return askToMerge(act, agencyMeant(act, merged[1] ?? ''), agencyMeant(act, merged[2] ?? ''));
  throw new Refusal(
    say`Write it as: "zone agency new NAME, SECTOR", or: "zone agency NAME only here", or: "zone agency NAME anywhere", or: "zone agency rename NAME, NEW NAME", or: "zone agency merge NAME into NAME".`,
  );
}

/** By any of its names. @throws {Refusal} with those that there are */
function agencyMeant(act: Act, name: string): AgencyEntry {
  const found = act.directory.agencies.find((entry) =>
    [entry.name, entry.shortName, ...entry.aliases].some((known) => known.toLowerCase() === name.trim().toLowerCase()),
  );
  if (found === undefined)
    throw new Refusal(
      `I know no agency "${name.trim()}". I know ${act.directory.agencies.map((entry) => entry.shortName).join(', ')}.`,
    );
  return found;
}

/** It cannot be taken back, so that it is asked first. Who may: the project team. */
async function askToMerge(act: Act, from: AgencyEntry, into: AgencyEntry): Promise<Reply> {
  assertMay(act, 'agency.change');
  if (from.id === into.id) throw new Refusal('That is one and the same agency.');
  const people = await act.db.person.count({ where: { agencyId: from.id, active: true } });
  const title = `Merge ${from.shortName} into ${into.shortName}?`;
  return privately({
    summary: title,
    blocks: [
      heading(title),
      paragraph(
        `All that ${from.name} has done will stand under ${into.name}${people === 0 ? '' : `, and its ${people === 1 ? 'one member moves' : `${people} members move`} there`}; its names are still understood. Published minutes stay as they are. This cannot be taken back.`,
      ),
      buttons({ label: 'Merge them', action: 'agency.merge', data: { from: from.id, into: into.id }, style: 'danger' }),
    ],
  });
}

/** "Evenings that everybody enjoys", "NP: Evenings …" */
function ambitionOf(act: Act, words: string): { zone: ZoneEntry; rest: string } {
  const named = /^([^:]{2,60}):\s*([\s\S]+)$/.exec(words);
  const zone = act.directory.zones.find(({ name, code }) =>
    [name, code].some((known) => known.toLowerCase() === named?.[1]?.trim().toLowerCase()),
  );
  if (zone !== undefined) return { zone, rest: named?.[2] ?? '' };
  const here = act.directory.zones.find(({ id }) => id === act.placeZoneId);
  return { zone: here ?? onlyZone(act), rest: words };
}

const LONGEST_AMBITION = 500;

/** What the zone wants to become, in its own words (¶1.1). Who may: a lead, or the project team. */
function setAmbition(act: Act, of: ZoneEntry, typed: string): Promise<Reply> {
  assertMay(act, 'zone.ambition', { zoneId: of.id, where: of.name });
  const ambition = clean(typed);
  if (ambition === '')
    throw new Refusal(
      say`What does ${of.name} want to become? "zone ambition Evenings on the rec that everybody enjoys"`,
    );
  if (ambition.length > LONGEST_AMBITION)
    throw new Refusal(`That is ${ambition.length} characters; at most ${LONGEST_AMBITION}.`);
  assertNothingPersonal(act, ambition);
  return act.once(async (effect) => {
    await effect.db.zone.update({
      where: { id: of.id },
      data: { ambition: /^none$/i.test(ambition) ? null : ambition },
    });
    await effect.audit({ action: 'zone.ambition_set', recordType: 'zone', recordId: of.id });
    return showZone({ ...act, db: effect.db }, of);
  });
}

async function ambitionForm(act: Act, of: ZoneEntry, typed?: string): Promise<OpenForm> {
  const { ambition } = await act.db.zone.findUniqueOrThrow({ where: { id: of.id }, select: { ambition: true } });
  return {
    form: {
      id: 'zone.saveAmbition',
      title: 'What the zone wants',
      submit: 'Keep it',
      intro: [note(`What ${of.name} wants to become, in its own words. It stands on the zone’s card.`)],
      fields: [
        {
          kind: 'longText',
          name: 'ambition',
          label: 'Ambition',
          most: LONGEST_AMBITION,
          value: typed ?? ambition ?? '',
        },
      ],
      data: { id: of.id },
    },
    button: { label: 'What it wants', action: 'zone.ambitionForm', data: { id: of.id }, opens: 'form' },
  };
}

export const zones: Feature = {
  name: 'zones',
  commands: [zone],
  forms: [
    form('zone.saveAmbition', 'person', z.object({ id: z.uuid() }), (act, { id }, values) => {
      const typed = String(values['ambition'] ?? '');
      return orReopen(
        () => setAmbition(act, zoneById(act, id), typed),
        'ambition',
        () => ambitionForm(act, zoneById(act, id), typed),
      );
    }),
  ],
  buttons: [
    button('zone.open', 'person', z.object({ id: z.uuid() }), (act, { id }) => showZone(act, zoneById(act, id))),
    button(
      'zone.leave',
      'person',
      z.object({ zone: z.uuid(), successor: z.uuid().optional() }),
      (act, { zone: id, successor }) => leaveZone(act, zoneById(act, id), successor),
    ),
    button('zone.ambitionForm', 'person', z.object({ id: z.uuid() }), async (act, { id }) => ({
      kind: 'form',
      ...(await ambitionForm(act, zoneById(act, id))),
    })),
    button('agency.merge', 'person', z.object({ from: z.uuid(), into: z.uuid() }), (act, { from, into }) =>
      mergeAgencies(act, from, into, done('Its people, its history and its names went along.')),
    ),
  ],
};
