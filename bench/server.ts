import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { mortal } from '../test/mortal.ts';

/** The built server in a process of its own, on the embedded PostgreSQL with its default durability. */
export interface BenchServer {
  readonly url: string;
  readonly pid: number;
  /** Resident memory of the server alone, in MiB. */
  readonly memory: () => Promise<number>;
  /** What the serving thread keeps after its garbage is collected, in MiB. */
  readonly kept: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

const collector = `process.on('SIGUSR2', () => {
  gc();
  const { heapUsed, external } = process.memoryUsage();
  console.log(JSON.stringify({ kept: heapUsed + external }));
})`;
const collecting = ['--expose-gc', '--import', `data:text/javascript,${encodeURIComponent(collector)}`];

/** What `npm start` has Node run, with its options. */
const [, ...asStarted] = (
  JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } }
).scripts.start.split(' ');

/** The options of Node alone. */
export const nodeOptions = asStarted.filter((one) => one.startsWith('--'));

/** Starts what `npm run build` has built, with these variables beside the usual ones. */
export async function startServer(env: Readonly<Record<string, string>>): Promise<BenchServer> {
  const server = spawn(process.execPath, [...mortal, ...collecting, ...asStarted], {
    env: { ...process.env, PORT: '0', LOG_LEVEL: 'info', NODE_ENV: 'development', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const output = createInterface(server.stdout);
  const said = (name: 'url' | 'kept') =>
    new Promise<unknown>((resolve, reject) => {
      const end = () => {
        reject(new Error('The server has ended.'));
      };
      const hear = (line: string) => {
        const { [name]: value } = JSON.parse(line) as Partial<Record<typeof name, unknown>>;
        if (value === undefined) return;
        output.off('line', hear);
        server.off('exit', end);
        resolve(value);
      };
      output.on('line', hear);
      server.once('exit', end);
    });
  const url = (await said('url')) as string;
  return {
    url,
    pid: server.pid ?? 0,
    async memory() {
      const status = await readFile(`/proc/${server.pid ?? 0}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
    },
    async kept() {
      const kept = said('kept');
      server.kill('SIGUSR2');
      return Number(await kept) / 2 ** 20;
    },
    async stop() {
      server.kill('SIGTERM');
      await once(server, 'exit');
    },
  };
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
