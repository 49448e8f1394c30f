import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';

/** The built server in a process of its own, on the embedded PostgreSQL with its default durability. */
export interface BenchServer {
  readonly url: string;
  /** Resident memory of the server alone, in MiB. */
  readonly memory: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

/** Starts what `npm run build` has built, with these variables beside the usual ones. */
export async function startServer(env: Readonly<Record<string, string>>): Promise<BenchServer> {
  const server = spawn(process.execPath, ['dist/server/main.js'], {
    env: { ...process.env, PORT: '0', LOG_LEVEL: 'info', NODE_ENV: 'development', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface(server.stdout)) {
    const { url } = JSON.parse(line) as { url?: string };
    if (url === undefined) continue;
    server.stdout.resume();
    return {
      url,
      async memory() {
        const status = await readFile(`/proc/${server.pid ?? 0}/status`, 'utf8');
        return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
      },
      async stop() {
        server.kill('SIGTERM');
        await once(server, 'exit');
      },
    };
  }
  throw new Error('The server did not start.');
}

/** Answers an operation by POST. */
export async function post<Data>(url: string, query: string, variables: object = {}): Promise<Data> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}
