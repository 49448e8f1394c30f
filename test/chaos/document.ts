import { cpus } from 'node:os';
import { format, resolveConfig } from 'prettier';
import { mutants } from './mutants.ts';
import type { Profile } from './profile.ts';
import { isProven } from './report.ts';
import type { Result } from './run.ts';

const told: Readonly<Record<string, string>> = {
  acknowledged: 'messages acknowledged',
  retried: 'sends of a message that had no answer yet',
  repeated: 'sends of a message that had been answered',
  resumed: 'subscriptions taken up again after their cursor',
  'instance killed': 'instances killed (SIGKILL)',
  'instance paused': 'instances stopped for up to 1.7 s and let go on (SIGSTOP, SIGCONT)',
  'backend killed': 'database connections killed (pg_terminate_backend)',
  'fast restart': 'fast restarts of PostgreSQL',
  'immediate restart': 'immediate restarts of PostgreSQL, which recovers as after a crash',
};

/** `docs/proof.md`: what was done to the system in a run, and what came of it. */
export async function proofDocument(result: Result, { clients, citizens }: Profile): Promise<string> {
  const { seed, seconds, exercised, figures, wrong } = result;
  const rows = (numbers: Readonly<Record<string, number>>) =>
    Object.entries(numbers).map(([name, number]) => `| ${told[name] ?? name} | ${number} |`);
  const day = new Date().toISOString().slice(0, 10);
  const text = `# Proof of the ledger

Written by \`npm run chaos -- --write\` from the run that it tells of: ${day}, ${seconds} s, seed ${seed}, Node
${process.versions.node}, ${cpus().length} cores that clients, instances and database shared.

Two instances of the built server stand on one PostgreSQL, each started again at once when it ends. ${clients} clients
send decisions and sickness reports on ${citizens} citizens over HTTP, to either instance: one by one, several in a call,
the same message to both at once, without waiting for the answer, answered messages again, and ids of stored messages with
other content. Whatever is not answered is sent again with the same id. Subscribers (all changes, one municipality's, one
citizen's) follow over WebSocket, hang up, do not read for a while, and go on after their last cursor at any instance; one
reader asks for the log page by page. Meanwhile faults are made from a shuffled deck, so that each kind comes up.

## What was done

| what | how often |
| --- | ---: |
${rows({ ...exercised, ...figures }).join('\n')}

## What came out

${isProven(result) ? 'All of it holds.' : '**Not all of it holds.**'} What is stored is read past the product's own
code and compared with what clients and subscribers were told, message by message and change by change.

| promise | |
| --- | --- |
${[...wrong].map(([name, { length }]) => `| ${name} | ${length === 0 ? 'holds' : `**broken ${length} times**`} |`).join('\n')}

The fold of the log is that of \`npm run verify\`, which compares every row with what the rules make of the decisions.

## The proof can fail

\`npm run chaos:mutants\` plants one fault after another into a copy of the product, and fails unless each is seen, by a
short chaos run or by the test that is named.

| fault | what it does | must be seen by |
| --- | --- | --- |
${mutants.map(({ name, harm, test }) => `| ${name} | ${harm} | ${test ? `\`${test[0]}\`` : 'the chaos run'} |`).join('\n')}

## Run it again

\`\`\`sh
npm run chaos                                # ten minutes
npm run chaos -- --seconds 60                # shorter, and asked for less
npm run chaos -- --profile short --seed ${seed}
npm run chaos:mutants
\`\`\`

A short run is part of \`npm test\`. The seed decides the choices, and the machine which of them meet. A run that exercised too little fails itself. Everything runs on 127.0.0.1 and in temporary folders; a database of
yours is not touched.
`;
  return format(text, { ...(await resolveConfig('.prettierrc')), parser: 'markdown' });
}
