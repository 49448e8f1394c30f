import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { Account } from './account.ts';
import { startWatchdog } from './watchdog.ts';

/** One run of a program of PostgreSQL's on a data folder. */
export interface Program {
  path: string;
  /** The data folder, which is also the working folder. */
  folder: string;
  args: string[];
  account: Account;
}

/** The arguments and options to spawn it with, in a session of its own. */
export function spawnArguments({ path, folder, args, account }: Program) {
  return [
    path,
    [...args, '-D', dataArgument(folder, account)],
    // Ctrl-C in a terminal goes to its whole process group, but is for this process, which stops PostgreSQL last.
    { cwd: folder, env: environment(), detached: true, ...account },
  ] as const;
}

/** Runs a program to its end; throws its complaints where it has any. */
export async function runToEnd(program: Program, input = ''): Promise<void> {
  const watchdog = startWatchdog();
  const child = spawn(...spawnArguments(program));
  watchdog.watch(child);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('exit', resolve);
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const results = Promise.all([ended, text(child.stdout), text(child.stderr)]);
  const [code, , complaints] = await results.finally(watchdog.stop);
  if (code !== 0 || /ERROR|FATAL/.test(complaints)) {
    throw new Error(`PostgreSQL's data folder could not be made: ${complaints.trim()}`);
  }
}

/**
 * How PostgreSQL is told its folder. Where this process is root, a folder above it may be closed to the account
 * (/root); a program whose working folder was set while still root can reach it through /proc all the same.
 */
function dataArgument(folder: string, account: Account): string {
  return account.uid !== undefined && process.platform === 'linux' ? '/proc/self/cwd' : folder;
}

/** Nothing of ours that could steer PostgreSQL's programs (PGDATA, LANG, …). */
function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LC_ALL: 'C' };
}
