// What people type and press about the partnership itself.

import { z } from 'zod';
import { type Act, knownPerson } from '../../chat/act.ts';
import { buttons, type Card, facts, heading, note, paragraph } from '../../chat/cards.ts';
import type { OpenForm, Values } from '../../chat/forms.ts';
import { assertMay, may } from '../../chat/may.ts';
import { anyText, text } from '../../chat/parts.ts';
import { button, type Feature, form } from '../../chat/registry.ts';
import { orReopen, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { command, say } from '../../chat/spans.ts';
import type { Word } from '../../chat/word.ts';
import { defineCommand, word } from '../../chat/words.ts';
import type { Db } from '../../database/client.ts';
import { agencyNamed } from '../../language/agencies.ts';
import { nameMeant, personNamed, readName, renamePerson, whereToReach } from '../people/index.ts';
import { addPerson, type BoardRole, changePartnership, readSetting, type Settings, setBoardRole } from './service.ts';
import { terms } from './terms.ts';

const partnershipCommand = defineCommand({
  name: 'partnership',
  summary: 'The partnership: its name, its marking, where single cases go, its board',
  examples: ['partnership'],
  details: [
    'Everybody may look at it; the project team changes it.',
    'board and executive: who reads the papers and sees all zones. An account that the bot does not know yet is named with its agency: partnership board @Ann, Ann Okafor, Health.',
  ],
  needs: 'known',
  unlisted: true,
  run: (act) => show(act),
  words: [
    setting('name', 'NAME', 'What the partnership is called', 'Leicester, Leicestershire and Rutland', (rest) => ({
      name: readSetting('name', rest),
    })),
    setting('marking', 'MARKING', 'The marking on every document', 'OFFICIAL', (rest) => ({
      marking: readSetting('marking', rest),
    })),
    setting('advice', 'WORDS', 'Where single cases go', 'It belongs in ECINS. In danger now: 999', (rest) => ({
      caseAdvice: readSetting('caseAdvice', rest),
    })),
    setting('officers', 'named or unnamed', 'Whether papers for the board name officers', 'unnamed', (rest) => ({
      officersNamed: readOfficers(rest),
    })),
    seat('board', 'BOARD', 'Appoint a board member, who reads the papers and sees all zones'),
    seat('executive', 'EXECUTIVE', 'Appoint a member of the board’s Executive'),
    word({
      name: 'rename',
      summary: 'What somebody is called here',
      examples: ['partnership rename @Dana to Dana Whitlock'],
      needs: 'person.rename',
      parts: { who: text('@NAME to NAME', 'Who, and what are they called?') },
      run: (act, { who }) => rename(act, who),
    }),
  ],
});

function setting(
  name: string,
  label: string,
  summary: string,
  example: string,
  read: (rest: string) => Partial<Settings>,
): Word {
  return word({
    name,
    summary,
    examples: [`partnership ${name} ${example}`],
    needs: 'partnership.change',
    parts: { to: anyText(label) },
    run: (act, { to }) => change(act, () => read(to)),
  });
}

function seat(name: string, role: BoardRole, summary: string): Word {
  return word({
    name,
    summary,
    examples: [`partnership ${name} @Dana Whitlock`],
    needs: 'board.appoint',
    parts: { who: anyText('@NAME') },
    run: (act, { who }) => appoint(act, role, who),
    words: [
      word({
        name: 'end',
        also: ['remove', 'leave'],
        summary: 'They are no longer on it',
        examples: [`partnership ${name} end @Dana Whitlock`],
        needs: 'board.appoint',
        parts: { who: anyText('@NAME') },
        run: (act, { who }) => dismiss(act, who),
      }),
    ],
  });
}

function readOfficers(words: string): boolean {
  const named = { named: true, yes: true, on: true, unnamed: false, 'not named': false, no: false, off: false }[
    words.trim().toLowerCase()
  ];
  if (named === undefined)
    throw new Refusal(
      say`Are officers named in papers for the board? "partnership officers named", or "partnership officers unnamed".`,
    );
  return named;
}

async function show(act: Act): Promise<Reply> {
  return privately(await card(act, act.db));
}

async function card(act: Act, db: Db, title?: string): Promise<Card> {
  const { id } = act.partnership;
  const now = await db.partnership.findUniqueOrThrow({ where: { id } });
  const people = await db.person.findMany({
    where: { partnershipId: id, active: true, roles: { isEmpty: false } },
    orderBy: { name: 'asc' },
    include: { agency: { select: { shortName: true } } },
  });
  const of = (role: string) => {
    const names = people
      .filter(({ roles }) => roles.some((each) => each === role))
      .map(({ name, agency }) => `${name} (${agency.shortName})`);
    return names.length === 0 ? 'nobody yet' : names.join(', ');
  };
  return {
    summary: title ?? now.name,
    blocks: [
      heading(title ?? now.name),
      facts(
        ...(title === undefined ? [] : ([['Name', now.name]] as [string, string][])),
        ['Marking', now.marking],
        ['Where single cases go', now.caseAdvice],
        ['Project team', of('ADMIN')],
        ['Board', of('BOARD')],
        ['Its Executive', of('EXECUTIVE')],
        ['Papers for the board', now.officersNamed ? 'name officers' : 'name no officers'],
        ['Years of figures', now.yearStarts === 1 ? 'begin in January' : 'begin in April'],
      ),
      ...(may(act, 'partnership.change')
        ? [
            buttons({ label: 'Change it', action: 'partnership.form', data: {}, opens: 'form' as const }),
            note(
              say`${command('partnership board @Dana')} appoints a board member; the project team stands in ADMINS of the bot’s configuration.`,
            ),
          ]
        : [note('The project team changes it.')]),
    ],
  };
}

async function change(act: Act, read: () => Partial<Settings>): Promise<Reply> {
  assertMay(act, 'partnership.change');
  const wanted = read();
  return act.once(async (effect) => {
    await changePartnership(effect, act.partnership.id, wanted);
    return privately(await card(act, effect.db, 'Kept'));
  });
}

/** "@Dana", or "@Ann, Ann Okafor, Health" for an account that nobody knows yet. Who may: the project team. */
async function appoint(act: Act, role: BoardRole, words: string): Promise<Reply> {
  assertMay(act, 'board.appoint');
  const body = role === 'BOARD' ? 'board' : 'board’s Executive';
  const [who = '', name, agencyWords] = words.split(',').map((part) => part.trim());
  const { mention, meant } = await nameMeant(act, who, undefined);
  const user = mention?.user;
  if (meant?.kind === 'nobody' && user !== undefined && (name === undefined || agencyWords === undefined))
    throw new Refusal(
      say`I do not know that account yet. Say who they are, and of which agency: "partnership board @…, Ann Okafor, Health".`,
    );
  const unknown =
    meant?.kind === 'nobody' && user !== undefined && name !== undefined && agencyWords !== undefined
      ? { name: readName(name), agencyId: agencyNamed(act.directory.agencies, agencyWords).id, user }
      : undefined;
  const known = unknown === undefined ? (await personNamed(act, who, undefined)).person : undefined;
  return act.once(async (effect) => {
    const { platform, tenant } = act.incoming.sender;
    const person =
      known ??
      (unknown === undefined
        ? undefined
        : {
            name: unknown.name,
            id: await addPerson(effect, act.partnership.id, {
              ...unknown,
              account: { platform, tenant, user: unknown.user },
            }),
          });
    if (person === undefined) throw new Refusal('Who? For example: @Dana.');
    if (!(await setBoardRole(effect, person.id, role)))
      return privately(await card(act, effect.db, `${person.name} is on the ${body} already`));
    const place = (await whereToReach(effect.db, [person.id])).get(person.id);
    if (place !== undefined && person.id !== knownPerson(act).id) {
      const title = `You are on the ${body} of ${act.partnership.name}`;
      await effect.tell(place, {
        summary: title,
        blocks: [
          heading(title),
          paragraph(
            say`You see all zones and change nothing. On the month’s first Monday you get a digest of four weeks; "digest board" makes the paper at any time.`,
          ),
        ],
      });
    }
    return privately(await card(act, effect.db, `${person.name} is on the ${body} now`));
  });
}

async function dismiss(act: Act, words: string): Promise<Reply> {
  assertMay(act, 'board.appoint');
  const { person } = await personNamed(act, words, undefined);
  return act.once(async (effect) => {
    const was = await setBoardRole(effect, person.id, undefined);
    return privately(
      await card(
        act,
        effect.db,
        was ? `${person.name} is no longer on the board` : `${person.name} is not on the board`,
      ),
    );
  });
}

/** "@Dana to Dana Whitlock". Who may: the project team; everybody their own name, with "me name". */
async function rename(act: Act, words: string): Promise<Reply> {
  assertMay(act, 'person.rename');
  const parts = /^(.+?)\s+(?:to|is|,)\s+(.+)$/i.exec(words);
  if (parts === null) throw new Refusal(say`Write it as: "partnership rename @Dana to Dana Whitlock".`);
  const { person } = await personNamed(act, parts[1] ?? '', undefined);
  const name = readName(parts[2] ?? '');
  return act.once(async (effect) => {
    await renamePerson(effect, person.id, name);
    return privately({
      summary: `${person.name} is now ${name}`,
      blocks: [heading(`${person.name} is now ${name}`), paragraph('Published minutes stay as they are.')],
    });
  });
}

async function settingsForm(act: Act, typed?: Values): Promise<OpenForm> {
  const now = await act.db.partnership.findUniqueOrThrow({ where: { id: act.partnership.id } });
  const value = (name: string, otherwise: string) => String(typed?.[name] ?? otherwise);
  return {
    form: {
      id: 'partnership.save',
      title: 'The partnership',
      submit: 'Keep it',
      fields: [
        { kind: 'text', name: 'name', label: 'Name', most: 100, value: value('name', now.name) },
        {
          kind: 'text',
          name: 'marking',
          label: 'Marking',
          hint: 'It stands on every document: OFFICIAL.',
          most: 60,
          value: value('marking', now.marking),
        },
        {
          kind: 'longText',
          name: 'caseAdvice',
          label: 'Where single cases go',
          hint: 'Told to whoever writes of one person.',
          most: 500,
          value: value('caseAdvice', now.caseAdvice),
        },
        {
          kind: 'choice',
          name: 'officers',
          label: 'Officers in papers for the board',
          options: [
            { value: 'unnamed', label: 'Not named' },
            { value: 'named', label: 'Named' },
          ],
          value: value('officers', now.officersNamed ? 'named' : 'unnamed'),
        },
      ],
      data: {},
    },
    button: { label: 'Change it', action: 'partnership.form', data: {}, opens: 'form' },
  };
}

async function save(act: Act, values: Values): Promise<Reply> {
  assertMay(act, 'partnership.change');
  const errors: Record<string, string> = {};
  const take = (name: 'name' | 'marking' | 'caseAdvice'): string => {
    try {
      return readSetting(name, String(values[name] ?? ''));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      errors[name] = error.message;
      return '';
    }
  };
  const wanted = {
    name: take('name'),
    marking: take('marking'),
    caseAdvice: take('caseAdvice'),
    officersNamed: values['officers'] === 'named',
  };
  if (Object.keys(errors).length > 0) return { kind: 'invalid', ...(await settingsForm(act, values)), errors };
  return orReopen(
    () => change(act, () => wanted),
    '',
    () => settingsForm(act, values),
  );
}

export const partnership: Feature = {
  name: 'partnership',
  terms,
  everyday: [
    {
      command: 'partnership',
      nouns: [],
      asked: [
        [
          /^(?:what (?:do|should) (?:i|we) do (?:first|now|next)|where (?:do|should) (?:i|we) (?:start|begin)|(?:get|getting) started|first steps|set ?up|onboarding)$/i,
          'help getting started',
        ],
        [
          /^(?:support|contact|feedback|complain(?:t|ts)?|bugs?|who (?:runs|owns|made|looks after|is behind) (?:this|you|it|the bot)|(?:delete|erase) (?:all )?my data|forget me|(?:it|this|the bot|you) (?:doesn['’]?t|does not|don['’]?t|isn['’]?t|is not|aren['’]?t) work(?:ing)?)$/i,
          'partnership',
        ],
        [
          /^(?:privacy|gdpr|data protection|(?:is|are) (?:this|it|you) (?:confidential|private|anonymous|safe)|who (?:can )?(?:sees?|reads?) (?:this|it|that|what i (?:type|write|say|log))|what do you (?:know|keep|store|hold)(?: (?:about|of|on) (?:us|people|residents))?)$/i,
          'help personal data',
        ],
        [/^what do you (?:know|keep|store|hold) (?:about|of|on) me$/i, 'me'],
      ],
    },
  ],
  commands: [partnershipCommand],
  buttons: [
    button('partnership.form', 'partnership.change', z.object({}), async (act) => {
      assertMay(act, 'partnership.change');
      return { kind: 'form', ...(await settingsForm(act)) };
    }),
  ],
  forms: [form('partnership.save', 'partnership.change', z.object({}), (act, _data, values) => save(act, values))],
};
