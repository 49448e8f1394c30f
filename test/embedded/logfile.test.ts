import { readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLogFile } from '../../src/embedded/logfile.ts';
import { temporaryFolder } from './processes.ts';

test('of a log that has passed ten megabytes the last one is kept', async () => {
  const path = join(await temporaryFolder(), 'postgres.log');
  await writeFile(path, `${'x'.repeat(11 * 1024 * 1024)}\nFATAL:  the reason\nthe end\n`);
  const log = await openLogFile(path, {});
  expect((await stat(path)).size).toBe(1024 * 1024);
  expect((await readFile(path, 'utf8')).endsWith('the end\n')).toBe(true);
  expect(await log.lastComplaint()).toBe('FATAL:  the reason');
  await log.close();
});

test('a log that leads elsewhere is not followed', async () => {
  const folder = await temporaryFolder();
  await symlink('/etc/hostname', join(folder, 'postgres.log'));
  await expect(openLogFile(join(folder, 'postgres.log'), {})).rejects.toThrow('ELOOP');
});
