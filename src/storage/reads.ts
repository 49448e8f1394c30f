import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import { byKeys, connectAsServer, type DatabaseAddress } from './address.ts';
import { createCprCipher, type CprCipher, type CprKeys } from './cprCipher.ts';
import { deviationReport, type DeviationPeriod, type MunicipalityDeviations } from './deviationReport.ts';
import { createAccessReads } from './readsAccess.ts';
import { createChangePageReads } from './readsChangePages.ts';
import { createChangeReads } from './readsChanges.ts';
import { createCitizenReads } from './readsCitizens.ts';
import { createConnectionReads } from './readsConnections.ts';
import { createContactGroupReads } from './readsContactGroups.ts';
import { renewable } from './renewable.ts';
import { createSicknessReads } from './readsSickness.ts';
import { createDecisionReads } from './readsDecisions.ts';

/** How long a read may take, in milliseconds; readiness waits less long, and a report counts millions. */
const answerWithin = { read: 2_000, ping: 1_000, report: 10_000 };

/** All that is read to answer queries. A read that fails tells by `faultOf` whether trying again is any use. */
export type Reads = OpenReads & {
  /** What KY sent outside the agreed pattern, by municipality. */
  readonly deviationReport: (period: DeviationPeriod) => Promise<readonly MunicipalityDeviations[]>;
};

type OpenReads = ReturnType<typeof openReads>;

/** Hears of each statement as it is sent: for tests that count them. */
export interface ReadsOptions {
  readonly onStatement?: (statement: string) => void;
}

/** The reads on a database, over connections of their own, which are replaced when a read gets no answer in time. */
export function createReads(address: DatabaseAddress, cprKeys: CprKeys, options: ReadsOptions = {}): Reads {
  const cprCipher = createCprCipher(cprKeys);
  type Read = (argument?: unknown) => Promise<unknown>;
  const pool = renewable(() => openReads(address, cprCipher, options));
  const timed = (Object.keys(pool.current) as (keyof OpenReads)[])
    .filter((name) => name !== 'close')
    .map((name): [string, Read] => {
      const within = name === 'ping' ? answerWithin.ping : answerWithin.read;
      return [name, (argument) => pool.use((reads) => (reads[name] as Read)(argument), within)];
    });
  const reports = renewable(() => openReports(address));
  return {
    ...Object.fromEntries(timed),
    deviationReport: (period: DeviationPeriod) =>
      reports.use(({ sql }) => deviationReport(sql, period), answerWithin.report),
    close: () => Promise.all([pool.close(), reports.close()]),
  } as unknown as Reads;
}

/** One connection, and one more report at a time waits for it: so that reports hold up none of the other reads. */
function openReports(address: DatabaseAddress) {
  const settings = { statement_timeout: answerWithin.report };
  const sql = connectAsServer(address, { max: 1, applicationName: 'dfdg-reports', settings });
  return { sql, close: () => sql.end({ timeout: 5 }) };
}

/** All statements are prepared, and single ones. */
function openReads(address: DatabaseAddress, cprCipher: CprCipher, { onStatement }: ReadsOptions) {
  // Drizzle changes the client that it is given: nobody else may use this one.
  const client = connectAsServer(address, { max: 8, applicationName: 'dfdg-reads', settings: byKeys });
  const db = drizzle(client, onStatement ? { logger: { logQuery: onStatement } } : {});
  const ping = db
    .select({ one: sql`1` })
    .from(sql`(select 1) as one`)
    .prepare('ping');
  return {
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
    close: (): Promise<void> => client.end({ timeout: 5 }),
  };
}
