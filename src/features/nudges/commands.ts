// What people type and press about reminders; and asking a champion, which begins with the same word.

import { DateTime } from 'luxon';
import { z } from 'zod';
import { type Act, knownPerson } from '../../chat/act.ts';
import { assertMay, may } from '../../chat/may.ts';
import type { NudgeSource } from '../../chat/nudges.ts';
import { anyText, optional } from '../../chat/parts.ts';
import { button, type Feature, form } from '../../chat/registry.ts';
import { inPlace, orReopen, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { command, say } from '../../chat/spans.ts';
import type { Part } from '../../chat/word.ts';
import { alone, defineCommand, word } from '../../chat/words.ts';
import type { Db } from '../../database/client.ts';
import type { Nudge } from '../../database/generated/client.ts';
import { NudgeRule } from '../../database/generated/enums.ts';
import { dayWords, todayIn } from '../../time/calendar.ts';
import { askChampion } from '../champions/index.ts';
import { isWholeName, nameMeant } from '../people/index.ts';
import { setHours, setTimeZone, stopKinds } from './own.ts';
import { DEFAULT_HOURS } from './policy.ts';
import {
  RECORD,
  readRecipients,
  readSettings,
  sendNudges,
  sourceNamed,
  sourcesNamed,
  stillStands,
  waitingForDigests,
} from './run.ts';
import { terms } from './terms.ts';
import { done, type Effect, effectCard, mineCard, nudgeCard, snoozeForm } from './views.ts';

const record = z.object({ id: z.uuid() });

/** "@champion NP-42 needs a decision" */
const asked: Part<string> = {
  label: '@champion WHAT',
  ask: 'Whom shall I ask?',
  takesAll: true,
  async read(act, words) {
    const { directory } = act;
    if (words === '') return undefined;
    if (words.startsWith('@')) return { value: words, rest: '' };
    // "nudge fire about NP-3"
    const lower = `${words.toLowerCase()} `;
    const names = directory.agencies.flatMap(({ name, shortName, aliases }) => [name, shortName, ...aliases]);
    if (['champion', ...names].some((name) => lower.startsWith(`${name.toLowerCase()} `)))
      return { value: `@${words}`, rest: '' };
    const [, mine] = /^(?:me|myself)\b(?: to| that| about)?\s*(.*)$/is.exec(words) ?? [];
    if (mine !== undefined)
      throw new Refusal(
        say`I remind you of what you promise, the working day before and on the day: ${command(`action ${mine === '' ? 'Ring the council' : mine.slice(0, 200)} @me by Friday`)}. ${command('nudge')} shows what waits for you.`,
      );
    // "nudge Tom about NP-3": who is no champion is told so.
    const { meant } = await nameMeant(act, words, act.placeZoneId);
    const isNamed = meant?.kind === 'person' || meant?.kind === 'elsewhere';
    if (isNamed && isWholeName(words.slice(0, meant.to - 1), meant.person.name))
      return { value: `@${words}`, rest: '' };
    throw new Refusal(
      say`Whom shall I ask? Begin with a name or an agency: ${command('nudge @champion NP-42 needs a decision')}.`,
    );
  },
};

/** @param sources what every feature may remind of */
export function nudgesFeature(sources: () => NudgeSource[]): Feature {
  const nudge = defineCommand({
    name: 'nudge',
    summary: 'Ask a champion for help; what waits for me, and when I am reminded',
    examples: [
      'nudge',
      'nudge @champion NP-42 needs a decision on the lighting budget',
      'nudge @Fire Who can talk to the school about bonfires?',
    ],
    details: [
      'Reminders come in your working hours, at most one a day and three a week, and never while you are away.',
    ],
    needs: 'known',
    reads: alone,
    parts: { ask: optional(asked) },
    run: (act, { ask }) => (ask === undefined ? mine(act) : askChampion(act, ask)),
    words: [
      word({
        name: 'hours',
        summary: 'Between which hours I may be written to',
        examples: ['nudge hours 09:00-16:30'],
        needs: 'known',
        parts: { hours: anyText('FROM-UNTIL') },
        run: (act, { hours }) => setHours(act, hours),
      }),
      word({
        name: 'timezone',
        summary: 'By which clock I live',
        examples: ['nudge timezone Europe/Lisbon'],
        needs: 'known',
        parts: { zone: anyText('CONTINENT/CITY') },
        run: (act, { zone }) => setTimeZone(act, zone),
      }),
      word({
        name: 'stop',
        summary: 'No more of one kind of reminder',
        examples: ['nudge stop stale'],
        needs: 'known',
        parts: { kind: anyText('KIND') },
        run: (act, { kind }) => stopKinds(act, sourcesNamed(sources(), kind), true),
      }),
      word({
        name: 'start',
        summary: 'That kind again',
        examples: ['nudge start stale'],
        needs: 'known',
        parts: { kind: anyText('KIND') },
        run: (act, { kind }) => stopKinds(act, sourcesNamed(sources(), kind), false),
      }),
      word({
        name: 'rules',
        summary: 'Every kind of reminder, with what came of it',
        examples: ['nudge rules'],
        needs: 'known',
        reads: true,
        run: (act) => showRules(act),
      }),
      word({
        name: 'rule',
        summary: 'Change a kind: after how many days, on or off',
        examples: ['nudge rule unowned 5'],
        needs: 'rule.change',
        parts: { change: anyText('KIND DAYS, on or off') },
        run: (act, { change }) => changeRule(act, change),
      }),
    ],
  });

  async function mine(act: Act): Promise<Reply> {
    const person = knownPerson(act);
    const waiting = await waitingForDigests(act.db, act.partnership, sources(), act.now, person.id);
    const recipients = await readRecipients(act.db, act.partnership, [person.id]);
    const me = recipients.get(person.id);
    return privately(
      mineCard(
        waiting.sort((a, b) => b.weight - a.weight),
        {
          ...(me?.hours ?? DEFAULT_HOURS),
          timeZone: me?.timeZone ?? act.partnership.timeZone,
          stopped: sources()
            .filter(({ rule }) => me?.stopped.has(rule) === true)
            .map(({ name }) => name),
        },
      ),
    );
  }

  /** The nudge, if it is this person's, and as yet unanswered. */
  async function own(act: Act, id: string, db: Db = act.db): Promise<Nudge> {
    const found = await db.nudge.findFirst({ where: { id, personId: knownPerson(act).id } });
    if (found === null) throw new Refusal('That reminder is not yours, or no longer here.');
    return found;
  }

  function answer(act: Act, id: string, change: Partial<Nudge>): Promise<Reply> {
    return act.once(async (effect) => {
      await own(act, id, effect.db);
      const changed = await effect.db.nudge.update({
        where: { id },
        data: {
          answeredAt: act.now,
          version: { increment: 1 },
          ...(change.answer === undefined ? {} : { answer: change.answer }),
          ...(change.snoozedUntil === undefined ? {} : { snoozedUntil: change.snoozedUntil }),
        },
      });
      if (change.answer === 'STOPPED') {
        const key = { personId: changed.personId, rule: changed.rule };
        await effect.db.nudgeStop.upsert({ where: { personId_rule: key }, create: key, update: {} });
      }
      await effect.audit({
        action: `nudge.${String(change.answer).toLowerCase()}`,
        recordType: RECORD,
        recordId: id,
        details: { rule: changed.rule },
      });
      await effect.refresh({ type: RECORD, id, version: changed.version });
      const card = nudgeCard(changed);
      return act.incoming.what.kind === 'press' ? inPlace(card) : privately(card);
    });
  }

  async function showRules(act: Act): Promise<Reply> {
    return privately(effectCard(await readEffects(act), may(act, 'rule.change')));
  }

  async function readEffects(act: Act): Promise<Effect[]> {
    const since = new Date(act.now.getTime() - 90 * 86_400_000);
    const partnershipId = act.partnership.id;
    const settings = await readSettings(act.db, partnershipId, sources());
    const rows = await act.db.$queryRaw<
      { rule: string; sent: number; acted: number; snoozed: number; stopped: number }[]
    >`SELECT rule::text, count(*)::int AS sent, count(acted_at)::int AS acted,
        count(*) FILTER (WHERE answer = 'SNOOZED')::int AS snoozed, count(*) FILTER (WHERE answer = 'STOPPED')::int AS stopped
      FROM nudge WHERE partnership_id = ${partnershipId}::uuid AND sent_at > ${since} GROUP BY rule`;
    return sources().map((source) => {
      const row = rows.find(({ rule }) => rule === source.rule);
      return {
        source,
        settings: settings.get(source.rule) ?? { enabled: true, threshold: 0 },
        sent: row?.sent ?? 0,
        acted: row?.acted ?? 0,
        snoozed: row?.snoozed ?? 0,
        stopped: row?.stopped ?? 0,
      };
    });
  }

  /** "unowned 5", "unowned off". Who may: the project team. */
  async function changeRule(act: Act, words: string): Promise<Reply> {
    const [name = '', value = '', ...more] = words.trim().split(/\s+/);
    const lost = more.join(' ').replace(/^(?:working )?days?$/i, '');
    if (lost !== '')
      throw new Refusal(`"${lost.slice(0, 40)}" would be lost: a kind is on or off, or after so many days.`);
    const source = sourceNamed(sources(), name);
    const days = /^\d{1,3}$/.test(value) ? Number(value) : undefined;
    if (days === undefined && !/^(?:on|off)$/i.test(value))
      throw new Refusal(
        say`After how many days? For example: ${command(`nudge rule ${source.name} 5`)}, or on, or off.`,
      );
    if (days !== undefined && (source.threshold === undefined || days < 1 || days > 365))
      throw new Refusal(
        source.threshold === undefined
          ? `"${source.name}" has no number of days; it can be on or off.`
          : 'From 1 to 365 days.',
      );
    return setRule(act, source, days === undefined ? { enabled: value.toLowerCase() === 'on' } : { threshold: days });
  }

  function setRule(act: Act, source: NudgeSource, change: { enabled?: boolean; threshold?: number }): Promise<Reply> {
    assertMay(act, 'rule.change');
    return act.once(async (effect) => {
      const key = { partnershipId: act.partnership.id, rule: source.rule };
      await effect.db.nudgeSetting.upsert({
        where: { partnershipId_rule: key },
        create: { ...key, ...change },
        update: change,
      });
      await effect.audit({
        action: 'nudge.rule',
        recordType: 'partnership',
        recordId: act.partnership.id,
        details: { rule: source.rule, ...change },
      });
      return privately(effectCard(await readEffects(act), true));
    });
  }

  return {
    name: 'nudges',
    terms,
    everyday: [
      {
        command: 'nudge',
        nouns: ['nudges', 'reminders'],
        asked: [
          [/^(?:stop|(?:stop|quit) (?:messaging|reminding|nudging|bothering)(?: me)?|leave me alone)$/i, 'nudge'],
          [
            /^what(?:['’]?s| is| do i have| should i| needs)?(?: (?:waiting|waits|to do|next|due|do|me))+(?: (?:for|from) me| now| today)?$/i,
            'nudge',
          ],
        ],
        alone: [
          [/^(?:my )?(?:quiet|working|work|office) hours(?: (?:are |from )?(.*))?$/i, 'nudge hours $1'],
          [/^(?:mute|silence|quiet)(?: (?:me|it|all|everything|reminders))?$/i, 'nudge stop'],
          [/^(?:stop|no(?: more)?|fewer|less) (?:messages|reminders|nudges|notifications)$/i, 'nudge stop'],
        ],
        said: [
          [/^(?:settings?|preferences|list|mine|me|what)$/i, 'nudge'],
          [/^(?:off|pause|mute|less|fewer|quiet|silence)(?: (?:me|them|all|reminders?))?$/i, 'nudge stop'],
          [/^on$/i, 'nudge start'],
          [/^(?:stop|off|mute|no(?: more)?) (?:the |my )?digests?$/i, 'digest settings off'],
          [/^(?:quiet|working|work|office) hours(?: (.*))?$/i, 'nudge hours $1'],
        ],
      },
    ],
    jobs: [
      {
        name: 'nudges',
        everySeconds: 300,
        afterSeconds: 15,
        run: ({ prisma, nudges, now }) => sendNudges(prisma, [...nudges], now),
      },
    ],
    commands: [nudge],
    buttons: [
      button('nudge.snooze', 'known', record, async (act, { id }) => {
        const found = await own(act, id);
        return { kind: 'form', ...snoozeForm({ id }, found.title, await ownDay(act)) };
      }),
      button('nudge.later', 'known', thing, async (act, what) => ({
        kind: 'form',
        ...snoozeForm(what, what.title, await ownDay(act)),
      })),
      button('nudge.notForMe', 'known', record, (act, { id }) => answer(act, id, { answer: 'NOT_FOR_ME' })),
      button('nudge.stop', 'known', record, (act, { id }) => answer(act, id, { answer: 'STOPPED' })),
      button('nudge.off', 'rule.change', z.object({ rule: z.enum(NudgeRule) }), (act, { rule }) =>
        setRule(act, sourceNamed(sources(), rule), { enabled: false }),
      ),
    ],
    forms: [
      form('nudge.saveLater', 'known', thing, async (act, what, values) => {
        const today = await ownDay(act);
        return orReopen(
          () => putOff(act, what, snoozeDay(values, today)),
          'date',
          () => snoozeForm(what, what.title, today),
        );
      }),
      form('nudge.saveSnooze', 'known', record, async (act, { id }, values) => {
        const today = await ownDay(act);
        const found = await own(act, id);
        return orReopen(
          () => answer(act, id, { answer: 'SNOOZED', snoozedUntil: new Date(snoozeDay(values, today)) }),
          'date',
          () => snoozeForm({ id }, found.title, today),
        );
      }),
    ],
    liveCards: [
      {
        recordType: RECORD,
        async draw(db, id) {
          const found = await db.nudge.findUnique({ where: { id } });
          if (found === null) return undefined;
          // What was done before the message goes out is not sent.
          if (found.answer === null && found.actedAt === null && !(await stillStands(db, sources(), id)))
            return undefined;
          const meant =
            found.forId === null
              ? null
              : await db.person.findUnique({ where: { id: found.forId }, select: { name: true } });
          return { card: nudgeCard(found, meant?.name), version: found.version };
        },
      },
    ],
  };
}

const thing = z.object({ rule: z.enum(NudgeRule), subject: z.string().max(300), title: z.string().max(200) });

/** From that day on it is told again, if it still waits. @param until YYYY-MM-DD */
function putOff(act: Act, { rule, subject, title }: z.infer<typeof thing>, until: string): Promise<Reply> {
  return act.once(async (effect) => {
    const key = { personId: knownPerson(act).id, rule, subject };
    await effect.db.nudgePutOff.upsert({
      where: { personId_rule_subject: key },
      create: { ...key, until: new Date(until) },
      update: { until: new Date(until) },
    });
    await effect.audit({ action: 'nudge.snoozed', recordType: RECORD, details: { rule } });
    return done(`Put off until ${dayWords(until)}`, `${title}: you are told again then, if it still waits.`);
  });
}

/** Today on the person's own clock. */
async function ownDay(act: Act): Promise<string> {
  const me = await act.db.person.findUniqueOrThrow({ where: { id: knownPerson(act).id }, select: { timeZone: true } });
  return todayIn(me.timeZone ?? act.partnership.timeZone, act.now).day;
}

/** @throws {Refusal} for a day that has come already */
function snoozeDay(values: Record<string, unknown>, today: string): string {
  const day = DateTime.fromISO(today, { zone: 'utc' });
  switch (values['when']) {
    case 'tomorrow':
      return day.plus({ days: 1 }).toISODate() ?? today;
    case 'monday':
      return day.plus({ days: 8 - day.weekday }).toISODate() ?? today;
    default: {
      const date = String(values['date'] ?? '');
      if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw new Refusal('Please give the day.');
      if (date <= today) throw new Refusal(`${dayWords(date)} has come already. Choose a day ahead.`);
      if (date > (day.plus({ years: 1 }).toISODate() ?? '')) throw new Refusal('Within a year, please.');
      return date;
    }
  }
}
