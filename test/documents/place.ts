import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { startTestService, type TestService } from '../server/service.ts';

/** Where what is copied runs: a service in place of the documents' at localhost:4001, and a folder for files. */
export interface Place {
  readonly service: TestService;
  readonly folder: string;
  /** What takes the place of the documents' gateway at localhost:4000, once there is one. */
  gateway: { readonly url: string; readonly printed: string } | null;
  /** The operation that was read last, for the variables that follow it. */
  operation: string;
  /** What was printed last. */
  printed: string;
  /** Ends what was started. */
  readonly ends: (() => Promise<unknown>)[];
}

/** A place for one document. */
export async function createPlace(): Promise<Place> {
  const service = await startTestService();
  const folder = await mkdtemp(join(tmpdir(), 'dfdg-documents-'));
  const ends = [() => rm(folder, { recursive: true }), () => service.end()];
  return { service, folder, gateway: null, operation: '', printed: '', ends };
}

/** Starts a shell on lines that were copied. */
export function startShell(lines: string, { service, folder, gateway }: Place): ChildProcess {
  const host = (url: string) => new URL(url).host;
  const script = lines
    .replaceAll('localhost:4001', host(service.url))
    .replaceAll('localhost:4000', gateway ? host(gateway.url) : 'localhost:4000');
  return spawn('sh', ['-e', '-c', script], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
}

/** What a shell prints that runs to its end. Rejects where it fails. */
export async function outputOf(shell: ChildProcess): Promise<string> {
  const [printed] = await Promise.all([text(shell.stdout!), once(shell, 'exit')]);
  if (shell.exitCode !== 0) throw new Error(`It ended with ${shell.exitCode}, having printed: ${printed}`);
  return printed;
}
