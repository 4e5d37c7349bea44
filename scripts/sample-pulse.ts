// A pulse as it stands in a channel while it is asked, and what its asker sees.
import type { Card } from '../src/chat/cards.ts';
import type { Db } from '../src/database/client.ts';
import type { FullPulse } from '../src/features/measures/pulse-questions.ts';
import { drawPulse, pulseBegunCard, pulseChoices } from '../src/features/measures/pulse-views.ts';
import { createLinks } from '../src/http/links.ts';

const PULSE: FullPulse = {
  id: '019ab000-0000-7000-8000-000000000001',
  partnershipId: 'p',
  zoneId: 'z',
  kind: 'SAFE',
  audience: 'TEAM',
  startsAt: new Date('2026-11-24T10:00:00Z'),
  endsAt: new Date('2026-12-01T10:00:00Z'),
  closedAt: null,
  answers: 4,
  unread: 0,
  version: 1,
  zone: { name: 'New Parks' },
  counts: [],
};

export async function samplePulse(): Promise<[name: string, card: Card][]> {
  const links = createLinks(() => 'https://zones.example.org', 'a key that is long enough to be one, for the pictures');
  const partnership = { id: 'p', timeZone: 'Europe/London', name: 'Leicester' };
  const db = { partnership: { findUniqueOrThrow: async () => partnership } } as unknown as Db;
  const residents: FullPulse = { ...PULSE, audience: 'RESIDENTS' };
  return [
    ['pulse: choices', pulseChoices('z', 'New Parks', [])],
    ['pulse: safety, the team', await drawPulse(db, PULSE, links)],
    ['pulse: well-being, the team', await drawPulse(db, { ...PULSE, kind: 'WELLBEING', answers: 1 }, links)],
    ['pulse: residents', await drawPulse(db, residents, links)],
    ['pulse: begun', pulseBegunCard(residents, links)],
  ];
}
