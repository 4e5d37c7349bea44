// Text as Slack sends it, read as it was typed: entities, mentions, addresses, dates, and emoji by their short names.
// The short names are those of iamcal/emoji-data, which Slack uses, as emojibase-data 17 (MIT) lists them.
import emoji from './emoji.json' with { type: 'json' };

const BY_NAME = new Map(Object.entries(emoji));
const SKIN_TONES = ['', '', '\u{1F3FB}', '\u{1F3FC}', '\u{1F3FD}', '\u{1F3FE}', '\u{1F3FF}'];

/**
 * Text that Slack has escaped, as it was typed. Mentions become `@{user|name}`, with an empty name where Slack tells none
 * (docs.slack.dev/messaging/formatting-message-text, "Retrieving messages").
 */
export function decodeText(text: string): string {
  return withEmoji(text.replace(/<([^<>]*)>/g, (_, inner: string) => decodeMark(inner)))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}

function decodeMark(inner: string): string {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? '' : inner.slice(bar + 1);
  if (target.startsWith('@')) return `@{${target.slice(1)}|${label.replace(/^@/, '')}}`;
  if (target.startsWith('#')) return label === '' ? 'a channel' : label;
  if (target.startsWith('!subteam^')) return `@${label.replace(/^@/, '') || 'group'}`;
  if (target.startsWith('!date^')) return label;
  if (target.startsWith('!')) return label === '' ? `@${target.slice(1)}` : label;
  return label === '' ? target.replace(/^(?:mailto|tel):/, '') : label;
}

/** Slack turns every emoji that a phone types into its name; a workspace's own emoji have no other. */
function withEmoji(text: string): string {
  return text.replace(
    /(?<!\d):([a-z0-9_+'-]{1,60}):(?::skin-tone-([2-6]):)?/g,
    (all, name: string, tone: string | undefined) => {
      const known = BY_NAME.get(name);
      return known === undefined ? all : `${known}${SKIN_TONES[Number(tone ?? 0)] ?? ''}`;
    },
  );
}
