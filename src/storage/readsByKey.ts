import { sql, type Placeholder, type SQL, type SQLWrapper } from 'drizzle-orm';
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

/** How many rows are found for a key: Drizzle takes any expression for a limit, though its types do not say so. */
export const keyTake = key('take') as unknown as Placeholder;

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

/** Several queries that name a key's columns by `key`. */
type Queries = Readonly<Record<string, Query>>;

/** The rows that each of some queries finds for a key. */
type Found<Of extends Queries> = { readonly [Name in keyof Of]: RowOf<Of[Name]>[] };

/**
 * Prepares a statement that answers, for each key, what some queries find that name the key's columns by `key`. Their types
 * are PostgreSQL's, e.g. `{ citizen_id: 'uuid' }`; each is given as an array.
 */
export function prepareTogether<Of extends Queries, Column extends string>(
  db: PostgresJsDatabase,
  name: string,
  columns: Readonly<Record<Column, string>>,
  queries: Of,
) {
  const arrays = Object.entries<string>(columns).map(
    ([column, type]) => sql`${sql.placeholder(column)}::${sql.raw(type)}[]`,
  );
  const keyNames = Object.keys(columns).map((column) => sql.identifier(column));
  const parts = Object.entries(queries).map(([part, query]) => ({ part, names: namesOf(query), query }));
  const found = sql.join(
    parts.map(({ query }) => columnsOf(query)),
    sql`, `,
  );
  const statement = db
    .select({ found: sql<Columns[][] | null>`json_agg(json_build_array(${found}) order by key.place)` })
    .from(
      sql`unnest(${sql.join(arrays, sql`, `)}) with ordinality as key(${sql.join(keyNames, sql`, `)}, place)`,
    )
    .prepare(name);

  return async (keys: Readonly<Record<Column, readonly unknown[]>>): Promise<Found<Of>[]> => {
    const [row] = await statement.execute(keys);
    // Null of no keys.
    return (row?.found ?? []).map((lists) => {
      const ofKey: Record<string, unknown[]> = {};
      parts.forEach(({ part, names }, index) => {
        ofKey[part] = rowsOf(names, lists[index] ?? []);
      });
      return ofKey as Found<Of>;
    });
  };
}

/** The same for a single query. */
export function prepareByKey<Of extends Query, Column extends string>(
  db: PostgresJsDatabase,
  name: string,
  columns: Readonly<Record<Column, string>>,
  query: Of,
) {
  const statement = prepareTogether(db, name, columns, { rows: query });
  return async (keys: Readonly<Record<Column, readonly unknown[]>>): Promise<RowOf<Of>[][]> =>
    (await statement(keys)).map(({ rows }) => rows);
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
export function oneEach<Row>(lists: readonly Row[][]): (Row | null)[] {
  return lists.map(([row]) => row ?? null);
}
