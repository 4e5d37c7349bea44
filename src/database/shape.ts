// Records with what belongs to them, read by a statement of our own in the very shape that Prisma gives (tests/rules/shapes.test.ts
// holds every such statement against Prisma's own reading).

/** The names of a model's columns, as the generated client lists them. */
type Fields = Record<string, string>;

interface How {
  /** Columns that hold days: midnight UTC, as Prisma has them. */
  days?: string[];
  /** Columns that hold lists: none is an empty one. */
  lists?: string[];
}

const inDatabase = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** All columns of a table, under the client's names: `a.due_on … AS "dueOn"`. */
export function columns(alias: string, fields: Fields, { days = [], lists = [] }: How = {}): string {
  return Object.values(fields)
    .map((field) => {
      const column = `${alias}."${inDatabase(field)}"`;
      const value = days.includes(field)
        ? `${column}::timestamp AT TIME ZONE 'UTC'`
        : lists.includes(field)
          ? `coalesce(${column}::text[], '{}')`
          : column;
      return `${value} AS "${field}"`;
    })
    .join(', ');
}

/** The same as an object in JSON, where many belong to one. Its days and instants come as text: see `dated`. @param more what else belongs in it, as SQL by name */
export function json(alias: string, fields: Fields, more: Record<string, string> = {}): string {
  const own = Object.values(fields).map((field) => [field, `${alias}."${inDatabase(field)}"`]);
  return object(Object.fromEntries(own), more);
}

/** An object in JSON of pieces of SQL by name. */
export function object(...pieces: Record<string, string>[]): string {
  const pairs = pieces.flatMap((piece) => Object.entries(piece).map(([name, value]) => `'${name}', ${value}`));
  return `json_build_object(${pairs.join(', ')})`;
}

/** One that need not be there. @param alias of the joined table */
export const orNull = (alias: string, what: string): string =>
  `CASE WHEN ${alias}.id IS NULL THEN NULL ELSE ${what} END`;

/** A list, empty where there is none. @param from from FROM on, with its order inside `what` */
export const list = (what: string, from: string, order: string): string =>
  `(SELECT coalesce(json_agg(${what} ORDER BY ${order}), '[]'::json) FROM ${from})`;

/** Turns the named days and instants of objects that came as JSON into Dates, in place. */
export function dated<T extends object>(all: T[], ...names: (keyof T & string)[]): void {
  for (const each of all)
    for (const name of names) {
      const value: unknown = each[name];
      if (typeof value === 'string') (each as Record<string, unknown>)[name] = new Date(value);
    }
}
