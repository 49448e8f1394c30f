import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measuredOn, publish } from './document.ts';
import type { Offer, Outcome } from './offer.ts';
import { startServer } from './server.ts';

// Offers the server three times what it takes, and exits with 1 where it does not bear that as promised: `npm run
// overload [-- --write]`, half a minute.

/**
 * What is promised: milliseconds of admitted calls, or four times those of 64 clients that wait, where the machine does
 * more beside, since four times as many are in flight; MiB on top of what was there before.
 */
const promised = { p99: 1_000, memory: 250, recoveryShare: 2 };

async function make(offer: Offer): Promise<Outcome> {
  const generator = fork(new URL('./offer.ts', import.meta.url), [JSON.stringify(offer)]);
  const [outcome] = (await once(generator, 'message')) as [Outcome];
  return outcome;
}

const dataDir = await mkdtemp(join(tmpdir(), 'dfdg-bench-'));
const server = await startServer({ DATA_DIR: dataDir });
const { url } = server;

await make({ url, seconds: 5, atOnce: 32 });
const most = await make({ url, seconds: 5, atOnce: 64 });
const rate = most.admitted / 5;
const calm = await make({ url, seconds: 3, perSecond: rate / 2 });
const before = await server.memory();
let highest = before;
const watch = setInterval(() => {
  void server.memory().then((now) => (highest = Math.max(highest, now)));
}, 100);
const overload = await make({ url, seconds: 10, perSecond: rate * 3 });
clearInterval(watch);
const after: Outcome[] = [];
for (let second = 1; second <= 5; second += 1)
  after.push(await make({ url, seconds: 1, perSecond: rate / 2 }));
await server.stop();
await rm(dataDir, { recursive: true });

const mayTake = Math.max(promised.p99, 4 * most.p99);
const isNormal = ({ refused, failed, p99 }: Outcome) =>
  refused + failed === 0 && p99 <= Math.max(100, promised.recoveryShare * calm.p99);
const recoveredIn = after.findIndex((_, second) => after.slice(second).every(isNormal)) + 1;
const broken = [
  overload.offered < rate * 10 * 2.5 && 'too little was offered to prove anything',
  overload.refused === 0 && 'nothing was refused',
  overload.failed > 0 &&
    `${overload.failed} calls were neither answered nor refused with 503 and Retry-After`,
  overload.p99 > mayTake && `an admitted call in a hundred took more than ${mayTake} ms`,
  highest - before > promised.memory && `memory grew by more than ${promised.memory} MiB`,
  recoveredIn === 0 && 'it was not back to normal within five seconds',
].filter((one) => one !== false);

const row = (name: string, seconds: number, { offered, admitted, refused, failed, p50, p99 }: Outcome) =>
  `| ${[name, ...[offered, admitted, refused].map((n) => Math.round(n / seconds)), failed, p50, p99].join(' | ')} |`;
await publish(
  'overload',
  `# More than it can take

Written by \`npm run overload -- --write\` ${measuredOn}; server, PostgreSQL and the load generator on the same machine. Each
call is one \`submitDecision\`. Calls in flight are limited, and those beyond the limit are refused before anything of them
is read.

| | offered/s | admitted/s | refused/s with 503 and Retry-After | other failures | p50 ms of the admitted | p99 ms |
| --- | --: | --: | --: | --: | --: | --: |
${row('as many as it takes: 64 clients that wait', 5, most)}
${row('half of that', 3, calm)}
${row('three times that, for 10 s', 10, overload)}
${after.map((one, index) => row(`half again, second ${index + 1}`, 1, one)).join('\n')}

Resident memory of the server: ${before.toFixed(0)} MiB before, ${highest.toFixed(0)} MiB at most. ${recoveredIn > 0 ? `Back to normal within second ${recoveredIn}.` : ''}
`,
);
for (const one of broken) console.log(`BROKEN: ${one}`);
process.exitCode = broken.length === 0 ? 0 : 1;
