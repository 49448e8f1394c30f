import { spawnSync } from 'node:child_process';
import { chmod, chown, cp, lstat, mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packagedBinaries, prepareBinaries } from '../../src/embedded/binaries.ts';
import { childScript, client, isRoot, nobody, spawnChild, start, temporaryFolder } from './processes.ts';

const canReadCheckout = isRoot && spawnSync('test', ['-r', childScript], nobody).status === 0;

/** The package as npm unpacks it, before any install script. */
async function packageWithoutLinks(): Promise<string> {
  const folder = await temporaryFolder();
  await cp(dirname(packagedBinaries()), folder, {
    recursive: true,
    filter: async (file) => !file.endsWith('.a') && !(await lstat(file)).isSymbolicLink(),
  });
  return join(folder, 'native');
}

test('the links that npm did not make are made', async () => {
  const native = await packageWithoutLinks();
  const { initdb, major } = await prepareBinaries(native, {}, await temporaryFolder());
  expect(major).toBe('18');
  expect(initdb).toBe(join(native, 'bin', 'initdb'));
  expect((await readdir(join(native, 'lib'))).sort()).toEqual(
    (await readdir(join(packagedBinaries(), 'lib'))).filter((name) => !name.endsWith('.a')).sort(),
  );
});

describe.skipIf(!isRoot)('as root', () => {
  test('PostgreSQL runs as nobody, also below a folder that is closed to it', async () => {
    const closed = await temporaryFolder();
    await chmod(closed, 0o700);
    const server = await start(join(closed, 'data'));
    expect((await stat(join(closed, 'data', 'postgres'))).uid).toBe(nobody.uid);
    expect(await client(server.connection)`SELECT 1 AS one`).toEqual([{ one: 1 }]);
  });

  test('PostgreSQL runs as the owner of the data folder, who can later start it alone', async ({ skip }) => {
    if (!canReadCheckout) skip('the checkout is closed to ordinary users');
    const dataDir = await temporaryFolder();
    await chown(dataDir, nobody.uid, nobody.gid);
    await (await start(dataDir)).stop();
    const { started } = await spawnChild(dataDir, nobody);
    expect(await client((await started).url)`SELECT 1 AS one`).toEqual([{ one: 1 }]);
  });

  test('an owner without a name does: initdb insists on one', async () => {
    const dataDir = await temporaryFolder();
    await chown(dataDir, 48_151, 48_151);
    const server = await start(dataDir);
    expect(await client(server.connection)`SELECT 1 AS one`).toEqual([{ one: 1 }]);
  });

  test('programs in a closed folder are copied to where they can run', async () => {
    const native = await packageWithoutLinks();
    const dataDir = await temporaryFolder();
    await chmod(dataDir, 0o755);
    const { postgres } = await prepareBinaries(native, nobody, dataDir);
    expect(postgres.startsWith(dataDir)).toBe(true);
    const again = await prepareBinaries(native, nobody, dataDir);
    expect(again.postgres).toBe(postgres);
    expect(await readdir(dataDir)).toHaveLength(1);
  });

  test('a copy that somebody else could have made is not run', async () => {
    const native = await packageWithoutLinks();
    const dataDir = await temporaryFolder();
    await chmod(dataDir, 0o755);
    const { postgres } = await prepareBinaries(native, nobody, dataDir);
    const copy = dirname(dirname(dirname(postgres)));
    await chown(copy, nobody.uid, nobody.gid);
    const { postgres: elsewhere } = await prepareBinaries(native, nobody, dataDir).catch(() => ({
      postgres: '',
    }));
    expect(elsewhere.startsWith(dataDir)).toBe(false);
  });

  test('an ordinary user just starts it, and is told whose folder it cannot read', async ({ skip }) => {
    if (!canReadCheckout) skip('the checkout is closed to ordinary users');
    const parent = await temporaryFolder();
    await chown(parent, nobody.uid, nobody.gid);
    const { started } = await spawnChild(join(parent, 'own'), nobody);
    expect(await client((await started).url)`SELECT 1 AS one`).toEqual([{ one: 1 }]);
    const foreign = join(parent, 'foreign');
    await mkdir(join(foreign, 'postgres'), { recursive: true, mode: 0o755 });
    await chmod(join(foreign, 'postgres'), 0o700);
    const refused = await spawnChild(foreign, nobody);
    expect((await refused.started).error).toContain('run as the user it belongs to');
  });
});
