/** Writes what is generated from the rules. With `--check` it writes nothing, and exits with 1 where one is out of date. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { noteDecisions } from './noteDecisions.ts';
import { rulesDocument } from './rulesDocument.ts';

const documents = {
  'docs/regler.md': rulesDocument('da'),
  'docs/rules.md': rulesDocument('en'),
  'examples/note.ndjson': noteDecisions(),
};

for (const [path, text] of Object.entries(documents)) {
  const file = new URL(`../../${path}`, import.meta.url);
  if (!process.argv.includes('--check')) {
    writeFileSync(file, text);
  } else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    console.error(`${path} is out of date: run tsx src/documents/write.ts`);
    process.exitCode = 1;
  }
}
