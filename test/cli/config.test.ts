import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { dfdg } from './run.ts';

const key = Buffer.alloc(32, 1).toString('base64');

it('shows what is configured and from where, and no secret', async () => {
  const { status, out } = await dfdg(['config'], {
    PORT: '4002',
    DATABASE_URL: 'postgres://dfdg:hidden@db.example:5433/dfdg?password=hidden',
    CPR_HASH_KEY: key,
    CPR_ENCRYPTION_KEYS: `new:${key},old:${key}`,
    ROUTER_SECRETS: 'hidden-hidden-hidden',
    LOG_LEVEL: ' ',
  });
  expect(status).toBe(0);
  expect(out).toContain('PORT                  environment  4002\n');
  expect(out).toContain('LOG_LEVEL             default      info\n');
  expect(out).toContain('DATABASE_URL          environment  postgres://dfdg:***@db.example:5433/dfdg?…\n');
  expect(out).toContain('ROUTER_SECRETS        environment  1, not shown\n');
  expect(out).toContain('CPR_ENCRYPTION_KEYS   environment  new, old, not shown\n');
  expect(out).not.toContain('hidden');
  expect(out).not.toContain(key);
});

it('names all faults of the environment in one line', async () => {
  const { status, err } = await dfdg(['config'], { PORT: 'x', NODE_ENV: 'y' });
  expect([status, err]).toEqual([
    2,
    expect.stringMatching(/^dfdg config: .*PORT must be .*NODE_ENV must be .*\n$/),
  ]);
});

it('leaves no variable out', async () => {
  const source = await readFile('src/server/config.ts', 'utf8');
  const [, schema = ''] = /z\.object\({(.*?)\n}\);/s.exec(source) ?? [];
  const names = [...schema.matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name]) => name);
  const { out } = await dfdg(['config']);
  expect(names.length).toBeGreaterThan(10);
  expect(out.split('\n').map((line) => line.split(' ')[0])).toEqual(expect.arrayContaining(names));
});

it('leaves no variable out of docs/operations.md, in the same order', async () => {
  const text = await readFile('docs/operations.md', 'utf8');
  const named = [...text.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, name]) => name);
  const { out } = await dfdg(['config']);
  expect(named).toEqual(
    out
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ')[0]),
  );
});
