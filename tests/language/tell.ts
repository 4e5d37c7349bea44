// A reading in one line, so that a table of many can be looked through.
import type { When } from '../../src/language/when.ts';

export function tell({ day, at, minutes, rule, until, except, title, place, trouble }: When): string {
  const parts = [
    day,
    at,
    minutes === undefined ? undefined : `${minutes} min`,
    rule,
    until === undefined ? undefined : `until ${until}`,
    except.length === 0 ? undefined : `except ${except.join(' ')}`,
    title === '' ? undefined : `"${title}"`,
    place === '' ? undefined : `@ ${place}`,
  ];
  if (trouble === undefined) return parts.filter((part) => part !== undefined).join(' | ');
  const words = 'words' in trouble ? [trouble.words].flat().join(' + ') : trouble.day;
  return `? ${trouble.kind === 'several' ? trouble.what : trouble.kind}: ${words}`;
}
