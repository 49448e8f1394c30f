import { Gauge, type Registry } from 'prom-client';
import type { ChangeFeed } from '../changes/feed.ts';
import type { Reads } from '../storage/reads.ts';

/** Shows how far this instance has read the change log, and who listens. */
export function showChanges(registry: Registry, changes: ChangeFeed, reads: Reads): void {
  const registers = [registry];
  new Gauge({
    name: 'dfdg_subscribers',
    help: 'Subscriptions to changes on this instance, over all transports.',
    registers,
    collect() {
      this.set(changes.state.subscribers);
    },
  });
  new Gauge({
    name: 'dfdg_change_log_read_position',
    help: 'The position of the change log up to which this instance has read and told.',
    registers,
    collect() {
      this.set(changes.state.head);
    },
  });
  new Gauge({
    name: 'dfdg_change_log_lag',
    help: 'How many positions of the change log are written and not read by this instance. Absent while the database does not answer.',
    registers,
    async collect() {
      this.remove();
      const head = await reads.changeHead().catch(() => null);
      if (head !== null) this.set(Math.max(0, head - changes.state.head));
    },
  });
}
