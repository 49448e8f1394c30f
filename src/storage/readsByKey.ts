import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';

/**
 * A read of many things at once: one statement for all keys, and an answer for each key at its place. So the number of
 * statements never depends on how many citizens are asked about.
 */
export type ReadByKey<Key, Answer> = (keys: readonly Key[]) => Promise<Answer[]>;

/** A query whose columns are `named`, as Drizzle builds it. */
type Query = SQLWrapper & { readonly _: { readonly result: unknown[] } };

/** A row of a query. */
type RowOf<Of extends Query> = Of['_']['result'][number];

/** A column of the keys' table. */
export const key = (column: string): SQL => sql`key.${sql.identifier(column)}`;

/** What a query finds, as one JSON array: postgres.js and Drizzle take longer over rows of columns than all else in a read. */
function listOf<Of extends Query>(query: Of): SQL<RowOf<Of>[]> {
  return sql`(select coalesce(json_agg(found), '[]') from ${query} as found)`;
}

/**
 * Prepares a statement that answers, for each key, what a query finds that names the key's columns by `key`. Their types
 * are PostgreSQL's, e.g. `{ citizen_id: 'uuid' }`; each is given as an array.
 */
export function prepareByKey<Of extends Query, Column extends string>(
  db: PostgresJsDatabase,
  name: string,
  columns: Readonly<Record<Column, string>>,
  query: Of,
) {
  const arrays = Object.entries<string>(columns).map(
    ([column, type]) => sql`${sql.placeholder(column)}::${sql.raw(type)}[]`,
  );
  const names = Object.keys(columns).map((column) => sql.identifier(column));
  const statement = db
    .select({ lists: sql<RowOf<Of>[][] | null>`json_agg(${listOf(query)} order by key.place)` })
    .from(
      sql`unnest(${sql.join(arrays, sql`, `)}) with ordinality as key(${sql.join(names, sql`, `)}, place)`,
    )
    .prepare(name);

  return async (
    asked: Readonly<Record<Column, readonly unknown[]>> & Readonly<Record<string, unknown>>,
  ): Promise<RowOf<Of>[][]> => {
    const [row] = (await statement.execute(asked)) as [{ lists: RowOf<Of>[][] | null }];
    // Null of no keys.
    return row.lists ?? [];
  };
}

/** Prepares a statement that answers what a query finds. */
export function prepareList<Of extends Query>(db: PostgresJsDatabase, name: string, query: Of) {
  const statement = db
    .select({ list: listOf(query) })
    .from(sql`(values (true)) as once`)
    .prepare(name);
  return async (values: Readonly<Record<string, unknown>>): Promise<RowOf<Of>[]> => {
    const [row] = (await statement.execute(values)) as [{ list: RowOf<Of>[] }];
    return row.list;
  };
}

/** The only row for each key, or null. */
export async function oneEach<Row>(lists: Promise<Row[][]>): Promise<(Row | null)[]> {
  return (await lists).map(([row]) => row ?? null);
}
