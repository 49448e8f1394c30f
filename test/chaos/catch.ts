import { spawnSync } from 'node:child_process';
import type { Mutant } from './mutants.ts';
import { buildProduct } from './product.ts';
import { profiles } from './profile.ts';
import { runChaos } from './run.ts';

/** How often a mutant that only shows at times is let loose. */
const tries = 3;

const enough = 'enough was exercised';

/** What sees a mutant, or null where nothing does. */
export async function caughtBy(mutant: Pick<Mutant, 'edits' | 'test'>): Promise<string | null> {
  const product = buildProduct(mutant.edits);
  try {
    if (mutant.test) return fails(product.folder, ...mutant.test);
    for (let seed = 1; seed <= tries; seed += 1) {
      const { wrong } = await runChaos(product, profiles.short, seed);
      // That little was exercised is a reason not to believe a run, and says nothing against the product.
      const broken = [...wrong].filter(([name, found]) => name !== enough && found.length > 0);
      if (broken.length > 0) return `the chaos run: ${broken.map(([name]) => name).join('; ')}`;
    }
    return null;
  } finally {
    product.remove();
  }
}

/** Runs one test of a copy; tells its name where it fails. */
function fails(folder: string, file: string, name: string): string | null {
  const command = ['--no-install', 'vitest', 'run', file, '-t', name, '--reporter=json'];
  const { stdout } = spawnSync('npx', command, { cwd: folder, encoding: 'utf8' });
  const { numFailedTests, numPassedTests } = JSON.parse(stdout.slice(stdout.indexOf('{'))) as Counts;
  if (numFailedTests + numPassedTests === 0) throw new Error(`${file} has no test "${name}"`);
  return numFailedTests === 0 ? null : `${file}: ${name}`;
}

interface Counts {
  readonly numFailedTests: number;
  readonly numPassedTests: number;
}
