import { errorRecord } from '../logging/errorRecord.ts';

/** What an error comes to in one line, with what mends it where that is known. Messages that may hold values stay away. */
export function inOneLine(error: unknown): string {
  const { error: name, code } = errorRecord(error);
  const mend = code === undefined ? undefined : mendOf(code);
  if (mend !== undefined) return `${mend} (${code ?? name})`;
  // Our own errors, and those of files, say in their message what is wrong, and hold nothing of what is stored.
  if (error instanceof Error && isPlain(error)) return error.message.trim().replaceAll(/\s*\n\s*/g, ' ');
  return `${[name, code].filter(Boolean).join(' ')}: this is not foreseen; see the log of the server.`;
}

function isPlain(error: Error): boolean {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return error.name === 'Mendable' || syscall !== undefined || (error.name === 'Error' && code === undefined);
}

function mendOf(code: string): string | undefined {
  if (
    /^(ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ETIMEDOUT|CONNECT_TIMEOUT|CONNECTION_\w+|08...|57P0.)$/.test(code)
  )
    return 'The database does not answer: see that it runs, and that DATABASE_URL or DATA_DIR names it.';
  if (/^(28...|3D000)$/.test(code)) return 'The database refuses: see the user and the name in DATABASE_URL.';
  if (code === '42P01') return 'The database has no tables yet: start the server on it once.';
  return undefined;
}
