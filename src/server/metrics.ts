import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { createApp } from './app.ts';
import type { Config } from './config.ts';

/** The metrics at /metrics, in Prometheus' text format. It asks nobody who is calling: only where the public is not. */
export function serveMetrics(app: FastifyInstance, registry: Registry): void {
  app.get('/metrics', async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}

/** Serves the metrics on a port of their own. */
export async function listenForMetrics(
  config: Pick<Config, 'logLevel'>,
  address: NonNullable<Config['metrics']>,
  registry: Registry,
): Promise<{ readonly close: () => Promise<void> }> {
  const app = createApp(config);
  serveMetrics(app, registry);
  await app.listen(address);
  return { close: () => app.close() };
}
