// People and records for every cell of the table of rights: somebody who stands so to something, and how they would do it.
import { randomUUID } from 'node:crypto';
import type { PrismaClient } from '../../src/database/generated/client.ts';
import type { Body, Capability, Relation, Subject } from '../../src/rights/index.ts';
import { NOW } from './demonstration.ts';

/** What is sent to the console's door, as its page would, or as somebody forges it. */
export type Attempt =
  | { kind: 'say'; words: string }
  | { kind: 'press'; action: string; data: Record<string, unknown>; message: string; onPrivateCard: boolean }
  | { kind: 'submit'; form: string; data: Record<string, unknown>; values: Record<string, unknown> };

/** One person, one record between which a relation holds, and what they stand in. */
export interface Cell {
  user: string;
  personId: string;
  name: string;
  subject: Subject;
  /** The record's id. */
  id: string;
  /** What people type of it: a number. */
  number: number;
}

/** What a capability is about, and how it is tried. */
export interface Trial {
  record?: RecordKind;
  /** Rights that are asked for before the word's own. */
  before?: Capability[];
  /** Rights that the same act needs first. */
  first?: Capability[];
  /** What the word or button itself declares, where that is another. */
  declared?: Capability;
  /** It changes how the person stands to things. */
  changesThem?: true;
  /** How it is said that the record is not here, where that is another sentence than the table's. */
  notHere?: string;
  attempt(cell: Cell): Attempt;
}

export type RecordKind =
  | 'interaction'
  | 'problem'
  | 'action'
  | 'planned'
  | 'running'
  | 'ended'
  | 'idea'
  | 'celebration'
  | 'ask'
  | 'pulse'
  | 'join'
  | 'offer';

/** A press on a card that never stood anywhere. */
export const pressed = (action: string, data: Record<string, unknown>): Attempt => ({
  kind: 'press',
  action,
  data,
  message: randomUUID(),
  onPrivateCard: true,
});

const press = (action: string, more: (cell: Cell) => Record<string, unknown> = () => ({})) => ({
  attempt: (cell: Cell): Attempt => pressed(action, { id: cell.id, ...more(cell) }),
});
const say = (words: string | ((cell: Cell) => string)) => ({
  attempt: (cell: Cell): Attempt => ({ kind: 'say', words: `/pz ${typeof words === 'string' ? words : words(cell)}` }),
});

const ZONE = (cell: Cell) => ({ id: cell.subject.zoneId, zone: cell.subject.zoneId });

