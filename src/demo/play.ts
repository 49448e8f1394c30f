import { readNoteFile } from './noteFile.ts';
import { sectionOf, type Section } from './rows.ts';
import { submitInOrder } from './submit.ts';

/** The demo's table, and how many of the messages in it had been received before. */
export interface Played {
  readonly sections: readonly Section[];
  readonly messages: number;
  readonly duplicates: number;
}

/** Sends the note's examples to a GraphQL URL: at the same time, since each has a citizen of its own. */
export async function playNote(url: string): Promise<Played> {
  const examples = readNoteFile();
  const played = await Promise.all(
    examples.map(async (example) => ({ example, answers: await submitInOrder(url, example.decisions) })),
  );
  const answers = played.flatMap((one) => one.answers);
  return {
    sections: played.map((one) => sectionOf(one.example, one.answers)),
    messages: answers.length,
    duplicates: answers.filter(({ duplicate }) => duplicate).length,
  };
}
