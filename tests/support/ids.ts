// Ids of the shape and length that the platforms really use; what is shorter hides faults.
import { createHash } from 'node:crypto';

const digest = (text: string) => createHash('sha512').update(text).digest();
const upper = (text: string, length: number) =>
  [...digest(text)]
    .map((byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'[byte % 36])
    .join('')
    .slice(0, length);

/** Slack: a letter and eight to ten more (docs.slack.dev/reference/objects/conversation-object, user-object). */
export const slackId = (kind: 'U' | 'W' | 'C' | 'G' | 'D' | 'T' | 'B', name: string): string =>
  `${kind}0${upper(`${kind}${name}`, 9)}`;

/** The part of a Slack team, and of its channel, that most tests play in. */
export const SLACK_TEAM = slackId('T', 'test');
export const SLACK_CHANNEL = slackId('C', 'new-parks');
export const SLACK_LEAD = slackId('U', 'lead');
export const SLACK_BOT = slackId('U', 'people-zones');

export const TEAMS_TENANT = '11111111-2222-4333-8444-555555555555';
/** Newer channels: 19: + 44 characters + @thread.tacv2. */
export const teamsChannel = (name: string): string =>
  `19:${digest(`channel ${name}`).toString('base64url').slice(0, 44)}@thread.tacv2`;
export const teamsMeeting = (name: string): string =>
  `19:meeting_${digest(`meeting ${name}`).toString('base64url').slice(0, 48)}@thread.v2`;
/** Personal conversations with a bot: a:1 and some 128 more. */
export const teamsPersonal = (user: string): string =>
  `a:1${Buffer.concat([digest(`chat ${user}`), digest(`chat too ${user}`)])
    .toString('base64url')
    .slice(0, 128)}`;
/** A member's id: 29:1 and some 94 more. */
export const teamsMember = (user: string): string =>
  `29:1${Buffer.concat([digest(`member ${user}`), digest(`member too ${user}`)])
    .toString('base64url')
    .slice(0, 94)}`;
/** The directory's id of a person. */
export const aadOf = (user: string): string => {
  const hex = digest(`aad ${user}`).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
export const TEAMS_CHANNEL = teamsChannel('new-parks');
export const TEAMS_BOT = '28:99999999-8888-4777-8666-555555555555';
/** A message's id in Teams: thirteen digits. */
let messages = 1_764_000_000_000;
export function teamsMessageId(): string {
  messages += 1;
  return String(messages);
}
