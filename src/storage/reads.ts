import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import { byKeys, connectAsServer, type ClientOptions, type DatabaseAddress } from './address.ts';
import { createCprCipher, type CprCipher, type CprKeys } from './cprCipher.ts';
import { deviationReport, type DeviationPeriod, type MunicipalityDeviations } from './deviationReport.ts';
import { createAccessReads } from './readsAccess.ts';
import { createChangePageReads } from './readsChangePages.ts';
import { createChangeReads } from './readsChanges.ts';
import { createCitizenReads } from './readsCitizens.ts';
import { createConnectionReads } from './readsConnections.ts';
import { createContactGroupReads } from './readsContactGroups.ts';
import { renewable, type Renewable } from './renewable.ts';
import { createSicknessReads } from './readsSickness.ts';
import { createStateReads } from './readsState.ts';
import { createDecisionReads } from './readsDecisions.ts';
import type { ReadByKey } from './readsByKey.ts';
import type { CitizenRecord } from './records.ts';
import { perMunicipalities, settingsOfSight } from './rowSecurity.ts';

/** How long a read may take, in milliseconds; readiness waits less long, and a report counts millions. */
const answerWithin = { read: 2_000, ping: 1_000, report: 10_000 };

/** All that is read to answer queries. A read that fails tells by `faultOf` whether trying again is any use. */
export type Reads = OpenReads & {
  /** Citizens by id, whoever asks: to tell whether the caller sees them. */
  readonly whose: ReadByKey<string, CitizenRecord | null>;
  /** What KY sent outside the agreed pattern, by municipality. */
  readonly deviationReport: (period: DeviationPeriod) => Promise<readonly MunicipalityDeviations[]>;
  /** The reads for a caller who sees the citizens of these municipalities; null for all. */
  readonly seenBy: (municipalities: ReadonlySet<string> | null) => Reads;
};

type OpenReads = ReturnType<typeof openReads>;

/** How it is read. */
export interface ReadsOptions {
  /** Hears of each statement as it is sent: for tests that count them. */
  readonly onStatement?: (statement: string) => void;
  /** Whether callers who see some municipalities only read over connections that show these alone. */
  readonly rowSecurity?: boolean;
}

/** For how many sets of municipalities connections are kept open, one each: there are 98 municipalities. */
const mostSets = 100;

/** What must be known to refuse and to log a call, or is about nobody: read over connections that show all. */
export const behindNoWall: readonly string[] = ['citizenIds', 'changeHead', 'connections', 'ping'];

/** The reads on a database, over connections of their own, which are replaced when a read gets no answer in time. */
export function createReads(address: DatabaseAddress, cprKeys: CprKeys, options: ReadsOptions = {}): Reads {
  const cprCipher = createCprCipher(cprKeys);
  const pool = renewable(() => openReads(address, cprCipher, options));
  const names = (Object.keys(pool.current) as (keyof OpenReads)[]).filter((name) => name !== 'close');
  const ask = (open: Renewable<OpenReads>, name: keyof OpenReads, argument: unknown) => {
    const within = name === 'ping' ? answerWithin.ping : answerWithin.read;
    return open.use((reads) => (reads[name] as (argument: unknown) => Promise<unknown>)(argument), within);
  };
  const readsBy = (
    some: readonly (keyof OpenReads)[],
    by: (name: keyof OpenReads, argument: unknown) => unknown,
  ) => Object.fromEntries(some.map((name) => [name, (argument: unknown) => by(name, argument)]));
  const reports = renewable(() => openReports(address));
  const walls = perMunicipalities(
    (codes) => renewable(() => openReads(address, cprCipher, options, settingsOfSight(codes))),
    mostSets,
  );
  const walled = names.filter((name) => !behindNoWall.includes(name));
  const reads = {
    ...readsBy(names, (name, argument) => ask(pool, name, argument)),
    whose: (ids: readonly string[]) => ask(pool, 'citizens', ids),
    deviationReport: (period: DeviationPeriod) =>
      reports.use(({ sql }) => deviationReport(sql, period), answerWithin.report),
    seenBy: (municipalities: ReadonlySet<string> | null) =>
      municipalities === null || !options.rowSecurity
        ? reads
        : {
            ...reads,
            ...readsBy(walled, (name, argument) =>
              walls.use(municipalities, (open) => ask(open, name, argument)),
            ),
          },
    close: () => Promise.all([pool.close(), walls.close(), reports.close()]),
  } as unknown as Reads;
  return reads;
}

/** One connection, and one more report at a time waits for it: so that reports hold up none of the other reads. */
function openReports(address: DatabaseAddress) {
  const settings = { statement_timeout: answerWithin.report };
  const sql = connectAsServer(address, { max: 1, applicationName: 'dfdg-reports', settings });
  return { sql, close: () => sql.end({ timeout: 5 }) };
}

/** All statements are prepared, and single ones. With `settings` all of them go over one connection. */
function openReads(
  address: DatabaseAddress,
  cprCipher: CprCipher,
  { onStatement }: ReadsOptions,
  settings: ClientOptions['settings'] | null = null,
) {
  const open = (max: number) => {
    const applicationName = 'dfdg-reads';
    // Drizzle changes the client that it is given: nobody else may use this one.
    const client = connectAsServer(address, { max, applicationName, settings: { ...byKeys, ...settings } });
    return {
      db: drizzle(client, onStatement ? { logger: { logQuery: onStatement } } : {}),
      close: () => client.end({ timeout: 5 }),
    };
  };
  const { db, close } = open(settings ? 1 : 7);
  // Over one connection, whose statements wait for each other: measured, that answers a tenth more than two, since each
  // process of PostgreSQL's that wakes may take the processor from the thread that serves.
  const state = settings ? { db, close: () => Promise.resolve() } : open(1);
  const ping = db
    .select({ one: sql`1` })
    .from(sql`(select 1) as one`)
    .prepare('ping');
  return {
    ...createStateReads(state.db),
    ...createCitizenReads(db, cprCipher),
    ...createContactGroupReads(db),
    ...createDecisionReads(db),
    ...createChangeReads(db),
    ...createChangePageReads(db),
    ...createSicknessReads(db),
    ...createConnectionReads(db),
    ...createAccessReads(db),
    /** Rejects where the database does not answer soon. */
    ping: async (): Promise<void> => {
      await ping.execute();
    },
    close: async (): Promise<void> => {
      await Promise.all([close(), state.close()]);
    },
  };
}
