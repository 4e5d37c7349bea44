// The project team's words as they are typed: half of a name removes nobody, and what cannot be undone is asked about.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { slackDriver } from '../support/drivers/slack.ts';

let bot: TestBot;
let me: ReturnType<typeof slackDriver>;
beforeAll(async () => {
  bot = await startTestBot({ scheduled: false });
  me = slackDriver(bot);
  await bot.database.prisma.person.updateMany({ where: { name: 'You (slack)' }, data: { roles: ['ADMIN'] } });
});
afterAll(() => bot?.stop());

const say = async (line: string) => (await me.command(line)).words;
const rosa = () =>
  bot.database.prisma.person.findFirstOrThrow({ where: { name: 'Rosa Quillfeather' }, include: { memberships: true } });

it('who has left for good is asked about, whoever it is that is named', async () => {
  expect(await say('zone gone Rosa Quillfeather next Friday')).toContain('"next Friday" would be lost');
  expect(await say('zone remove Rosa and Tom')).toContain('"and Tom" would be lost');
  const asked = await me.command('zone gone @Rosa');
  expect(asked.words).toMatch(
    /Has Rosa Quillfeather \(College\) left for good\?.*They leave New Parks.*cannot be undone/,
  );
  expect((await rosa()).memberships).toHaveLength(1);
  expect((await me.press(asked, 'Yes, they have left')).words).toContain('Rosa Quillfeather has left');
  expect(await rosa()).toMatchObject({ active: false, memberships: [] });
  expect(await say('zone gone @Rosa')).toContain('I know nobody called Rosa');
});

it('a zone needs no comma, and a sector is called as people call it', async () => {
  expect(await say('zone new Highfields city')).toContain('Highfields (HI) is here');
  expect(await say('zone new Eyres Monsell (city) EM')).toContain('Eyres Monsell (EM) is here');
  for (const [line, sector] of [
    ['Red Cross, charity, Red Cross', 'THIRD_SECTOR'],
    ['The Green Shed, community group, Shed', 'COMMUNITY_BODY'],
    ['Valley College, school, Valley', 'EDUCATION'],
    ['Vale Council, local authority, Vale', 'LOCAL_AUTHORITY'],
  ] as const) {
    await say(`zone agency new ${line}`);
    const kept = await bot.database.prisma.agency.findFirstOrThrow({ where: { name: line.split(',')[0] ?? '' } });
    expect(kept.sector, line).toBe(sector);
  }
  expect(await say('zone agency new Odd Job, sorcery, Odd')).toMatch(
    /I do not know the sector "sorcery"\. I know Health, Police, Local authority/,
  );
});
