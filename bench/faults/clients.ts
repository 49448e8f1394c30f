import { setTimeout as delay } from 'node:timers/promises';
import { openConnection, type Connection } from '../connection.ts';
import { move } from '../moves.ts';

/** What became of one call. */
export interface Call {
  /** When it was answered, and how long that took, in milliseconds. */
  readonly at: number;
  readonly took: number;
  readonly kind: 'stored' | 'read' | 'UNAVAILABLE' | 'other';
  /** What came back, where it is of another kind. */
  readonly body: string;
}

/** Clients that send one call after the other. */
export interface Clients {
  /** All that was answered, in order. */
  readonly calls: readonly Call[];
  /** Ends when each decision that was sent is stored; gives how many those are. */
  readonly stop: () => Promise<number>;
}

const writers = 24;
const readers = 8;

/** How many citizens each writer has to itself. */
const each = 200;

/** How long a client waits before it sends again what was UNAVAILABLE, in milliseconds. */
const pause = 50;

const submit = `mutation ($input: SubmitDecisionInput!) {
  submitDecision(input: $input) { decision { id sequence outcome { changes { id } } } userErrors { code } } }`;
const read = `{ contactGroupChanges(first: 5) {
  nodes { id citizen { id contactGroups { open type { code } } } decision { sequence } } } }`;

/** Lets them loose: most send decisions, each one with the same message id until it is stored, the others read. */
export function startClients(url: string): Clients {
  const calls: Call[] = [];
  let isOver = false;
  let stored = 0;

  // A connection that closes ends everything: the server has crashed.
  async function call(post: Connection, body: string, good: 'stored' | 'read'): Promise<boolean> {
    const started = performance.now();
    const answer = await post(body);
    const at = performance.now();
    const kind = kindOf(answer, good);
    calls.push({ at, took: at - started, kind, body: kind === 'other' ? answer.body : '' });
    if (kind !== good) await delay(pause);
    return kind === good;
  }

  async function write(first: number): Promise<void> {
    const post = await openConnection(new URL(url));
    for (let visit = 0; !isOver; visit += 1) {
      const body = JSON.stringify({ query: submit, variables: { input: move(first + (visit % each)) } });
      while (!(await call(post, body, 'stored')));
      stored += 1;
    }
    post.close();
  }

  async function look(): Promise<void> {
    const post = await openConnection(new URL(url));
    while (!isOver) await call(post, JSON.stringify({ query: read }), 'read');
    post.close();
  }

  const running = [
    ...Array.from({ length: writers }, (_, index) => write(index * each)),
    ...Array.from({ length: readers }, look),
  ];
  return {
    calls,
    async stop() {
      isOver = true;
      await Promise.all(running);
      return stored;
    },
  };
}

function kindOf({ status, body }: { status: number; body: string }, good: 'stored' | 'read'): Call['kind'] {
  if (status === 200 && !body.includes('"errors"') && !body.includes('"userErrors":[{')) return good;
  return body.includes('"code":"UNAVAILABLE"') ? 'UNAVAILABLE' : 'other';
}
