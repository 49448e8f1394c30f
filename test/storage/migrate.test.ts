import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator';
import { expect, it } from 'vitest';
import { connect } from '../../src/storage/address.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { createTestDatabase } from '../database.ts';

it('refuses a database that holds CPR numbers as they are, in one sentence, and takes an empty one over', async () => {
  const old = await createTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'dfdg-migrations-'));
  await cp('drizzle', folder, { recursive: true });
  const path = join(folder, 'meta/_journal.json');
  const journal = JSON.parse(await readFile(path, 'utf8')) as { entries: { tag: string }[] };
  const until = journal.entries.findIndex(({ tag }) => tag === '0006_cpr_keys');
  await writeFile(path, JSON.stringify({ ...journal, entries: journal.entries.slice(0, until) }));
  await old.sql.unsafe('drop schema public cascade; drop schema drizzle cascade; create schema public');
  const own = connect(old.address, { max: 1 });
  await runMigrations(drizzle(own), { migrationsFolder: folder });
  await own.end();

  await old.sql`insert into citizen values (gen_random_uuid(), 0, null)`;
  await old.sql`insert into citizen_cpr select id, '0101901234' from citizen`;
  const refused = await migrate(old.address).catch((error: unknown) => error);
  expect((refused as Error).message).toMatch(/^This database was filled before .* destroy this one\.$/);

  await old.sql`delete from citizen_cpr`;
  await migrate(old.address);
  expect(await old.sql`select cpr_hash from citizen_cpr`).toEqual([]);
  await old.drop();
  await rm(folder, { recursive: true });
});
