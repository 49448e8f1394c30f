import { Counter, Gauge, type Registry } from 'prom-client';
import type { IsolatedCommands } from '../threads/isolatedCommands.ts';

/** Shows how the command threads fare. */
export function showThreads(registry: Registry, commands: IsolatedCommands): void {
  const registers = [registry];
  new Counter({
    name: 'dfdg_thread_restarts_total',
    help: 'Command threads that went down and were replaced.',
    registers,
    collect() {
      this.reset();
      this.inc(commands.state.deaths);
    },
  });
  new Gauge({
    name: 'dfdg_quarantined_messages',
    help: 'Messages that are set aside, over all instances: dfdg quarantine list.',
    registers,
    collect() {
      this.set(commands.state.quarantined);
    },
  });
  new Gauge({
    name: 'dfdg_commands_in_flight',
    help: 'Commands that a thread has not answered yet.',
    registers,
    collect() {
      this.set(commands.state.inFlight);
    },
  });
}
