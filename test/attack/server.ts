import { readdir, readFile } from 'node:fs/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProgram } from '../server/program.ts';
import { attackedLimits, createTarget, type Target } from './target.ts';
import { cprEnvironment } from '../cprKeys.ts';

/** A built server in a process of its own, and what it holds. */
export interface AttackedServer {
  readonly target: Target;
  /** Null where its process is not ours to look at. */
  held(): Promise<Held | null>;
  close(): Promise<void>;
}

/** What a server holds. */
export interface Held {
  /** Resident memory of its process, in MiB. */
  readonly memory: number;
  /** Open files and connections. */
  readonly files: number;
}

/** Starts what `npm run build` has built, in production, on a database and with a log of its own. */
export async function startAttacked(): Promise<AttackedServer> {
  const folder = await mkdtemp(join(tmpdir(), 'dfdg-attacked-'));
  let pid = 0;
  let end: () => Promise<unknown> = () => Promise.resolve();
  const target = await createTarget(async ({ keys, secret, callbackHost }) => {
    const program = await startProgram(
      {
        NODE_ENV: 'production',
        ...cprEnvironment,
        DATA_DIR: folder,
        ...keys.environment,
        ROUTER_SECRETS: secret,
        CALLBACK_HOSTS: callbackHost,
        CALLER_REQUESTS: String(attackedLimits.requests),
        CALLER_SOCKETS: String(attackedLimits.sockets),
        CALLER_SUBSCRIPTIONS: String(attackedLimits.subscriptions),
      },
      ['dist/server/main.js'],
    );
    pid = program.pid;
    end = () => program.end('SIGTERM');
    return program.url;
  });
  return {
    target,
    async held() {
      const status = await readFile(`/proc/${pid}/status`, 'utf8');
      return {
        memory: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024,
        files: (await readdir(`/proc/${pid}/fd`)).length,
      };
    },
    async close() {
      await end();
      await target.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
