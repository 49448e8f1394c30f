import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { urlOf } from '../../src/storage/address.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { cprEnvironment } from '../cprKeys.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

function startDemo(env: Readonly<Record<string, string>>) {
  return spawn(process.execPath, ['--import', 'tsx', 'src/demo/main.ts'], {
    env: { ...process.env, NODE_ENV: 'development', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

describe('the demo', () => {
  it('shows the table, answers the query that it proposes, and stops at Ctrl-C', async () => {
    const demo = startDemo({ ...cprEnvironment, DATABASE_URL: urlOf(database.address) });
    let shown = '';
    for await (const chunk of demo.stdout.setEncoding('utf8') as AsyncIterable<string>) {
      shown += chunk;
      const [, url, body] = /curl -s (\S+) .*--data '([^']+)'/s.exec(shown) ?? [];
      if (url === undefined || body === undefined) continue;
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(url, { method: 'POST', headers, body });
      expect(await answer.json()).toMatchObject({
        data: {
          citizen: { contactGroupHistory: { nodes: [{ type: { code: 2 } }, { type: { code: 11 } }, {}] } },
        },
      });
      demo.kill('SIGINT');
      break;
    }
    expect(shown).toContain('43 messages were sent.');
    expect(shown).toMatch(/Look at:\n  http:\S+\/board\n/);
    expect(await once(demo, 'exit')).toEqual([0, null]);
  });

  it('says in one line why it cannot start', async () => {
    const demo = startDemo({ PORT: 'x', DATABASE_URL: 'y' });
    const [complaint, exit] = await Promise.all([text(demo.stderr), once(demo, 'exit')]);
    expect(complaint).toMatch(/^The demo failed: .*PORT must be .*DATABASE_URL must be .*\n$/);
    expect(exit).toEqual([1, null]);
  });
});
