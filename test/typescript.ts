import { resolve } from 'node:path';
import ts from 'typescript';

const file = resolve('given.ts');

/** What TypeScript finds wrong with a program that would lie in the root of the repository. It is written nowhere. */
export function faultsOf(text: string): readonly string[] {
  const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [file], include: [] }, ts.sys, '.');
  const host = ts.createCompilerHost(options);
  const read = host.readFile.bind(host);
  const exists = host.fileExists.bind(host);
  host.readFile = (path) => (resolve(path) === file ? text : read(path));
  host.fileExists = (path) => resolve(path) === file || exists(path);
  return ts
    .getPreEmitDiagnostics(ts.createProgram([file], options, host))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

/** The program as Node runs it. */
export function javaScriptOf(text: string): string {
  return ts.transpile(text, { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext });
}
