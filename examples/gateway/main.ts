import { readFileSync } from 'node:fs';
import type { Subgraph } from './compose.ts';
import { startGateway } from './gateway.ts';

// `npm run gateway`: a gateway in front of running subgraphs, until Ctrl-C. See README.md here.

const { GATEWAY_PORT = '4000', SUBGRAPH_URL = 'http://localhost:4001/graphql' } = process.env;
const { ROUTER_SECRET, SUBGRAPH_SCHEMA } = process.env;
const given = process.argv.slice(2);
const urls = given.length > 0 ? given : [SUBGRAPH_URL];

try {
  const subgraphs = urls.map((url, i): Subgraph =>
    i === 0
      ? {
          name: 'dfdg',
          url,
          routerSecret: ROUTER_SECRET,
          sdl: SUBGRAPH_SCHEMA && readFileSync(SUBGRAPH_SCHEMA, 'utf8'),
        }
      : { name: `subgraph${i + 1}`, url },
  );
  const gateway = await startGateway({
    subgraphs,
    port: Number(GATEWAY_PORT),
    subscriptions: 'websocket',
  });
  for (const { name, url } of subgraphs) console.log(`Composed ${name} from ${url}`);
  console.log(`Gateway at ${gateway.url}: queries and mutations by POST, subscriptions by SSE and WebSocket`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void gateway.close().finally(() => process.exit()));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
