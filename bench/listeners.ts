import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { municipalities } from './moves.ts';

/** What subscribers ask for: what a caseworker's list of changes shows. */
export const told = `subscription ($municipalityCode: String, $after: String) {
  contactGroupChanged(municipalityCode: $municipalityCode, after: $after) {
    cursor kind occurredAt from { type { code } } to { type { code } } decision { sequence } } }`;

interface Told {
  readonly contactGroupChanged: { readonly occurredAt: string };
}

/** Subscribers that note how soon they hear. */
export interface Listeners {
  /** Milliseconds from the receipt of each decision to the arrival of its change. */
  readonly latencies: number[];
  readonly leave: () => Promise<void>;
}

/** Opens a socket for subscriptions; the bench ends with the first that fails. */
export function openSocket(url: string): Client {
  return createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
}

/** Subscribes over ten sockets at most: one alone to all changes, several each to a municipality's. */
export function listen(url: string, subscribers: number): Listeners {
  const latencies: number[] = [];
  const sockets = Array.from({ length: Math.min(10, subscribers) }, () => openSocket(url));
  for (let index = 0; index < subscribers; index += 1) {
    const municipalityCode = municipalities[index % municipalities.length];
    sockets[index % sockets.length]?.subscribe<Told>(
      { query: told, variables: subscribers === 1 ? {} : { municipalityCode } },
      {
        next: ({ data, errors }) => {
          if (!data) throw new Error(JSON.stringify(errors));
          latencies.push(Date.now() - Date.parse(data.contactGroupChanged.occurredAt));
        },
        error: (error) => {
          throw new Error(reasonOf(error));
        },
        complete: () => undefined,
      },
    );
  }
  return {
    latencies,
    async leave() {
      for (const socket of sockets) await socket.dispose();
    },
  };
}

/** The code and the words that a socket was closed with, or the errors that a subscription ended with. */
function reasonOf(error: unknown): string {
  const { code, reason, message } = error as Partial<Record<'code' | 'reason' | 'message', unknown>>;
  return code === undefined && message === undefined
    ? JSON.stringify(error)
    : `The socket failed: ${[code, reason, message].join(' ')}`;
}
