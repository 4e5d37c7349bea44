// What people type about zones: seeing them, linking channels to them, leading them, and adding zones and agencies.
import { type Act, ownZones, type ZoneEntry } from '../../chat/act.ts';
import { assertMay, may } from '../../chat/may.ts';
import { anyText, choice, optional, text } from '../../chat/parts.ts';
import type { Feature } from '../../chat/registry.ts';
import { Refusal } from '../../chat/replies.ts';
import { say } from '../../chat/spans.ts';
import type { Part } from '../../chat/word.ts';
import { defineCommand, word } from '../../chat/words.ts';
import type { BodyKind } from '../../database/generated/enums.ts';
import { looksLikeMail } from '../../language/mail.ts';
import { agency, takeZone, zone } from '../../language/parts.ts';
import { saysZone, zoneCalled } from '../../language/zones.ts';
import { endChampion, mentorZone, offerChampion, showChampions } from '../champions/index.ts';
import { CHATS } from '../chats/index.ts';
import { BODIES, openInvite } from '../people/index.ts';
import { TOLD_WORDS } from '../problems/index.ts';
import { askToMerge, newAgency, renamed, showAgencies } from './agencies.ts';
import { AGREEING, agreements } from './agreements/commands.ts';
import { nudges as ofAgreements } from './agreements/nudges.ts';
import { benefiting, benefits } from './benefits/commands.ts';
import { CHOOSING, choosing } from './choose/commands.ts';
import { pages } from './choose/pages.ts';
import { ambitionOf, setAim, setAmbition } from './home/ambition.ts';
import { homeCards, homeJobs, showZone } from './home/live.ts';
import { appointLead, endLead } from './leads.ts';
import { map, mapping } from './map/commands.ts';
import { nudges as ofMap } from './map/nudges.ts';
import { mapPage } from './map/page.ts';
import { mapJobs } from './map/reindex.ts';
import { phases, planning } from './plan/commands.ts';
import { planPage } from './plan/page.ts';
import { newZone, presses } from './presses.ts';
import { PROGRAMME, programme, programmeCards, programmeJobs } from './programme/live.ts';
import { nudges as ofRisks, RISKS, risks } from './programme/risks.ts';
import { reshape, reshaping } from './reshape/commands.ts';
import { DRAWING, drawn } from './resources/commands.ts';
import { nudges as ofGrants } from './resources/nudges.ts';
import { reviewing, reviews } from './reviews/commands.ts';
import { EVERYDAY } from './said.ts';
import { seed } from './seed.ts';
import { limitAgency, linkBody, linkPlace, unlinkPlace } from './service.ts';
import { settingUp, steps } from './setup/commands.ts';
import { nudges } from './setup/nudges.ts';
import { askToLeave, askWhetherGone, removeFromZone, zoneMeant } from './team.ts';
import { terms } from './terms.ts';
import { operating, tools } from './tools/commands.ts';
import { done, listZones } from './views.ts';
import { hearing, voices } from './voices/commands.ts';
import { whoDoes } from './who.ts';

/** Which zone a person means who names none: the place's, else their only one. */
function onlyZone(act: Act): ZoneEntry {
  const here = act.directory.zones.find(({ id }) => id === act.placeZoneId);
  if (here !== undefined) return here;
  const { resident = [], observes = [] } = act.actor.person ?? {};
  const beside = act.directory.zones.filter(({ id }) => resident.includes(id) || observes.includes(id));
  const own = ownZones(act);
  const [only, ...others] = own.length > 0 ? own : beside;
  if (only === undefined || others.length > 0)
    throw new Refusal(say`Which zone? Type "zone link" and its name or letters.`);
  return only;
}

/** "champions", "the Champion Team", "board": who else meets; or a zone. */
const placeFor: Part<BodyKind | ZoneEntry> = {
  label: 'ZONE, champions, project team or board',
  ask: 'Whose place is this?',
  read(act, words) {
    const wanted = words.toLowerCase().replace(/^the /, '');
    const body = (Object.keys(BODIES) as BodyKind[]).find((kind) => {
      const name = BODIES[kind].toLowerCase();
      return wanted === name || wanted === `${name.split(' ')[0]}s` || (kind === 'BOARD' && wanted === 'board');
    });
    return body === undefined ? takeZone(act, words) : { value: body, rest: '' };
  },
};

