// A problem's whole way through three chats, told by three people of three agencies.
import { expect } from 'vitest';
import type { TestBot } from './bot.ts';
import { consoleDriver } from './drivers/console.ts';
import { slackDriver } from './drivers/slack.ts';
import { teamsDriver } from './drivers/teams.ts';
import { type Driver, isForm, type OpenedForm, type Seen } from './seen.ts';
import { until } from './until.ts';

export const numberOf = (seen: Seen) => /(?:NP|CV)-\d+/.exec(seen.words)?.[0] ?? '';

export async function sent(answer: Promise<Seen | OpenedForm>): Promise<Seen> {
  const seen = await answer;
  if (isForm(seen)) throw new Error(`The form stayed open: ${seen.errors.join(' ')}`);
  return seen;
}

export async function refused(answer: Promise<Seen | OpenedForm>): Promise<OpenedForm> {
  const seen = await answer;
  if (!isForm(seen)) throw new Error(`The form should have stayed open: ${seen.words}`);
  return seen;
}

/** A problem's live card in the channel. */
export const cardOf = (person: Driver, title: string) =>
  until(`the card of ${title} on ${person.platform}`, async () =>
    (await person.channel()).find((seen) => seen.words.includes(title) && seen.words.includes('State')),
  );

/** The leads of the test partnership belong to three agencies, and Teams has been spoken in. */
export async function gather(bot: TestBot): Promise<void> {
  const { prisma } = bot.database;
  const agency = async (shortName: string) => (await prisma.agency.findFirstOrThrow({ where: { shortName } })).id;
  await prisma.person.updateMany({ where: { name: 'You (teams)' }, data: { agencyId: await agency('Housing') } });
  await prisma.person.updateMany({ where: { name: 'You (slack)' }, data: { agencyId: await agency('Youth Service') } });
  // Teams is reachable once somebody there has spoken.
  await teamsDriver(bot).command('me');
}

export const readProblem = (bot: TestBot, title: string) =>
  bot.database.prisma.problem.findFirstOrThrow({
    where: { title: { contains: title } },
    include: { agencies: { include: { agency: true } }, events: { orderBy: { id: 'asc' } }, zone: true },
  });

/** Raised on Slack, joined and taken on Teams, an action from the console, then closed; told through whatever sends the acts. */
export async function wholeStory(bot: TestBot, title: string) {
  const [slack, teams, desk] = [slackDriver(bot), teamsDriver(bot), consoleDriver(bot, 'maya-okonjo')];
  const raised = await slack.command(`problem ${title} #safe`);
  const reference = numberOf(raised);
  await teams.press(await cardOf(teams, title), 'Join');
  const taken = await teams.press(await cardOf(teams, title), 'Take it');
  expect(taken.words).toContain('It is yours now');
  await desk.command(`action Bring ten litter pickers @Maya by Friday for ${reference}`);
  for (const state of ['analysis', 'response', 'assessment']) {
    if (state === 'response') {
      const form = await teams.pressForForm(await teams.command(`problem ${reference}`), 'Next step');
      await sent(teams.submit(form, { when: 'Saturday nights', tried: 'Signs' }));
    }
    await teams.command(`problem ${reference} ${state}`);
  }
  const closed = await teams.command(`problem ${reference} close reduced`);
  expect(closed.words).toContain('Closed: reduced');
  return { slack, teams, desk, reference };
}
