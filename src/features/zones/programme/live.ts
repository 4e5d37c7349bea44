// The programme's card where the project team meets: kept there, drawn anew when it has changed, and told anew each Monday.
import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Act } from '../../../chat/act.ts';
import { assertMay } from '../../../chat/may.ts';
import { button, type Feature, type FeatureJob, type LiveCard } from '../../../chat/registry.ts';
import { privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { word } from '../../../chat/words.ts';
import type { PrismaClient } from '../../../database/generated/client.ts';
import { inBackground } from '../../../delivery/index.ts';
import { asFacts, isSame, keptHere } from '../standing.ts';
import { type Programme, readProgramme } from './facts.ts';
import { programmeCard } from './views.ts';

const RECORD = 'programme_home';
/** The hour on the partnership's clock from which the week is told on a Monday. */
const TOLD_FROM_HOUR = 8;

export const PROGRAMME = [
  word({
    name: 'programme',
    summary: 'All zones by step: what comes next in each, what is late, what waits for the board',
    examples: ['zone programme'],
    needs: 'programme.see',
    reads: true,
    run: (act) => showProgramme(act),
  }),
];

/** Who may: champions, the board and the project team. */
async function showProgramme(act: Act): Promise<Reply> {
  assertMay(act, 'programme.see');
  const here = act.placeBody?.kind === 'PROJECT_TEAM';
  return privately(
    programmeCard(
      await readProgramme(act.db, act.partnership, act.now),
      undefined,
      here ? [{ label: 'Keep this card here', action: 'programme.keep', data: {} }] : [],
    ),
  );
}

/** Who may: the project team, where it meets. */
function keepCard(act: Act): Promise<Reply> {
  assertMay(act, 'body.link');
  const { place } = act.incoming;
  if (act.placeBody?.kind !== 'PROJECT_TEAM')
    throw new Refusal('The programme’s card is kept where the project team meets.');
  return act.once(async (effect) => {
    const facts = asFacts(await readProgramme(effect.db, act.partnership, act.now));
    const key = { partnershipId: act.partnership.id };
    const { version } = await effect.db.programmeHome.upsert({
      where: key,
      // The week that has begun is on the card that is put up now.
      create: { ...key, facts, toldOn: mondayOf(act.now, act.partnership.timeZone) },
      update: { facts, version: { increment: 1 } },
      select: { version: true },
    });
    await effect.show({ type: RECORD, id: act.partnership.id, version }, [
      { platform: place.platform, tenant: place.tenant, conversation: place.conversation },
    ]);
    await effect.audit({ action: 'programme.kept', recordType: 'partnership', recordId: act.partnership.id });
    return keptHere('It is drawn anew within minutes, and the week is told here each Monday.');
  });
}

const mondayOf = (now: Date, timeZone: string): Date =>
  new Date(DateTime.fromJSDate(now, { zone: timeZone }).startOf('week').toISODate() ?? '');

export const programmeCards: LiveCard[] = [
  {
    recordType: RECORD,
    async draw(db, id) {
      const kept = await db.programmeHome.findUnique({ where: { partnershipId: id } });
      return kept === null
        ? undefined
        : {
            card: programmeCard(kept.facts as unknown as Programme, undefined, [], kept.version),
            version: kept.version,
          };
    },
  },
];

/** Draws anew what has changed; on a Monday tells the week, once. */
async function keepProgrammes(prisma: PrismaClient, now: Date): Promise<void> {
  const kept = await prisma.programmeHome.findMany({ include: { partnership: { select: { timeZone: true } } } });
  for (const { partnershipId, facts, toldOn, partnership } of kept) {
    const { timeZone } = partnership;
    const programme = await readProgramme(prisma, { id: partnershipId, timeZone }, now);
    const monday = mondayOf(now, timeZone);
    const tells =
      DateTime.fromJSDate(now, { zone: timeZone }) >=
        DateTime.fromJSDate(now, { zone: timeZone }).startOf('week').set({ hour: TOLD_FROM_HOUR }) &&
      (toldOn === null || toldOn < monday);
    if (!tells && isSame(facts, asFacts(programme))) continue;
    await inBackground(prisma, partnershipId, async (effect) => {
      const { db } = effect;
      const { version } = await db.programmeHome.update({
        where: { partnershipId },
        data: { facts: asFacts(programme), version: { increment: 1 } },
        select: { version: true },
      });
      await effect.refresh({ type: RECORD, id: partnershipId, version });
      if (!tells) return;
      // Of several replicas one tells it.
      const first = await db.programmeHome.updateMany({
        where: { partnershipId, OR: [{ toldOn: null }, { toldOn: { lt: monday } }] },
        data: { toldOn: monday },
      });
      if (first.count === 0) return;
      const places = await db.bodyPlace.findMany({
        where: { body: { partnershipId, kind: 'PROJECT_TEAM' }, conversation: { stoppedReason: null } },
        select: { conversation: { select: { platform: true, tenant: true, externalId: true } } },
      });
      for (const { conversation } of places)
        await effect.tell(
          { platform: conversation.platform, tenant: conversation.tenant, conversation: conversation.externalId },
          programmeCard(programme, 'The programme this week'),
        );
    });
  }
}

export const programmeJobs: FeatureJob[] = [
  { name: 'the programme', everySeconds: 300, afterSeconds: 95, run: ({ prisma, now }) => keepProgrammes(prisma, now) },
];

export const programme: Required<Pick<Feature, 'buttons' | 'forms'>> = {
  buttons: [
    button('programme.show', 'programme.see', z.object({}), (act) => showProgramme(act)),
    button('programme.keep', 'body.link', z.object({}), (act) => keepCard(act)),
  ],
  forms: [],
};
