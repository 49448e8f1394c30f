import type { Sql } from 'postgres';

/** What postgres.js gives for a statement: it resolves itself, by this. */
type Settling = Promise<unknown[]> & { resolve: (rows: unknown[]) => void };

/**
 * A client whose results begin with their first row. postgres.js 3.4.9 counts the rows of a connection on when a
 * statement fails after some of its rows have come: the result of the next statement then begins with as many holes.
 */
export function withWholeResults<Client extends Sql>(client: Client): Client {
  return new Proxy(client, {
    apply: (sql, self, given: unknown[]) => whole(Reflect.apply(sql, self, given)),
    get: (sql, name) =>
      name === 'unsafe'
        ? (query: string, ...given: unknown[]) => whole(sql.unsafe(query, ...(given as [])))
        : (Reflect.get(sql, name) as unknown),
  });
}

function whole(made: unknown): unknown {
  // Not where it is a part of a statement.
  if (!(made instanceof Promise)) return made;
  const statement = made as Settling;
  const { resolve } = statement;
  statement.resolve = (rows) => {
    const first = rows.findIndex((_row, index) => index in rows);
    if (first > 0) rows.splice(0, first);
    resolve(rows);
  };
  return statement;
}
