import { expect } from 'vitest';
import { madeUpCpr, submission } from '../commands/submission.ts';
import { send, type Answer, type Answers } from './client.ts';
import type { NotesSubgraph } from './notesSubgraph.ts';

/** What the tests select of a change; the note is the other subgraph's. */
const fields = `cursor kind citizen { id caseworkerNote } to { type { code } } from { type { code } }
  decision { sequence outcome { rule { id } } }`;

/** Every change after a cursor, as it is made. */
export const subscription = `subscription ($after: String) {
  contactGroupChanged(after: $after) { previousCursor ${fields} }
}`;

/** A change as the subscription tells it. */
export interface Change {
  readonly cursor: string;
  readonly previousCursor: string;
  readonly citizen: { readonly id: string; readonly caseworkerNote: string };
  readonly [field: string]: unknown;
}

/** Submits through a gateway a grant that makes one change, whatever the citizen had before, and answers his id. */
export async function grant(url: string, citizen: number, round: number): Promise<string> {
  const answer = await send(
    url,
    `mutation ($input: SubmitDecisionInput!) {
      submitDecision(input: $input) { decision { citizen { id } } userErrors { code } }
    }`,
    {
      input: submission({
        cpr: madeUpCpr(citizen),
        kyId: `round ${round}`,
        contactGroup: round % 2 === 0 ? 2 : 11,
        startDate: `2022-06-${String(round + 1).padStart(2, '0')}`,
      }),
    },
  );
  return (dataOf(answer) as { decision: { citizen: { id: string } } }).decision.citizen.id;
}

/** Grants citizens their first group and has the notes subgraph know them. */
export async function introduce(url: string, notes: NotesSubgraph, count: number): Promise<void> {
  for (let citizen = 0; citizen < count; citizen += 1) {
    const id = await grant(url, citizen, 0);
    notes.add({ id, cpr: madeUpCpr(citizen), caseworkerNote: `note ${citizen}` });
  }
}

/** The change log after a cursor, as the gateway answers it. */
async function logOf(url: string, after: string): Promise<Change[]> {
  const query = `query ($after: String) { contactGroupChanges(after: $after) { nodes { ${fields} } } }`;
  return (dataOf(await send(url, query, { after })) as { nodes: Change[] }).nodes;
}

/** The cursor of the last change so far, as a gateway answers it or our subgraph itself. */
export async function lastCursor(url: string): Promise<string> {
  const query = '{ contactGroupChanges { pageInfo { endCursor } } }';
  return (dataOf(await send(url, query)) as { pageInfo: { endCursor: string } }).pageInfo.endCursor;
}

/** The next changes of a subscription. */
export async function take(answers: Answers, count: number): Promise<Change[]> {
  const changes: Change[] = [];
  while (changes.length < count) {
    const { value, done } = await answers.next();
    if (done) throw new Error(`The subscription ended after ${changes.length} of ${count} changes.`);
    changes.push(dataOf(value) as Change);
  }
  return changes;
}

/** Expects changes to be the whole log after a cursor, in order, each with the other subgraph's note. */
export async function expectLog(url: string, after: string, changes: readonly Change[]): Promise<void> {
  const log = await logOf(url, after);
  expect(changes).toEqual(
    log.map((change, i) => ({ ...change, previousCursor: i === 0 ? after : log[i - 1]!.cursor })),
  );
  expect(changes.map(({ citizen }) => citizen.caseworkerNote)).not.toContain(null);
}

/** The one field of an answer without errors. */
export function dataOf({ data, errors }: Answer): unknown {
  expect(errors ?? []).toEqual([]);
  return Object.values(data ?? {})[0];
}
