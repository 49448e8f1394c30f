import { fileURLToPath } from 'node:url';
import { build, type BuildOptions } from 'esbuild';
import type { Files, PageName } from './files.ts';

const sources = fileURLToPath(new URL('../', import.meta.url));

const entries: Readonly<Record<PageName, Record<string, string>>> = {
  board: { board: 'board/main.tsx', icon: 'board/icon.svg' },
  explorer: { explorer: 'explorer/main.ts', icon: 'board/icon.svg' },
};

const options = {
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  define: { 'process.env.NODE_ENV': '"production"' },
  loader: { '.svg': 'copy', '.woff2': 'dataurl' },
  legalComments: 'none',
  logLevel: 'error',
  write: false,
} as const satisfies BuildOptions;

/** Bundles a page from its sources. */
export async function bundlePage(page: PageName): Promise<Files> {
  const { outputFiles } = await build({
    ...options,
    absWorkingDir: sources,
    entryPoints: entries[page],
    outdir: 'out',
  });
  return new Map(outputFiles.map(({ path, contents }) => [path.replace(/^.*[/\\]/, ''), contents]));
}
