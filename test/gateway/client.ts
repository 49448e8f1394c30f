import type { FormattedExecutionResult } from 'graphql';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

/** What a gateway answers. */
export type Answer = FormattedExecutionResult<Record<string, unknown>>;

/** Answers of a subscription. It ends where the gateway completes it, and throws where the connection breaks off. */
export type Answers = AsyncGenerator<Answer, void>;

/** Subscribes at a gateway, one way or another. */
export type Subscribe = (url: string, query: string, variables?: Record<string, unknown>) => Answers;

/** The credential of every client here. */
export const authorization = 'Bearer of-the-client';

const headers = { 'content-type': 'application/json', authorization };

/** Sends a query or a mutation. */
export async function send(url: string, query: string, variables: object = {}): Promise<Answer> {
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  return (await response.json()) as Answer;
}

/** Subscribes over server-sent events. */
export const subscribeBySse: Subscribe = async function* (url, query, variables = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, accept: 'text/event-stream' },
    body: JSON.stringify({ query, variables }),
  });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  try {
    let text = '';
    for (;;) {
      const chunk = await reader.read();
      if (chunk.done) throw new Error('The stream broke off.');
      text += chunk.value;
      for (let end; (end = text.indexOf('\n\n')) !== -1; text = text.slice(end + 2)) {
        const [, event, data] = /^event: (\w+)\ndata: ?(.*)$/.exec(text.slice(0, end)) ?? [];
        if (event === 'complete') return;
        if (event === 'next') yield JSON.parse(data!) as Answer;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
};

/** Subscribes over WebSocket, on a socket of its own. */
export const subscribeByWebSocket: Subscribe = async function* (url, query, variables = {}) {
  const client = createClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: { authorization },
    retryAttempts: 0,
  });
  try {
    yield* client.iterate({ query, variables }) as Answers;
  } finally {
    await client.dispose();
  }
};
