import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseClient } from '../../../src/storage/address.ts';

/** All values of all tables as text, by `table.column`; bytes as they are. */
export async function columnsOf(sql: DatabaseClient): Promise<Map<string, string>> {
  const tables = await sql<{ name: string }[]>`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')`;
  const columns = new Map<string, string>();
  for (const { name } of tables)
    for (const row of await sql.unsafe<Record<string, unknown>[]>(`select * from ${name}`))
      for (const [column, value] of Object.entries(row)) {
        const text = Buffer.isBuffer(value) ? value.toString('latin1') : String(value);
        columns.set(`${name}.${column}`, `${columns.get(`${name}.${column}`) ?? ''}\n${text}`);
      }
  return columns;
}

/** Command lines, which are also titles, of a process and all that it has started. */
export async function titlesOf(pid: number): Promise<string> {
  const own = await readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => '');
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const children = await Promise.all(
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, 'latin1').catch(() => '')),
  );
  const names = await Promise.all(
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/comm`, 'latin1').catch(() => '')),
  );
  const pids = children.join(' ').split(' ').filter(Boolean).map(Number);
  return [own, ...names, ...(await Promise.all(pids.map(titlesOf)))].join('\n');
}

/** The files of a folder, and of those in it, in which a text stands. */
export async function filesWith(folder: string, trace: RegExp): Promise<string[]> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const found = await Promise.all(
    files
      .filter((file) => file.isFile())
      .map(async (file) => {
        const path = join(file.parentPath, file.name);
        return trace.test(await readFile(path, 'latin1')) ? [path] : [];
      }),
  );
  return found.flat();
}

/** What an answer says beside the data that was asked for: errors, what is no JSON, and what cursors hold. */
export function saidBeside(answer: string): string {
  const lines = answer.split('\n').map((line) => {
    const start = line.indexOf('{');
    try {
      const json = JSON.parse(line.slice(start)) as unknown;
      return (
        line.slice(0, start) +
        JSON.stringify(json, (key, value: unknown) => (key === 'data' ? ofData(value) : value))
      );
    } catch {
      return line;
    }
  });
  return lines.join('\n');
}

function ofData(data: unknown): unknown[] {
  const found: unknown[] = [];
  JSON.stringify(data, (key, value: unknown) => {
    if (key === 'userErrors') found.push(value);
    if (/cursor$/i.test(key)) found.push(Buffer.from(String(value), 'base64url').toString());
    return value;
  });
  return found;
}
