// The numbers by which problems are named in a text. Pure.
import type { Directory } from '../chat/act.ts';

/** Letters that a zone has now stand before those that another had. */
const zoneOfCode = (code: string, { zones }: Directory) =>
  zones.find((entry) => entry.code === code) ?? zones.find(({ before }) => before?.includes(code));

/** Numbers of problems in a text, in any spelling that people use: NP-42, np 42, NP42. */
export function findReferences(
  text: string,
  directory: Directory,
): { zoneId: string; code: string; number: number; from: number; to: number }[] {
  return [...text.matchAll(/(?<![\p{L}\d#-])([a-z]{2,4})(?:-| )?(\d{1,6})(?![\p{L}\d-]|[.:]\d)/giu)].flatMap(
    (match) => {
      const zone = zoneOfCode(match[1]?.toUpperCase() ?? '', directory);
      return zone === undefined
        ? []
        : [
            {
              zoneId: zone.id,
              code: zone.code,
              number: Number(match[2]),
              from: match.index,
              to: match.index + match[0].length,
            },
          ];
    },
  );
}
