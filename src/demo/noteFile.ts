import { readFileSync } from 'node:fs';
import { examples } from '../rules/examples.ts';
import type { Example } from '../rules/example.ts';

/** A decision as it stands in the file: a `SubmitDecisionInput`. */
export interface SubmittedDecision {
  readonly messageId: string;
  readonly cpr: string;
  readonly municipalityCode: string;
  readonly kyId: string;
  readonly kind: string;
  readonly contactGroup?: number;
  readonly startDate: string;
  readonly endDate?: string;
}

/** An example of the note with its decisions, in received order. */
export interface NoteExample {
  readonly example: Example;
  readonly decisions: readonly SubmittedDecision[];
}

const file = new URL('../../examples/note.ndjson', import.meta.url);

/** Reads `examples/note.ndjson`. A message id there names its example: `note-E1-2` is the second decision of E1. */
export function readNoteFile(): readonly NoteExample[] {
  const decisions = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as SubmittedDecision);
  return examples
    .map((example) => ({
      example,
      decisions: decisions.filter(({ messageId }) => messageId.startsWith(`note-${example.id}-`)),
    }))
    .filter(({ decisions }) => decisions.length > 0);
}