/** A way to every capability that a sentence tells of. What is allowed stops at the next thing that is wrong, or opens a form. */
export const TRIALS: Record<Exclude<Capability, Quiet>, Trial> = {
  'partnership.change': press('partnership.form'),
  'board.appoint': say('partnership board end @Nobody'),
  'person.rename': say('partnership rename @Nobody to Somebody Else'),
  'person.dismiss': say('zone gone @Nobody'),
  'zone.add': say('zone new Without a setting'),
  'proposal.make': say('zone propose Somewhere'),
  'proposal.see': say('zone candidates'),
  'proposal.find': press('proposal.findingForm'),
  'proposal.decide': press('proposal.decideForm'),
  'programme.see': say('zone programme'),
  'zone.reshape': press('zone.askClose', ZONE),
  'zone.step': press('step.addForm', ZONE),
  'zone.phase': press('phase.form', ZONE),
  'zone.map': press('map.form', ZONE),
  'zone.publish': press('map.publicPage', ZONE),
  'zone.invite': press('invite.form', ZONE),
  'grant.keep': press('grant.form'),
  'risk.keep': press('risk.form'),
  'agreement.keep': press('agreement.form'),
  'chats.keep': say('zone chats'),
  'agency.change': say('zone agency new Without a sector'),
  'body.link': { ...say('zone link board'), declared: 'known' },
  'measure.years': { ...say('measure years sometimes'), before: ['measure.see'] },
  'rule.change': say('nudge rule stale sometimes'),
  'digest.run': say('digest run'),
  'digest.preview': say(({ subject }) => `digest preview @${subject.whose ?? ''}`),
  'champion.appoint': say('zone champion @Nobody'),
  'champion.end': say(({ subject }) => `zone champion end @${subject.whose ?? ''}`),
  'champion.answer': { record: 'offer', ...press('champion.decline') },
  'zone.mentor': say('zone mentor NP'),
  'zone.glance': press('zone.open', ZONE),
  'zone.see': press('step.list', ZONE),
  'told.answer': say('zone told NP'),
  'zone.link': { ...say('zone link NP'), declared: 'known' },
  'zone.unlink': say('zone unlink'),
  'zone.lead': say('zone lead @Nobody from NP'),
  'zone.remove': say('zone remove @Nobody from NP'),
  'zone.ambition': press('zone.ambitionForm', ZONE),
  'zone.leave': { ...say('zone leave NP'), changesThem: true },
  'join.decide': { record: 'join', ...press('people.request') },
  'interaction.log': say('log Tea with residents at the hall'),
  'interaction.see': { record: 'interaction', ...press('log.open') },
  'interaction.change': { record: 'interaction', first: ['interaction.see'], ...press('log.edit') },
  'interaction.share': { record: 'interaction', first: ['interaction.see'], ...press('log.share') },
  'problem.raise': { ...say('problem Windows broken at the hall'), declared: 'problem.raise' },
  'problem.see': { record: 'problem', ...press('problem.open') },
  'problem.speak': { record: 'problem', first: ['problem.see'], ...press('problem.note') },
  'problem.work': { record: 'problem', first: ['problem.see'], ...press('problem.ask') },
  'problem.handOver': {
    record: 'problem',
    first: ['problem.see', 'problem.work'],
    declared: 'problem.work',
    attempt: (cell) => ({
      kind: 'submit',
      form: 'problem.saveOffer',
      data: { id: cell.id },
      values: { to: cell.personId },
    }),
  },
  'problem.close': {
    record: 'problem',
    first: ['problem.see', 'problem.work'],
    notHere: 'it is not yours to see',
    ...say(({ number }) => `problem NP-${number} close handed over`),
  },
  'action.make': say('action Ask about the gates'),
  'action.see': { record: 'action', ...press('action.open') },
  'action.settle': { record: 'action', first: ['action.see'], ...press('action.suggest') },
  'action.agreeDay': { record: 'action', first: ['action.see'], ...press('action.agree') },
  'action.take': { record: 'action', first: ['action.see'], ...press('action.take') },
  'action.handOver': press('action.giveAll', (cell) => ({ from: cell.personId, ...ZONE(cell) })),
  'measure.see': press('measure.show', (cell) => ({ ...ZONE(cell), key: 'asb' })),
  'measure.keep': { ...say('measure new'), before: ['measure.see'] },
  'measure.plan': { ...say('measure target nothing 5'), before: ['measure.see'] },
  'measure.add': { ...say('measure add Nothing'), before: ['measure.see'] },
  'pulse.see': { ...say('measure pulse'), before: ['measure.see'] },
  'pulse.begin': press('pulse.begin', (cell) => ({ ...ZONE(cell), kind: 'SAFE', audience: 'TEAM' })),
  'pulse.answer': {
    record: 'pulse',
    first: ['pulse.see'],
    ...press('pulse.answer', () => ({ question: 'safe', answer: 99 })),
  },
  'pulse.end': { record: 'pulse', first: ['pulse.see'], ...press('pulse.end') },
  'meeting.see': { record: 'planned', ...press('meeting.open') },
  'meeting.plan': press('meeting.plan', (cell) => ({ zoneId: cell.subject.zoneId, bodyId: null, known: {} })),
  'meeting.move': { record: 'planned', first: ['meeting.see'], ...press('meeting.moveForm') },
  'meeting.cancel': { record: 'planned', first: ['meeting.see'], declared: 'known', ...say('meeting cancel') },
  'meeting.quorum': say('meeting quorum some'),
  'meeting.standing': { ...say('meeting standing drop 99'), declared: 'meeting.see' },
  'meeting.arrange': { record: 'planned', first: ['meeting.see'], ...press('meeting.arrange') },
  'meeting.addProposals': { record: 'planned', first: ['meeting.see'], ...press('meeting.addProposals') },
  'meeting.changeItem': { record: 'planned', first: ['meeting.see'], ...say('meeting drop 1') },
  'meeting.start': { record: 'planned', first: ['meeting.see'], ...press('meeting.startEarly') },
  'meeting.takePart': { record: 'running', first: ['meeting.see'], ...press('meeting.addForm') },
  'meeting.run': { record: 'running', first: ['meeting.see'], ...press('meeting.next') },
  'meeting.closeVote': {
    record: 'running',
    first: ['meeting.see'],
    ...press('meeting.closeVote', () => ({ number: 2 })),
  },
  'meeting.confirm': { record: 'running', first: ['meeting.see'], ...press('meeting.confirm') },
  'meeting.approve': { record: 'running', first: ['meeting.see'], ...press('meeting.approve') },
  'meeting.publish': { record: 'ended', first: ['meeting.see'], ...press('meeting.publish') },
  'meeting.correct': {
    record: 'ended',
    first: ['meeting.see', 'meeting.takePart'],
    ...press('meeting.editPart', () => ({ part: 'besides' })),
  },
  'idea.move': { record: 'idea', ...press('idea.parkForm') },
  'idea.adopt': { record: 'idea', ...press('idea.adopt') },
  'idea.openings': say('idea openings'),
  'celebration.see': { record: 'celebration', ...press('celebrate.open') },
  'celebration.tell': { ...say('celebrate abc'), declared: 'known' },
  'celebration.public': { record: 'celebration', first: ['celebration.see'], ...press('celebrate.public') },
  'celebration.plan': { record: 'celebration', first: ['celebration.see'], ...press('celebrate.planForm') },
  'celebration.told': { record: 'celebration', first: ['celebration.see'], ...press('celebrate.told') },
  'celebration.undo': { record: 'celebration', first: ['celebration.see'], ...press('celebrate.undo') },
  'ask.see': { record: 'ask', ...press('ask.open') },
  'ask.make': press('ask.make', (cell) => ({ ...ZONE(cell), champion: randomUUID(), text: '' })),
  'ask.answer': { record: 'ask', ...press('ask.help') },
  'ask.say': { record: 'ask', first: ['ask.see'], ...press('ask.sayForm') },
  'ask.finish': { record: 'ask', ...press('ask.done') },
  'digest.post': say('digest post'),
  'paper.read': say('digest board New Parks'),
};

