import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A server in a process of its own. */
export interface Announced {
  readonly url: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

/** A server that has been started, once its first line says as JSON where it listens. Rejects where it ends before. */
export async function announced(server: ChildProcess): Promise<Announced> {
  if (!server.stdout) throw new Error('What the server says must be a pipe.');
  for await (const line of createInterface(server.stdout)) {
    server.stdout.resume();
    return {
      url: (JSON.parse(line) as { url: string }).url,
      pid: server.pid ?? 0,
      async stop() {
        server.kill();
        await once(server, 'exit');
      },
    };
  }
  throw new Error('A server of the bench did not start.');
}
