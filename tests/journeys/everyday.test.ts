// People who do not know the bot's words, on every platform: what only asks is answered, what would be kept is offered.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Directory } from '../../src/chat/act.ts';
import { mannersFor } from '../../src/chat/everyday.ts';
import { lineInstead, lineMeant, linesWithout } from '../../src/chat/meant.ts';
import { offer } from '../../src/chat/offers.ts';
import { childOf } from '../../src/chat/take-apart.ts';
import { everyWord } from '../../src/chat/vocabulary.ts';
import { productRegistry } from '../../src/features/index.ts';
import { lineWhileHeld } from '../../src/features/meetings/said.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { DRIVERS } from '../support/drivers/index.ts';
import type { Driver } from '../support/seen.ts';
import { gather } from '../support/story.ts';

let bot: TestBot;
beforeAll(async () => {
  bot = await startTestBot({ scheduled: false });
  await gather(bot);
});
afterAll(() => bot?.stop());

const registry = productRegistry();

it.each([
  ['what can you do?', 'help'],
  ['what do I do first?', 'help getting started'],
  ['getting started', 'help getting started'],
  ['agencies', 'zone agency list'],
  ['show the agencies', 'zone agency list'],
  ['I need help', 'help'],
  ['good morning', 'help'],
  ['who are you?', 'help'],
  ['show me my actions please', 'action list mine'],
  ['my problems', 'problem list mine'],
  ['what are my problems?', 'problem list mine'],
  ['problems in Coalville', 'problem list in Coalville'],
  ['Can you show me the interactions since Monday', 'log list zone since Monday'],
  ['my interactions', 'log list mine'],
  ['ideas', 'idea list'],
  ['meetings', 'meeting list'],
  ['when is the next meeting?', 'meeting'],
  ['when do we meet', 'meeting'],
  ['the agenda', 'meeting'],
  ['show me the minutes', 'meeting minutes'],
  ['decisions', 'meeting decisions'],
  ['who is the lead of New Parks?', 'zone New Parks'],
  ['who can help with debt?', 'zone who can help with debt'],
  ['my week', 'digest'],
  ['unsubscribe', 'digest settings'],
  ['stop', 'nudge'],
  ["what's waiting for me", 'nudge'],
  ['who am I', 'me'],
  ['how do I log an interaction', 'help log'],
  ['how do I plan a meeting?', 'help meeting new'],
  ['how to start a meeting', 'help meeting start'],
  ['overdue', 'action list overdue'],
  ['what’s overdue in New Parks?', 'action list overdue in New Parks'],
  ['what have I promised', 'action list mine'],
  ['what did Priya promise?', 'action list Priya'],
  ['who owes what', 'action list zone'],
  ['how many people did we meet this month', 'log list zone this month'],
  ['what happened yesterday?', 'log list zone yesterday'],
  ['prevention mix', 'measure show prevention'],
  ['how are we doing?', 'measure'],
  ['asb figures', 'measure show asb'],
  ['report for October', 'digest board October'],
  ['board paper', 'digest board'],
  ['what did I miss', 'digest'],
  ['who leads Coalville', 'zone Coalville'],
  ['who is Police’s champion?', 'zone champions'],
  ['what ideas are there?', 'idea list'],
  ['chart of asb', 'measure show asb'],
  ['what is the asb target', 'measure show asb'],
  ['the poster', 'zone told'],
  ['what have residents told us', 'zone told'],
  ['is this confidential?', 'help personal data'],
  ['who can read this', 'help personal data'],
  ['what do you know about me', 'me'],
  ['it doesn’t work', 'partnership'],
  ['who runs this', 'partnership'],
  ['Spoke with 12 residents at the food bank', undefined],
  ['report a broken lamp', undefined],
  ['thanks', undefined],
  ['todo call the school', undefined],
])('%s: asks for "%s"', (typed, line) => {
  expect(lineMeant(typed, registry)).toBe(line);
});

