/**
 * Puts one fault after another into a copy of the rules, and runs the checks of the rules on it. A fault that no check
 * sees survives, and then this exits with 1.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type * as Checks from './checks.ts';
import { deviationMutants, readingMutants, tableMutants, type Mutant } from './mutants.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const copies = mkdtempSync(join(tmpdir(), 'mutants-'));
let copyCount = 0;

/** What the checks say of a copy of the rules: the first failure, or null where all of them hold. */
async function firstFailure(mutant: Mutant | null): Promise<string | null> {
  const copy = join(copies, String(copyCount++));
  for (const folder of ['src/rules', 'test/rules']) {
    mkdirSync(join(copy, folder), { recursive: true });
    cpSync(join(project, folder), join(copy, folder), { recursive: true });
  }
  if (mutant) writeFileSync(join(copy, 'src/rules', mutant.file), mutant.source);
  const checks = (await import(pathToFileURL(join(copy, 'test/rules/checks.ts')).href)) as typeof Checks;
  try {
    checks.runChecks();
    return null;
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  }
}

try {
  for (const shared of ['node_modules', 'package.json', 'tsconfig.json'])
    symlinkSync(join(project, shared), join(copies, shared));
  const unharmed = await firstFailure(null);
  if (unharmed !== null) throw new Error(`The checks fail without a fault: ${unharmed}`);

  const mutants = [...tableMutants(), ...deviationMutants(), ...readingMutants()];
  let survived = 0;
  for (const mutant of mutants) {
    const failure = await firstFailure(mutant);
    if (failure === null) survived++;
    console.log(
      `${failure === null ? 'SURVIVED' : 'killed  '} ${mutant.name}${failure ? ` (${failure})` : ''}`,
    );
  }
  console.log(`${mutants.length - survived} of ${mutants.length} mutants killed`);
  process.exitCode = survived === 0 ? 0 : 1;
} finally {
  rmSync(copies, { recursive: true });
}
