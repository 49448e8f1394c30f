import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seed } from '../../bench/seed.ts';
import { append } from '../../src/storage/append.ts';
import { byKeys, connect, connectAsServer, type DatabaseClient } from '../../src/storage/address.ts';
import { load } from '../../src/storage/load.ts';
import { behindNoWall, createReads, type Reads } from '../../src/storage/reads.ts';
import { settingsOfSight } from '../../src/storage/rowSecurity.ts';
import { loadSickness } from '../../src/storage/sickness.ts';
import { cprCipher, cprKeys } from '../cprKeys.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';

// Every statement of the hot paths walks indexes alone, and by the citizen: so that its cost does not grow with the country,
// and so that citizens can be spread over several databases (docs/scaling.md). What it finds in another way says why.

const citizenId = '01a20c2f-7c7c-704d-a13f-83ae6591adbd';
const page = { citizenId, first: 1, before: null };
const log = { end: 'first', size: 1, after: 0, before: null, municipalities: null, citizenId: null } as const;
const none = { citizens: [], decisions: [], openedGroups: [], updatedGroups: [], cases: [], changes: [] };

const byHash = 'A number is looked up by its hash: where citizens are spread, so is this table, by the hash.';
const byMessage =
  'A repeat is known by its message id, of whichever citizen: a look-up table of its own, by that id.';
const theLog = 'The log has one order for all: it stays in one place, or there is one for each place.';

interface Hot {
  readonly run: (reads: Reads, sql: DatabaseClient) => Promise<unknown>;
  /** The tables that are not read by the citizen, and why. */
  readonly elsewhere?: Readonly<Record<string, string>>;
}

const hot: Readonly<Record<string, Hot>> = {
  states: {
    run: (reads) =>
      reads.states([{ citizenId, openContactGroups: true, decisions: { first: 1, before: null } }]),
  },
  citizens: { run: (reads) => reads.citizens([citizenId]) },
  citizenIds: { run: (reads) => reads.citizenIds(['0101901234']), elsewhere: { citizen_cpr: byHash } },
  cprs: { run: (reads) => reads.cprs([citizenId]) },
  contactGroups: { run: (reads) => reads.contactGroups([{ citizenId, openedBy: 1 }]) },
  openContactGroups: { run: (reads) => reads.openContactGroups([citizenId]) },
  contactGroupsOn: { run: (reads) => reads.contactGroupsOn([{ citizenId, on: '2022-06-24' }]) },
  contactGroupPages: { run: (reads) => reads.contactGroupPages([page]) },
  decisions: { run: (reads) => reads.decisions([{ citizenId, sequence: 1 }]) },
  decisionPages: { run: (reads) => reads.decisionPages([page]) },
  decisionPagesOfCase: { run: (reads) => reads.decisionPagesOfCase([{ ...page, kyId: 'A' }]) },
  changes: { run: (reads) => reads.changes([{ citizenId, sequence: 1, ordinal: 0 }]) },
  changesOfDecisions: { run: (reads) => reads.changesOfDecisions([{ citizenId, sequence: 1 }]) },
  sicknessAbsences: { run: (reads) => reads.sicknessAbsences([{ citizenId, first: 1 }]) },
  'changePage of a citizen': { run: (reads) => reads.changePage({ ...log, citizenId }) },
  'changePage of all': { run: (reads) => reads.changePage(log), elsewhere: { contact_group_change: theLog } },
  'changePage of municipalities': {
    run: (reads) => reads.changePage({ ...log, municipalities: ['101'] }),
    elsewhere: { contact_group_change: theLog },
  },
  'changePage from the end': {
    run: async (reads) => {
      await reads.changePage({ ...log, end: 'last', after: null });
      await reads.changePage({ ...log, end: 'last', after: null, municipalities: ['101'] });
    },
    elsewhere: { contact_group_change: theLog },
  },
  changeHead: { run: (reads) => reads.changeHead(), elsewhere: { contact_group_change: theLog } },
  'load (submitDecision)': {
    run: (_reads, sql) => load(sql, cprCipher, [{ messageId: 'm', cpr: '0101901234', kyId: 'A' }]),
    elsewhere: { decision: byMessage, citizen_cpr: byHash },
  },
  'append (submitDecision)': { run: (_reads, sql) => append(sql, cprCipher, none) },
  'loadSickness (reportSick)': {
    run: (_reads, sql) => loadSickness(sql, cprCipher, { messageId: 'm', cpr: '0101901234' }),
    elsewhere: { sickness_report: byMessage, citizen_cpr: byHash },
  },
};

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Filter?: string;
  readonly Plans?: readonly Plan[];
}

let database: TestDatabase;
let reads: Reads;
let explainer: DatabaseClient;
let server: DatabaseClient;
let jobcentre: DatabaseClient;
const sent: string[] = [];

