import { Gauge, type Registry } from 'prom-client';
import type { Reads } from '../storage/reads.ts';

/** Shows the connections to the database, as the database itself sees them. */
export function showConnections(registry: Registry, reads: Reads): void {
  const registers = [registry];
  const isUp = new Gauge({
    name: 'dfdg_database_up',
    help: 'Whether the database answers: 1 or 0.',
    registers,
  });
  new Gauge({
    name: 'dfdg_database_connections',
    help: 'Connections of all instances to the database, by what they are for and their state there.',
    labelNames: ['application', 'state'],
    registers,
    async collect() {
      this.reset();
      const connections = await reads.connections().catch(() => null);
      isUp.set(connections ? 1 : 0);
      for (const { application, state, count } of connections ?? []) this.set({ application, state }, count);
    },
  });
}
