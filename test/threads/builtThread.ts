import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** Builds the thread with faults into one file, so that it comes up as fast as what is built for production. */
export async function buildPoisonedThread(): Promise<{ entry: URL; remove: () => void }> {
  // Beside the packages that it imports.
  const folder = mkdtempSync(fileURLToPath(new URL('../../node_modules/.poisoned-', import.meta.url)));
  const outfile = join(folder, 'thread.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('./poisonedThread.ts', import.meta.url))],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  return {
    entry: pathToFileURL(outfile),
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}
