// The Champion Team and the Board meet as a zone's team does: in their own channels, with their own quorum.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import { slackDriver } from '../support/drivers/slack.ts';
import { SLACK_LEAD, slackId } from '../support/ids.ts';
import { until } from '../support/until.ts';

let bot: TestBot;

beforeAll(async () => {
  bot = await startTestBot();
  const { prisma } = bot.database;
  // The lead on Slack belongs to the project team.
  await prisma.person.updateMany({ where: { name: 'You (slack)' }, data: { roles: ['ADMIN'] } });
});
afterAll(async () => {
  await bot?.stop();
});

it('is linked by the project team, and no other place is', async () => {
  const member = consoleDriver(bot, 'priya-sandhar', 'champions');
  expect((await member.command('zone link champions')).words).toContain('Only the project team');
  const admin = slackDriver(bot, SLACK_LEAD, slackId('C', 'champ'));
  expect((await admin.command('zone link champions')).words).toContain('I am not in this place');
  bot.slack.channel(slackId('C', 'champ'), { name: 'champions' });
  expect((await admin.command('zone link champions')).words).toContain('The Champion Team meets here now');
  expect((await admin.command('zone link champions')).words).toContain('meets here already');
  expect((await admin.command('zone link NP')).words).toContain('This place belongs to the Champion Team');
});

it('plans, holds and minutes its meeting; its actions belong to no zone, and its quorum is its own', async () => {
  const { prisma } = bot.database;
  const admin = slackDriver(bot, SLACK_LEAD, slackId('C', 'champ'));
  expect((await admin.command('meeting quorum 2 people 2 agencies')).words).toContain('Quorum: 2 people');
  const planned = await admin.command('meeting new every month on the first Tuesday 10:00 for 90 min');
  expect(planned.words).toContain('Champion Team: Champion Team meeting');
  await until('the invitation', async () =>
    (await admin.channel()).some((seen) => seen.words.includes('Champion Team')),
  );
  const asked = await admin.command('meeting start');
  expect(asked.words).toContain('is planned for Tuesday 1 December 2026, 10:00; today is');
  expect((await admin.press(asked, 'Hold it now')).words).toContain('The meeting has begun');
  expect((await admin.command('meeting decide Share the bike library')).words).toContain('Recorded as a proposal');
  const champion = await prisma.champion.findFirstOrThrow({ include: { person: true } });
  expect((await admin.command(`meeting action Write to all zones @${champion.person.name} by Friday`)).words).toContain(
    'Action recorded',
  );
  expect((await admin.command('meeting end')).words).toContain('The meeting has ended');
  expect((await admin.command('meeting publish')).words).toContain('Published; 1 asked');
  expect(await prisma.action.findFirstOrThrow({ where: { text: 'Write to all zones' } })).toMatchObject({
    zoneId: null,
    ownerId: champion.personId,
  });
  expect((await admin.command('meeting calendar')).words).toContain('Champion Team');
  // Whoever is in no such body does not see it, wherever they ask.
  const member = slackDriver(bot, slackId('U', 'nobody'), slackId('C', 'champ'));
  expect((await member.command('meeting minutes last')).words).not.toContain('Share the bike library');
  expect((await consoleDriver(bot, 'priya-sandhar').command('meeting decisions bike')).words).toContain('None yet');
  const [decision] = await prisma.meetingEntry.findMany({ where: { kind: 'DECISION' } });
  expect(decision?.details).toMatchObject({ state: 'PROPOSED' });
  expect((await admin.command('action mine')).words).not.toContain('Something went wrong');
  expect(admin.complaints()).toEqual([]);
});
