// Who may do what: every capability of the bot, once. A handler names one of these or does not compile; services ask it with
// the record in hand.
import type { Relation } from './standing.ts';

/** What a right is about. */
export type Scope = 'partnership' | 'zone' | 'body' | 'record';

export interface Right {
  scope: Scope;
  /** One of these is enough. */
  who: readonly Relation[];
  /**
   * What somebody hears who may not. {where}: the zone or body; {whose}: who has it. A sentence under a relation is for those
   * who stand so, the first that fits.
   */
  no: string;
  noFor?: Partial<Record<Relation, string>>;
  /** The same where a body of the partnership meets, which has no leads. */
  noOfBody?: string;
  /** For somebody who could do it nowhere at all. */
  noAtAll?: string;
  /** It is answered as if it were not there: even that it exists is not theirs to know. */
  hidden?: true;
}

const PROJECT_TEAM_ONLY = 'Only the project team can do that. Ask whoever runs this bot.';
const LEADS_ONLY = 'Only a lead of {where} or the project team can do that.';
const SEERS = ['team', 'former', 'observer', 'champion', 'board', 'projectTeam'] as const;
const LEADS = ['lead', 'projectTeam'] as const;
const MEETING_LEADS = ['lead', 'body', 'projectTeam'] as const;

const administers = (no = PROJECT_TEAM_ONLY): Right => ({ scope: 'partnership', who: ['projectTeam'], no });
const leads = (no: string, scope: Scope = 'zone'): Right => ({ scope, who: LEADS, no });
const leadsMeetings = (no: string): Right => ({
  scope: 'body',
  who: MEETING_LEADS,
  no,
  noOfBody: 'Only the members of the {where} can do that.',
});
const seen = (no: string, ...more: Relation[]): Right => ({
  scope: 'record',
  who: [...SEERS, ...more],
  no,
  hidden: true,
});