/** "@Ann", "@Ann from NP": words about somebody, and the zone that is meant. */
const inZone = (label: string, ask: string): Part<{ zone: ZoneEntry; words: string }> => ({
  label,
  ask,
  takesAll: true,
  read(act, typed) {
    const { zone: where, rest } = zoneMeant(act, typed, (name) => takeZone(act, name)?.value ?? onlyZone(act));
    return { value: { zone: where, words: rest }, rest: '' };
  },
});

/** "housing in NP", "in charge of the bins": what is asked for, and a zone where one is named. */
const topicInZone: Part<{ zone: ZoneEntry; words: string }> = {
  label: 'WHAT',
  ask: 'Who does what?',
  takesAll: true,
  read(act, typed) {
    const [, about = '', name = ''] = /^(.*?)\s(?:from|in)\s+(\S.*)$/i.exec(typed) ?? [];
    const named = zoneCalled(name, act.directory.zones);
    const { zone: where, rest } =
      named === undefined
        ? { zone: zoneMeant(act, '', () => onlyZone(act)).zone, rest: typed }
        : { zone: named, rest: about };
    return { value: { zone: where, words: rest }, rest: '' };
  },
};

/** "NP", "Tom to NP", "ann@agency.org as Health visitor": a zone, a name or a mailbox, and a role, each of which may be left out. */
const whomToInvite: Part<{ zone?: ZoneEntry; mail?: string; role?: string; called?: string }> = {
  label: 'NAME or MAIL to ZONE as ROLE',
  ask: 'Whom?',
  takesAll: true,
  read(act, words) {
    if (words === '') return undefined;
    const [before = '', role] = words.split(/(?:^|\s)as\s+(.*)$/is);
    const [mail, ...more] = before.split(/[\s,;]+/).filter(looksLikeMail);
    if (more.length > 0) throw new Refusal('One at a time, please: each gets a code of their own.');
    const others = (mail === undefined ? before : before.replace(mail, ' ')).trim();
    const [, named = '', where = ''] =
      /^(?!(?:to|for|into)\s)(@\{[^}]*\}|@?\p{L}[\p{L}’'. -]*?)(?:\s+(?:to|for|into)\s+(\S.*))?$/iu.exec(others) ?? [];
    const called = named === '' || zoneCalled(others, act.directory.zones) !== undefined ? '' : named;
    const place = called === '' ? others.replace(/^(?:to|for|into)\s+/i, '') : where;
    const zone = place === '' ? undefined : takeZone(act, place)?.value;
    return {
      value: {
        ...(zone === undefined ? {} : { zone }),
        ...(called === '' ? {} : { called }),
        ...(mail === undefined ? {} : { mail }),
        ...(role === undefined || role.trim() === '' ? {} : { role: role.trim() }),
      },
      rest: '',
    };
  },
};

const zoneCommand = defineCommand({
  name: 'zone',
  summary: 'My zones: team, figures, who does what, linking a channel',
  examples: ['zone', 'zone New Parks'],
  needs: 'known',
  reads: true,
  parts: { of: optional(zone()) },
  whole: (act, words) => saysZone(words, act.directory.zones),
  run(act, { of }) {
    const here = act.directory.zones.find(({ id }) => id === act.placeZoneId);
    // In a zone's channel it is that zone's home; elsewhere all of one's own.
    const meant = of ?? (here !== undefined && may(act, 'zone.glance', { zoneId: here.id }) ? here : undefined);
    return meant === undefined ? listZones(act) : showZone(act, meant);
  },
  words: [
    word({
      name: 'who',
      summary: 'Who does what in the team: “zone who debt advice”',
      examples: ['zone who debt advice', 'zone who housing in NP'],
      needs: 'zone.see',
      reads: true,
      parts: { what: topicInZone },
      run(act, { what }) {
        assertMay(act, 'zone.see', { zoneId: what.zone.id, where: what.zone.name });
        return whoDoes(act, what.zone, what.words);
      },
    }),
    word({
      name: 'link',
      summary: 'Make this channel one of a zone’s places, or the one in which a body meets',
      examples: ['zone link NP', 'zone link champions'],
      needs: 'known',
      where: 'in a channel',
      parts: { to: optional(placeFor) },
      run: (act, { to }) =>
        typeof to === 'string'
          ? linkBody(act, to, done(say`Its meetings are held and minuted here: "meeting new …", "meeting start".`))
          : linkPlace(
              act,
              to ?? onlyZone(act),
              done('Interactions that are shared appear here, and lines typed here count for the zone.'),
            ),
    }),
    word({
      name: 'unlink',
      summary: 'End that this channel is a place of its zone',
      examples: ['zone unlink'],
      needs: 'zone.unlink',
      where: 'in a zone’s channel',
      run: (act) => unlinkPlace(act, done('Nothing of the zone is posted here any more; what was recorded stays.')),
    }),
    word({
      name: 'lead',
      also: ['leads'],
      summary: 'Make somebody of the team a lead',
      examples: ['zone lead @Dana Whitlock', 'zone lead @Dana from NP'],
      needs: 'zone.lead',
      parts: { whom: inZone('@NAME', 'Who?') },
      run: (act, { whom }) => appointLead(act, whom.zone, whom.words),
      words: [
        word({
          name: 'end',
          also: ['remove'],
          summary: 'End that somebody leads; they stay in the team',
          examples: ['zone lead end @Dana Whitlock'],
          needs: 'zone.lead',
          parts: { whom: inZone('[@NAME]', 'Who?') },
          run: (act, { whom }) => endLead(act, whom.zone, whom.words),
        }),
      ],
    }),
    word({
      name: 'ambition',
      summary: 'Say what the zone wants to become',
      examples: ['zone ambition Evenings on the rec that everybody enjoys'],
      needs: 'zone.ambition',
      parts: { what: anyText('WHAT') },
      run(act, { what }) {
        const { zone: of, rest } = ambitionOf(act, what, onlyZone);
        return setAmbition(act, of, rest);
      },
    }),
    word({
      name: 'aim',
      summary: 'Set the prevention mix that the zone hopes for, in hundredths, or none',
      examples: ['zone aim 70', 'zone aim none'],
      needs: 'zone.ambition',
      parts: { what: text('70, or none', 'How many of a hundred should be preventive?') },
      run(act, { what }) {
        const { zone: of, rest } = ambitionOf(act, what, onlyZone);
        return setAim(act, of, rest);
      },
    }),
    word({
      name: 'leave',
      summary: 'Leave a team of your own; it is asked first',
      details: ['What you promised goes to a deputy, or waits for a lead to hand it on.'],
      needs: 'zone.leave',
      parts: { of: optional(zone()) },
      run: (act, { of }) => askToLeave(act, of ?? onlyZone(act)),
    }),
    word({
      name: 'invite',
      summary: 'Hold a place in the team for somebody: a code to pass on, or a mail to who has no chat',
      examples: ['zone invite', 'zone invite NP', 'zone invite ann@agency.org as Health visitor', 'zone invite Ann'],
      needs: 'zone.invite',
      parts: { whom: optional(whomToInvite) },
      run: (act, { whom }) => openInvite(act, whom?.zone ?? onlyZone(act), whom),
    }),
    word({
      name: 'remove',
      summary: 'Take somebody out of the team',
      examples: ['zone remove @Callum'],
      needs: 'zone.remove',
      parts: { whom: inZone('@NAME', 'Who?') },
      run: (act, { whom }) => removeFromZone(act, whom.zone, whom.words),
    }),
    word({
      name: 'champions',
      summary: 'The Champion Team, and which agencies have no champion',
      examples: ['zone champions'],
      needs: 'known',
      run: (act) => showChampions(act),
    }),
    word({
      name: 'champion',
      summary: 'Ask somebody to be their agency’s champion, or its deputy for a while',
      examples: ['zone champion @Dana Whitlock', 'zone champion deputy @Dana until 3 June'],
      needs: 'champion.appoint',
      parts: { whom: text('[deputy] @NAME', 'Who?') },
      run: (act, { whom }) => offerChampion(act, whom),
      words: [
        word({
          name: 'end',
          summary: 'End that somebody is a champion: yourself, or for the project team anybody',
          needs: 'champion.end',
          parts: { whom: anyText('@NAME') },
          run: (act, { whom }) => endChampion(act, whom),
        }),
      ],
    }),
    word({
      name: 'mentor',
      summary: 'As a champion, look after a zone; said again, no longer',
      examples: ['zone mentor NP'],
      needs: 'zone.mentor',
      parts: { of: optional(zone()) },
      run: (act, { of }) => mentorZone(act, of ?? onlyZone(act)),
    }),
    word({
      name: 'new',
      summary: 'Add a zone: its name, city or county, and letters if you like',
      examples: ['zone new Hollin Park, city', 'zone new Hollin Park, city, HP'],
      needs: 'zone.add',
      parts: { what: anyText('NAME, city or county, LETTERS') },
      run: (act, { what }) => newZone(act, what),
    }),
    ...CHOOSING,
    ...AGREEING,
    ...CHATS,
    ...TOLD_WORDS,
    ...PROGRAMME,
    ...RISKS,
    ...DRAWING,
    ...benefiting(onlyZone),
    ...operating(onlyZone),
    ...hearing(onlyZone),
    ...settingUp(onlyZone),
    ...planning(onlyZone),
    ...mapping(onlyZone),
    ...reviewing(onlyZone),
    ...reshaping(onlyZone),
    word({
      name: 'agency',
      summary: 'Limit an agency to the workspaces that it is in, or let its people come from anywhere',
      examples: ['zone agency Riverside only here', 'zone agency Riverside anywhere'],
      needs: 'agency.change',
      parts: {
        which: agency(),
        how: choice('only here, or anywhere', 'May its people come from anywhere, or only from here?', {
          'only here': true,
          anywhere: false,
        }),
      },
      run: (act, { which, how }) => limitAgency(act, which.id, how, done(which.name)),
      words: [
        word({
          name: 'list',
          summary: 'Every agency, its sector, and how many of its people are here',
          examples: ['zone agency list'],
          needs: 'known',
          run: showAgencies,
        }),
        word({
          name: 'new',
          summary: 'Add an agency: its name, its sector, and a short name',
          examples: ['zone agency new Riverside Housing, HOUSING, Riverside'],
          needs: 'agency.change',
          parts: { what: text('NAME, SECTOR, SHORT NAME', 'What is it called, and of which sector is it?') },
          run: (act, { what }) => newAgency(act, what),
        }),
        word({
          name: 'rename',
          summary: 'Give an agency another name; earlier ones are still understood',
          examples: ['zone agency rename Riverside, Riverside Homes, Homes'],
          needs: 'agency.change',
          parts: { which: agency(), to: text(', NEW NAME, SHORT NAME', 'What is it called now?') },
          run: (act, { which, to }) => renamed(act, which, to),
        }),
        word({
          name: 'merge',
          summary: 'Put one agency into another; it is asked first',
          examples: ['zone agency merge Riverside into Housing'],
          needs: 'agency.change',
          parts: { from: agency(), into: intoAgency() },
          run: (act, { from, into }) => askToMerge(act, from, into),
        }),
      ],
    }),
    word({
      name: 'gone',
      summary: 'Somebody has left for good: every team, every chat; it is asked first',
      examples: ['zone gone @Callum'],
      needs: 'person.dismiss',
      parts: { whom: text('@NAME', 'Who?') },
      run: (act, { whom }) => askWhetherGone(act, whom),
    }),
  ],
});

function intoAgency(): ReturnType<typeof agency> {
  const part = agency('into AGENCY', 'Into which agency?');
  return { ...part, read: (act, words) => part.read(act, words.replace(/^into\s+/i, '')) };
}

const PRESSED = [
  presses,
  choosing,
  agreements,
  steps,
  phases,
  map,
  reviews,
  reshape,
  benefits,
  drawn,
  programme,
  risks,
  tools,
  voices,
];

export const zones: Feature = {
  name: 'zones',
  terms,
  everyday: [EVERYDAY],
  seed,
  nudges: [...nudges, ...ofAgreements, ...ofMap, ...ofRisks, ...ofGrants],
  pages: [...pages, planPage, mapPage],
  liveCards: [...homeCards, ...programmeCards],
  jobs: [...homeJobs, ...programmeJobs, ...mapJobs],
  commands: [zoneCommand],
  buttons: PRESSED.flatMap(({ buttons }) => buttons),
  forms: PRESSED.flatMap(({ forms }) => forms),
};
