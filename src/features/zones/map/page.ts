// What a place has, for everybody: the entries that a lead has let stand there, one by one.
import { z } from 'zod';
import type { Act, ZoneEntry } from '../../../chat/act.ts';
import { buttons, heading, note, paragraph } from '../../../chat/cards.ts';
import { assertMay } from '../../../chat/may.ts';
import type { Page } from '../../../chat/registry.ts';
import { privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { howMany, link, say } from '../../../chat/spans.ts';
import { html } from '../../../http/html.ts';
import type { Links } from '../../../http/links.ts';
import { document } from '../../../http/pages.ts';
import { dayWords } from '../../../time/calendar.ts';
import { KIND_KEYS, KINDS, RECORD } from './model.ts';
import { readEntry } from './service.ts';
import { entryCard } from './views.ts';

const PATH = '/zone-map';
const MOST = 500;
const shape = z.object({ zone: z.uuid() });

export const mapLink = (links: Links, zoneId: string): string | undefined => links.to(PATH, { zone: zoneId });

/** Where the page is, and how much stands on it. Who may: a lead of the zone, or the project team. */
export async function showPublicMap(act: Act, zone: ZoneEntry): Promise<Reply> {
  assertMay(act, 'zone.publish', { zoneId: zone.id, where: zone.name });
  const count = await act.db.mapEntry.count({ where: { zoneId: zone.id, undoneAt: null, shared: true } });
  const address = mapLink(act.links, zone.id);
  const title = `What ${zone.name} has, for everybody`;
  return privately({
    summary: `${title}: ${howMany(count, 'entry', 'entries')}`,
    blocks: [
      heading(title),
      paragraph(
        address === undefined
          ? 'The page has no address: this bot does not know its own.'
          : say`${link('The page', address)} shows ${count === 0 ? 'nothing yet' : howMany(count, 'entry', 'entries')}. Whoever has its address can read it.`,
      ),
      note('An entry stands there only when you let it: open it and press "For everybody".'),
      buttons({ label: 'The map', action: 'map.show', data: { id: zone.id } }),
    ],
  });
}

/** Who may: a lead of the zone, or the project team. */
export function shareEntry(act: Act, id: string, shared: boolean): Promise<Reply> {
  return act.once(async (effect) => {
    const { db } = effect;
    const entry = await readEntry(act, id, db);
    assertMay(act, 'zone.publish', { zoneId: entry.zoneId, where: entry.zone.name });
    if (entry.undoneAt !== null) throw new Refusal(`${entry.name} is no longer on the map.`);
    await db.mapEntry.update({ where: { id }, data: { shared } });
    await effect.audit({ action: shared ? 'map.shared' : 'map.unshared', recordType: RECORD, recordId: id });
    return privately(
      entryCard(
        act,
        await readEntry(act, id, db),
        shared ? 'Stands on the page for everybody' : 'No longer on the page for everybody',
      ),
    );
  });
}

export const mapPage: Page = {
  path: PATH,
  async open({ db }, params) {
    const id = shape.parse(params).zone;
    const zone = await db.zone.findUnique({ where: { id }, include: { partnership: { select: { name: true } } } });
    if (zone === null) return undefined;
    const entries = await db.mapEntry.findMany({
      where: { zoneId: id, undoneAt: null, shared: true },
      include: { agency: { select: { name: true } } },
      orderBy: [{ kind: 'asc' }, { name: 'asc' }],
      take: MOST,
    });
    const latest = entries.reduce<Date | undefined>(
      (last, { checkedOn }) => (last === undefined || checkedOn > last ? checkedOn : last),
      undefined,
    );
    return {
      type: 'text/html',
      body: document(
        `What ${zone.name} has`,
        html`<h1>What ${zone.name} has</h1>
${
  entries.length === 0
    ? html`<p>Nothing stands here yet.</p>`
    : KIND_KEYS.map((kind) => {
        const own = entries.filter((entry) => entry.kind === kind);
        return own.length === 0
          ? html``
          : html`<h2>${KINDS[kind].more}</h2><ul>${own.map(
              ({ name, what, agency, contact }) =>
                html`<li><strong>${name}</strong>${agency === null ? undefined : html` <span class="quiet">(${agency.name})</span>`}${what === '' ? undefined : html`: ${what}`}${contact === '' ? undefined : html` <span class="quiet">– ${contact}</span>`}</li>`,
            )}</ul>`;
      })
}
<footer><p class="quiet">${zone.partnership.name}.${latest === undefined ? undefined : html` Last looked at on ${dayWords(latest.toISOString().slice(0, 10))}.`} Is something missing or wrong? Tell any of the services that you meet here.</p></footer>`,
      ),
    };
  },
};
