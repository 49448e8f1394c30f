import { readConfig } from '../server/config.ts';
import { startService, type Service } from '../server/service.ts';
import { playNote } from './play.ts';
import { tableText } from './table.ts';

// The entry of `npm run demo`: serves, sends the note's examples to itself over HTTP, and stays up.

try {
  const service = await startService(readConfig({ LOG_LEVEL: 'warn', ...process.env }));
  let stopping: Promise<void> | undefined;
  // npm passes Ctrl-C on to a process that the terminal has told already.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      stopping ??= service.close().then(() => process.exit());
    });
  const url = `${service.url}/graphql`;
  try {
    const { sections, messages, duplicates } = await playNote(url);
    console.log(
      `The examples of STAR's release note of 24 June 2022, as KY sends them (examples/note.ndjson).\n`,
    );
    console.log(tableText(sections));
    const before =
      duplicates > 0 ? `; ${duplicates} of them had been received before, and changed nothing more` : '';
    console.log(`\n${messages} messages were sent${before}.\n\n${whereToLook(service)}`);
  } catch (error) {
    await service.close();
    throw error;
  }
} catch (error) {
  console.error(`The demo failed: ${inOneLine(error)}`);
  process.exit(1);
}

function whereToLook({ url, pages }: Service): string {
  return `Still serving; Ctrl-C stops it. Look at:
${pages.map((page) => `  ${url}/${page}`).join('\n')}

Or ask for the citizen of E8, for example:

curl -s ${url}/graphql -H 'content-type: application/json' --data '{ "query":
  "{ citizen(by: {cpr: \\"2902900008\\"}) { contactGroupHistory { nodes { type { code } startDate endDate } } } }" }'

What each rule rests on: docs/rules.md, in Danish docs/regler.md.`;
}

function inOneLine(error: unknown): string {
  const { message, code } = error as NodeJS.ErrnoException;
  return (message || String(code)).replaceAll(/\s*\n\s*/g, ' ');
}