export const RIGHTS = {
  anyone: { scope: 'partnership', who: ['anyone'], no: '' },
  known: {
    scope: 'partnership',
    who: ['outsider'],
    no: 'I do not know you yet. Say "help" to see how to join.',
  },

  'partnership.change': administers(),
  'board.appoint': administers(),
  'person.rename': administers(),
  'person.dismiss': administers(),
  'zone.add': administers(),
  'proposal.make': {
    scope: 'partnership',
    who: ['outsider'],
    no: 'I do not know you yet. Say "help" to see how to join.',
  },
  'proposal.see': {
    scope: 'partnership',
    who: ['outsider'],
    no: 'I do not know you yet. Say "help" to see how to join.',
  },
  'proposal.find': administers('The project team gathers what is found of a candidate. Tell it what you know.'),
  'proposal.decide': administers('The project team enters what the board has decided.'),
  'programme.see': {
    scope: 'partnership',
    who: ['champion', 'board', 'projectTeam'],
    no: 'How all zones stand is for champions, the board and the project team.',
  },
  'agency.change': administers(),
  'grant.keep': administers('The project team opens rounds of grants and enters what was decided.'),
  'risk.keep': administers('The project team keeps the register of risks.'),
  'chats.keep': administers('Which chats take part is for the project team.'),
  'agreement.keep': administers('The project team keeps the register of agreements.'),
  'body.link': administers(),
  'measure.years': administers('Only the project team says when the years of the figures begin.'),
  'rule.change': administers('Only the project team changes the rules. You can stop a kind for yourself.'),
  'digest.run': administers('What became of everybody’s digests is for the project team.'),
  'digest.preview': {
    scope: 'record',
    who: ['own', 'projectTeam'],
    no: 'The project team may look at other people’s. "digest preview" alone shows yours.',
  },

  'champion.appoint': administers('Only the project team appoints champions.'),
  'champion.end': {
    scope: 'record',
    who: ['own', 'projectTeam'],
    no: 'Only the project team, or the champion themselves, can end it.',
  },
  'champion.answer': { scope: 'record', who: ['asked'], no: 'You were not asked that.', hidden: true },
  'zone.mentor': { scope: 'zone', who: ['champion'], no: 'Only a champion mentors a zone.' },

  'zone.see': { scope: 'zone', who: SEERS, no: 'You do not see {where}. Type "me join" to ask for it.' },
  /** Its plan, its map, where it lies, what it has agreed: what a resident sees too. */
  'zone.glance': {
    scope: 'zone',
    who: [...SEERS, 'resident'],
    no: 'You do not see {where}. Type "me join" to ask for it.',
  },
  'zone.reshape': administers('The project team renames, draws anew, merges and closes zones.'),
  'zone.step': leads('Only a lead of {where} or the project team keeps its steps.'),
  'zone.phase': leads('Only a lead of {where} or the project team keeps its plan.'),
  'zone.map': {
    scope: 'zone',
    who: ['team', 'champion', 'projectTeam'],
    no: 'The team of {where} keeps its map. Tell one of them what you know.',
  },
  'zone.publish': leads('Only a lead of {where} or the project team says what stands there for everybody.'),
  'zone.invite': leads('Only a lead of {where} or the project team invites to its team.'),
  'told.answer': leads('A lead of {where} or the project team answers what residents tell.'),
  'zone.link': leads('Only a lead of {where} or the project team can link a channel to it.'),
  'zone.unlink': leads(LEADS_ONLY),
  'zone.lead': leads(LEADS_ONLY),
  'zone.remove': leads(LEADS_ONLY),
  'zone.ambition': leads('Only a lead of {where} or the project team can set that.'),
  'zone.leave': { scope: 'zone', who: ['team'], no: 'You are not in the team of {where}.' },
  'join.decide': {
    scope: 'record',
    who: LEADS,
    no: 'That request is not here, or not yours to answer.',
    hidden: true,
  },

  'interaction.log': {
    scope: 'zone',
    who: ['team'],
    no: 'You are not in the team of {where}, so it was not saved.',
    noFor: {
      champion:
        'Champions work across all zones and are in no zone’s team, so they do not log for one. Ask the member who was there.',
    },
    noAtAll:
      'You are in no zone’s team yet, so there is nowhere to log it. Ask a lead, or type "me" to see where you stand.',
  },
  'interaction.see': seen('That interaction is not here, or not yours to see.'),
  'interaction.change': {
    scope: 'record',
    who: ['freshAuthor', 'lead', 'projectTeam'],
    no: 'Only its author (for fifteen minutes) or a lead of the zone can change this.',
    noFor: {
      author: 'It is more than fifteen minutes ago, so only a lead of the zone can change it now. Ask one of them.',
    },
  },
  'interaction.moveTo': {
    scope: 'zone',
    who: ['team', 'projectTeam'],
    no: 'You are not in that zone’s team, so it stays where it is.',
  },
  'interaction.share': {
    scope: 'record',
    who: ['author', 'lead', 'projectTeam'],
    no: 'Only its author or a lead of the zone can share it.',
  },

  'problem.raise': {
    scope: 'zone',
    who: ['team', 'projectTeam'],
    no: 'You are not in the team of {where}, so it was not raised.',
    noAtAll: 'You are in no zone’s team, so there is nowhere to raise it. Type "me join".',
  },
  'problem.see': seen('That problem is not here, or not yours to see.'),
  'problem.speak': {
    scope: 'record',
    who: ['team', 'champion', 'projectTeam'],
    no: 'You see {where}’s problems but are not in its team, so nothing was changed.',
  },
  'problem.work': {
    scope: 'record',
    who: ['team', 'projectTeam'],
    no: 'You see {where}’s problems but are not in its team, so nothing was changed.',
    noFor: {
      champion:
        'Champions stand beside {where}’s team: you can join for your agency and add notes. The rest is the team’s.',
    },
  },
  'problem.handOver': {
    scope: 'record',
    who: ['whileFree', 'own', 'lead', 'projectTeam'],
    no: '{whose} has it; only they or a lead can hand it over.',
  },
  'problem.close': {
    scope: 'record',
    who: ['whileFree', 'own', 'lead', 'projectTeam'],
    no: '{whose} has it; they or a lead can close it.',
  },

  'action.make': {
    scope: 'zone',
    who: ['team', 'champion', 'projectTeam'],
    no: 'You are not in the team of {where}, so nothing was promised.',
    noAtAll: 'You are in no zone’s team, so there is nowhere to promise it. Type "me join".',
  },
  'action.see': seen('That action is not here, or not yours to see.', 'own'),
  'action.settle': {
    scope: 'record',
    who: ['own', 'deputy', 'giver', 'lead', 'agency', 'projectTeam'],
    no: 'This is {whose}’s. They, whoever asked for it, or a lead can change it.',
  },
  'action.agreeDay': {
    scope: 'record',
    who: ['giver', 'lead', 'projectTeam'],
    no: '{whose} asked for it, so the day is theirs to agree.',
  },
  'action.take': {
    scope: 'record',
    who: ['own', 'team', 'champion', 'projectTeam'],
    no: 'Only {where}’s team or a champion can take it.',
  },
  'action.handOver': leads('Only a lead of the zone can hand over somebody’s whole list.'),

  'measure.see': { scope: 'zone', who: SEERS, no: 'Those figures are not yours to see.' },
  'measure.seeSmall': { scope: 'zone', who: ['team', 'projectTeam'], no: 'Small figures are for the team.' },
  'measure.keep': {
    scope: 'zone',
    who: ['team', 'projectTeam'],
    no: 'Only the team of {where} keeps its figures.',
  },
  'measure.plan': leads('Only a lead of the zone can set that.'),
  'measure.add': {
    scope: 'partnership',
    who: ['leadSomewhere', 'projectTeam'],
    no: 'Only leads and the project team add measures.',
  },
  'pulse.see': { scope: 'zone', who: SEERS, no: 'That is not yours to see.' },
  'pulse.begin': leads('Only a lead of {where} begins a pulse.'),
  'pulse.answer': { scope: 'record', who: ['team'], no: 'This is asked of the team of {where}.' },
  'pulse.end': leads('Only a lead closes it.', 'record'),

  'meeting.see': { ...seen('That meeting is not here, or not yours to see.', 'body', 'residentHere'), scope: 'body' },
  'meeting.plan': leadsMeetings(
    'Only a lead of the zone can plan its meetings. Ask one of them, or put it on the agenda: "meeting add …".',
  ),
  'meeting.move': leadsMeetings('Only a lead of the zone can move it.'),
  'meeting.cancel': leadsMeetings('Only a lead of the zone can cancel it.'),
  'meeting.quorum': leadsMeetings('Only a lead of {where} can set its quorum.'),
  'meeting.standing': leadsMeetings('Only a lead of the zone says what stands on every agenda.'),
  'meeting.arrange': leadsMeetings(
    'Only a lead of the zone arranges its agenda. You can add an item: "meeting add …".',
  ),
  'meeting.addProposals': leadsMeetings('Only a lead of the zone can do that. You can add an item of your own.'),
  'meeting.changeItem': {
    scope: 'body',
    who: ['author', ...MEETING_LEADS],
    no: 'Only a lead, or whoever added it, can do that.',
  },
  'meeting.start': {
    scope: 'body',
    who: ['team', 'body', 'projectTeam'],
    no: 'Only the team of {where} can start its meeting.',
    noOfBody: 'Only the {where} can start its meeting.',
  },
  'meeting.takePart': {
    scope: 'body',
    who: ['team', 'residentHere', 'body', 'champion', 'projectTeam'],
    no: 'You are not in {where}’s team, so nothing was recorded. A lead can let you in: "me join".',
    noOfBody: 'You are not in the {where}, so nothing was recorded.',
  },
  'meeting.run': {
    scope: 'body',
    who: ['runs', ...MEETING_LEADS],
    no: 'Only a lead of the zone, or whoever started the meeting, can do that. You can still record: note, decision, action.',
  },
  'meeting.closeVote': {
    scope: 'body',
    who: ['author', 'runs', ...MEETING_LEADS],
    no: 'Only whoever runs the meeting, or has asked, can close the vote.',
  },
  'meeting.confirm': {
    scope: 'body',
    who: ['runs', ...MEETING_LEADS],
    no: 'Only whoever runs the meeting can put them to it.',
  },
  'meeting.approve': {
    scope: 'body',
    who: ['runs', ...MEETING_LEADS],
    no: 'Only whoever runs the meeting can note that.',
  },
  'meeting.publish': {
    scope: 'body',
    who: ['runs', ...MEETING_LEADS],
    no: 'Only a lead of the zone, or whoever started the meeting, can publish its minutes.',
  },
  'meeting.correct': {
    scope: 'body',
    who: ['author', 'runs', ...MEETING_LEADS],
    no: 'You can change the lines that you recorded; the rest is for whoever ran the meeting.',
  },
  'meeting.correctApproved': leadsMeetings(
    'The minutes are approved. A lead can still correct them, with a reason: "meeting edit".',
  ),

  'idea.move': {
    scope: 'record',
    who: ['author', 'team', 'champion', 'projectTeam'],
    no: 'Its author, the zone’s team and champions can move it. You can support it, or adopt it.',
  },
  'idea.adopt': { scope: 'zone', who: ['team', 'projectTeam'], no: 'You are not in {where}’s team.' },
  'idea.openings': {
    scope: 'partnership',
    who: ['champion', 'projectTeam'],
    no: 'Openings across zones are for champions, who see all of them.',
  },

  'celebration.see': seen('That is not here, or not yours to see.', 'author', 'resident'),
  'celebration.tell': {
    scope: 'zone',
    who: ['team', 'resident', 'champion', 'projectTeam'],
    no: 'Only the zone’s team and champions tell its good news.',
  },
  'celebration.public': leads('Only a lead of the zone says what may be told outside.', 'record'),
  'celebration.plan': leads('Only a lead of the zone plans what is told outside.', 'record'),
  'celebration.told': leads('Only a lead of the zone can say so.', 'record'),
  'celebration.undo': {
    scope: 'record',
    who: ['author', 'lead', 'projectTeam'],
    no: 'Only whoever told it, or a lead, can take it back.',
  },

  'ask.see': {
    scope: 'record',
    who: ['asked', 'team', 'champion', 'projectTeam'],
    no: 'That is not here, or not yours to see.',
    hidden: true,
  },
  'ask.make': {
    scope: 'zone',
    who: ['team', 'champion', 'projectTeam'],
    no: 'Only the zone’s team can ask a champion for it.',
  },
  'ask.answer': { scope: 'record', who: ['asked'], no: '{whose} was asked, not you.' },
  'ask.say': {
    scope: 'record',
    who: ['asked', 'team', 'projectTeam'],
    no: 'Only the champion and the zone’s team talk here.',
  },
  'ask.finish': {
    scope: 'record',
    who: ['asked', 'giver', 'lead', 'projectTeam'],
    no: 'The champion, whoever asked, or a lead says when it is done.',
  },

  'digest.post': {
    scope: 'zone',
    who: ['team', 'champion', 'board', 'projectTeam'],
    no: 'That zone’s week is not yours to tell.',
  },
  'paper.read': {
    scope: 'zone',
    who: ['lead', 'champion', 'board', 'projectTeam'],
    no: 'The paper is for the board, the project team and champions; a lead gets that of their zone.',
  },
} satisfies Record<string, Right>;

/** The name of something that can be done. */
export type Capability = keyof typeof RIGHTS;
