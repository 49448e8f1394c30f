import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';

/**
 * A read of many things at once: one statement for all keys, and an answer for each key at its place. So the number of
 * statements never depends on how many citizens are asked about.
 */
export type ReadByKey<Key, Answer> = (keys: readonly Key[]) => Promise<Answer[]>;

/** A query whose columns are `named`, as Drizzle builds it. */
type Query = SQLWrapper & { readonly _: { readonly result: unknown[]; readonly selectedFields: object } };

/** A row of a query. */
type RowOf<Of extends Query> = Of['_']['result'][number];

/** A column of the keys' table. */
export const key = (column: string): SQL => sql`key.${sql.identifier(column)}`;

/** The values of each column of a query's rows; null of no rows. */
type Columns = readonly (readonly unknown[] | null)[];

/**
 * What a query finds, as a JSON array of each of its columns. postgres.js and Drizzle take longer over rows of columns than
 * all else in a read, and PostgreSQL over rows as JSON: it looks into its catalogs for each of their values.
 */
function columnsOf(query: Query): SQL<Columns> {
  const columns = namesOf(query).map((name) => sql`json_agg(found.${sql.identifier(name)})`);
  return sql`(select json_build_array(${sql.join(columns, sql`, `)}) from ${query} as found)`;
}

function namesOf({ _ }: Query): readonly string[] {
  return Object.keys(_.selectedFields);
}

/** The rows again. */
function rowsOf<Row>(names: readonly string[], columns: Columns): Row[] {
  const [first] = columns;
  return (first ?? []).map((_value, place) => {
    const row: Record<string, unknown> = {};
    // Not by entries: this runs for each row that is read.
    names.forEach((name, index) => {
      row[name] = columns[index]?.[place];
    });
    return row as Row;
  });
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
  const keyNames = Object.keys(columns).map((column) => sql.identifier(column));
  const names = namesOf(query);
  const statement = db
    .select({ lists: sql<Columns[] | null>`json_agg(${columnsOf(query)} order by key.place)` })
    .from(
      sql`unnest(${sql.join(arrays, sql`, `)}) with ordinality as key(${sql.join(keyNames, sql`, `)}, place)`,
    )
    .prepare(name);

  return async (
    asked: Readonly<Record<Column, readonly unknown[]>> & Readonly<Record<string, unknown>>,
  ): Promise<RowOf<Of>[][]> => {
    const [row] = (await statement.execute(asked)) as [{ lists: Columns[] | null }];
    // Null of no keys.
    return (row.lists ?? []).map((columns) => rowsOf<RowOf<Of>>(names, columns));
  };
}

/** Prepares a statement that answers what a query finds. */
export function prepareList<Of extends Query>(db: PostgresJsDatabase, name: string, query: Of) {
  const names = namesOf(query);
  const statement = db
    .select({ list: columnsOf(query) })
    .from(sql`(values (true)) as once`)
    .prepare(name);
  return async (values: Readonly<Record<string, unknown>>): Promise<RowOf<Of>[]> => {
    const [row] = (await statement.execute(values)) as [{ list: Columns }];
    return rowsOf<RowOf<Of>>(names, row.list);
  };
}

/** The only row for each key, or null. */
export async function oneEach<Row>(lists: Promise<Row[][]>): Promise<(Row | null)[]> {
  return (await lists).map(([row]) => row ?? null);
}
