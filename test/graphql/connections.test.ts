import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printCursor } from '../../src/graphql/cursors.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { madeUpCpr } from '../commands/submission.ts';
import { decisionInput } from './decision.ts';
import { createSubgraph, submit, type Subgraph } from './subgraph.ts';

let database: TestDatabase;
let subgraph: Subgraph;

const cpr = madeUpCpr(1);

/** Grants that each supersede the one before: 25 decisions, groups and changes. */
const groups = Array.from({ length: 25 }, (_, index) => (index % 2 === 0 ? 2 : 11));

beforeAll(async () => {
  database = await createTestDatabase();
  subgraph = await createSubgraph(database.address);
  await submit(
    subgraph,
    groups.map((contactGroup, index) =>
      decisionInput({
        cpr,
        kyId: index % 5 === 0 ? 'A' : `B${index}`,
        contactGroup,
        municipalityCode: contactGroup === 2 ? '101' : '851',
      }),
    ),
  );
});

afterAll(async () => {
  await subgraph.close();
  await database.drop();
});

interface Connection {
  edges: { cursor: string; node: { id: string } }[];
  nodes: { id: string }[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

const selection =
  '{ edges { cursor node { id } } nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }';

/** The three connections, each as a field that takes `first` and `after`. */
const connections = {
  decisions: { places: sequences().reverse(), read: (args: string) => ofCitizen(`decisions${args}`) },
  contactGroups: {
    places: sequences().reverse(),
    read: (args: string) => ofCitizen(`contactGroupHistory${args}`),
  },
  changes: {
    places: sequences(),
    read: async (args: string) => {
      const { data, errors } = await subgraph.run<Record<string, Connection> | null>(
        `{ connection: contactGroupChanges${args} ${selection} }`,
      );
      return { connection: data?.['connection'], errors };
    },
  },
} as const;

function sequences(): number[] {
  return groups.map((_, index) => index + 1);
}

async function ofCitizen(field: string) {
  const { data, errors } = await subgraph.run<{ citizen: { connection: Connection } | null }>(
    `query ($by: CitizenBy!) { citizen(by: $by) { connection: ${field} ${selection} } }`,
    { by: { cpr } },
  );
  return { connection: data.citizen?.connection, errors };
}

const names = ['decisions', 'contactGroups', 'changes'] as const;

describe.each(names)('the connection of %s', (name) => {
  const { places, read } = connections[name];
  const sequenceOf = ({ id }: { id: string }) => Number(id.split('.')[1]);

  it('is read to its end page by page, everything once and in order', async () => {
    const seen: number[] = [];
    const pages: number[] = [];
    let after = '';
    for (let hasNextPage = true; hasNextPage;) {
      const { connection, errors } = await read(`(first: 10${after})`);
      expect(errors).toEqual([]);
      const { edges, nodes, pageInfo } = connection!;
      expect(edges.map(({ node }) => node)).toEqual(nodes);
      expect(pageInfo).toEqual({
        hasNextPage: pages.length < 2,
        hasPreviousPage: pages.length > 0,
        startCursor: edges[0]!.cursor,
        endCursor: edges.at(-1)!.cursor,
      });
      seen.push(...nodes.map(sequenceOf));
      pages.push(nodes.length);
      after = `, after: "${pageInfo.endCursor!}"`;
      hasNextPage = pageInfo.hasNextPage;
    }
    expect(pages).toEqual([10, 10, 5]);
    expect(seen).toEqual(places);
  });

  it('has no next page where it ends with a page', async () => {
    const { connection } = await read('(first: 25)');
    expect(connection?.nodes).toHaveLength(25);
    expect(connection?.pageInfo.hasNextPage).toBe(false);
  });

  it('is empty after its end', async () => {
    const { connection, errors } = await read(`(after: "${printCursor(name, places.at(-1)!)}")`);
    expect(errors).toEqual([]);
    expect(connection).toEqual({
      edges: [],
      nodes: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null },
    });
  });

  it('tells with first: 0 only whether there is anything', async () => {
    const { connection } = await read('(first: 0)');
    expect(connection?.edges).toEqual([]);
    expect(connection?.pageInfo.hasNextPage).toBe(true);
  });

  it('takes null for nothing said', async () => {
    const { connection, errors } = await read('(first: null, after: null)');
    expect(errors).toEqual([]);
    expect(connection?.nodes).toHaveLength(name === 'changes' ? 25 : 20);
  });

  it('refuses too much, less than nothing, and cursors that are none of its own', async () => {
    const other = names[(names.indexOf(name) + 1) % names.length]!;
    const cases = [
      [`(first: ${name === 'changes' ? 1_001 : 101})`, 'LIMIT_EXCEEDED', 'first'],
      ['(first: -1)', 'BAD_USER_INPUT', 'first'],
      ['(after: "")', 'BAD_USER_INPUT', 'after'],
      ['(after: "nonsense")', 'BAD_USER_INPUT', 'after'],
      [`(after: "${printCursor(other, 3)}")`, 'BAD_USER_INPUT', 'after'],
    ] as const;
    for (const [args, code, argument] of cases) {
      const { errors } = await read(args);
      expect(errors, args).toMatchObject([{ extensions: { code } }]);
      expect(errors[0]?.message).toContain(argument);
    }
  });

  it('takes a cursor of its own that is far out', async () => {
    const { errors } = await read(`(after: "${printCursor(name, 9_000_000_000_000)}")`);
    expect(errors).toEqual([]);
  });
});

describe('the connection of changes, from its end', () => {
  const { places, read } = connections.changes;
  const cursorOf = (place: number) => `"${printCursor('changes', place)}"`;

  /** The places of a page, and whether there is something on each side of it. */
  async function page(args: string) {
    const { connection, errors } = await read(args);
    expect(errors, args).toEqual([]);
    const { nodes, pageInfo } = connection!;
    return [nodes.map(({ id }) => Number(id.split('.')[1])), pageInfo.hasPreviousPage, pageInfo.hasNextPage];
  }

  it('is read to its beginning page by page, everything once, each page in order', async () => {
    const seen: number[][] = [];
    let before = '';
    for (let hasPreviousPage = true; hasPreviousPage;) {
      const { connection, errors } = await read(`(last: 10${before})`);
      expect(errors).toEqual([]);
      const { nodes, pageInfo } = connection!;
      expect(pageInfo.hasNextPage).toBe(seen.length > 0);
      seen.unshift(nodes.map(({ id }) => Number(id.split('.')[1])));
      before = `, before: "${pageInfo.startCursor!}"`;
      hasPreviousPage = pageInfo.hasPreviousPage;
    }
    expect(seen.map(({ length }) => length)).toEqual([5, 10, 10]);
    expect(seen.flat()).toEqual(places);
  });

  it('keeps to both bounds from either end', async () => {
    const between = `after: ${cursorOf(5)}, before: ${cursorOf(9)}`;
    expect(await page(`(last: 2, ${between})`)).toEqual([[7, 8], true, true]);
    expect(await page(`(first: 2, ${between})`)).toEqual([[6, 7], true, true]);
    expect(await page(`(last: 3, ${between})`)).toEqual([[6, 7, 8], false, true]);
    expect(await page(`(first: 3, ${between})`)).toEqual([[6, 7, 8], true, false]);
    expect(await page(`(last: 3, after: ${cursorOf(9)}, before: ${cursorOf(5)})`)).toEqual([[], false, true]);
    expect(await page('(last: 0)')).toEqual([[], true, false]);
  });

  it('goes before first, and null says nothing', async () => {
    expect(await page('(first: 1, last: 2)')).toEqual([[24, 25], true, false]);
    expect(await page('(first: 1, last: null, before: null)')).toEqual([[1], false, true]);
  });

  it('is that of a citizen and of a municipality, too', async () => {
    const { data } = await subgraph.run<{ citizen: { id: string } }>(
      'query ($by: CitizenBy!) { citizen(by: $by) { id } }',
      { by: { cpr } },
    );
    const { id } = data.citizen;
    expect(await page(`(last: 2, citizenId: "${id}")`)).toEqual([[24, 25], true, false]);
    expect(await page(`(last: 2, citizenId: "${id}", municipalityCode: "400")`)).toEqual([[], false, false]);
    expect(await page(`(last: 2, municipalityCode: "851", before: ${cursorOf(4)})`)).toEqual([
      [2, 3],
      false,
      true,
    ]);
  });

  it('refuses too much, less than nothing, and cursors that are none of its own', async () => {
    for (const [args, code, argument] of [
      ['(last: 1001)', 'LIMIT_EXCEEDED', 'last'],
      ['(last: -1)', 'BAD_USER_INPUT', 'last'],
      ['(last: 1, before: "nonsense")', 'BAD_USER_INPUT', 'before'],
      [`(before: "${printCursor('decisions', 3)}")`, 'BAD_USER_INPUT', 'before'],
    ] as const) {
      const { errors } = await read(args);
      expect(errors, args).toMatchObject([{ extensions: { code } }]);
      expect(errors[0]?.message).toContain(argument);
    }
  });
});

describe('the filters', () => {
  it('decisions on one KY id', async () => {
    const { connection } = await ofCitizen('decisions(kyId: "A", first: 3)');
    expect(connection?.nodes.map(({ id }) => id.split('.')[1])).toEqual(['21', '16', '11']);
    const rest = await ofCitizen(
      `decisions(kyId: "A", first: 3, after: "${connection!.pageInfo.endCursor!}")`,
    );
    expect(rest.connection?.nodes.map(({ id }) => id.split('.')[1])).toEqual(['6', '1']);
    expect((await ofCitizen('decisions(kyId: "unheard of")')).connection?.nodes).toEqual([]);
    const { errors } = await ofCitizen('decisions(kyId: "\\u0000")');
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('changes that a municipality hears of: its own, and those that closed a group it had opened', async () => {
    await submit(subgraph, [decisionInput({ cpr: madeUpCpr(2), municipalityCode: '400' })]);
    await submit(subgraph, [
      decisionInput({ cpr: madeUpCpr(2), kyId: 'B', contactGroup: 11, municipalityCode: '401' }),
    ]);
    const kinds = async (municipalityCode: string) => {
      const { data } = await subgraph.run<{ contactGroupChanges: { nodes: { kind: string }[] } }>(
        'query ($municipalityCode: String) { contactGroupChanges(municipalityCode: $municipalityCode) { nodes { kind } } }',
        { municipalityCode },
      );
      return data.contactGroupChanges.nodes.map(({ kind }) => kind);
    };
    expect(await kinds('400')).toEqual(['OPENED', 'CHANGED']);
    expect(await kinds('401')).toEqual(['CHANGED']);
    expect(await kinds('999')).toEqual([]);
    // Every change of the first citizen but the first names both.
    expect(await kinds('101')).toHaveLength(25);
    expect(await kinds('851')).toHaveLength(24);
    const { errors } = await subgraph.run('{ contactGroupChanges(municipalityCode: "1") { nodes { id } } }');
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it("a change's own cursor is the one of its edge", async () => {
    const { data } = await subgraph.run<{
      contactGroupChanges: { edges: { cursor: string; node: { cursor: string } }[] };
    }>('{ contactGroupChanges(first: 3) { edges { cursor node { cursor } } } }');
    for (const { cursor, node } of data.contactGroupChanges.edges) expect(node.cursor).toBe(cursor);
  });
});
