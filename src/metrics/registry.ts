import { collectDefaultMetrics, Registry } from 'prom-client';

/** The metrics of one instance, to begin with those of the process: memory, CPU time, the lag of the event loop. */
export function createRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}
