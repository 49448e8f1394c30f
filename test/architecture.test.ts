import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

/** What each folder of src/ may import beside itself: data flows one way. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  rules: [],
  client: [],
  logging: [],
  documents: ['rules'],
  storage: ['rules', 'logging'],
  embedded: ['storage'],
  commands: ['rules', 'storage', 'logging'],
  threads: ['commands', 'storage', 'logging'],
  changes: ['storage', 'logging'],
  access: ['storage', 'logging'],
  auth: [],
  graphql: ['auth', 'rules', 'storage', 'commands', 'changes', 'access', 'logging'],
  metrics: ['access', 'graphql', 'commands', 'threads', 'changes', 'storage'],
  tracing: ['graphql', 'commands'],
  board: ['client', 'rules'],
  explorer: [],
  pages: [],
  server: [
    'auth',
    'graphql',
    'commands',
    'threads',
    'changes',
    'access',
    'storage',
    'embedded',
    'pages',
    'metrics',
    'tracing',
    'logging',
  ],
  demo: ['server', 'rules', 'commands'],
  verify: ['rules', 'storage', 'commands', 'embedded', 'logging', 'server'],
  cli: ['server', 'client', 'verify', 'storage', 'rules', 'logging'],
};

/** Packages and Node modules that a folder may not name, whatever else it imports. */
const mayNotName: Readonly<Record<string, RegExp>> = {
  rules: /./,
  client: /^(?!graphql-ws\/client$)/,
  board: /^(?!preact(\/hooks)?$)/,
  commands: /^(graphql|@apollo|fastify|drizzle-orm)/,
  graphql: /^(postgres|drizzle-orm|fastify)/,
  storage: /^(graphql|@apollo|fastify)/,
};

const root = join(import.meta.dirname, '../src');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));

const imports = files.flatMap((file) =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/(?:from|import) '([^']+)'/g)].map((match) => {
    const specifier = match[1]!;
    const target = specifier.startsWith('.') ? relative(root, join(root, dirname(file), specifier)) : null;
    return { file, folder: file.split('/')[0]!, specifier, target };
  }),
);

describe('data flows one way', () => {
  it('in folders that this test knows', () => {
    expect(Object.keys(mayImport)).toEqual(
      expect.arrayContaining([...new Set(files.map((file) => file.split('/')[0]!))]),
    );
  });

  it('along the arrows only', () => {
    const wrong = imports.filter(({ folder, target }) => {
      const to = target?.split('/')[0];
      return to !== undefined && to !== folder && !mayImport[folder]?.includes(to);
    });
    expect(wrong.map(({ file, target }) => `${file} imports ${target ?? ''}`)).toEqual([]);
  });

  it('and what traces need is loaded only where they are asked for', () => {
    const loading = files.filter(
      (file) =>
        !file.startsWith('tracing/') &&
        /^import (?!type).*('@opentelemetry|\/tracing\/)/m.test(readFileSync(join(root, file), 'utf8')),
    );
    expect(loading).toEqual([]);
  });

  it('and each layer knows only its own libraries', () => {
    const wrong = imports.filter(
      ({ folder, specifier, target }) => target === null && mayNotName[folder]?.test(specifier),
    );
    expect(wrong.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
  });
});
