// Choosing a place: anybody proposes it, the project team gathers what is found, the board agrees, and only then it is set up.
import { type Act, knownPerson } from '../../../chat/act.ts';
import { assertMay, may } from '../../../chat/may.ts';
import { privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { command, howMany, say, type Text } from '../../../chat/spans.ts';
import type { Db } from '../../../database/client.ts';
import { todayIn } from '../../../time/calendar.ts';
import { createZone } from '../service.ts';
import { createZoneSteps, takeOver, titlesOf } from '../setup/begin.ts';
import { keepData, type NewData } from './data.ts';
import type { NewDecision, NewFinding, NewProposal } from './forms.ts';
import {
  boardDecisions,
  type FullProposal,
  findProposal,
  findProposals,
  RECORD,
  STATES,
  settingsAgreed,
} from './model.ts';
import { paperLink } from './pages.ts';
import { candidatesCard, oneSided, proposalCard } from './views.ts';

/** @throws {Refusal} when there is none of that id in this partnership */
export async function readProposalOf(act: Act, id: string, db: Db = act.db): Promise<FullProposal> {
  assertMay(act, 'proposal.see');
  const found = await findProposal(db, id);
  if (found === null || found.partnershipId !== act.partnership.id)
    throw new Refusal('That candidate is no longer here.');
  return found;
}

/** By its name, or the beginning of it. @throws {Refusal} with what there is */
export async function proposalNamed(act: Act, words: string): Promise<FullProposal> {
  assertMay(act, 'proposal.see');
  const all = await findProposals(act.db, act.partnership.id);
  const wanted = words.trim().toLowerCase();
  const found =
    all.find(({ name }) => name.toLowerCase() === wanted) ??
    all.find(({ name }) => name.toLowerCase().startsWith(wanted));
  if (found !== undefined) return found;
  const names = all.slice(0, 8).map(({ name }) => name);
  throw new Refusal(
    names.length === 0
      ? say`Nobody has proposed "${words.slice(0, 60)}". ${command('zone propose Hollin Park, city')} proposes a place.`
      : say`Nobody has proposed "${words.slice(0, 60)}". There are ${names.join(', ')}.`,
  );
}

export async function showCandidates(act: Act): Promise<Reply> {
  assertMay(act, 'proposal.see');
  const [all, settings] = await Promise.all([
    findProposals(act.db, act.partnership.id),
    settingsAgreed(act.db, act.partnership.id),
  ]);
  const paper = may(act, 'programme.see') ? paperLink(act.links, act.partnership.id, act.now) : undefined;
  return privately(candidatesCard(act, all, settings, paper));
}

/** Who may: everybody of the partnership. @param more what else is kept with it */
export async function propose(
  act: Act,
  { name, setting, why }: NewProposal,
  more: (db: Db, id: string) => Promise<void> = async () => {},
): Promise<Reply> {
  assertMay(act, 'proposal.make');
  const person = knownPerson(act);
  return act.once(async (effect) => {
    const { db } = effect;
    const same = { equals: name, mode: 'insensitive' as const };
    const zone = await db.zone.findFirst({ where: { partnershipId: act.partnership.id, name: same } });
    if (zone !== null) throw new Refusal(`${zone.name} is a People Zone already.`);
    const before = await db.zoneProposal.findFirst({
      where: { partnershipId: act.partnership.id, name: same, state: { in: ['PROPOSED', 'AGREED'] } },
    });
    if (before !== null)
      return privately(
        proposalCard(act, await readProposalOf(act, before.id, db), 'It is proposed already', [
          'Whatever else speaks for it is a finding: ask the project team to add it.',
        ]),
      );
    const { id } = await db.zoneProposal.create({
      data: {
        partnershipId: act.partnership.id,
        name,
        setting,
        personId: person.id,
        agencyId: person.agencyId,
        createdAt: act.now,
      },
      select: { id: true },
    });
    if (why !== '')
      await db.selectionFinding.create({
        data: {
          proposalId: id,
          factor: 'OTHER',
          text: why,
          source: `${person.name}, who proposed it`,
          asAt: new Date(todayIn(act.partnership.timeZone, act.now).day),
          personId: person.id,
          createdAt: act.now,
        },
      });
    await more(db, id);
    await effect.audit({ action: 'zone.proposed', recordType: RECORD, recordId: id });
    return privately(
      proposalCard(act, await readProposalOf(act, id, db), 'Proposed', [
        'The project team gathers what is found of it; the board agrees zones.',
      ]),
    );
  });
}

/** Who may: the project team. */
export function addFinding(act: Act, id: string, finding: NewFinding): Promise<Reply> {
  return change(act, id, 'proposal.find', async (db, proposal) => {
    if (proposal.state === 'DECLINED')
      throw new Refusal(`${proposal.name} was declined. Enter another decision first.`);
    await db.selectionFinding.create({
      data: {
        proposalId: id,
        ...finding,
        asAt: new Date(finding.asAt),
        personId: knownPerson(act).id,
        createdAt: act.now,
      },
    });
    return { title: 'Kept', action: 'zone.finding_added' };
  });
}

/** What public data say of its areas, each a finding. Who may: the project team. */
export function addData(act: Act, id: string, data: NewData): Promise<Reply> {
  return change(act, id, 'proposal.find', async (db, proposal) => ({
    title: await keepData(db, proposal, data, knownPerson(act).id, act.now),
    action: 'zone.data_read',
  }));
}

/** One's own last finding. Who may: the project team. */
export function takeBackFinding(act: Act, id: string): Promise<Reply> {
  return change(act, id, 'proposal.find', async (db) => {
    const mine = await db.selectionFinding.findFirst({
      where: { proposalId: id, undoneAt: null, personId: knownPerson(act).id },
      orderBy: { id: 'desc' },
    });
    if (mine === null) throw new Refusal('You have added nothing that could be taken back.');
    await db.selectionFinding.update({ where: { id: mine.id }, data: { undoneAt: act.now } });
    return { title: 'Taken back', action: 'zone.finding_undone' };
  });
}

/**
 * What the board has decided (¶5.6), from its register or with where else it stands. An agreement without an analysis is said, not
 * forbidden. Who may: the project team, which enters it.
 */
export function enterDecision(
  act: Act,
  id: string,
  { state, decisionId, where, on, why }: NewDecision,
): Promise<Reply> {
  return change(act, id, 'proposal.decide', async (db, proposal) => {
    if (proposal.zone !== null)
      throw new Refusal(`${proposal.name} is set up as ${proposal.zone.name} (${proposal.zone.code}) already.`);
    await db.zoneProposal.update({
      where: { id },
      data: { state, decisionId: decisionId ?? null, decidedWhere: where, decidedOn: new Date(on), why },
    });
    const notes: (Text | string)[] = [];
    if (state === 'AGREED' && proposal.findings.length === 0)
      notes.push('It was agreed without a finding: the outline asks for an analysis first.');
    if (proposal.state !== 'PROPOSED' && proposal.state !== state)
      notes.push(`Before, it stood as "${STATES[proposal.state].toLowerCase()}"; the account of changes keeps both.`);
    return { title: STATES[state], action: 'zone.decided', details: { state }, notes };
  });
}

/** Makes the zone of what was agreed, with its steps. Who may: the project team. */
export function setUp(act: Act, id: string, code: string): Promise<Reply> {
  return act.once(async (effect) => {
    const { db } = effect;
    await db.$queryRaw`SELECT id FROM zone_proposal WHERE id = ${id}::uuid FOR UPDATE`;
    const proposal = await readProposalOf(act, id, db);
    assertMay(act, 'proposal.decide');
    if (proposal.zone !== null) return privately(proposalCard(act, proposal, 'It is set up already'));
    if (proposal.state !== 'AGREED')
      throw new Refusal(`${proposal.name} is not agreed. Only zones that the board has agreed go on.`);
    const zone = await createZone(effect, act.partnership.id, {
      name: proposal.name,
      code,
      setting: proposal.setting,
    });
    await db.zoneProposal.update({ where: { id }, data: { zoneId: zone.id, version: { increment: 1 } } });
    if (proposal.lsoas.length > 0)
      await db.zoneBoundary.create({
        data: {
          zoneId: zone.id,
          fromOn: new Date(todayIn(act.partnership.timeZone, act.now).day),
          words: `The areas that were looked at when ${proposal.name} was chosen`,
          lsoas: proposal.lsoas,
          personId: knownPerson(act).id,
          createdAt: act.now,
        },
      });
    const taken = proposal.extendsId === null ? [] : await takeOver(db, proposal.extendsId, zone.id);
    await createZoneSteps(db, zone.id, act.now, await titlesOf(db, proposal.extendsId), {
      IDENTIFIED: `Proposed by ${proposal.person.name} (${proposal.agency.shortName})`,
      ...(proposal.findings.length > 0 ? { ANALYSED: howMany(proposal.findings.length, 'finding', 'findings') } : {}),
      AGREED_BY_BOARD: proposal.decision?.text.slice(0, 200) ?? proposal.decidedWhere,
    });
    return privately(
      proposalCard(act, await readProposalOf(act, id, db), 'Set up', [
        ...(taken.length === 0
          ? []
          : [`Taken over from ${proposal.extends?.name ?? 'the other zone'}: ${taken.join('; ')}.`]),
        say`Type ${command('zone link')} in its channels, and let its people ask to join with ${command('me join')}.`,
      ]),
    );
  });
}

export const decisionsOfBoard = (act: Act) => boardDecisions(act.db, act.partnership.id);

/** One change of one candidate, in one transaction: whoever comes second sees what the first has done. */
function change(
  act: Act,
  id: string,
  needs: 'proposal.find' | 'proposal.decide',
  work: (
    db: Db,
    proposal: FullProposal,
  ) => Promise<{ title: string; action: string; details?: { state: string }; notes?: (Text | string)[] }>,
): Promise<Reply> {
  return act.once(async (effect) => {
    const { db } = effect;
    await db.$queryRaw`SELECT id FROM zone_proposal WHERE id = ${id}::uuid FOR UPDATE`;
    const before = await readProposalOf(act, id, db);
    assertMay(act, needs);
    const { title, action, details, notes = [] } = await work(db, before);
    await db.zoneProposal.update({ where: { id }, data: { version: { increment: 1 } } });
    await effect.audit({ action, recordType: RECORD, recordId: id, ...(details === undefined ? {} : { details }) });
    const after = await readProposalOf(act, id, db);
    const card = proposalCard(act, after, title, notes);
    const side = after.state === 'AGREED' ? oneSided(await settingsAgreed(db, act.partnership.id)) : [];
    return privately({ ...card, blocks: [...card.blocks.slice(0, -1), ...side, ...card.blocks.slice(-1)] });
  });
}
