// The manifests: in step with the code, and within what the platforms accept.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fromEvent, newNameIn, takesOut } from '../../adapters/slack/events.ts';
import { EVENTS, slackManifest } from '../../adapters/slack/manifest.ts';
import { teamsManifest } from '../../adapters/teams/manifest.ts';
import { manifestFiles, PLACEHOLDER } from '../../src/cli/manifests.ts';
import { commandReference, rightsReference } from '../../src/cli/reference.ts';
import { productRegistry } from '../../src/features/index.ts';
import { ROOT } from '../../src/process/paths.ts';
import { SLACK_BOT, slackId } from '../support/ids.ts';

const registry = productRegistry();
const identity = { appId: PLACEHOLDER.appId, publicUrl: PLACEHOLDER.publicUrl, version: '1.0.0' };

it('are what "npm run manifests" writes', async () => {
  for (const [path, content] of Object.entries(await manifestFiles(PLACEHOLDER)))
    expect(readFileSync(join(ROOT, 'manifests', path), 'utf8'), `${path} is stale: npm run manifests`).toBe(content);
});

it('and so is the reference of commands', () => {
  expect(readFileSync(join(ROOT, 'docs', 'commands.md'), 'utf8'), 'docs/commands.md is stale: npm run manifests').toBe(
    commandReference(),
  );
});

it('and so is the table of rights', () => {
  expect(readFileSync(join(ROOT, 'docs', 'rights.md'), 'utf8'), 'docs/rights.md is stale: npm run manifests').toBe(
    rightsReference(),
  );
});

describe('for Slack', () => {
  const manifest = slackManifest(registry, 'https://bot.example.org');

  it('names every command and every shortcut of the registry', () => {
    for (const command of registry.commands) {
      expect(manifest.features.slash_commands[0]?.usage_hint).toContain(command.name);
      expect(manifest.display_information.long_description).toContain(command.summary);
    }
    expect(manifest.features.shortcuts.map((shortcut) => shortcut.callback_id)).toEqual([...registry.shortcuts.keys()]);
  });

  it('subscribes to what the code understands, and to nothing else', () => {
    const understood = EVENTS.filter(
      (type) =>
        fromEvent(sampleEvent(type), SLACK_BOT, 'r1') !== undefined ||
        takesOut(sampleEvent(type)) ||
        newNameIn(sampleEvent(type)) !== undefined,
    );
    expect(understood).toEqual([...EVENTS]);
    expect(manifest.settings.event_subscriptions.bot_events).toEqual([...EVENTS]);
    // Other talk in a channel is not for us, even where it may be heard.
    for (const type of ['message.channels', 'reaction_added', 'channel_created'])
      expect(fromEvent(sampleEvent(type), SLACK_BOT, 'r1')).toBeUndefined();
  });

  it('asks for channels’ messages only where a partnership wants lines with # to be heard', () => {
    const text = (listen: boolean) => JSON.stringify(slackManifest(registry, 'https://bot.example.org', { listen }));
    for (const word of ['message.channels', 'channels:history', 'reactions:write']) {
      expect(text(false)).not.toContain(word);
      expect(text(true)).toContain(word);
    }
    const said = sampleEvent('message.channels');
    const tagged = { ...said, event: { ...said.event, text: '#decision Close the gate' } };
    expect(fromEvent(tagged, SLACK_BOT, 'r1')?.what).toMatchObject({
      unasked: true,
      words: '#decision Close the gate',
    });
  });

  it('keeps Slack’s lengths', () => {
    expect(manifest.display_information.name.length).toBeLessThanOrEqual(35);
    expect(manifest.display_information.description.length).toBeLessThanOrEqual(140);
    expect(manifest.display_information.long_description.length).toBeGreaterThanOrEqual(174);
    expect(manifest.display_information.long_description.length).toBeLessThanOrEqual(4000);
    for (const shortcut of manifest.features.shortcuts) {
      expect(shortcut.name.length).toBeLessThanOrEqual(24);
      expect(shortcut.description.length).toBeLessThanOrEqual(150);
    }
  });

  it('needs no address over Socket Mode', () => {
    const socket = JSON.stringify(slackManifest(registry, 'https://bot.example.org', { socketMode: true }));
    expect(socket).toContain('"socket_mode_enabled":true');
    expect(socket).not.toContain('bot.example.org');
  });
});

describe('for Teams', () => {
  const manifest = teamsManifest(registry, identity);

  it('names every command, by mention and by slash, and every shortcut', () => {
    for (const list of manifest.bots[0]?.commandLists ?? []) {
      expect(list.commands.map((command) => command.title)).toEqual(
        registry.commands.filter(({ unlisted }) => unlisted !== true).map((command) => command.name),
      );
      expect(list.commands.length).toBeLessThanOrEqual(12);
    }
    expect(manifest.bots[0]?.supportsTargetedMessages).toBe(true);
    expect(manifest.composeExtensions[0]?.commands.map((command) => command.id)).toEqual([
      ...registry.shortcuts.keys(),
    ]);
  });

  it('asks for channels’ messages only where a partnership wants lines with # to be heard', () => {
    expect(JSON.stringify(manifest)).not.toContain('ChannelMessage.Read.Group');
    expect(JSON.stringify(teamsManifest(registry, { ...identity, listen: true }))).toContain(
      'ChannelMessage.Read.Group',
    );
  });

  it('keeps Teams’ lengths, and its icons their sizes', () => {
    expect(manifest.name.short.length).toBeLessThanOrEqual(30);
    expect(manifest.description.short.length).toBeLessThanOrEqual(80);
    for (const command of manifest.bots[0]?.commandLists[0]?.commands ?? []) {
      expect(command.title.length).toBeLessThanOrEqual(128);
      expect(command.description.length).toBeLessThanOrEqual(128);
    }
    expect(pngSize('color.png')).toEqual([192, 192]);
    expect(pngSize('outline.png')).toEqual([32, 32]);
  });
});

/** An event of the type, in the least shape that Slack sends. */
function sampleEvent(subscription: string) {
  const [type, channelType] = subscription.split('.');
  const aboutTheBot = type?.startsWith('member_') === true;
  return {
    type: 'event_callback',
    team_id: 'T0',
    event_id: 'Ev0',
    event: {
      type,
      user: aboutTheBot ? SLACK_BOT : slackId('U', 'a'),
      channel: channelType === 'im' ? slackId('D', 'a') : slackId('C', 'a'),
      ...(channelType === undefined ? {} : { channel_type: channelType === 'channels' ? 'channel' : channelType }),
      ts: '1780000000.000100',
      event_ts: '1780000000.000100',
      text: 'help',
      tab: 'home',
      name: 'Another name',
      tokens: { oauth: [], bot: [SLACK_BOT] },
    },
  };
}

function pngSize(name: string): [width: number, height: number] {
  const png = readFileSync(join(ROOT, 'manifests', 'teams', name));
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}
