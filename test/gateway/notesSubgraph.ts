import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';

/** By what the notes subgraph knows citizens, and a gateway asks it for one. */
export type CitizenKey = 'id' | 'cpr';

/** A citizen as the notes subgraph knows one. */
export interface NotedCitizen {
  readonly id: string;
  readonly cpr: string;
  readonly caseworkerNote: string;
}

/** A running subgraph, of another team's as it were, that has a note on each of some citizens. */
export interface NotesSubgraph {
  readonly url: string;
  /** Adds a citizen. */
  readonly add: (citizen: NotedCitizen) => void;
  /** Every reference to a citizen that a gateway has asked for. */
  readonly asked: Partial<NotedCitizen>[];
  /** Every `authorization` that a gateway has sent. */
  readonly authorizations: Set<string | undefined>;
  /** Every `x-router-secret` that a gateway has sent: nobody should. */
  readonly secrets: Set<unknown>;
  readonly close: () => void;
}

/** The notes subgraph's schema. With one key it knows nothing of the other, so that a gateway must use the one. */
export function notesSdl(keys: readonly CitizenKey[]): string {
  return `
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    type Query { notedCitizens: [Citizen!]! }
    type Citizen ${keys.map((key) => `@key(fields: "${key}")`).join(' ')} {
      ${keys.map((key) => `${key}: ${key === 'id' ? 'ID' : 'String'}!`).join(' ')}
      caseworkerNote: String
    }`;
}

/** Starts the notes subgraph on a free port. */
export async function startNotesSubgraph(keys: readonly CitizenKey[]): Promise<NotesSubgraph> {
  const citizens: NotedCitizen[] = [];
  const asked: Partial<NotedCitizen>[] = [];
  const authorizations = new Set<string | undefined>();
  const secrets = new Set<unknown>();
  const schema = buildSubgraphSchema({
    typeDefs: parse(notesSdl(keys)),
    resolvers: {
      Query: { notedCitizens: () => citizens },
      Citizen: {
        // eslint-disable-next-line @typescript-eslint/require-await -- a throw must be this citizen's alone
        __resolveReference: async (reference: Partial<NotedCitizen>) => {
          asked.push(reference);
          return citizens.find(({ id, cpr }) => id === reference.id || cpr === reference.cpr) ?? reference;
        },
      },
    },
  });
  const server = createServer((request, response) => {
    authorizations.add(request.headers.authorization);
    secrets.add(request.headers['x-router-secret']);
    void json(request).then(async (body) => {
      const { query, variables } = body as { query: string; variables?: Record<string, unknown> };
      const result = await graphql({ schema, source: query, variableValues: variables ?? null });
      response.setHeader('content-type', 'application/json').end(JSON.stringify(result));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    add: (citizen) => citizens.push(citizen),
    asked,
    authorizations,
    secrets,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
