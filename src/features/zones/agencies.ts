// Adding an agency, giving it another name, and putting two that are one together.
import type { Act, AgencyEntry } from '../../chat/act.ts';
import { buttons, heading, note, paragraph } from '../../chat/cards.ts';
import { assertMay } from '../../chat/may.ts';
import { privately, Refusal, type Reply } from '../../chat/replies.ts';
import { command, howMany, say, strong } from '../../chat/spans.ts';
import { listed, unquoted } from '../../language/vocabulary.ts';
import { assertClean } from '../privacy/index.ts';
import { SECTORS, sectorCalled, sectorWords } from './sectors.ts';
import { addAgency, renameAgency } from './service.ts';
import { done } from './views.ts';

/** "Riverside Housing, HOUSING, Riverside". Who may: the project team. */
export async function newAgency(act: Act, words: string): Promise<Reply> {
  const added = /^(.{2,80}?)\s*,\s*([A-Za-z_ ]+?)(?:\s*,\s*(.{2,30}))?$/i.exec(words);
  if (added === null)
    throw new Refusal(say`Its name, and its sector: "zone agency new Riverside Housing, HOUSING, Riverside".`);
  assertClean(words, act.now);
  const [, name = '', sectorWords = '', shortName] = added;
  const sector = sectorCalled(sectorWords);
  if (sector === undefined)
    throw new Refusal(`I do not know the sector "${sectorWords}". I know ${listed(Object.values(SECTORS))}.`);
  return addAgency(
    act,
    unquoted(name),
    unquoted(shortName ?? name),
    sector,
    done('Its people can now choose it when they ask to join.'),
  );
}

/** Every agency, with its sector and how many of its people are here. Who may: everybody of the partnership. */
export async function showAgencies(act: Act): Promise<Reply> {
  const counts = await act.db.person.groupBy({
    by: ['agencyId'],
    where: { partnershipId: act.partnership.id, active: true },
    _count: true,
  });
  const of = (agencyId: string) => counts.find((each) => each.agencyId === agencyId)?._count ?? 0;
  const { agencies } = act.directory;
  return privately({
    summary: `Agencies: ${agencies.map(({ shortName }) => shortName).join(', ')}`,
    blocks: [
      heading('Agencies'),
      {
        kind: 'list',
        items: agencies.map(
          ({ id, name, shortName, sector }) =>
            say`${strong(shortName)}${name === shortName ? '' : ` ${name}`}, ${sectorWords(sector)}: ${howMany(of(id), 'person', 'people')}`,
        ),
      },
      note(say`The project team adds one: ${command('zone agency new Riverside Housing, HOUSING, Riverside')}.`),
    ],
  });
}

/** ", Riverside Homes, Homes", "to Riverside Homes". Who may: the project team. */
export async function renamed(act: Act, agency: AgencyEntry, words: string): Promise<Reply> {
  const to = /^(?:,|to\b)\s*(.{2,80}?)(?:\s*,\s*(.{2,30}))?$/i.exec(words);
  if (to === null)
    throw new Refusal(say`What is it called now? "zone agency rename Riverside, Riverside Homes, Homes".`);
  assertClean(words, act.now);
  return renameAgency(act, agency.id, to[1] ?? '', to[2], done('Earlier names of it are still understood.'));
}

/** It cannot be taken back, so that it is asked first. Who may: the project team. */
export async function askToMerge(act: Act, from: AgencyEntry, into: AgencyEntry): Promise<Reply> {
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
