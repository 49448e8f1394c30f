import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cprKeysOf } from '../../src/server/cprKeys.ts';
import { createCprCipher } from '../../src/storage/cprCipher.ts';
import { cprKeys } from '../cprKeys.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dfdg-keys-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

describe('the keys of CPR numbers', () => {
  it('are those of the configuration, and then none are made', async () => {
    expect(await cprKeysOf({ cprKeys, dataDir })).toBe(cprKeys);
    expect(await readdir(dataDir)).toEqual([]);
  });

  it('are else made once, in a file that only its owner can read, whoever comes at the same time', async () => {
    const folder = join(dataDir, 'new');
    const made = await Promise.all(
      Array.from({ length: 8 }, () => cprKeysOf({ cprKeys: null, dataDir: folder })),
    );
    made.push(await cprKeysOf({ cprKeys: null, dataDir: folder }));
    expect(new Set(made.map((keys) => createCprCipher(keys).fingerprint)).size).toBe(1);
    expect(await readdir(folder)).toEqual(['cpr-keys.env']);
    expect((await stat(join(folder, 'cpr-keys.env'))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(folder, 'cpr-keys.env'), 'utf8')).toMatch(
      /^CPR_HASH_KEY=\S{44}\nCPR_ENCRYPTION_KEYS=development:\S{44}\n$/,
    );
  });

  it('are not made anew over a file that was damaged', async () => {
    await writeFile(join(dataDir, 'cpr-keys.env'), 'CPR_HASH_KEY=x\n');
    await expect(cprKeysOf({ cprKeys: null, dataDir })).rejects.toThrow('restore it');
  });
});
