import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

/** A program that runs as a process of its own. */
export interface Program {
  /** Where it answers. */
  readonly url: string;
  /** Ends it, and waits until it is gone; at once where it is. */
  readonly end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<void>;
}

/** How to start a program. */
export interface ProgramOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The URL where it answers, once it does, from what it has printed. */
  readonly urlOf: (output: string) => Promise<string | undefined> | string | undefined;
}

/** Starts a program and waits until it answers. Rejects with what it has printed where it does not within 15 s. */
export async function startProgram({ command, args, env, urlOf }: ProgramOptions): Promise<Program> {
  const child = spawn(command, args, { env: { ...process.env, NO_COLOR: '1', ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  const exited = once(child, 'exit');
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  const end: Program['end'] = async (signal) => {
    child.kill(signal);
    await exited;
    process.off('exit', killWithUs);
  };
  for (const patience = Date.now() + 15_000; Date.now() < patience && child.exitCode === null;) {
    const url = await urlOf(output);
    if (url !== undefined) return { url, end };
    await delay(20);
  }
  await end('SIGKILL');
  throw new Error(`${command} does not start:\n${output}`);
}

/** Starts a TypeScript file of this repository; `printed` finds the URL in what it prints. */
export function startScript(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  printed: RegExp,
): Promise<Program> {
  return startProgram({
    command: process.execPath,
    args: ['--import', 'tsx', file, ...args],
    env,
    urlOf: (output) => printed.exec(output)?.[1],
  });
}
