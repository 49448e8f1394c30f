import { Counter, Gauge, type Registry } from 'prom-client';
import type { AccessLog } from '../access/accessLog.ts';

/** Shows how the access log fares on this instance. */
export function showAccesses(registry: Registry, accessLog: AccessLog): void {
  const registers = [registry];
  new Gauge({
    name: 'dfdg_access_log_waiting',
    help: 'Rows of the access log that are not written yet.',
    registers,
    collect() {
      this.set(accessLog.state.waiting);
    },
  });
  new Counter({
    name: 'dfdg_access_log_lost_total',
    help: 'Rows of the access log that are lost, since too many waited.',
    registers,
    collect() {
      this.reset();
      this.inc(accessLog.state.lost);
    },
  });
}
