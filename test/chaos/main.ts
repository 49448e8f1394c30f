import { parseArgs } from 'node:util';
import { buildProduct } from './product.ts';
import { profiles } from './profile.ts';
import { runPart, writePart } from './proof.ts';
import { isProven, reportOf } from './report.ts';
import { runChaos } from './run.ts';

// The entry of `npm run chaos`: options --profile short|long, --seconds, --seed; --write, which puts what came of it into
// docs/proof.md.

const { values } = parseArgs({
  options: {
    profile: { type: 'string', default: 'long' },
    seconds: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    write: { type: 'boolean', default: false },
  },
});
const profile = values.profile === 'short' ? profiles.short : profiles.long;
const seconds = Number(values.seconds ?? profile.seconds);
const seed = Number(values.seed);
// A shorter run is asked for less.
const share = Math.min(1, seconds / profile.seconds);
const atLeast = Object.fromEntries(
  Object.entries(profile.atLeast).map(([name, least]) => [name, Math.floor(least * share)]),
) as typeof profile.atLeast;

console.log(
  `two instances, ${profile.clients} clients, ${profile.citizens} citizens, ${seconds} s, --seed ${seed}`,
);
const product = buildProduct();
const result = await runChaos(product, { ...profile, seconds, atLeast }, seed);
for (const line of reportOf(result)) console.log(line);
if (values.write) await writePart('run', runPart(result));
if (isProven(result)) product.remove();
else console.log(`The instances' logs are in ${product.folder}`);
process.exitCode = isProven(result) ? 0 : 1;