/** What no sentence tells of: it is shown or left out, and other tests look at that. */
export type Quiet = 'anyone' | 'known' | 'measure.seeSmall' | 'interaction.moveTo' | 'meeting.correctApproved';

/** A zone with a team of its own, and people who stand in every way to what is in it. */
export async function peopleAndRecords(prisma: PrismaClient) {
  const partnership = await prisma.partnership.findFirstOrThrow();
  const partnershipId = partnership.id;
  const [zone, otherZone] = [
    await prisma.zone.findFirstOrThrow({ where: { code: 'NP' } }),
    await prisma.zone.findFirstOrThrow({ where: { code: 'CV' } }),
  ];
  const agency = await prisma.agency.findFirstOrThrow({ where: { shortName: 'Housing' } });
  const somebody = await prisma.person.findFirstOrThrow({ where: { name: 'Maya Okonjo' } });
  const place = await prisma.conversation.findFirstOrThrow({ where: { platform: 'console', externalId: 'new-parks' } });
  const body = await prisma.body.create({ data: { partnershipId, kind: 'CHAMPION_TEAM' } });
  let count = 0;

  const known = new Map<string, Awaited<ReturnType<typeof person>>>();

  async function person(relation: Relation, inBody: boolean): Promise<{ id: string; user: string; name: string }> {
    const [user, name] = [
      `cell-${count}`,
      `Ottoline Quill${[...String(count)].map((digit) => 'abcdefghij'[Number(digit)]).join('')}`,
    ];
    const champion = relation === 'champion' || (inBody && relation === 'body');
    const ownAgency = champion
      ? await prisma.agency.create({
          data: { partnershipId, name: `Agency ${count}`, shortName: `Agency ${count}`, sector: 'HEALTH' },
        })
      : agency;
    const made = await prisma.person.create({
      data: {
        partnershipId,
        agencyId: ownAgency.id,
        name,
        roles: relation === 'projectTeam' ? ['ADMIN'] : relation === 'board' ? ['BOARD'] : [],
        identities: { create: { partnershipId, platform: 'console', tenant: 'local', user, name } },
        ...(champion ? { champion: { create: { agencyId: ownAgency.id } } } : {}),
        ...(['resident', 'residentHere', 'observer'].includes(relation)
          ? { guestIn: { create: { zoneId: zone.id, kind: relation === 'observer' ? 'OBSERVER' : 'RESIDENT' } } }
          : {}),
        ...(relation === 'former'
          ? { formerMemberships: { create: { zoneId: zone.id, roleTitle: 'Member', lead: false, endedOn: NOW } } }
          : {}),
        memberships: {
          create: [
            ...(['team', 'lead', 'freshAuthor', 'whileFree', 'agency'].includes(relation)
              ? [{ zoneId: zone.id, roleTitle: 'Member', lead: relation === 'lead' }]
              : []),
            // Everybody else without a role is of another team: the nearest stranger.
            ...(['projectTeam', 'board', 'champion', 'body', 'anyone'].includes(relation)
              ? []
              : [{ zoneId: otherZone.id, roleTitle: 'Member', lead: relation === 'leadSomewhere' }]),
          ].slice(0, 1),
        },
      },
    });
    return { id: made.id, user, name };
  }

  /**
   * @param inBody the record is a meeting of the Champion Team
   * @param fresh somebody of whom nothing is changed for the next
   */
  async function cell(kind: RecordKind | undefined, relation: Relation, inBody: boolean, fresh = false): Promise<Cell> {
    count += 1;
    const key = `${relation} ${inBody}`;
    const who = (fresh ? undefined : known.get(key)) ?? (await person(relation, inBody));
    if (!fresh) known.set(key, who);
    const is = (each: Relation) => (relation === each ? who.id : somebody.id);
    const subject: Subject = {
      open: relation === 'residentHere',
      zoneId: inBody ? null : zone.id,
      body: inBody ? { kind: 'CHAMPION_TEAM' as Body } : null,
      ownerId: relation === 'whileFree' || relation === 'agency' ? null : is('own'),
      deputyId: is('deputy'),
      giverId: is('giver'),
      authorId: relation === 'freshAuthor' ? who.id : is('author'),
      writtenAt: relation === 'freshAuthor' ? NOW : new Date(NOW.getTime() - 3_600_000),
      askedId: is('asked'),
      starterId: is('runs'),
      agencyId: agency.id,
      where: inBody ? 'Champion Team' : zone.name,
      whose: relation === 'own' && kind !== 'ask' ? who.name : somebody.name,
    };
    // What an earlier attempt has unlinked stands again.
    const { id: conversationId } = place;
    await prisma.zonePlace.upsert({
      where: { conversationId },
      create: { conversationId, zoneId: zone.id },
      update: {},
    });
    const id = randomUUID();
    const number = 10_000 + count;
    const base = { id, partnershipId };
    const of = { zoneId: zone.id, agencyId: agency.id };
    const author = { personId: subject.authorId ?? somebody.id };
    const meeting = async (state: 'PLANNED' | 'RUNNING' | 'ENDED') => {
      // One a team at a time: the one that is meant by words that name none.
      const team = { zoneId: subject.zoneId ?? null, bodyId: inBody ? body.id : null };
      await prisma.meeting.updateMany({ where: team, data: { state: 'CANCELLED', endedAt: null } });
      await prisma.meeting.create({
        data: {
          ...base,
          ...team,
          title: 'A meeting',
          ...(relation === 'residentHere' ? { kind: 'STEERING_GROUP' } : {}),
          state,
          startsAt: new Date(NOW.getTime() + (state === 'PLANNED' ? 3_600_000 : -3_600_000)),
          timeZone: 'Europe/London',
          ...(state === 'PLANNED' ? {} : { startedAt: new Date(NOW.getTime() - 3_600_000) }),
          ...(state === 'ENDED' ? { endedAt: NOW } : {}),
          items: { create: { position: 1, title: 'An item', addedById: subject.authorId ?? null } },
          ...(state === 'PLANNED'
            ? {}
            : {
                entries: {
                  create: [
                    { number: 1, kind: 'STARTED', personId: subject.starterId ?? null, agencyId: agency.id, at: NOW },
                    {
                      number: 2,
                      kind: 'DECISION',
                      ...author,
                      agencyId: agency.id,
                      text: 'Close the gate',
                      at: NOW,
                      details: state === 'RUNNING' ? { state: 'PUT' } : {},
                    },
                  ],
                },
              }),
        },
      });
    };
    switch (kind) {
      case 'interaction':
        await prisma.interaction.create({
          data: {
            ...base,
            ...of,
            ...author,
            text: 'Tea',
            tool: 'INTERACTION',
            occurredOn: NOW,
            createdAt: subject.writtenAt ?? NOW,
          },
        });
        break;
      case 'problem':
        await prisma.problem.create({
          data: {
            ...base,
            ...of,
            number,
            title: 'Windows broken',
            raiserId: somebody.id,
            ownerId: subject.ownerId ?? null,
          },
        });
        break;
      case 'action':
        await prisma.action.create({
          data: {
            ...base,
            ...of,
            text: 'Mend the gate',
            ownerId: subject.ownerId ?? null,
            state: subject.ownerId === somebody.id ? 'ORPHANED' : 'OPEN',
            deputyId: subject.deputyId ?? null,
            giverId: subject.giverId ?? somebody.id,
            dueOn: NOW,
          },
        });
        break;
      case 'planned':
        await meeting('PLANNED');
        break;
      case 'running':
        await meeting('RUNNING');
        break;
      case 'ended':
        await meeting('ENDED');
        break;
      case 'idea':
        await prisma.idea.create({ data: { ...base, ...of, ...author, number, text: 'A bike library' } });
        break;
      case 'celebration':
        await prisma.celebration.create({ data: { ...base, ...of, ...author, number, text: 'Forty members' } });
        break;
      case 'ask':
        await prisma.ask.create({
          data: {
            ...base,
            zoneId: zone.id,
            text: 'Who can talk to the school?',
            askerId: subject.giverId ?? somebody.id,
            championId: subject.askedId ?? somebody.id,
          },
        });
        break;
      case 'pulse':
        await prisma.pulse.deleteMany({ where: { zoneId: zone.id } });
        await prisma.pulse.create({
          data: {
            ...base,
            zoneId: zone.id,
            kind: 'SAFE',
            audience: 'TEAM',
            startsAt: NOW,
            endsAt: new Date(NOW.getTime() + 86_400_000),
          },
        });
        break;
      case 'join': {
        const identity = await prisma.chatIdentity.create({
          data: { partnershipId, platform: 'console', tenant: 'local', user: `asks-${count}`, name: 'Somebody' },
        });
        await prisma.joinRequest.create({
          data: { ...base, ...of, identityId: identity.id, name: 'Somebody', roleTitle: 'Member' },
        });
        break;
      }
      case 'offer':
        await prisma.championOffer.create({
          data: { id, agencyId: agency.id, personId: subject.askedId ?? somebody.id, offeredById: somebody.id },
        });
        break;
      case undefined:
        break;
    }
    return { user: who.user, personId: who.id, name: who.name, subject, id, number };
  }

  /** As the table looks at somebody. */
  async function holder(personId: string) {
    const found = await prisma.person.findUniqueOrThrow({
      where: { id: personId },
      include: { memberships: true, champion: true, formerMemberships: true, guestIn: true },
    });
    return {
      id: found.id,
      agencyId: found.agencyId,
      admin: found.roles.includes('ADMIN'),
      board: found.roles.includes('BOARD'),
      champion: found.champion !== null,
      memberships: found.memberships.map(({ zoneId, lead }) => ({ zoneId, lead })),
      former: found.formerMemberships.map(({ zoneId }) => zoneId),
      resident: found.guestIn.filter(({ kind }) => kind === 'RESIDENT').map(({ zoneId }) => zoneId),
      observes: found.guestIn.filter(({ kind }) => kind === 'OBSERVER').map(({ zoneId }) => zoneId),
    };
  }

  return { zone, body, cell, holder };
}
