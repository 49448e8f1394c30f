import { copyFile, open, readFile, rm } from 'node:fs/promises';

const LIMIT = 10 * 1024 * 1024;
const CHECK_MS = 60_000;

/** PostgreSQL's log: one file and its predecessor (`.1`), each of some 10 MB at most. */
export interface LogFile {
  fd: number;
  /** The last complaint in it, for the sentence that says why PostgreSQL did not start. */
  lastComplaint(): Promise<string>;
  close(): Promise<void>;
}

/** Opens the log for appending, and moves it aside when it has grown; only the owner can read it. */
export async function openLogFile(path: string): Promise<LogFile> {
  const file = await open(path, 'a', 0o600);
  const trim = async () => {
    if ((await file.stat()).size < LIMIT) return;
    // PostgreSQL keeps the file open: it must be copied and emptied, not renamed.
    await rm(`${path}.1`, { force: true });
    await copyFile(path, `${path}.1`);
    await file.truncate(0);
  };
  await trim();
  const timer = setInterval(() => void trim().catch(() => undefined), CHECK_MS).unref();
  return {
    fd: file.fd,
    async lastComplaint() {
      const lines = (await readFile(path, 'utf8')).trimEnd().split('\n').slice(-20);
      return lines.findLast((line) => line.includes('FATAL')) ?? lines.at(-1) ?? '';
    },
    async close() {
      clearInterval(timer);
      await file.close();
    },
  };
}