/** A client that tells what is sent. */
function telling(sql: DatabaseClient): DatabaseClient {
  const tell = (strings: TemplateStringsArray, ...parameters: never[]) => {
    sent.push(strings.reduce((text, part, index) => `${text}$${index}${part}`));
    return sql(strings, ...parameters);
  };
  return Object.assign(tell, { typed: sql.typed }) as unknown as DatabaseClient;
}

beforeAll(async () => {
  database = await createTestDatabase();
  explainer = connect(database.address, { max: 1, settings: byKeys });
  // While a table is empty one walk of an index is as good as another. Most groups are open, as in the country: then the
  // planner is tempted to look for open ones among all.
  await seed(explainer, { citizens: 2_000, readable: 20 });
  await explainer`
    with sick as (
      insert into sickness_absence (citizen_id, number, sick_from) select id, 1, '2022-06-24' from citizen returning citizen_id
    )
    insert into sickness_report (message_id, citizen_id, number, kind, date, received_at)
    select citizen_id::text, citizen_id, 1, 'SICK', '2022-06-24', now() from sick`;
  await explainer`vacuum analyze`;
  server = connectAsServer(database.address, { max: 1, settings: byKeys });
  jobcentre = connectAsServer(database.address, {
    max: 1,
    settings: { ...byKeys, ...settingsOfSight(['101']) },
  });
  reads = createReads(database.address, cprKeys, { onStatement: (statement) => sent.push(statement) });
});

afterAll(async () => {
  await reads.close();
  for (const client of [explainer, server, jobcentre]) await client.end();
  await database.drop();
});

/** What a plan reads of tables, at whatever depth. */
function scansOf(plan: Plan): readonly Plan[] {
  const below = (plan.Plans ?? []).flatMap(scansOf);
  return plan['Relation Name'] !== undefined && plan['Node Type'] !== 'ModifyTable'
    ? [plan, ...below]
    : below;
}

/** How a statement is carried out for whoever is connected. */
async function planOf(client: DatabaseClient, statement: string): Promise<Plan> {
  const parameters = new Set(statement.match(/\$\d+/g)).size;
  const nulls = parameters > 0 ? `(${Array(parameters).fill('null').join()})` : '';
  await client.unsafe(`prepare explained as ${statement}`);
  const [row] = await client.unsafe<[{ 'QUERY PLAN': [{ Plan: Plan }] }]>(
    `explain (format json) execute explained${nulls}`,
  );
  await client.unsafe('deallocate explained');
  return row['QUERY PLAN'][0].Plan;
}

/** Whether a scan walks an index: a bitmap's condition stands in the node below. */
function indexConditionOf(scan: Plan): string | undefined {
  const walk =
    scan['Node Type'] === 'Bitmap Heap Scan'
      ? scan.Plans?.find((below) => below['Node Type'].startsWith('Bitmap'))
      : scan;
  return walk?.['Index Cond'];
}

describe('a statement of the hot paths', () => {
  it('is each one that queries read by', () => {
    const others = ['ping', 'close', 'connections', 'deviationReport', 'accessPages', 'whose', 'seenBy'];
    const walked = Object.keys(hot).map((name) => name.split(' ')[0]);
    expect(Object.keys(reads).filter((name) => !walked.includes(name) && !others.includes(name))).toEqual([]);
  });

  it.each(Object.entries(hot))('%s walks indexes, by the citizen', async (name, { run, elsewhere = {} }) => {
    sent.length = 0;
    await run(reads, telling(explainer));
    expect(sent.length).toBeGreaterThan(0);
    const notByCitizen = new Set<string>();
    for (const statement of sent) {
      const plan = await planOf(explainer, statement);
      // Row-level security costs nothing where nobody is limited: no policy is for the owner, and all is visible to the server.
      expect(await planOf(server, statement)).toEqual(plan);
      for (const scan of scansOf(plan)) {
        expect(scan['Node Type'], name).toMatch(/Index|Bitmap/);
        const condition = indexConditionOf(scan) ?? '';
        const isByCitizen = scan['Relation Name'] === 'citizen' ? /\bid =/ : /\bcitizen_id =/;
        if (!isByCitizen.test(condition)) notByCitizen.add(scan['Relation Name'] ?? '');
        // Open groups have an index of their own: a citizen may have had any number of others.
        expect(scan.Filter ?? '', name).not.toContain('closed_by');
        // All but the end of the log, which is one step of its index.
        if (name !== 'changeHead') expect(condition, name).not.toBe('');
      }
    }
    expect([...notByCitizen].sort()).toEqual(Object.keys(elsewhere).sort());
  });

  it.each(Object.entries(hot).filter(([name]) => !/ \(/.test(name) && !behindNoWall.includes(name)))(
    '%s walks indexes where the database itself looks whom a jobcentre may see',
    async (name, { run }) => {
      sent.length = 0;
      await run(reads, explainer);
      for (const statement of sent)
        for (const scan of scansOf(await planOf(jobcentre, statement))) {
          expect(scan['Node Type'], name).toMatch(/Index|Bitmap/);
          expect(indexConditionOf(scan) ?? '', name).not.toBe('');
        }
    },
  );
});
