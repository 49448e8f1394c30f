import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { madeUpCpr } from '../commands/submission.ts';
import { decisionInput } from '../graphql/decision.ts';

/** A change as the tests subscribe to it. */
export interface Change {
  readonly cursor: string;
  readonly previousCursor: string;
}

/** Subscribes to the changes after a cursor. */
export const changed =
  'subscription ($after: String) { contactGroupChanged(after: $after) { cursor previousCursor } }';

/** A client that opens one socket and does not try again. */
export function clientOf(url: string): Client {
  return createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
}

/** The changes after a cursor, over WebSocket. */
export async function* changesOf(client: Client, after: string | null): AsyncGenerator<Change> {
  for await (const { data } of client.iterate<{ contactGroupChanged: Change }>({
    query: changed,
    variables: { after },
  }))
    if (data) yield data.contactGroupChanged;
}

/** The first of a stream, which is ended. */
export async function take<T>(from: AsyncIterable<T>, count: number): Promise<T[]> {
  const taken: T[] = [];
  for await (const one of from) if (taken.push(one) === count) break;
  return taken;
}

/** Answers an operation by POST. */
export async function post(url: string, query: string, variables: object = {}): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
}

/** That many decisions, each of which opens a group of another citizen. */
export function decisions(from: number, count: number): object[] {
  return Array.from({ length: count }, (_, index) => decisionInput({ cpr: madeUpCpr(from + index) }));
}

/** Submits decisions; whether all are stored. */
export async function send(url: string, inputs: object[]): Promise<boolean> {
  const answer = await post(
    url,
    'mutation ($inputs: [SubmitDecisionInput!]!) { submitDecisions(inputs: $inputs) { decision { id } } }',
    { inputs },
  );
  return !/null|errors/.test(JSON.stringify(answer));
}

/** Submits that many decisions. */
export async function submit(url: string, from: number, count: number): Promise<void> {
  if (!(await send(url, decisions(from, count)))) throw new Error('Not all decisions are stored');
}

/** The cursors of the whole log, by query. */
export async function logOf(url: string): Promise<string[]> {
  const cursors: string[] = [];
  for (;;) {
    const { data } = (await post(
      url,
      'query ($after: String) { contactGroupChanges(after: $after) { nodes { cursor } } }',
      { after: cursors.at(-1) },
    )) as { data: { contactGroupChanges: { nodes: { cursor: string }[] } } };
    const { nodes } = data.contactGroupChanges;
    if (nodes.length === 0) return cursors;
    cursors.push(...nodes.map(({ cursor }) => cursor));
  }
}

/** The change in the data of an event. */
export function changeOf(data: string): Change {
  return (JSON.parse(data) as { data: { contactGroupChanged: Change } }).data.contactGroupChanged;
}