it.each([
  ['digest monday 7am', 'digest settings monday 7am'],
  ['digest every Friday 16:00', 'digest settings Friday 16:00'],
  ['digest stop', 'digest settings off'],
  ['digest 9am', 'digest settings 9am'],
  ['zone list', 'zone'],
  ['zone team', 'zone'],
  ['zone join Coalville', 'me join'],
  ['zone link here', 'zone link'],
  ['zone lead @Priya end', 'zone lead end @Priya'],
  ['zone risk add The hall closes', 'zone risks The hall closes'],
  ['zone offers list', 'zone offers'],
  ['problem NP-4 assign to Tom', 'problem NP-4 give Tom'],
  ['problem NP-4 it’s back again', 'problem NP-4 reopen'],
  ['problem NP-4 add Housing', 'problem NP-4 ask Housing'],
  ['problem NP-4 same as NP-2', 'problem NP-4 link same NP-2'],
  ['problem NP-4 is a duplicate of NP-2', 'problem NP-4 link same NP-2'],
  ['problem NP-4 is part of NP-2', 'problem NP-4 link part NP-2'],
  ['problem NP-4 related to NP-2', 'problem NP-4 link NP-2'],
  ['me on leave Friday', 'me away Friday'],
  ['nudge settings', 'nudge'],
  ['me time zone Europe/Paris', 'nudge timezone Europe/Paris'],
  ['me leave', 'zone leave'],
  ['me leave until Friday', 'me away until Friday'],
  ['meeting agenda', 'meeting'],
  ['meeting schedule 3 December 2pm', 'meeting new 3 December 2pm'],
  ['meeting where is it', 'meeting'],
  ['meeting item Lamp columns 10 min', 'meeting add Lamp columns 10 min'],
  ['meeting can’t make it, dentist', 'meeting apologies dentist'],
  ['meeting remove 3', 'meeting drop 3'],
  ['problem NP-4 own', 'problem NP-4 take'],
  ['problem 4 own it', 'problem 4 take'],
  ['problem NP-4 assign to @Priya', 'problem NP-4 give @Priya'],
  ['problem NP-4 involve Fire and Housing', 'problem NP-4 ask Fire and Housing'],
  ['problem NP-4 what next?', 'problem NP-4 next'],
  ['problem NP-4 action ring the council by Friday', 'action NP-4 ring the council by Friday'],
  ['problem NP-4 add an action: ring them', 'action NP-4 ring them'],
  ['problem NP-4 add an action', 'action NP-4'],
  ['problem NP-4 actions', 'action list NP-4'],
  ['problem NP-4 put it on the agenda', 'meeting add NP-4'],
  ['problem NP-4 for the next meeting', 'meeting add NP-4'],
  ['problem NP-4 good news: the gate is mended', 'celebrate NP-4 the gate is mended'],
  ['action overdue', 'action list overdue'],
  ['action done ring the council', 'action mine'],
  ['measure record crime 2026-10 = 40', 'measure crime 2026-10 = 40'],
  ['measure new Burglaries per month', 'measure add Burglaries per month'],
  ['idea support 7', 'idea 7 support'],
  ['idea all', 'idea list'],
  ['log undo that', 'log undo'],
  ['log delete that', 'log undo'],
  ['log change it', 'log edit'],
  ['zone add Tom', 'zone invite Tom'],
  ['zone add someone', 'zone invite'],
  ['zone create Hollin Park, city', 'zone new Hollin Park, city'],
  ['zone add zone Bell Green, county', 'zone new Bell Green, county'],
  ['zone agencies', 'zone agency list'],
  ['zone agency add Fire Service, fire, Fire', 'zone agency new Fire Service, fire, Fire'],
  ['zone add @{U0ABC|tom.h}', 'zone invite @{U0ABC|tom.h}'],
  ['zone add a risk: The hall closes', 'zone risks The hall closes'],
  ['zone who is in', 'zone'],
  ['problem NP-4 hand it over to Priya', 'problem NP-4 give Priya'],
  ['problem NP-4 it’s sorted', 'problem NP-4 close'],
  ['problem np 4 sorted', 'problem np 4 close'],
  ['problem no 4 sorted', undefined],
  ['problem 20 update signs missing on Oak Street', undefined],
  ['problem NP-4 update signs are up', 'problem NP-4 note signs are up'],
  ['meeting off', undefined],
  ['meeting Tom and Priya are here', 'meeting here Tom and Priya'],
  ['meeting Tom has left', 'meeting leave Tom'],
  ['meeting here Tom', undefined],
  ['meeting note Tom has left the council', undefined],
  ['meeting note Tom has left', undefined],
  ['meeting Note Tom has left', undefined],
  ['meeting decide Tom has come', undefined],
  ['meeting everybody has left', undefined],
  ['meeting correct The gate is here', undefined],
  ['meeting change the agenda', undefined],
  ['problem #NP-4 I’ll do it', 'problem NP-4 take'],
  ['problem NP-4 update: gates mended', 'problem NP-4 note gates mended'],
  ['problem NP-4 who has it?', 'problem NP-4 open'],
  ['problem NP-4 title Gates left open', 'problem NP-4 rename Gates left open'],
  ['meeting skip 24 December', 'meeting cancel 24 December'],
  ['meeting no meeting on Tuesday', 'meeting cancel Tuesday'],
  ['meeting when’s the next one', 'meeting'],
  ['meeting change it to Wednesday 11:00', 'meeting move Wednesday 11:00'],
  ['meeting venue: Hall B', 'meeting move at Hall B'],
  ['meeting every Thursday 10:00 instead', 'meeting move series every Thursday 10:00'],
  ['meeting sorry, can’t come', 'meeting apologies'],
  ['meeting skip this item', 'meeting park'],
  ['meeting skip the meeting on 24 December', 'meeting cancel 24 December'],
  ['meeting next item', 'meeting next'],
  ['meeting end the meeting now', 'meeting end'],
  ['meeting undo the last one', 'meeting undo'],
  ['meeting undo last two', undefined],
  ['meeting publish the minutes to all', 'meeting publish'],
  ['meeting approve the minutes', 'meeting approve'],
  ['meeting approve it', undefined],
  ['meeting leaving early', 'meeting leave'],
  ['meeting resolved to close the gate', 'meeting decide close the gate'],
  ['meeting are we quorate?', 'meeting'],
  ['meeting item 3', undefined],
  ['meeting actions', 'action list zone'],
  ['meeting start now', undefined],
  ['meeting note the end of the meeting', undefined],
  ['zone map remove Food bank', 'zone map Food bank'],
  ['me off next week', 'me away off next week'],
  ['me back on Thursday', 'me away back on Thursday'],
  ['me back from leave', 'me back'],
  ['me my actions', 'action mine'],
  ['measure graph of asb', 'measure show asb'],
  ['nudge stop my digest', 'digest settings off'],
  ['nudge pause', 'nudge stop'],
  ['nudge quiet hours 8-6', 'nudge hours 8-6'],
  ['problem NP-4 note', undefined],
  ['problem NP-4 close resolved', undefined],
  ['problem NP-4 who lives there has moved', undefined],
  ['meeting every second Tuesday at 10:00', 'meeting new every second Tuesday at 10:00'],
  ['meeting Friday 3pm at the hub', 'meeting new Friday 3pm at the hub'],
  ['meeting on Tuesday', undefined],
  ['meeting move series every Monday', undefined],
  ['meeting note skip Tuesday', undefined],
  ['me back', undefined],
  ['zone add-on for Coalville', undefined],
  ['problem NP-4 join', undefined],
  ['problem own goals painted on the wall', undefined],
  ['action Done by Friday: the fence', undefined],
  ['idea finding a home for cats', undefined],
  ['me away until Friday', undefined],
])('%s: is taken for "%s"', (typed, line) => {
  const [name = '', ...rest] = typed.split(' ');
  expect(lineInstead(name, rest.join(' '), registry.everyday)).toBe(line);
});

