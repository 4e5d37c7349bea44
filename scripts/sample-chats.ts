// Cards of who takes part from which chat: all connections, one, and who asks to come in.
import type { Act } from '../src/chat/act.ts';
import type { Card } from '../src/chat/cards.ts';
import { copyNews } from '../src/features/celebrations/copy.ts';
import type { FullCelebration } from '../src/features/celebrations/model.ts';
import type { Chat } from '../src/features/chats/model.ts';
import { chatCard, chatsCard, doorCard } from '../src/features/chats/views.ts';
import { requestCard } from '../src/features/people/views.ts';

const id = (n: number) => `019ac000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const day = (text: string) => new Date(`2026-${text}T10:00:00Z`);

const chat = (n: number, platform: string, tenant: string, more: Partial<Chat>): Chat => ({
  id: id(n),
  platform,
  tenant,
  name: null,
  state: 'ACTIVE',
  environment: false,
  keyed: true,
  app: null,
  scopes: [],
  agencies: [],
  people: 0,
  places: 0,
  lastWord: null,
  wellAt: null,
  trouble: null,
  troubleAt: null,
  refusedSince: null,
  decidedBy: 'Priya Sandhar',
  decidedAt: day('11-20'),
  createdAt: day('11-18'),
  ...more,
});

const agency = (n: number, shortName: string) => ({ id: id(50 + n), shortName });

const CHATS = [
  chat(1, 'teams', '7d3a52c1-0b5e-4c61-9a6b-2f1d8a40b7e2', { state: 'ASKED', decidedBy: null, decidedAt: null }),
  chat(2, 'slack', 'T0B2C3D4E5F', {
    name: 'The council',
    environment: true,
    agencies: [agency(1, 'City Council'), agency(2, 'Housing')],
    people: 42,
    places: 3,
    lastWord: day('11-27'),
    wellAt: day('11-27'),
  }),
  chat(3, 'slack', 'T0CHARITY01', {
    name: 'Community Hub',
    agencies: [agency(3, 'Hub')],
    people: 6,
    places: 1,
    lastWord: day('11-24'),
    wellAt: day('11-24'),
    scopes: ['chat:write', 'commands', 'channels:read', 'users:read'],
    trouble: 'Slack: token_revoked',
    troubleAt: day('11-25'),
    refusedSince: day('11-25'),
  }),
  chat(4, 'teams', 'a1b2c3d4-5e6f-4711-8222-93a4b5c6d7e8', {
    name: 'Leicestershire Police',
    app: '3f2e1d0c-9b8a-4765-a432-10fedcba9876',
    agencies: [agency(4, 'Police')],
    people: 11,
    places: 1,
    lastWord: day('11-26'),
    wellAt: day('11-26'),
    state: 'PAUSED',
  }),
  chat(5, 'email', 'zones@partnership.example', {
    name: 'E-mail',
    people: 9,
    lastWord: day('11-23'),
    environment: true,
  }),
];

const request = {
  id: id(90),
  name: 'Gail Parker',
  roleTitle: 'Health visitor',
  state: 'PENDING' as const,
  version: 1,
  agency: { name: 'Leicestershire Partnership NHS Trust' },
  zone: { name: 'New Parks' },
};

const AGENCIES = ['City Council', 'Fire and Rescue', 'Riverbank Homes'].map((name) => ({ name, shortName: name }));
const act = {
  db: { agency: { findMany: async () => AGENCIES } },
  directory: { agencies: AGENCIES },
} as unknown as Act;
const NEWS = {
  number: 12,
  zoneId: id(80),
  zone: { name: 'New Parks' },
  text: 'The youth club has forty members, thanks to @Dana and @Fire',
  thanked: ['Dana Whitlock (Police)', 'Fire and Rescue'],
  publicAt: day('11-20'),
  undoneAt: null,
  version: 2,
} as unknown as FullCelebration;

/** Also what leaves the team: good news to copy. */
export async function sampleChats(): Promise<[string, Card][]> {
  const copy = await copyNews(act, NEWS);
  return [
    ...(copy.kind === 'card' ? ([['chats: news to copy', copy.card]] as [string, Card][]) : []),
    ['chats: all', chatsCard(CHATS, ['Slack'])],
    ['chats: none', chatsCard([], ['Slack'])],
    ...CHATS.slice(0, 4).map((each): [string, Card] => [`chats: ${each.name ?? 'asks'}`, chatCard(each)]),
    [
      'chats: an address',
      doorCard('slack', 'https://zones.partnership.example/slack/install?for=abc', ['Hub'], day('12-04')),
    ],
    ['chats: a guest asks', requestCard(request, undefined, 'Teams')],
  ];
}
