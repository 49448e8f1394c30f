import { caughtBy } from './catch.ts';
import { mutants } from './mutants.ts';
import { writePart } from './proof.ts';

// The entry of `npm run chaos:mutants`: plants one fault after another into a copy of the product. A fault that nothing
// sees survives, and then this exits with 1. With words behind it, only mutants whose name holds one of them; with --write,
// what saw each of them is put into docs/proof.md.

const write = process.argv.includes('--write');
const words = process.argv.slice(2).filter((word) => word !== '--write');
const chosen = mutants.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));

// What sees a fault must hold without one.
for (const test of new Set([...chosen.map((mutant) => mutant.test)])) {
  const caught = await caughtBy({ edits: [], ...(test && { test }) });
  if (caught !== null) throw new Error(`It fails without a fault: ${caught}`);
}

let survived = 0;
const rows: string[] = [];
for (const mutant of chosen) {
  const caught = await caughtBy(mutant);
  if (caught === null) survived += 1;
  rows.push(`| ${mutant.name} | ${mutant.harm} | ${caught ?? 'NOTHING: it survived'} |`);
  console.log(rows.at(-1));
}
if (write)
  await writePart('mutants', ['| fault | what it does | what saw it |', '| --- | --- | --- |', ...rows]);
console.log(`${chosen.length - survived} of ${chosen.length} mutants caught`);
process.exitCode = survived === 0 ? 0 : 1;
