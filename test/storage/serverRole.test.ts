import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectAsServer, type DatabaseClient } from '../../src/storage/address.ts';
import { codeOf } from '../../src/storage/faults.ts';
import { noCitizen } from '../../src/storage/ledger.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { createTokenIssuer } from '../auth/issuer.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { startTestService } from '../server/service.ts';
import { submit } from '../server/subscriber.ts';

let database: TestDatabase;
let sql: DatabaseClient;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = connectAsServer(database.address, { max: 1 });
});
afterAll(async () => {
  await sql.end();
  await database.drop();
});

const insufficientPrivilege = '42501';

const tables = {
  citizen: ['version', 'municipality_code'],
  citizen_cpr: [],
  cpr_hash_key: [],
  benefit_case: ['closed', 'stopped_since_grant', 'granted_groups'],
  decision: [],
  contact_group: ['carrier', 'end_date', 'closed_by'],
  contact_group_change: [],
  sickness_absence: ['recovered_on'],
  sickness_report: [],
  quarantined_message: [],
  access_log: [],
  access_log_rest: [],
} as const;

describe('the role of the server', () => {
  it.each(Object.keys(tables))('may neither delete from %s, nor empty, alter or drop it', async (table) => {
    for (const statement of [
      `delete from ${table}`,
      `truncate ${table} cascade`,
      `alter table ${table} disable trigger all`,
      `alter table ${table} add column more int`,
      `create trigger mine before insert on ${table} for each row execute function forbid_rewriting()`,
      `drop table ${table} cascade`,
    ])
      expect([statement, await codeOfStatement(statement)]).toEqual([statement, insufficientPrivilege]);
  });

  it('may update only what moves on, of all tables that there are', async () => {
    const columns = await database.sql<{ table: string; column: string; may: boolean }[]>`
      select c.table_name as table, c.column_name as column,
        has_column_privilege('dfdg_server', c.table_schema || '.' || c.table_name, c.column_name, 'update') as may
      from information_schema.columns c where c.table_schema in ('public', 'drizzle')`;
    const mays = columns.filter(({ may }) => may).map(({ table, column }) => `${table}.${column}`);
    const moving = Object.entries(tables).flatMap(([table, names]) =>
      names.map((name) => `${table}.${name}`),
    );
    expect(mays.sort()).toEqual(moving.sort());
    expect(columns.map(({ table }) => table)).toEqual(expect.arrayContaining(Object.keys(tables)));
  });

  it.each([
    "update decision set ky_id = 'B'",
    "update citizen_cpr set cpr_key = 'other'",
    'update cpr_hash_key set complete = true',
    "insert into cpr_hash_key values (true, decode(repeat('00', 32), 'hex'), true)",
    'insert into access_log_rest select * from access_log',
    "insert into drizzle.__drizzle_migrations values (1, 'x', 1)",
    'create table mine (id int)',
    'create schema mine',
    'select keep_access_months(0)',
    'create or replace function forbid_rewriting() returns trigger language plpgsql as $$ begin return null; end $$',
    'drop function forbid_rewriting cascade',
    'alter table citizen disable row level security',
    'drop policy in_sight on decision',
    'create policy more on citizen for select using (true)',
    'create or replace view citizen_in_sight as select id from citizen',
    'create role other',
    "select pg_read_file('postgresql.conf')",
    "copy citizen to program 'cat'",
  ])('may not %s', async (statement) => {
    expect(await codeOfStatement(statement)).toBe(insufficientPrivilege);
  });

  const codeOfStatement = (statement: string) =>
    sql.unsafe(statement).then(
      () => null,
      (error: unknown) => codeOf(error),
    );
});

describe('a server', () => {
  it('reads and writes as it: without its grants it can do neither', async () => {
    const service = await startTestService();
    await submit(service.url, 0, 2);
    await service.database.sql.unsafe('revoke all on decision from dfdg_server');
    expect((await service.post('{ contactGroupChanges { nodes { decision { id } } } }')).body).toMatchObject({
      errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
    await expect(submit(service.url, 2, 1)).rejects.toThrow();
    await service.end();
  });

  it('reads as that of jobcentres where the database itself is to look whom a caller may see', async () => {
    const issuer = await createTokenIssuer();
    const service = await startTestService({ tokens: issuer.options, rowSecurity: true });
    await service.database.sql.unsafe('revoke all on citizen from dfdg_jobcentre');
    const codes = ['*', '101'].map(async (municipality) => {
      const token = await issuer.token('citizens:read', [municipality]);
      const { body } = await service.send('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query: `{ citizen(by: { id: "${noCitizen}" }) { id } }` }),
      });
      return (body as { errors?: { extensions: object }[] }).errors?.[0]?.extensions ?? null;
    });
    expect(await Promise.all(codes)).toMatchObject([null, { code: 'INTERNAL_SERVER_ERROR' }]);
    await service.end();
    await issuer.end();
  });

  it('connects as the owner only to migrate, to check keys and to keep the months of the access log', () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    const asOwner = files.filter((file) => /\bconnect\(\w*address/.test(readFileSync(`src/${file}`, 'utf8')));
    expect(asOwner.sort()).toEqual([
      'access/upkeep.ts',
      'server/service.ts',
      'storage/address.ts',
      'storage/migrate.ts',
      'verify/database.ts',
    ]);
  });
});

describe('migrate', () => {
  const asOwner = async (rights: string) => {
    const empty = await createTestDatabase();
    const owner = `owner_${empty.address.database}`;
    await empty.sql.unsafe(`drop schema public cascade; drop schema drizzle cascade;
      create role ${owner} login ${rights}; alter database ${empty.address.database} owner to ${owner};
      set role ${owner}; create schema public; reset role`);
    return { empty, owner, address: { ...empty.address, username: owner } };
  };
  const end = async ({ empty, owner }: Awaited<ReturnType<typeof asOwner>>) => {
    await empty.sql.unsafe(`revoke dfdg_server, dfdg_jobcentre from ${owner}`);
    await empty.sql.unsafe(
      `reassign owned by ${owner} to current_user; drop owned by ${owner}; drop role ${owner}`,
    );
    await empty.drop();
  };

  it('says in one sentence what an administrator must do where the owner cannot', async () => {
    const made = await asOwner('nocreaterole');
    for (const role of ['dfdg_server', 'dfdg_jobcentre']) {
      const refused = await migrate(made.address).catch((error: unknown) => error);
      expect((refused as Error).message).toMatch(
        new RegExp(`^This user can neither .* GRANT ${role} TO owner_test_\\w+, then start again\\.$`),
      );
      await made.empty.sql.unsafe(`grant ${role} to ${made.owner}`);
    }
    await migrate(made.address);
    const client = connectAsServer(made.address, { max: 1 });
    expect(await client`select current_user as who, count(*)::int as count from decision`).toEqual([
      { who: 'dfdg_server', count: 0 },
    ]);
    await client.end();
    await end(made);
  });
});
