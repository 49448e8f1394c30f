import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SicknessReport } from '../../src/commands/sickness.ts';
import { silentLog } from '../../src/logging/log.ts';
import { release } from '../../src/storage/quarantine.ts';
import { createIsolatedCommands, type IsolatedCommands } from '../../src/threads/isolatedCommands.ts';
import { madeUpCpr, submission } from '../commands/submission.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { buildPoisonedThread } from './builtThread.ts';
import { poisons } from './poisonedThread.ts';
import { cprKeys } from '../cprKeys.ts';

let database: TestDatabase;
let commands: IsolatedCommands;
let built: Awaited<ReturnType<typeof buildPoisonedThread>>;
const start = () =>
  createIsolatedCommands({ address: database.address, cprKeys, log: silentLog, entry: built.entry });

beforeAll(async () => {
  built = await buildPoisonedThread();
  database = await createTestDatabase();
  commands = await start();
});

afterAll(async () => {
  await commands.close();
  await database.drop();
  built.remove();
});

let count = 0;
const report = (messageId: string): SicknessReport => ({
  kind: 'SICK',
  messageId,
  cpr: madeUpCpr((count += 1)),
  date: '2022-06-01',
});

async function timed<T>(promise: Promise<T>): Promise<{ answer: T; milliseconds: number }> {
  const started = performance.now();
  const answer = await promise;
  return { answer, milliseconds: performance.now() - started };
}

describe('commands in threads', () => {
  it('answer as they do without', async () => {
    const one = submission({ cpr: madeUpCpr(500) });
    expect(await commands.previewDecision({ ...one, municipalities: null })).toMatchObject({
      kind: 'previewed',
      rule: 'first-grant',
    });
    expect(await commands.submitDecision(one)).toMatchObject({ kind: 'stored', duplicate: false });
    expect(await commands.submitDecision(one)).toMatchObject({ kind: 'stored', duplicate: true });
    expect(await commands.reportSickness(report('sick'))).toMatchObject({ kind: 'stored' });
  });

  describe.each(Object.keys(poisons))('%s in raskmelding', (poison) => {
    it('stays in that call, and is set aside when it has taken two threads down', async () => {
      const stop = new AbortController();
      let gap = 0;
      const others = (async () => {
        let last = performance.now();
        for (let i = 0; !stop.signal.aborted; i += 1) {
          const answer = await commands.submitDecision(submission({ cpr: madeUpCpr(1000 + (i % 50)) }));
          expect(answer.kind).toBe('stored');
          gap = Math.max(gap, performance.now() - last);
          last = performance.now();
        }
      })();
      const poisoned = report(poison);
      const answers = [];
      for (let i = 0; i < 3; i += 1) answers.push(await timed(commands.reportSickness(poisoned)));
      const innocent = await timed(commands.reportSickness(report(`after ${poison}`)));
      stop.abort();
      await others;
      const codes = answers.map(({ answer }) => (answer.kind === 'failed' ? answer.code : answer.kind));
      expect(codes).toEqual(['UNAVAILABLE', 'QUARANTINED', 'QUARANTINED']);
      expect(Math.max(...answers.map(({ milliseconds }) => milliseconds))).toBeLessThan(1000);
      expect(innocent.answer.kind).toBe('stored');
      expect(gap).toBeLessThan(250);
    });
  });

  it('answers what was in flight beside a poison, and only that is set aside', async () => {
    const reports = ['a', 'process.exit beside others', 'b', 'c'].map(report);
    const answers = await Promise.all(reports.map((one) => commands.reportSickness(one)));
    expect(answers.map((answer) => (answer.kind === 'failed' ? answer.code : answer.kind))).toEqual([
      'stored',
      'QUARANTINED',
      'stored',
      'stored',
    ]);
  });

  it('remembers over a restart what is set aside, until an operator releases it', async () => {
    const poisoned = report('process.exit before a restart');
    for (let i = 0; i < 2; i += 1) await commands.reportSickness(poisoned);
    await expect
      .poll(() => database.sql`select 1 from quarantined_message where message_id = ${poisoned.messageId}`)
      .toHaveLength(1);
    await commands.close();
    commands = await start();
    expect(await commands.reportSickness(poisoned)).toMatchObject({ code: 'QUARANTINED' });
    expect(await release(database.sql, poisoned.messageId)).toBe(true);
    await expect
      .poll(() => commands.reportSickness(poisoned), { timeout: 5000, interval: 500 })
      .toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('do not start when their threads do not come up', async () => {
    const broken = new URL('./noSuchThread.ts', import.meta.url);
    await expect(
      createIsolatedCommands({ address: database.address, cprKeys, log: silentLog, entry: broken }),
    ).rejects.toThrow('did not come up');
  });
});
