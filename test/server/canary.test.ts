import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findEmbeddedPostgres } from '../../src/embedded/running.ts';
import { connect, type DatabaseClient } from '../../src/storage/address.ts';
import { decisionInput } from '../graphql/decision.ts';
import { configurations, type Configuration } from './canary/configurations.ts';
import { canaryOf, type Canary } from './canary/numbers.ts';
import { submit } from './canary/operations.ts';
import { post, send, type Place } from './canary/send.ts';
import { sendAll, type Hear } from './canary/sendAll.ts';
import { columnsOf, filesWith, saidBeside, titlesOf } from './canary/written.ts';
import { startProgram, type Program } from './program.ts';

/** Whose number is sent wherever something can be sent. */
const person = canaryOf('0709874653');
/** A number that KY makes its own keys of. Those are opaque text to us: they are stored, shown, and in no log. */
const inKeys = canaryOf('0811865297');
/** Written on purpose wherever it can be, to see that the search finds what is there. */
const control = 'canary-that-sings';

describe.each(Object.entries(configurations))('a CPR number, %s,', (_, configure) => {
  let configuration: Configuration;
  let program: Program;
  let place: Place;
  let sql: DatabaseClient;
  let dataDir: string;
  /** What was written, by the place. */
  const written = new Map<string, string>();
  let files: Readonly<Record<'person' | 'inKeys', readonly string[]>>;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'dfdg-canary-'));
    configuration = await configure();
    program = await startProgram({
      ...configuration.env,
      DATA_DIR: dataDir,
      LOG_LEVEL: 'trace',
      CALLBACK_HOSTS: '127.0.0.1:1',
      NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(`console.error('${control}')`)}`,
    });
    place = { url: program.url, headers: configuration.headers };
    const found = await findEmbeddedPostgres(dataDir);
    if (found.kind !== 'running') throw new Error('The database does not run.');
    sql = connect(found.connection, { max: 1, applicationName: control });

    await sendAll(place, configuration, hear, person, inKeys);
    await failInTheDatabase();
    await sql.unsafe(`do $$ begin raise log '${control}'; end $$`);
    await send(place, { path: '/nothing', headers: { 'x-request-id': control } });
    await post(place, { query: submit, variables: { input: decisionInput({ kyId: control }) } });

    written.set('titles', await titlesOf(program.pid));
    written.set(
      'metrics',
      await send({ ...place, url: configuration.metricsAt(place.url) }, { method: 'GET', path: '/metrics' }),
    );
    await vi.waitFor(async () => {
      expect((await sql`select 1 from access_log where operation = 'Query.citizen'`).length).toBeGreaterThan(
        0,
      );
    }, 5_000);
    const activity = await sql`select * from pg_stat_activity`;
    written.set('pg_stat_activity', JSON.stringify(activity));
    for (const [column, text] of await columnsOf(sql)) written.set(column, text);
    await sql.end();
    await program.end('SIGTERM');
    written.set('stdout', program.output());
    written.set('stderr', program.complaints());
    written.set('postgres.log', await readFile(join(dataDir, 'postgres.log'), 'utf8'));
    files = {
      person: await filesWith(dataDir, person.trace),
      inKeys: await filesWith(dataDir, inKeys.trace),
    };
  }, 120_000);

  afterAll(async () => {
    await configuration.end();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });

  /** Keeps what is answered beside the data that was asked for. */
  const hear: Hear = async (sent, answer) => {
    const heard = await answer.catch((error: unknown) => String(error));
    written.set(`answer to ${sent}`, saidBeside(heard));
  };

  /** Faults in the database, whose messages and details would tell what was sent. */
  async function failInTheDatabase(): Promise<void> {
    const fail = (more: object) =>
      post(place, { query: submit, variables: { input: decisionInput({ cpr: person.cpr, ...more }) } });

    await sql`alter table benefit_case add constraint refused check (ky_id not like 'refused%') not valid`;
    await hear('a refused row', fail({ kyId: `refused ${inKeys.cpr}`, messageId: `refused-${inKeys.cpr}` }));
    await sql`alter table benefit_case drop constraint refused`;

    await sql`alter table decision rename to decision_away`;
    const query = `{ citizen(by: { cpr: "${person.cpr}" }) { decisions(kyId: "${inKeys.cpr}") { nodes { id } } } }`;
    await hear('a read that fails', post(place, { query }));
    await sql`alter table decision_away rename to decision`;

    await sql.unsafe('begin');
    await sql.unsafe('lock table benefit_case in exclusive mode');
    const waiting = hear('a backend that died', fail({ kyId: inKeys.cpr }));
    await vi.waitFor(async () => {
      const [backend] = await sql<{ pid: number }[]>`
        select pid from pg_stat_activity where application_name = 'dfdg-commands' and wait_event_type = 'Lock'`;
      written.set('titles in a write', await titlesOf(program.pid));
      expect(await sql`select pg_terminate_backend(${backend!.pid}) as done`).toEqual([{ done: true }]);
    }, 2_000);
    await sql.unsafe('rollback');
    await waiting;
  }

  const placesOf = ({ trace }: Canary) =>
    [...written].filter(([, text]) => trace.test(text)).map(([place]) => place);

  it('is searched for where something stands: the control string is found', () => {
    const found = [...written].filter(([, text]) => text.includes(control)).map(([place]) => place);
    expect(found).toEqual(
      expect.arrayContaining(['stdout', 'stderr', 'postgres.log', 'pg_stat_activity', 'decision.ky_id']),
    );
    expect(written.get('titles')).toMatch(/main\.ts[^]*postgres: /);
    expect(written.get('metrics')).toContain('dfdg_decisions_total');
    expect(written.get('postgres.log')).toContain('terminating connection');
    expect(written.get('stdout')).toMatch(/"code":"23514"[^]*"code":"42P01"/);
  });

  it('stands nowhere, wherever and however it came', () => {
    expect(placesOf(person)).toEqual([]);
  });

  it('of which KY made its own keys stands where these are kept, and nowhere else', () => {
    expect(placesOf(inKeys).sort()).toEqual([
      'benefit_case.ky_id',
      'contact_group.carrier',
      'decision.ky_id',
      'decision.message_id',
    ]);
  });

  it('stands in no file of the database, unless KY made its own key of it', () => {
    expect(files.inKeys).not.toEqual([]);
    expect(files.person).toEqual([]);
  });
});
