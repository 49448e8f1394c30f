import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { urlOf } from '../../src/storage/address.ts';
import { cprEnvironment } from '../cprKeys.ts';
import { dfdg } from '../cli/run.ts';
import { faultsOf, javaScriptOf } from '../typescript.ts';
import { outputOf, startShell, type Place } from './place.ts';

/** Runs what a document has to copy, or holds what it shows to what was printed. Fails where it does not work. */
export type Run = (text: string, place: Place) => Promise<void> | void;

/** The scripts of npm. */
export const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  scripts: Record<string, string>;
};

/** The commands of a block, without their comments. */
export const commandsOf = (text: string): readonly string[] =>
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

/** A program, which must be right by its types, and run. */
export const program: Run = async (text, place) => {
  expect(faultsOf(text)).toEqual([]);
  const args = ['--import', 'tsx', '--input-type=module', '--eval', javaScriptOf(text)];
  place.printed = await outputOf(spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] }));
  expect(place.printed).not.toBe('');
};

/** A block of the document that another test runs. */
export function testedBy(test: string, document: string): Run {
  return () => {
    expect(readFileSync(test, 'utf8')).toContain(document);
  };
}

/** A block that nothing here can run, and why. */
export function notRun(why: string): Run {
  return () => {
    expect(why).not.toBe('');
  };
}