it('takes no line of ours for another', () => {
  const examples = registry.commands.flatMap((of) => [...everyWord(of)]).flatMap((word) => word.examples);
  expect(examples.length).toBeGreaterThan(100);
  for (const example of examples) {
    const [name = '', ...rest] = example.split(' ');
    expect(lineInstead(name, rest.join(' '), registry.everyday) ?? example, example).toBe(example);
  }
});

const HERE = {
  agencies: [],
  zones: [{ id: 'np', name: 'New Parks', code: 'NP', slug: 'new-parks' }],
} as unknown as Directory;

it.each([
  ['I am on holiday next week', 'me away next week'],
  ['out of office until 5 January', 'me away out of office until 5 January'],
  ["I'm back", 'me back'],
  ['change my name to Maya O', 'me name Maya O'],
  ['remind me to ring the council on Monday', 'action ring the council @me by Monday'],
  ['remind me tomorrow about the gate', 'action the gate @me by tomorrow'],
  ['quiet hours 6pm to 8am', 'nudge hours 6pm to 8am'],
  ['stop messages', 'nudge stop'],
  ['add Tom Smith to the team', 'zone invite Tom Smith'],
  ['remove Priya from the team', 'zone remove @Priya'],
  ["I'm leaving", 'zone leave'],
  ['delete my last log', 'log undo'],
  ['wrong zone', 'log edit'],
  ['it was yesterday', 'log edit yesterday'],
  ['make that 12 people', 'log edit 12 people'],
  ['no, that was for Coalville', 'log edit in Coalville'],
  ['book a meeting Thursday 2pm at the library', 'meeting new Thursday 2pm at the library'],
  ["let's meet Friday at 3", 'meeting new Friday at 3'],
  ['cancel the next meeting', 'meeting cancel'],
  ['move the next meeting to Thursday', 'meeting move Thursday'],
  ['put the barrier on the agenda', 'meeting add the barrier'],
  ['send the minutes', 'meeting publish'],
  ['I have an idea: a bench by the brook', 'idea a bench by the brook'],
  ['+1 idea 3', 'idea 3 support'],
  ['good news: the gate is mended', 'celebrate the gate is mended'],
  ['thanks Priya for the tea', 'celebrate thanks Priya for the tea'],
  ['crime = 12', 'measure crime = 12'],
  ['record 7 asb for last week', 'measure asb last week = 7'],
  ['I want to join Coalville', 'me join'],
  ['connect my Teams', 'me link'],
])('%s: changes something, and so is offered as "%s"', (typed, line) => {
  expect(linesWithout(typed, registry, HERE)).toEqual([{ line, shows: false, sure: true }]);
});

