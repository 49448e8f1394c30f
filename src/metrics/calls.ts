import type { FastifyInstance } from 'fastify';
import { Counter, Gauge, type Registry } from 'prom-client';

/** Counts answered HTTP requests, by route and status; shows how many calls are worked on. Before the routes. */
export function countCalls(registry: Registry, app: FastifyInstance, inFlight: () => number): void {
  const registers = [registry];
  const answered = new Counter({
    name: 'dfdg_http_responses_total',
    help: 'HTTP requests that were answered. Status 503 at /graphql: refused, since there was too much to do.',
    labelNames: ['route', 'status'],
    registers,
  });
  new Gauge({
    name: 'dfdg_calls_in_flight',
    help: 'Calls at /graphql that are worked on.',
    registers,
    collect() {
      this.set(inFlight());
    },
  });
  app.addHook('onResponse', async ({ routeOptions }, { statusCode }) => {
    answered.inc({ route: routeOptions.url ?? 'none', status: statusCode });
  });
}
