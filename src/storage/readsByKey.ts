import { sql, type SQL } from 'drizzle-orm';

/**
 * A read of many things at once: one statement for all keys, and an answer for each key at its place. So the number of
 * statements never depends on how many citizens are asked about.
 */
export type ReadByKey<Key, Answer> = (keys: readonly Key[]) => Promise<Answer[]>;

/** The place of a row's key among the keys, from 1. */
export const place = sql<number>`key.place::int`.mapWith(Number);

/** A column of the keys' table. */
export const key = (column: string): SQL => sql`key.${sql.identifier(column)}`;

/** The keys as a table, each column from a placeholder of its name that takes an array, e.g. `{ citizen_id: 'uuid' }`. */
export function keys(columns: Readonly<Record<string, string>>): SQL {
  const arrays = Object.entries(columns).map(
    ([name, type]) => sql`${sql.placeholder(name)}::${sql.raw(type)}[]`,
  );
  const names = Object.keys(columns).map((name) => sql.identifier(name));
  return sql`unnest(${sql.join(arrays, sql`, `)}) with ordinality as key(${sql.join(names, sql`, `)}, place)`;
}

/** One row or null for each of `count` keys. */
export async function oneEach<Row extends { place: number }>(
  count: number,
  rows: Promise<Row[]>,
): Promise<(Row | null)[]> {
  return (await listEach(count, rows)).map(([row]) => row ?? null);
}

/** The rows of each of `count` keys, in the order of the statement. */
export async function listEach<Row extends { place: number }>(
  count: number,
  rows: Promise<Row[]>,
): Promise<Row[][]> {
  const lists = Array.from({ length: count }, (): Row[] => []);
  for (const row of await rows) lists[row.place - 1]?.push(row);
  return lists;
}