it.each([
  ['champions', ['zone champions']],
  ['search bikes', ['problem search bikes']],
  ['benefits', ['measure benefits', 'zone benefits']],
  ['back', ['meeting back', 'me back']],
  ['tea with six lads', []],
  ['it was great to see everybody', []],
])('%s: a word of ours without its command', (typed, lines) => {
  expect(linesWithout(typed, registry, HERE).map(({ line }) => line)).toEqual(lines);
});

const isHeldWord = (words: string) =>
  childOf(registry.commands.find(({ name }) => name === 'meeting')?.words ?? [], words)?.[0].where ===
  'while a meeting is held';

it.each([
  ['next item', 'meeting next', true],
  ['I’m here', 'meeting here', true],
  ['we agreed to lock the gate at dusk', 'meeting decide lock the gate at dusk', true],
  ['It was agreed that Tom rings them.', 'meeting decide Tom rings them', true],
  ['minute: bins are full', 'meeting note bins are full', true],
  ['correct that: bins overflow', 'meeting correct bins overflow', true],
  ['close the meeting', 'meeting end', true],
  ['in favour', 'meeting agree', false],
  ['no', 'meeting disagree', false],
  ['Priya and Tom are here', 'meeting here Priya and Tom', false],
  ['finish', 'meeting end', true],
  ['who is here?', 'meeting', false],
])('%s: while a meeting is held, "%s"', (typed, line, sure) => {
  expect(lineWhileHeld(typed, isHeldWord)).toEqual({ line, sure });
});

it.each(['delete', 'remove', 'stop', 'close', 'over', 'begin', 'Friday 3pm at the hub', 'schedule', 'postpone'])(
  '%s: calls off, ends or plans nothing while a meeting is held',
  (typed) => {
    expect(lineWhileHeld(typed, isHeldWord)).toBeUndefined();
  },
);

it('knows a courtesy from something that happened', () => {
  for (const words of [
    'thanks',
    'Thank you so much!',
    'ok thanks',
    'cheers',
    '👍',
    'ok',
    'yes',
    'no',
    'undo',
    'cancel that',
    'are you there?',
    'bye',
  ])
    expect(mannersFor(words), words).toBeDefined();
  for (const words of ['thanks to Tom the gate is mended', 'no lamps on the rec', 'yes we met the landlord'])
    expect(mannersFor(words), words).toBeUndefined();
  expect(offer('two words', registry)).toBeUndefined();
  expect(offer('a long story '.repeat(200), registry)).toBeUndefined();
});

/** No two are like each other: what is alike is asked about. */
const IDEAS: Record<string, string> = {
  slack: 'A bench by the brook for those who walk slowly',
  teams: 'Drumming lessons under the bandstand roof',
  console: 'Tool library at the allotments on Sundays',
};

