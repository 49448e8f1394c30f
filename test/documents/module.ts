import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import ts from 'typescript';
import { outputOf } from './place.ts';

const file = resolve('copied.ts');

/** What TypeScript finds wrong with a program that lies in the root of the repository, without writing it there. */
function faultsOf(text: string): readonly string[] {
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

/** What a program prints that is right by its types. */
export async function runModule(text: string): Promise<string> {
  const faults = faultsOf(text);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  const args = [
    '--import',
    'tsx',
    '--input-type=module',
    '--eval',
    ts.transpile(text, { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext }),
  ];
  return outputOf(spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] }));
}
