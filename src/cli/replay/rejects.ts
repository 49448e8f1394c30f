import { open, realpath, rm } from 'node:fs/promises';
import { Mendable } from '../command.ts';
import type { Line } from './lines.ts';
import type { Reason } from './post.ts';

/** A file of the lines that were not taken, each with its number and the reasons. It holds CPR numbers. */
export interface Rejects {
  readonly write: (line: Line, reasons: readonly Reason[]) => void;
  /** Resolves when it is on disk; without a line there is no file. */
  readonly close: () => Promise<void>;
}

/** Begins the file anew: only its owner may read it. */
export async function openRejects(path: string, input: string): Promise<Rejects> {
  const real = (name: string) => realpath(name).catch(() => name);
  if ((await real(path)) === (await real(input)))
    throw new Mendable('The rejected lines would overwrite the file: name another one by --rejects.');
  const handle = await open(path, 'w', 0o600);
  const isFile = (await handle.stat()).isFile();
  const stream = handle.createWriteStream();
  let count = 0;
  return {
    write({ number, input: rejected }, reasons) {
      count += 1;
      stream.write(`${JSON.stringify({ line: number, reasons, input: rejected })}\n`);
    },
    async close() {
      await new Promise<void>((resolve) => void stream.end(resolve));
      if (count === 0 && isFile) await rm(path, { force: true });
    },
  };
}
