// The Champion Team: appointed by the project team, accepted by the person; a deputy for a while; who mentors which zone.

import { type Act, knownPerson, type ZoneEntry } from '../../chat/act.ts';
import { assertMay, may } from '../../chat/may.ts';
import { inPlace, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { clean, command, say } from '../../chat/spans.ts';
import type { Db } from '../../database/client.ts';
import { agencyNamed } from '../../language/agencies.ts';
import { aboutDay } from '../../language/days.ts';
import { takeDueDay } from '../../language/due-days.ts';
import { dayWords, todayIn } from '../../time/calendar.ts';
import { personNamed, whereToReach } from '../people/index.ts';
import { championsOf, gapsIn } from './read.ts';
import { listCard, offerCard, saidCard } from './views.ts';

export const OFFER = 'champion_offer';

/** Champions and gaps, for everybody. */
export async function showChampions(act: Act): Promise<Reply> {
  const today = todayIn(act.partnership.timeZone, act.now).day;
  const [champions, gaps, offers, mentors] = await Promise.all([
    championsOf(act.db, act.partnership.id, today),
    gapsIn(act.db, act.partnership.id),
    act.db.championOffer.findMany({
      where: { state: 'WAITING', agency: { partnershipId: act.partnership.id } },
      include: { person: { select: { name: true } }, agency: { select: { shortName: true } } },
    }),
    act.db.mentor.findMany({
      where: { zone: { partnershipId: act.partnership.id } },
      include: { zone: { select: { name: true } } },
    }),
  ]);
  return privately(listCard({ champions, gaps, offers, mentors, mayAppoint: may(act, 'champion.appoint') }));
}

/** "@Dana", "@Dana for Fire", "deputy @Dana until 3 June". Who may: the project team. */
export async function offerChampion(act: Act, typed: string): Promise<Reply> {
  assertMay(act, 'champion.appoint');
  const deputy = /^deputy\b\s*/i.exec(typed);
  let words = clean(typed.slice(deputy?.[0].length ?? 0));
  let until: string | undefined;
  if (deputy !== null) {
    const here = { now: act.now, timeZone: act.partnership.timeZone };
    const { text, due } = takeDueDay(words, here);
    if (due?.kind !== 'day')
      throw new Refusal(
        say`${due === undefined ? '' : `${aboutDay(due, here)} `}Until when? For example: "zone champion deputy @Dana until 3 June".`,
      );
    [words, until] = [text, due.day];
  }
  const forAgency = /\s+for\s+(.+)$/i.exec(words);
  const agency = forAgency === null ? undefined : agencyNamed(act.directory.agencies, forAgency[1] ?? '');
  const { person } = await personNamed(act, words.slice(0, forAgency?.index ?? words.length), undefined);
  return makeOffer(act, person.id, agency?.id ?? person.agencyId, until);
}

function makeOffer(act: Act, personId: string, agencyId: string, until: string | undefined): Promise<Reply> {
  return act.once(async (effect) => {
    const { db } = effect;
    const person = await db.person.findUniqueOrThrow({
      where: { id: personId },
      include: { champion: true, memberships: { include: { zone: true } } },
    });
    const agency = await db.agency.findUniqueOrThrow({
      where: { id: agencyId },
      include: { champions: { include: { person: true } } },
    });
    if (person.agencyId !== agencyId)
      throw new Refusal(`${person.name} is not of ${agency.shortName}; a champion speaks for their own agency.`);
    const [zone] = person.memberships;
    if (zone !== undefined)
      throw new Refusal(
        say`${person.name} is in the team of ${zone.zone.name}. A champion is in no People Team, for they look after all zones: "zone remove" first.`,
      );
    const there = agency.champions[0];
    if (until === undefined && there !== undefined && there.personId !== personId && there.person.active)
      throw new Refusal(
        say`${agency.shortName} has a champion: ${there.person.name}. ${command(`zone champion end @${there.person.name}`)} first, or appoint a deputy.`,
      );
    if (until === undefined && person.champion !== null)
      return privately(saidCard(`${person.name} is champion already`, ''));
    const place = (await whereToReach(db, [personId])).get(personId);
    if (place === undefined)
      throw new Refusal(`${person.name} cannot be reached in any chat, so they could not accept it.`);
    await db.championOffer.updateMany({
      where: { agencyId, personId, state: 'WAITING' },
      data: { state: 'WITHDRAWN', version: { increment: 1 } },
    });
    const { id } = await db.championOffer.create({
      data: {
        agencyId,
        personId,
        until: until === undefined ? null : new Date(until),
        offeredById: knownPerson(act).id,
        createdAt: act.now,
      },
      select: { id: true },
    });
    await effect.audit({ action: 'champion.offered', recordType: 'person', recordId: personId });
    await effect.show({ type: OFFER, id, version: 1 }, [place]);
    return privately(
      saidCard(
        `${person.name} is asked`,
        `They become ${until === undefined ? 'champion' : `deputy until ${dayWords(until)}`} of ${agency.shortName} when they accept.`,
      ),
    );
  });
}

export async function drawOffer(db: Db, id: string) {
  const offer = await db.championOffer.findUnique({
    where: { id },
    include: { agency: { select: { shortName: true } }, offeredBy: { select: { name: true } } },
  });
  return offer === null ? undefined : { card: offerCard(offer), version: offer.version };
}

/** Who may: the person who was asked. */
export function answerOffer(act: Act, id: string, accept: boolean): Promise<Reply> {
  return act.once(async (effect) => {
    const { db } = effect;
    const offer = await db.championOffer.findUnique({ where: { id }, include: { agency: true, person: true } });
    assertMay(act, 'champion.answer', { askedId: offer?.personId ?? null });
    if (offer === null) throw new Refusal('You were not asked that.');
    const fresh = await db.championOffer.updateMany({
      where: { id, state: 'WAITING' },
      data: { state: accept ? 'ACCEPTED' : 'DECLINED', version: { increment: 1 } },
    });
    if (fresh.count > 0) {
      const { agencyId, personId, until } = offer;
      if (accept && until !== null)
        await db.championDeputy.upsert({
          where: { agencyId_personId: { agencyId, personId } },
          create: { agencyId, personId, until },
          update: { until },
        });
      else if (accept) {
        await db.champion.deleteMany({ where: { agencyId, person: { active: false } } });
        const taken = await db.champion.findUnique({ where: { agencyId } });
        if (taken !== null && taken.personId !== personId)
          throw new Refusal(`${offer.agency.shortName} has a champion meanwhile. Thank you all the same.`);
        await db.champion.upsert({ where: { personId }, create: { personId, agencyId }, update: { agencyId } });
      }
      await effect.audit({
        action: accept ? 'champion.accepted' : 'champion.declined',
        recordType: 'person',
        recordId: personId,
      });
      await effect.directoryChanged();
      const place = (await whereToReach(db, [offer.offeredById])).get(offer.offeredById);
      if (place !== undefined)
        await effect.tell(
          place,
          saidCard(
            `${offer.person.name} ${accept ? 'has accepted' : 'has said no'}`,
            `Champion${until === null ? '' : '’s deputy'} of ${offer.agency.shortName}.`,
          ),
        );
    }
    const drawn = await drawOffer(db, id);
    if (drawn === undefined) return { kind: 'nothing' };
    await effect.refresh({ type: OFFER, id, version: drawn.version });
    return act.incoming.what.kind === 'press' ? inPlace(drawn.card) : privately(drawn.card);
  });
}

/** Ends it. Who may: the project team, and the champion themselves. */
export async function endChampion(act: Act, words: string): Promise<Reply> {
  const me = knownPerson(act);
  const { person } = words === '' ? { person: { id: me.id, name: me.name } } : await personNamed(act, words, undefined);
  assertMay(act, 'champion.end', { ownerId: person.id });
  return act.once(async (effect) => {
    const gone = await effect.db.champion.deleteMany({ where: { personId: person.id } });
    const deputy = await effect.db.championDeputy.deleteMany({ where: { personId: person.id } });
    if (gone.count + deputy.count === 0) throw new Refusal(`${person.name} is no champion.`);
    await effect.db.mentor.deleteMany({ where: { personId: person.id } });
    await effect.audit({ action: 'champion.ended', recordType: 'person', recordId: person.id });
    await effect.directoryChanged();
    return privately(
      saidCard(
        `${person.name} is no longer champion`,
        'Thank you. The project team sees the gap until somebody else accepts.',
      ),
    );
  });
}

/** A champion says that they look after a zone; said again, that they no longer do. */
export function mentorZone(act: Act, zone: ZoneEntry): Promise<Reply> {
  const person = knownPerson(act);
  assertMay(act, 'zone.mentor', { zoneId: zone.id });
  return act.once(async (effect) => {
    const key = { personId: person.id, zoneId: zone.id };
    const gone = await effect.db.mentor.deleteMany({ where: key });
    if (gone.count === 0) await effect.db.mentor.create({ data: key });
    await effect.audit({
      action: gone.count === 0 ? 'champion.mentors' : 'champion.mentors_no_more',
      recordType: 'zone',
      recordId: zone.id,
    });
    return privately(
      gone.count === 0
        ? saidCard(
            `You mentor ${zone.name}`,
            'When its team asks for a champion, you are suggested first. Type it again to end it.',
          )
        : saidCard(`You no longer mentor ${zone.name}`, ''),
    );
  });
}
