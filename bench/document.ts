import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { format, resolveConfig } from 'prettier';

/** Where and when something was measured, as documents say it. */
export const measuredOn = `on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} cores (${cpus()[0]?.model.trim() ?? ''}), Node ${process.version}`;

/** Prints what a bench found; with `--write` puts it into docs/performance. */
export async function publish(name: string, text: string): Promise<void> {
  console.log(text);
  if (!process.argv.includes('--write')) return;
  const path = `docs/performance/${name}.md`;
  await mkdir('docs/performance', { recursive: true });
  await writeFile(path, await format(text, { ...(await resolveConfig(path)), filepath: path }));
}
