import { readdir, readFile } from 'node:fs/promises';

/** The pages that a browser can be shown. */
export const pageNames = ['board', 'explorer'] as const;

/** The name of a page, and of its path. */
export type PageName = (typeof pageNames)[number];

/** The files of a page by their names. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** Where the build leaves the files of a page. */
export function builtFolder(page: PageName): URL {
  return new URL(`../../dist/pages/${page}/`, import.meta.url);
}

/** The files of a page: as the build left them or, where the server itself runs from source, bundled now. */
export async function loadFiles(page: PageName): Promise<Files> {
  if (import.meta.url.endsWith('.ts')) {
    const { bundlePage } = await import('./bundle.ts');
    return bundlePage(page);
  }
  const folder = builtFolder(page);
  const names = await readdir(folder);
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(new URL(name, folder))] as const)),
  );
}
