import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SicknessReport } from '../../src/commands/sickness.ts';
import { reportSickness } from '../../src/commands/reportSickness.ts';
import type { SubmissionAnswer } from '../../src/commands/submission.ts';
import { settle } from '../../src/commands/submitDecision.ts';
import { silentLog } from '../../src/logging/log.ts';
import { connect, type DatabaseClient } from '../../src/storage/address.ts';
import type { Ask } from '../../src/storage/writePool.ts';
import { cprCipher } from '../cprKeys.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { madeUpCpr, submission } from './submission.ts';

let database: TestDatabase;
let sql: DatabaseClient;
beforeAll(async () => {
  database = await createTestDatabase();
  sql = connect(database.address);
});
afterAll(async () => {
  await sql.end();
  await database.drop();
});

const ask: Ask = (statement) => statement(sql, cprCipher);

const lost = () => Object.assign(new Error('lost'), { code: 'ECONNRESET' });

/** Asks, but the second time, which is the first write, it is this that happens; and then the connection is lost. */
function losingFirstWrite(happens: (write: () => Promise<unknown>) => Promise<unknown>): Ask {
  let asked = 0;
  return async (statement) => {
    asked += 1;
    if (asked !== 2) return ask(statement);
    await happens(() => ask(statement));
    throw lost();
  };
}

/** Everything is received in the same millisecond. */
const receivedAt = '2022-06-24T10:00:00.000Z';
const deadline = Date.now() + 60_000;
let receipts = 0;
const receipt = () => (receipts += 1);

const commands: Readonly<Record<string, (messageId: string) => (ask: Ask) => Promise<{ kind: string }>>> = {
  submitDecision(messageId) {
    const one = submission({ messageId });
    return (asking) =>
      new Promise<SubmissionAnswer>((answer) => {
        const received = { submission: one, receivedAt, today: '2022-06-24', receipt: receipt() };
        void settle(asking, [{ ...received, deadline, answer }], silentLog);
      });
  },
  reportSickness(messageId) {
    const cpr = madeUpCpr(receipt());
    const report: SicknessReport = { kind: 'SICK', messageId, cpr, date: '2022-06-01' };
    return (asking) =>
      reportSickness(asking, { ...report, receivedAt, receipt: receipt() }, deadline, silentLog);
  },
};

describe.each(Object.entries(commands))('%s', (name, receive) => {
  it('tells a message whose answer was lost after it was written that it is new', async () => {
    const send = receive(`${name}-written`);
    expect(await send(losingFirstWrite((write) => write()))).toMatchObject({ duplicate: false });
    expect(await send(ask)).toMatchObject({ duplicate: true });
  });

  it('tells one that was lost before it was written, while a copy of it was stored, that it is no longer new', async () => {
    const send = receive(`${name}-copied`);
    const copies: unknown[] = [];
    const answer = await send(losingFirstWrite(async () => copies.push(await send(ask))));
    expect(copies).toEqual([expect.objectContaining({ duplicate: false })]);
    expect(answer).toMatchObject({ duplicate: true });
  });
});
