// Everything that guards main, in one run. Each step counts as one check, each test of the suite as one more.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

// drizzle-kit takes a relative path alone.
const scratch = relative('.', mkdtempSync(join(tmpdir(), 'dfdg-check-')));
const report = join(scratch, 'vitest.json');
const migrations = join(scratch, 'drizzle');

const steps: readonly (readonly [name: string, command: string])[] = [
  ['formatting', 'prettier --check --log-level warn .'],
  ['types', 'tsc --noEmit'],
  ['types of the board', 'tsc --noEmit -p src/board'],
  ['types of the explorer', 'tsc --noEmit -p src/explorer'],
  ['lint', 'eslint . --max-warnings 0'],
  ['build', 'tsc -p tsconfig.build.json'],
  ['build of the pages', 'tsx src/pages/build.ts'],
  ['generated documents are up to date', 'tsx src/documents/write.ts --check'],
  ['tests', `vitest run --reporter=default --reporter=json --outputFile.json=${report}`],
];

function run(name: string, command: string): boolean {
  console.log(`\n=== ${name}`);
  return spawnSync('npx', ['--no-install', ...command.split(' ')], { stdio: 'inherit' }).status === 0;
}

/** The tables in TypeScript and the migrations must say the same: generating again must find nothing to do. */
function migrationsAreUpToDate(): boolean {
  console.log('\n=== migrations are up to date');
  cpSync('drizzle', migrations, { recursive: true });
  const args = ['--no-install', 'drizzle-kit', 'generate', '--dialect=postgresql'];
  const { stdout } = spawnSync('npx', [...args, '--schema=./src/storage/schema.ts', `--out=${migrations}`], {
    encoding: 'utf8',
  });
  const upToDate = stdout.includes('No schema changes');
  if (!upToDate) console.log(`${stdout}\nRun: npx drizzle-kit generate --name what_changed`);
  return upToDate;
}

let passed = 0;
let failed = 0;
for (const [name, command] of steps) {
  if (run(name, command)) passed += 1;
  else failed += 1;
}
if (migrationsAreUpToDate()) passed += 1;
else failed += 1;

try {
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8')) as Record<
    string,
    number
  >;
  passed += numPassedTests ?? 0;
  failed += numFailedTests ?? 0;
} catch {
  console.log('The tests left no report.');
}
rmSync(scratch, { recursive: true });

console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
