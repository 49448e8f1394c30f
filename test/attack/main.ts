import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { attacks, attacksAnywhere } from './attacks.ts';
import { runAttack } from './run.ts';
import { startAttacked, type AttackedServer, type Held } from './server.ts';
import { aimAt } from './target.ts';

// The entry of `npm run attack`: all attacks on a server that it starts, twice, since what the first round leaves behind
// shows in the second. Options --rounds; --only, a part of names; --url, a server that runs, with --token and --secret.

/** What a good call may take after an attack, in milliseconds, and how much more a later round may leave: in MiB, and files. */
const most = { afterwards: 50, memory: 48, files: 10 };

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '2' },
    only: { type: 'string', default: '' },
    url: { type: 'string' },
    token: { type: 'string', default: '' },
    secret: { type: 'string', default: '' },
  },
});
const server = values.url === undefined ? await startAttacked() : await runningServer(values.url);
const chosen = (values.url === undefined ? attacks : attacksAnywhere).filter(({ name, way }) =>
  `${way}: ${name}`.includes(values.only),
);
const atRest: Held[] = [];
let held = 0;
let broken = 0;

async function runningServer(url: string): Promise<AttackedServer> {
  const target = await aimAt(url, values);
  return { target, held: () => Promise.resolve(null), close: () => target.close() };
}

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
  const left = await server.held();
  if (!left) continue;
  atRest.push(left);
  console.log(`at rest: ${left.memory.toFixed(0)} MiB, ${left.files} files and connections`);
}

const [first, last] = [atRest[0], atRest.at(-1)];
if (first && last)
  for (const [name, left] of [
    ['memory', last.memory - first.memory],
    ['files', last.files - first.files],
  ] as const)
    count(`${name} are back`, left <= most[name] ? null : `${left.toFixed(0)} more`);
await server.close();
console.log(`\n${held} held, ${broken} broken`);
process.exitCode = broken === 0 ? 0 : 1;
