import { mkdir, writeFile } from 'node:fs/promises';
import { bundlePage } from './bundle.ts';
import { builtFolder, pageNames } from './files.ts';

// The last part of `npm run build`: bundles the pages into dist/, so that nothing is bundled where that runs.

for (const page of pageNames) {
  const folder = builtFolder(page);
  await mkdir(folder, { recursive: true });
  for (const [name, content] of await bundlePage(page)) await writeFile(new URL(name, folder), content);
}
