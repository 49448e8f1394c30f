import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { attacks } from './attacks.ts';
import { runAttack } from './run.ts';
import { startAttacked } from './server.ts';

// The entry of `npm run attack`: all attacks on a server that it starts, twice, since what the first round leaves behind
// shows in the second. Options --rounds; --only, a part of names.

/** What a good call may take after an attack, in milliseconds, and by how much a later round may leave more memory, in MiB. */
const most = { afterwards: 50, growth: 48 };

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '2' }, only: { type: 'string', default: '' } },
});
const server = await startAttacked();
const chosen = attacks.filter(({ name, way }) => `${way}: ${name}`.includes(values.only));
let held = 0;
let broken = 0;
const atRest = [await server.held()];

function count(line: string, fault: string | null): void {
  if (fault === null) held += 1;
  else broken += 1;
  console.log(fault === null ? `held    ${line}` : `BROKEN  ${line}: ${fault}`);
}

for (let round = 0; round < Number(values.rounds); round += 1) {
  for (const attack of chosen) {
    if (round > 0 && attack.isSlow) continue;
    const { outcome, broken: fault, afterwards } = await runAttack(server.target, attack, most.afterwards);
    const took = `${afterwards.toFixed(1).padStart(6)} ms`;
    count(`${attack.way.padEnd(9)}  ${attack.name.padEnd(66)}  ${took}  ${outcome.slice(0, 60)}`, fault);
  }
  // Sockets that were cut off are noticed, and garbage is collected.
  await delay(5_000);
  atRest.push(await server.held());
}

const [first, last] = [atRest[1]!, atRest.at(-1)!];
console.log(
  atRest
    .map(({ memory, files }) => `at rest: ${memory.toFixed(0)} MiB, ${files} files and connections`)
    .join('\n'),
);
count(
  'files and connections are closed',
  last.files <= first.files + 10 ? null : `${last.files - first.files} more`,
);
count(
  'memory is back',
  last.memory <= first.memory + most.growth ? null : `${(last.memory - first.memory).toFixed(0)} MiB more`,
);
await server.close();
console.log(`\n${held} held, ${broken} broken`);
process.exitCode = broken === 0 ? 0 : 1;
