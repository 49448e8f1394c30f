import { spawnSync } from 'node:child_process';
import { chmod, chown, cp, lstat, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packagedBinaries, prepareBinaries } from '../../src/embedded/binaries.ts';
import {
  childScript,
  client,
  isRoot,
  kill,
  nobody,
  spawnChild,
  start,
  temporaryFolder,
} from './processes.ts';

/** The package as npm unpacks it, before any install script, in a folder that only its owner can enter. */
let unpacked: string;
let native: string;

beforeAll(async () => {
  unpacked = await mkdtemp(join(tmpdir(), 'dfdg-embedded-'));
  native = join(unpacked, 'native');
  await cp(dirname(packagedBinaries()), unpacked, {
    recursive: true,
    filter: async (file) => !file.endsWith('.a') && !(await lstat(file)).isSymbolicLink(),
  });
});

afterAll(() => rm(unpacked, { recursive: true, force: true }));

test('the links that npm did not make are made', async () => {
  const { initdb, major } = await prepareBinaries(native, {}, []);
  expect(major).toBe('18');
  expect(initdb).toBe(join(native, 'bin', 'initdb'));
  const packaged = await readdir(join(packagedBinaries(), 'lib'));
  const linked = await readdir(join(native, 'lib'));
  expect(linked.sort()).toEqual(packaged.filter((name) => !name.endsWith('.a')).sort());
});

describe.skipIf(!isRoot)('as root', () => {
  test('PostgreSQL runs as nobody, also below a folder that is closed to it', async () => {
    const dataDir = join(await temporaryFolder(), 'data');
    const server = await start(dataDir);
    expect((await stat(join(dataDir, 'postgres'))).uid).toBe(nobody.uid);
    expect(await client(server.connection)`SELECT 1 AS one`).toEqual([{ one: 1 }]);
  });

  test('a data folder whose owner has no name does, though initdb insists on one', async () => {
    const dataDir = await temporaryFolder();
    await chown(dataDir, 48_151, 48_151);
    const server = await start(dataDir);
    expect(await client(server.connection)`SELECT 1 AS one`).toEqual([{ one: 1 }]);
  });

  test('programs in a closed folder are copied to where they can run, once', async () => {
    const closed = await temporaryFolder();
    const place = await temporaryFolder();
    await chmod(place, 0o755);
    const { postgres } = await prepareBinaries(native, nobody, [closed, place]);
    expect(postgres.startsWith(place)).toBe(true);
    expect(await prepareBinaries(native, nobody, [closed, place])).toMatchObject({ postgres });
    expect(await readdir(place)).toHaveLength(1);
    // What somebody else could have put there under our name is not run.
    await chown(dirname(dirname(dirname(postgres))), nobody.uid, nobody.gid);
    await expect(prepareBinaries(native, nobody, [place])).rejects.toThrow('does not run here');
  });
});

const canBecomeOrdinary = isRoot && spawnSync('test', ['-r', childScript], nobody).status === 0;

// Where this run is not root's, all other tests are an ordinary user's.
describe.skipIf(!canBecomeOrdinary)('as an ordinary user', () => {
  test('PostgreSQL just runs, and root can take turns at it', async () => {
    const dataDir = await temporaryFolder();
    await chown(dataDir, nobody.uid, nobody.gid);
    const first = await spawnChild(dataDir, nobody);
    await client((await first.started).url)`CREATE TABLE kept AS SELECT 1 AS one`;
    await kill(first.child);
    const second = await start(dataDir);
    expect(await client(second.url)`SELECT one FROM kept`).toEqual([{ one: 1 }]);
    await second.stop();
    const third = await spawnChild(dataDir, nobody);
    expect(await client((await third.started).url)`SELECT one FROM kept`).toEqual([{ one: 1 }]);
  });

  test("another user's data is refused in one sentence", async () => {
    const dataDir = await temporaryFolder();
    await chmod(dataDir, 0o755);
    await mkdir(join(dataDir, 'postgres'), { mode: 0o700 });
    const { started } = await spawnChild(dataDir, nobody);
    expect((await started).error).toContain('run as the user it belongs to');
  });
});
