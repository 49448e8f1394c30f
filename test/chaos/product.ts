import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** A replacement of one piece of text, which must stand in the file exactly once. */
export interface Edit {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** A built copy of the project in a temporary folder. */
export interface Product {
  readonly folder: string;
  remove(): void;
}

const project = fileURLToPath(new URL('../..', import.meta.url));
const copied = [
  'src',
  'test',
  'drizzle',
  'schema.graphql',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
];

/** Copies the project, applies the edits, and translates `src` into `dist` as the build does, unchecked. */
export function buildProduct(edits: readonly Edit[] = []): Product {
  const folder = mkdtempSync(join(tmpdir(), 'dfdg-chaos-'));
  for (const name of copied) cpSync(join(project, name), join(folder, name), { recursive: true });
  symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'));
  for (const edit of edits) apply(edit, folder);
  for (const file of readdirSync(join(folder, 'src'), { recursive: true, encoding: 'utf8' }))
    if (file.endsWith('.ts')) translate(folder, file);
  return {
    folder,
    remove() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function apply({ file, find, replace }: Edit, folder: string): void {
  const path = join(folder, file);
  const parts = readFileSync(path, 'utf8').split(find);
  if (parts.length !== 2) throw new Error(`${file} holds this ${parts.length - 1} times: ${find}`);
  writeFileSync(path, parts.join(replace));
}

function translate(folder: string, file: string): void {
  const { outputText } = ts.transpileModule(readFileSync(join(folder, 'src', file), 'utf8'), {
    compilerOptions: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      rewriteRelativeImportExtensions: true,
    },
  });
  const path = join(folder, 'dist', file.replace(/\.ts$/, '.js'));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, outputText);
}
