import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Account } from './account.ts';

const LIMIT = 10 * 1024 * 1024;
const KEPT = 1024 * 1024;
const CHECK_MS = 60_000;

/** PostgreSQL's log: one file, of which only the last megabyte is kept when it has passed ten. */
export interface LogFile {
  fd: number;
  /** The last complaint in it, for the sentence that says why PostgreSQL did not start. */
  lastComplaint(): Promise<string>;
  close(): Promise<void>;
}

/** Opens the log for appending; only the account (and root) can read it. */
export async function openLogFile(path: string, account: Account): Promise<LogFile> {
  // No symbolic link: where root works in an ordinary user's folder, it could lead to any file.
  const file = await open(
    path,
    constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW,
    0o600,
  );
  if (account.uid !== undefined && account.gid !== undefined) await file.chown(account.uid, account.gid);

  const tail = async (length: number) => {
    const { size } = await file.stat();
    const start = Math.max(0, size - length);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
    return buffer.subarray(0, bytesRead);
  };
  const trim = async () => {
    if ((await file.stat()).size < LIMIT) return;
    // PostgreSQL keeps the file open: it can be emptied, but not be replaced.
    const kept = await tail(KEPT);
    await file.truncate(0);
    await file.write(kept);
  };
  await trim();
  const timer = setInterval(() => void trim().catch(() => undefined), CHECK_MS).unref();
  return {
    fd: file.fd,
    async lastComplaint() {
      const lines = (await tail(4096)).toString().trimEnd().split('\n');
      return lines.findLast((line) => line.includes('FATAL')) ?? lines.at(-1) ?? '';
    },
    async close() {
      clearInterval(timer);
      await file.close();
    },
  };
}
