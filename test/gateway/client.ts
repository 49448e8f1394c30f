import type { FormattedExecutionResult } from 'graphql';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { authorization } from './credentials.ts';

/** What a gateway answers. */
export type Answer = FormattedExecutionResult<Record<string, unknown>>;

/** Answers of a subscription. It ends where the gateway completes it, and throws where the connection breaks off. */
export type Answers = AsyncGenerator<Answer, void>;

/** Subscribes at a gateway, one way or another, with a client's credential unless another is given. */
export type Subscribe = (
  url: string,
  query: string,
  variables?: Record<string, unknown>,
  credential?: string,
) => Answers;

/** Sends a query or a mutation, with a client's credential unless another is given. */
export async function send(
  url: string,
  query: string,
  variables: object = {},
  credential = authorization,
): Promise<Answer> {
  const headers = { 'content-type': 'application/json', authorization: credential };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  return (await response.json()) as Answer;
}

/** Subscribes over server-sent events. */
export const subscribeBySse: Subscribe = async function* (
  url,
  query,
  variables = {},
  credential = authorization,
) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: credential, accept: 'text/event-stream' },
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
export const subscribeByWebSocket: Subscribe = async function* (
  url,
  query,
  variables = {},
  credential = authorization,
) {
  const client = createClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: { authorization: credential },
    retryAttempts: 0,
  });
  try {
    yield* client.iterate({ query, variables }) as Answers;
  } finally {
    await client.dispose();
  }
};
