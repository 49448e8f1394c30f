import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { expect } from 'vitest';
import { schemaText } from '../../src/graphql/schema.ts';
import { connect, urlOf } from '../../src/storage/address.ts';
import { cprEnvironment } from '../cprKeys.ts';
import { dfdg } from '../cli/run.ts';
import { startProgram } from '../gateway/program.ts';
import { faultsOf, javaScriptOf } from '../typescript.ts';
import { outputOf, startShell, type Place } from './place.ts';

/** Runs what a document has to copy, or holds what it shows to what was printed. Fails where it does not work. */
export type Run = (text: string, place: Place) => Promise<void> | void;

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

/** The commands of a block, without their comments. */
const commandsOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .flatMap((line) => line.replace(/ +#.*/, '').split(' && '))
    .filter((command) => command !== '');

/** Commands of npm: that there are such. What they start has tests of its own. */
export const npm: Run = (text) => {
  for (const command of commandsOf(text)) {
    const [, name = ''] = /^npm (?:run )?([\w:]+)/.exec(command) ?? [];
    expect(name === 'ci' || name in scripts, command).toBe(true);
  }
};

/** Commands of dfdg, whose files lie in the folder. */
export const commands: Run = async (text, { service, folder }) => {
  const env = {
    ...cprEnvironment,
    PORT: new URL(service.url).port,
    DATABASE_URL: urlOf(service.database.address),
  };
  for (const command of commandsOf(text)) {
    const [line = '', into] = command.split(' > ');
    const [npx, name, ...args] = line.split(' ');
    expect([npx, name]).toEqual(['npx', 'dfdg']);
    const ran = await dfdg(
      args.map((arg) => (arg.endsWith('.ndjson') ? join(folder, arg) : arg)),
      env,
    );
    expect(ran, command).toMatchObject({ status: 0, err: '' });
    if (into !== undefined) writeFileSync(join(folder, into), ran.out);
  }
};

/** Lines for a shell. */
export const shell: Run = async (text, place) => {
  place.printed = await outputOf(startShell(text, place));
  expect(place.printed).not.toBe('');
};

/** Lines for a shell that print what changes, for ever. In the end they must have printed a change. */
export const listen: Run = async (text, place) => {
  const before = place.service.subscribers();
  const listening = startShell(text, place);
  let heard = '';
  listening.stdout?.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  place.ends.push(async () => {
    await expect.poll(() => heard).toMatch(/"contactGroupChanged":\{"cursor":"/);
    listening.kill();
  });
  await expect.poll(() => place.service.subscribers()).toBe(before + 1);
};

/** What the lines before it print, laid out. */
export const answer: Run = (text, { printed }) => {
  expect(JSON.parse(printed)).toEqual(JSON.parse(text));
};

/** An operation, whose variables come next. */
export const operation: Run = (text, place) => {
  place.operation = text;
};

/** The variables of the operation before them: the server must find nothing wrong with either. */
export const variables: Run = async (text, place) => {
  const { body } = await place.service.post(place.operation, JSON.parse(text) as object);
  expect(body).not.toHaveProperty('errors');
  expect(JSON.stringify(body)).toContain('"userErrors":[]');
};

/** The schema of another subgraph, which must compose with ours. */
export const subgraph: Run = (text) => {
  const other = { name: 'other', url: 'http://other', typeDefs: parse(text) };
  const ours = { name: 'dfdg', url: 'http://dfdg', typeDefs: parse(schemaText) };
  const { errors, supergraphSdl } = composeServices([ours, other]);
  expect(errors ?? []).toEqual([]);
  expect(supergraphSdl).toContain('caseworkerNote');
};

/** Variables of the environment, with placeholders: that there are such. */
export const environment: Run = async (text) => {
  const { out } = await dfdg(['config']);
  for (const line of commandsOf(text)) expect(out).toMatch(new RegExp(`^${line.split('=')[0]} `, 'm'));
};

/** Statements that make roles, under names of their own and taken back. */
export const statements: Run = async (text, { service }) => {
  const own = text.replaceAll(/\bdfdg_\w+/g, '$&_copied').replaceAll('the_owner', 'owner_copied');
  const sql = connect(service.database.address, { max: 1 });
  await sql.unsafe(`begin; create role owner_copied; ${own}; rollback`).finally(() => sql.end());
};

/** A unit of systemd, which must run what `npm start` runs. */
export const unit: Run = (text) => {
  expect(text).toContain(`ExecStart=/usr/bin/${scripts['start']}\n`);
};

/** A program, which must be right by its types, and run. */
export const program: Run = async (text, place) => {
  expect(faultsOf(text)).toEqual([]);
  const args = ['--import', 'tsx', '--input-type=module', '--eval', javaScriptOf(text)];
  place.printed = await outputOf(spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] }));
  expect(place.printed).not.toBe('');
};

/** The commands that start the gateway. */
export const gateway: Run = async (text, place) => {
  await npm(text, place);
  expect(text).toContain('npm run gateway');
  let printed = '';
  const { url, end } = await startProgram({
    command: process.execPath,
    args: ['--import', 'tsx', 'examples/gateway/main.ts'],
    env: { SUBGRAPH_URL: `${place.service.url}/graphql`, GATEWAY_PORT: '0' },
    urlOf: (output) => /Gateway at (\S+):/.exec((printed = output))?.[1],
  });
  place.gateway = { url, printed };
  place.ends.push(() => end('SIGTERM'));
};

/** What the gateway prints. */
export const gatewaySays: Run = (text, { gateway: started, service }) => {
  const said = started?.printed
    .replaceAll(service.url, 'http://localhost:4001')
    .replaceAll(new URL(started.url).origin, 'http://localhost:4000');
  expect(said).toBe(text);
};

/** A block that another test runs. */
export function testedBy(test: string): Run {
  return () => {
    expect(readFileSync(test, 'utf8')).toContain('docs/');
  };
}

/** A block that nothing here can run, and why. */
export function notRun(why: string): Run {
  return () => {
    expect(why).not.toBe('');
  };
}
