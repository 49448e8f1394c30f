import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCommands } from '../../src/commands/commands.ts';
import { silentLog } from '../../src/logging/log.ts';
import type { DatabaseClient } from '../../src/storage/address.ts';
import { load } from '../../src/storage/load.ts';
import { madeUpCpr, submission } from '../commands/submission.ts';
import { cprCipher, cprKeys } from '../cprKeys.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('knows the citizen of a message that is stored while it is looked for', async () => {
  const { address, sql } = database;
  const commands = createCommands({ address, cprKeys, clock: () => new Date(), log: silentLog });
  const message = submission({ cpr: madeUpCpr(1) });
  let citizensRead: Promise<unknown> = Promise.resolve();
  const run = (strings: TemplateStringsArray, ...parameters: never[]): Promise<unknown> => {
    if (strings.join('').includes('from citizen_cpr') || strings.join('').includes('join citizen_cpr')) {
      citizensRead = Promise.resolve(sql(strings, ...parameters));
      return citizensRead;
    }
    // The citizens are read before the message is stored, the message after it.
    return new Promise((resolve) => setImmediate(resolve))
      .then(() => citizensRead)
      .then(() => commands.submitDecision(message))
      .then(() => sql(strings, ...parameters));
  };
  const late = Object.assign(run, { typed: sql.typed }) as unknown as DatabaseClient;
  const { answered, citizens } = await load(late, cprCipher, [message]);
  const stored = answered.get(message.messageId);
  expect(stored).toBeDefined();
  expect(citizens.get(message.cpr)?.id).toBe(stored?.decision.citizenId);
  await commands.close();
});
