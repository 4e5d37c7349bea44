// What people are called.
import type { PlainEffect } from '../../chat/act.ts';
import { Refusal } from '../../chat/replies.ts';
import { clean } from '../../chat/spans.ts';
import { rows } from '../../database/statement.ts';

const LONGEST = 80;

/** @throws {Refusal} for what is no name */
export function readName(typed: string): string {
  const name = clean(typed).replace(/^@/, '');
  if (!/^\p{L}[\p{L}\p{M} .'’-]*$/u.test(name) || name.length < 2)
    throw new Refusal(
      /\p{L}.*\p{L}/u.test(name)
        ? `A name has letters, spaces, points, hyphens and apostrophes: "${name.slice(0, 60)}" has something else. For example: Maya Okonjo.`
        : 'A name is two letters at least, such as Maya Okonjo.',
    );
  if (name.length > LONGEST) throw new Refusal(`That is ${name.length} characters; at most ${LONGEST}.`);
  return name;
}

export async function renamePerson(effect: PlainEffect, personId: string, name: string): Promise<void> {
  await rows(effect.db)`UPDATE person SET name = ${name} WHERE id = ${personId}::uuid`;
  await effect.audit({ action: 'person.renamed', recordType: 'person', recordId: personId });
  await effect.directoryChanged();
}
