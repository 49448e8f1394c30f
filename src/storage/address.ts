import postgres from 'postgres';
import { withWholeResults } from './wholeResults.ts';

/** Where a database is: a `postgres://` URL, or its parts (`host` is a folder when the server listens on a Unix socket). */
export type DatabaseAddress = string | DatabaseParts;

/** The parts of an address; no password, since a Unix socket is guarded by its folder. */
export interface DatabaseParts {
  host: string;
  port: number;
  database: string;
  username: string;
}

/** A postgres.js client whose `date` columns stay ISO text. Never call `begin` or `reserve` on it: single statements only. */
export type DatabaseClient = postgres.Sql<{ date: string }>;

/** What a caller may choose; the rest is the same for every client. */
export interface ClientOptions {
  /** Connections at most. */
  max?: number;
  /** The name that PostgreSQL shows in `pg_stat_activity`. */
  applicationName?: string;
  /** Settings of PostgreSQL's for these connections. */
  settings?: Record<string, string | number>;
}

/**
 * For connections whose statements each touch few rows by their keys. The keys come as arrays, of whose size the planner
 * knows nothing; while a table is new, or has no statistics yet, it then prefers to walk the whole table.
 */
export const byKeys = {
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  plan_cache_mode: 'force_generic_plan',
} as const;

/** Opens a client; it connects with its first statement. Close it with `end()`. */
export function connect(address: DatabaseAddress, options: ClientOptions = {}): DatabaseClient {
  const settings = toPostgresOptions(address, options);
  return withWholeResults(typeof address === 'string' ? postgres(address, settings) : postgres(settings));
}

/** What a server may do is granted to this role (drizzle/0008_server_role.sql). */
export const serverRole = 'dfdg_server';

/** Opens a client as the server's role: it cannot rewrite the ledger, whatever it is told to do. */
export function connectAsServer(address: DatabaseAddress, options: ClientOptions = {}): DatabaseClient {
  return connect(address, { ...options, settings: { role: serverRole, ...options.settings } });
}

/**
 * A parameter of PostgreSQL's type json. That of postgres.js's `sql.json` is a jsonb, which PostgreSQL would have to
 * print and read again for the functions that take json apart.
 */
export const json = (sql: DatabaseClient, value: unknown) => sql.typed(value as never, 114);

/** The array types that statements are given. What they give back is JSON, or Drizzle reads it. */
const arrayTypes = Object.fromEntries(
  Object.entries({ smallints: 1005, ints: 1007, texts: 1009, bigints: 1016, uuids: 2951 }).map(
    ([name, oid]) => [name, { to: oid, from: [oid], parse: (text: string) => text, serialize: arrayLiteral }],
  ),
);

function arrayLiteral(items: readonly (string | number | null)[] | string): string {
  if (typeof items === 'string') return items;
  const quoted = items.map((item) =>
    item === null ? 'null' : `"${String(item).replace(/[\\"]/g, String.raw`\$&`)}"`,
  );
  return `{${quoted.join(',')}}`;
}

/** The options that every postgres.js client here is opened with; beside a URL they add what it does not say. */
export function toPostgresOptions(address: DatabaseAddress, options: ClientOptions = {}) {
  return {
    ...(typeof address === 'string' ? {} : address),
    ...socketOf(address),
    max: options.max ?? 10,
    connection: { application_name: options.applicationName ?? 'dfdg-subgraph', ...options.settings },
    onnotice: () => undefined,
    // In seconds. By itself it would wait half a minute for a connection, and up to 20 s after a refused one.
    connect_timeout: 3,
    backoff: (tries: number) => Math.min(0.02 * 2 ** tries, 0.5),
    // Else postgres.js asks each new connection for its array types, and nobody waits for that answer: a connection that
    // dies before it comes would end the process by an unhandled rejection.
    fetch_types: false,
    types: {
      ...arrayTypes,
      // postgres.js makes a date a JS Date at midnight UTC: a day off in half the world.
      date: { to: 1082, from: [1082], parse: (text: string) => text, serialize: (text: string) => text },
    },
  };
}

/** The address as a URL that psql and other libpq programs understand as well. */
export function urlOf(address: DatabaseParts): string {
  const { host, port, database, username } = address;
  const part = encodeURIComponent;
  return `postgres://${part(username)}@${part(host)}:${port}/${part(database)}`;
}

/**
 * The socket of an address, where it names one. postgres.js takes the host of a URL literally, whereas libpq's
 * programs read the folder of a socket there, percent-encoded.
 */
function socketOf(address: DatabaseAddress): { path?: string } {
  const { host, port } = typeof address === 'string' ? hostOf(new URL(address)) : address;
  return host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : {};
}

function hostOf(url: URL): { host: string; port: number } {
  return { host: decodeURIComponent(url.hostname), port: Number(url.port || 5432) };
}
