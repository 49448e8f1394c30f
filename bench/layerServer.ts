import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import { parse, validate, type DocumentNode } from 'graphql';
import { trustedCaller } from '../src/auth/caller.ts';
import type { Commands } from '../src/commands/submission.ts';
import { Access } from '../src/graphql/access.ts';
import { createRunCompiled } from '../src/graphql/compiled.ts';
import { createContext } from '../src/graphql/context.ts';
import { createSchema } from '../src/graphql/schema.ts';
import { silentLog } from '../src/logging/log.ts';
import { createApollo } from '../src/server/apollo.ts';
import { createApp } from '../src/server/app.ts';
import { createReads } from '../src/storage/reads.ts';
import { cprKeys } from './keys.ts';
import type { Layer } from './layers.ts';
import type { Operation } from './load.ts';

// One of the servers that `npm run bench:layers` puts beside each other: the reads of the subgraph and its compiled
// operations, under as many layers as are asked for. It trusts everybody and logs no access. Not built, since only the
// bench runs it; that costs time at its start alone.

const [layer, address] = process.argv.slice(2) as [Layer, string];
const schema = createSchema();
const reads = createReads(address, cprKeys);
const caller = trustedCaller('bench');
const context = () =>
  createContext({} as Commands, reads, caller, new Access({ add: () => undefined }, caller, null));

const run = createRunCompiled(schema, 0);
const documents = new Map<string, DocumentNode>();

function documentOf(query: string): DocumentNode {
  const known = documents.get(query);
  if (known) return known;
  const document = parse(query);
  if (validate(schema, document).length > 0) throw new Error('The operation does not fit the schema.');
  documents.set(query, document);
  return document;
}

const answer = async ({ query, variables }: Operation) =>
  run({
    document: documentOf(query),
    operationName: undefined,
    variables: variables as Record<string, unknown>,
    context: context(),
  });

async function startNode(): Promise<number> {
  const server = createServer((request, response) => {
    void text(request)
      .then((body) => answer(JSON.parse(body) as Operation))
      .then((result) => {
        const body = JSON.stringify(result);
        response.setHeader('content-type', 'application/json');
        response.setHeader('content-length', Buffer.byteLength(body));
        response.end(body);
      });
  }).listen(0);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function startFastify(withApollo: boolean): Promise<number> {
  const app = createApp({ logLevel: 'warn' });
  if (withApollo) {
    const apollo = createApollo(schema, silentLog, { nodeEnv: 'development', maxCost: 100_000 });
    await apollo.start();
    app.post('/graphql', fastifyApolloHandler(apollo, { context: () => Promise.resolve(context()) }));
  } else app.post('/graphql', async ({ body }) => answer(body as Operation));
  await app.listen({ port: 0 });
  return (app.server.address() as AddressInfo).port;
}

const port = layer === 'Node.js' ? await startNode() : await startFastify(layer === 'Apollo Server');
console.log(JSON.stringify({ url: `http://localhost:${port}` }));
