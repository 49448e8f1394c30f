import { once } from 'node:events';
import { request } from 'node:http';
import { WebSocket } from 'ws';
import type { Operation } from './operations.ts';

/** A request that need not be a good one. */
export interface Wild {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Where a server is, and the headers by which a caller is known there. */
export interface Place {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends it, and gives back all that is answered: headers and body. */
export async function send(place: Place, wild: Wild): Promise<string> {
  const { method = 'POST', path = '/graphql', headers = {}, body = '' } = wild;
  const asked = request(`${place.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...place.headers, ...headers },
    agent: false,
    timeout: 5_000,
  });
  asked.end(body);
  const [response] = (await once(asked, 'response')) as [AsyncIterable<Buffer> & { rawHeaders: string[] }];
  let text = response.rawHeaders.join('\n');
  for await (const chunk of response) text += chunk.toString();
  return text;
}

/** POSTs an operation. */
export const post = (place: Place, operation: Operation, headers: Readonly<Record<string, string>> = {}) =>
  send(place, { body: JSON.stringify(operation), headers });

/** Requests with a text in every place but an operation. */
export function wilds(text: string): Wild[] {
  const body = '{"query":"{ rules { id } }"}';
  const names = `x-request-id traceparent tracestate baggage user-agent authorization x-router-secret cookie origin referer
    accept accept-language content-type content-encoding x-forwarded-for forwarded host if-none-match x-${text}`;
  return [
    ...names.split(/\s+/).flatMap((name) =>
      [text, `Bearer ${text}`, `application/json; charset=${text}`].map((value) => ({
        headers: { [name]: value },
        body,
      })),
    ),
    ...['GET', 'POST', 'PUT'].flatMap((method) =>
      [`/${text}`, `/graphql/${text}`, `/graphql?cpr=${text}`, `/board/${text}`, `/%${text}`].map((path) => ({
        method,
        path,
        ...(method === 'GET' ? {} : { body }),
      })),
    ),
    ...[
      `${text}{`,
      `{"query": ${text}x`,
      `"${text}"`,
      `[{"query":"${text}"}]`,
      text,
      `{"__proto__":"${text}"}`,
    ].map((body) => ({ body })),
  ];
}

/** Opens a socket with headers and a hello of its own, sends messages, and gives back all that it hears within a while. */
export async function talk(
  place: Place,
  messages: readonly string[],
  { path = '/graphql', headers = {} }: Pick<Wild, 'path' | 'headers'> = {},
): Promise<string> {
  const socket = new WebSocket(`${place.url.replace('http', 'ws')}${path}`, 'graphql-transport-ws', {
    headers: { ...place.headers, ...headers },
  });
  let heard = '';
  socket.on('message', (data: Buffer) => (heard += `${data.toString()}\n`));
  socket.on('error', (error) => (heard += error.message));
  const closed = new Promise((resolve) =>
    socket.on('close', (code, reason) => {
      resolve((heard += `${code} ${reason.toString()}`));
    }),
  );
  socket.on('open', () => {
    for (const message of messages) socket.send(message);
    // The last one is no message at all: its answer, the end of the socket, comes after all others.
    setTimeout(() => {
      socket.send('the end');
    }, 100);
  });
  await closed;
  return heard;
}

/** What opens a socket of the protocol and subscribes. */
export const subscribing = (operations: readonly Operation[]): string[] => [
  '{"type":"connection_init"}',
  ...operations.map((payload, id) => JSON.stringify({ type: 'subscribe', id: String(id), payload })),
];

/** Conversations of a socket that are none of the protocol's. */
export const babble = (text: string): string[][] => [
  [text],
  [`{"type":"${text}"}`],
  [`{"type":"connection_init","payload":"${text}"}`],
  [
    `{"type":"connection_init","payload":{"authorization":"Bearer ${text}","routerSecret":"${text}","${text}":1}}`,
  ],
  [
    '{"type":"connection_init"}',
    `{"type":"subscribe","id":"1","payload":{"query":"${text}","operationName":[${text}]}}`,
  ],
  [
    '{"type":"connection_init"}',
    `{"type":"subscribe","id":["${text}"],"payload":{"query":"{ rules { id } }"}}`,
  ],
];
