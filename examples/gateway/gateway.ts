import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGatewayRuntime, getGraphQLWSOptions } from '@graphql-hive/gateway-runtime';
import { MemPubSub } from '@graphql-hive/pubsub';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { composeSupergraph, type Subgraph } from './compose.ts';

/** What a gateway is started with. */
export interface GatewayOptions {
  readonly subgraphs: readonly Subgraph[];
  /** 0 takes any that is free. */
  readonly port: number;
  /** How subscriptions go to the subgraphs: over WebSocket, or by HTTP callback to this gateway. */
  readonly subscriptions: 'websocket' | 'callback';
  /** How long a callback may stay silent, in milliseconds. The subgraph sends heartbeats more often than that. */
  readonly heartbeatInterval?: number;
  /** Whether it logs nothing; else it logs errors. */
  readonly isSilent?: boolean;
}

/** A running gateway. */
export interface Gateway {
  /** Where it takes operations by POST, and subscriptions by SSE and by WebSocket. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Starts a Hive gateway in this process, on localhost. Rejects with a sentence where the subgraphs do not compose. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { subgraphs } = options;
  const supergraph = await composeSupergraph(subgraphs);
  const server = createServer();
  server.listen(options.port, 'localhost');
  await once(server, 'listening');
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;

  const gateway = createGatewayRuntime({
    supergraph,
    pubsub: new MemPubSub(),
    webhooks: options.subscriptions === 'callback',
    propagateHeaders: {
      fromClientToSubgraphs: ({ request, subgraphName }) => ({
        authorization: request.headers.get('authorization'),
        'x-router-secret': subgraphs.find(({ name }) => name === subgraphName)?.routerSecret,
      }),
    },
    transportEntries: Object.fromEntries(
      subgraphs.map((subgraph) => [
        subgraph.name,
        { options: { subscriptions: transportOf(options, subgraph, url) } },
      ]),
    ),
    logging: options.isSilent ? false : 'error',
  });
  // Else the schema is loaded with the first request, and a WebSocket that comes before it is refused.
  await gateway.getSchema();
  server.on('request', (request, response) => void gateway(request, response));
  const webSockets = new WebSocketServer({ server, path: '/graphql' });
  // A WebSocket client sends in connection_init what others send as headers.
  const sockets = useServer(
    getGraphQLWSOptions(gateway, ({ connectionParams }) => {
      const headers = { ...connectionParams } as Record<string, string>;
      return { headers, request: new Request(url, { headers }) };
    }),
    webSockets,
  );
  return {
    url: `${url}/graphql`,
    async close() {
      await sockets.dispose();
      await gateway[Symbol.asyncDispose]();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The transport of subscriptions to a subgraph, as Hive's `transportEntries` want it. */
function transportOf(
  { subscriptions, heartbeatInterval = 5_000 }: GatewayOptions,
  { routerSecret }: Subgraph,
  url: string,
) {
  const authorization = '{context.headers.authorization}';
  const secret: [string, string][] = routerSecret === undefined ? [] : [['x-router-secret', routerSecret]];
  return subscriptions === 'websocket'
    ? { kind: 'ws', headers: secret, options: { connectionParams: { authorization } } }
    : {
        kind: 'http-callback',
        headers: [['authorization', authorization] satisfies [string, string], ...secret],
        options: { public_url: `${url}/callback`, path: '/callback', heartbeat_interval: heartbeatInterval },
      };
}
