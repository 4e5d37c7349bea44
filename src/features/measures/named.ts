// Which measure somebody means: by its key, its name, or words of it.
import { Refusal } from '../../chat/replies.ts';
import { say } from '../../chat/spans.ts';
import type { Db } from '../../database/client.ts';
import type { Measure } from '../../database/generated/client.ts';
import { ensureMeasures, isComputed } from './catalogue.ts';

/** Words beside a measure's name that say nothing of which is meant. */
const OF_A_MEASURE = /^(?:the|our|for|of|new|all|total|number|count|reports?|figures?|readings?|data|cases?|measure)$/;

/** By key or by words of its name. @throws {Refusal} when none or several are meant */
export async function measureNamed(db: Db, partnershipId: string, words: string): Promise<Measure> {
  await ensureMeasures(db, partnershipId);
  const all = await db.measure.findMany({ where: { partnershipId }, orderBy: { createdAt: 'asc' } });
  const wanted = words
    .trim()
    .toLowerCase()
    .replace(/^new\s+/, '')
    .replace(/[\s,:;]+$/, '')
    .replace(/\s+/g, ' ');
  const exact = all.find(({ key, name }) => key === wanted || name.toLowerCase() === wanted);
  if (exact !== undefined) return exact;
  const parts = wanted.split(' ').filter((part) => part !== '');
  const found = all.filter(
    ({ key, name }) =>
      parts.every((part) => `${key} ${name.toLowerCase()}`.includes(part.replace(/s$/, ''))) ||
      (parts.includes(key) && parts.every((part) => part === key || OF_A_MEASURE.test(part))),
  );
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only;
  throw new Refusal(
    others.length > 0
      ? `Which one? ${found.map(({ name, key }) => `${name} (${key})`).join(', ')}.`
      : say`I know no measure "${words.trim().slice(0, 40)}". There are: ${all.flatMap(({ key }) => (isComputed(key) ? [] : [key])).join(', ')}. A lead adds one: "measure add …".`,
  );
}

/**
 * Where what stands before the period is no measure, the line may still begin with one whose period cannot be read: "crime oct 26".
 * In "crime near the school September 2026" the period can be read, and what stands before it is no measure.
 * @throws {Refusal} for none
 */
export async function measureAndPeriod(
  db: Db,
  partnershipId: string,
  left: string,
  { name, when }: { name: string; when: string },
  isPeriod: (when: string, of: Measure) => boolean,
): Promise<{ measure: Measure; when: string }> {
  try {
    return { measure: await measureNamed(db, partnershipId, name), when };
  } catch (error) {
    const line = left.toLowerCase();
    const all = await db.measure.findMany({ where: { partnershipId } });
    const [head] = all
      .flatMap((measure) => [measure.key, measure.name.toLowerCase()].map((called) => ({ measure, called })))
      .filter(({ called }) => line.startsWith(called) && /^[\s,:]/.test(line.slice(called.length)))
      .sort((a, b) => b.called.length - a.called.length);
    if (head === undefined || isPeriod(when, head.measure)) throw error;
    return { measure: head.measure, when: left.slice(head.called.length).replace(/^[\s,:]+/, '') };
  }
}