describe.each(DRIVERS)('on %s', (platform, drive) => {
  let person: Driver;
  beforeAll(() => {
    person = drive(bot);
  });

  it('a line without a word of ours is offered as what it may be, and nothing of it is lost', async () => {
    const before = await bot.database.prisma.interaction.count();
    for (const line of ['Issues with bins on Oak Street again', 'Team meeting tomorrow 10am at the hub'])
      expect((await person.command(line)).words, line).toContain('Nothing was kept yet');
    const card = await person.command('Cleared the alley behind the shops with 6 neighbours #safe');
    expect(card.words).toContain('Cleared the alley behind the shops with 6 neighbours #safe');
    expect(card.words).toContain('Nothing was kept yet');
    expect(await bot.database.prisma.interaction.count()).toBe(before);
    expect((await person.press(card, 'Log it')).words).toMatch(/Logged in New Parks.*Cleared the alley.*6/);
    const kept = await person.command(IDEAS[platform] ?? '');
    expect((await person.press(kept, 'Keep an idea')).words).toContain('is kept');
  });

  it('a line without its command is answered where it only shows, and offered where it would change something', async () => {
    expect((await person.command('champions')).words).toContain('The Champion Team');
    const team = () => bot.database.prisma.membership.count({ where: { zone: { code: 'NP' } } });
    const before = await team();
    const asked = await person.command('remove Priya from the team');
    expect(asked.words).toContain('Is this what you mean?');
    expect(await team()).toBe(before);
    // A longer line may be something to keep, after all.
    expect((await person.command('thanks Priya for the tea')).buttons.map(({ label }) => label)).toEqual([
      'celebrate thanks Priya for the tea',
      'Log it',
      'Raise a problem',
      'Promise it',
      'Keep an idea',
      'Tell good news',
    ]);
    const away = await person.command('I am on holiday on 24 December 2027');
    expect((await person.press(away, 'me away on 24 December 2027')).words).toMatch(/away/i);
    expect((await person.command('back')).buttons.map(({ label }) => label)).toEqual(['meeting back', 'me back']);
  });

  it('a sentence that begins with one of our words is offered as what it may be, beside the refusal', async () => {
    const card = await person.command('meeting with residents about parking, 14 residents came, 1 hr');
    expect(card.words).toContain('I do not know "with" here');
    const logged = await person.press(card, 'Log it');
    expect(logged.words).toContain('meeting with residents about parking');
    expect((await person.command('meeting with Tom')).buttons).toEqual([]);
    // The zone is called New Parks: nobody adds one called "Parks and Coalville".
    expect((await person.command('zone New Parks and Coalville')).words).toContain('and Coalville');
  });

  it('what is done to a problem may stand before its number; whatever else stands there is not passed over', async () => {
    expect((await person.command('timeline NP-3')).words).toContain('Timeline of NP-3');
    expect((await person.command('any news on NP-3?')).words).toContain('NP-3 Off-road bikes');
    expect((await person.command(`note NP-3 they lock the gate, said on ${platform}`)).words).toContain('Noted');
    expect((await person.command('snooze NP-3 until Monday')).words).not.toContain('Off-road bikes on the rec');
    const how = await person.command('fixed NP-3');
    expect(how.words).toContain('How is NP-3 closed?');
    expect(how.words).toContain('Nothing was changed yet');
  });

  it('a slip of the finger keeps what stands behind it', async () => {
    const card = await person.command('logg Tea with 5 lads at the skate park #safe');
    expect(card.words).toContain('Did you mean');
    expect((await person.press(card, 'Yes, log')).words).toMatch(/Logged in New Parks.*Tea with 5 lads/);
  });

  it('what was logged last is taken back in a line', async () => {
    await person.command(`log Tea with 7 carers on ${platform} #well`);
    expect((await person.command('log undo')).words).toMatch(/Taken back.*Tea with 7 carers/);
    const row = await bot.database.prisma.interaction.findFirstOrThrow({
      where: { text: `Tea with 7 carers on ${platform}` },
    });
    expect(row.undoneAt).not.toBeNull();
    expect((await person.command('log undo the chain on the gate')).words).toContain('Which outcome was it for');
  });

  it('a line that points at a person is not even quoted: it has the guard’s ways out', async () => {
    const card = await person.command('Spoke to the lad on 07700 900123 about his bike');
    expect(card.words).toContain('a phone number');
    expect(card.buttons.map(({ label }) => label)).not.toContain('Log it');
    const kept = await bot.database.prisma.eventReceipt.findMany({ orderBy: { createdAt: 'desc' }, take: 5 });
    expect(JSON.stringify(kept)).not.toContain('900123');
  });

  it('who somebody is, and what no zone is called, is answered in one’s own words', async () => {
    expect((await person.command('who is Priya?')).words).toMatch(
      /Who is "Priya" in New Parks.*Priya Sandhar, Youth worker/,
    );
    expect((await person.command('zone bananas')).words).toContain('I know no zone "bananas"');
  });

  it('a mark behind the word is no part of it', async () => {
    expect((await person.command('log: Tea with 4 residents #well')).words).toMatch(/What:?\s+Tea with 4 residents/);
    expect((await person.command('NP-3?')).words).toContain('NP-3 Off-road bikes');
    expect((await person.command('Thanks!')).words).toContain('You are welcome');
    expect((await person.command('show me problems')).words).toContain('Problems in New Parks');
  });
});
