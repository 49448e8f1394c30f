import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { createCommands } from '../../src/commands/commands.ts';
import { startEmbeddedPostgres } from '../../src/embedded/postgres.ts';
import { silentLog } from '../../src/logging/log.ts';
import { connect } from '../../src/storage/address.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { verify } from '../../src/verify/verify.ts';
import { cprKeys } from '../cprKeys.ts';
import { openSmallDisk } from '../smallDisk.ts';
import { madeUpCpr, submission } from './submission.ts';

const disk = openSmallDisk();
afterAll(() => disk?.remove());

describe(`a full disk${disk ? '' : ' (SKIPPED: only root can mount a small one)'}`, () => {
  it.skipIf(!disk)(
    'is UNAVAILABLE in time, leaves nothing half-written, and is written to again once there is room',
    { timeout: 60_000 },
    async () => {
      if (!disk) return;
      const settings = { shared_buffers: '16MB', max_wal_size: '64MB', fsync: 'off' };
      const postgres = await startEmbeddedPostgres({ dataDir: disk.folder, settings });
      await migrate(postgres.connection);
      const commands = createCommands({
        address: postgres.connection,
        cprKeys,
        clock: () => new Date(),
        log: silentLog,
      });
      const sent: ReturnType<typeof submission>[] = [];
      const slow: number[] = [];
      const codes = new Set<string>();
      const send = async (one: (typeof sent)[number]) => {
        const started = performance.now();
        const answer = await commands.submitDecision(one);
        slow.push(performance.now() - started);
        codes.add(answer.kind === 'failed' ? answer.code : answer.kind);
        return answer.kind;
      };
      const sendNew = () => {
        const one = submission({ cpr: madeUpCpr(sent.length) });
        sent.push(one);
        return send(one);
      };

      expect(await sendNew()).toBe('stored');
      await disk.fill();
      for (let full = 0; full < 3 && sent.length < 20_000;)
        full += Number((await Promise.all(Array.from({ length: 32 }, sendNew))).includes('failed'));
      expect([...codes].sort()).toEqual(['UNAVAILABLE', 'stored']);
      expect(Math.max(...slow)).toBeLessThan(2_500);

      await disk.free();
      await expect.poll(sendNew, { timeout: 5_000 }).toBe('stored');
      // What was not stored is sent again, and what was is known.
      for (const one of sent) while ((await send(one)) !== 'stored') await delay(50);
      const sql = connect(postgres.connection, { max: 1 });
      expect(await sql`select 1 from decision`).toHaveLength(sent.length);
      expect((await verify(sql)).differences).toEqual([]);
      await sql.end();
      await commands.close();
      await postgres.stop('immediate');
    },
  );
});
