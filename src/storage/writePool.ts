import { byKeys, connectAsServer, type DatabaseAddress, type DatabaseClient } from './address.ts';
import { createCprCipher, type CprCipher, type CprKeys } from './cprCipher.ts';
import { renewable } from './renewable.ts';

/** Sends a statement of the write path; rejects with a passing fault where it is not answered in time. */
export type Ask = <Answer>(
  statement: (sql: DatabaseClient, cprCipher: CprCipher) => Promise<Answer>,
) => Promise<Answer>;

/** How long the write path waits for a statement, in milliseconds. */
const answerWithin = 1_200;

/** After this time, in milliseconds, PostgreSQL itself ends a statement for whose answer nobody waits any more. */
const endAfter = 3_000;

/** The connections of the write path. */
export interface WritePool {
  readonly ask: Ask;
  readonly close: () => Promise<void>;
}

/** Opens the connections of the write path, which are replaced when a statement gets no answer. */
export function openWritePool(address: DatabaseAddress, cprKeys: CprKeys): WritePool {
  const cprCipher = createCprCipher(cprKeys);
  const pool = renewable(() => {
    const sql = connectAsServer(address, {
      max: 6,
      applicationName: 'dfdg-commands',
      settings: { ...byKeys, statement_timeout: endAfter },
    });
    return { sql, close: () => sql.end({ timeout: 2 }) };
  });
  return {
    ask: (statement) => pool.use(({ sql }) => statement(sql, cprCipher), answerWithin),
    close: () => pool.close(),
  };
}
