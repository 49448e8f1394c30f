import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** The server as a process of its own. */
export interface Program {
  readonly url: string;
  /** What it has written so far. */
  readonly output: () => string;
  /** What it has written to stderr. */
  readonly complaints: () => string;
  readonly pid: number;
  /** Sends a signal; resolves with the exit code and how long it took, in milliseconds. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<{ code: number | null; milliseconds: number }>;
}

/** Starts main.ts, or another entry with its arguments; resolves once it listens. */
export async function startProgram(
  env: Record<string, string>,
  entry: readonly string[] = ['src/server/main.ts'],
): Promise<Program> {
  const child = spawn(process.execPath, ['--import', 'tsx', ...entry], {
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'info', NODE_ENV: 'test', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString();
    process.stderr.write(chunk);
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const found = /"url":"([^"]+)"/.exec(output)?.[1];
      if (found) resolve(found);
    });
    child.on('exit', () => {
      reject(new Error(output));
    });
  });
  return {
    url,
    output: () => output,
    complaints: () => complaints,
    pid: child.pid ?? 0,
    async end(signal) {
      const since = Date.now();
      const exit = once(child, 'exit');
      child.kill(signal);
      await exit;
      return { code: child.exitCode, milliseconds: Date.now() - since };
    },
  };
}
