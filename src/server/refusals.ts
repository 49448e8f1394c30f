import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import type { ErrorCode } from '../graphql/errors.ts';

/** What HTTP itself refuses, by status. Each is answered as a short JSON in the shape of GraphQL's errors. */
const refusals = {
  400: ['BAD_USER_INPUT', 'The request must be well-formed, and its body JSON.'],
  401: ['UNAUTHENTICATED', 'Say who is calling, by a token that is good here.'],
  403: ['FORBIDDEN', 'Pages of this origin may not open a socket here.'],
  404: ['BAD_USER_INPUT', 'There is nothing here. GraphQL is at POST /graphql.'],
  405: ['BAD_USER_INPUT', 'GraphQL takes POST alone.'],
  413: ['LIMIT_EXCEEDED', 'The body must be at most 1 MiB.'],
  415: ['BAD_USER_INPUT', 'The content type must be application/json.'],
  429: ['LIMIT_EXCEEDED', 'Too many requests or connections at once: wait, then try again.'],
  500: [
    'INTERNAL_SERVER_ERROR',
    'Something went wrong here. The reference names the line in the log that says more.',
  ],
  503: [
    'UNAVAILABLE',
    'The server is stopping or has too much to do, or its database does not answer. Try again.',
  ],
} as const satisfies Record<number, readonly [ErrorCode, string]>;

/** A status that HTTP refuses with. */
export type RefusalStatus = keyof typeof refusals;

/** The status that an error of Fastify's asks for, where it is one of the table; else 500. */
export function refusalStatusOf(status: unknown): RefusalStatus {
  return typeof status === 'number' && Object.hasOwn(refusals, status) ? (status as RefusalStatus) : 500;
}

/** The body of a refusal. `reference` names a log line. */
export function refusalBody(status: RefusalStatus, reference?: string) {
  const [code, message] = refusals[status];
  return { errors: [{ message, extensions: { code, ...(reference === undefined ? {} : { reference }) } }] };
}

/** The status of an answer that has nothing but these errors. */
export function statusOf(errors: readonly GraphQLFormattedError[]): number {
  const code = errors[0]?.extensions?.['code'] as ErrorCode | undefined;
  if (code === 'UNAVAILABLE') return 503;
  if (code === 'UNAUTHENTICATED') return 401;
  if (code === 'FORBIDDEN') return 403;
  return code === 'INTERNAL_SERVER_ERROR' ? 500 : 400;
}

/** Refuses a request. */
export function refuse(reply: FastifyReply, status: RefusalStatus, reference?: string): FastifyReply {
  return reply.code(status).send(refusalBody(status, reference));
}

/** Refuses on a connection of which no request was read. */
export function refuseSocket(socket: Duplex, status: RefusalStatus): void {
  const body = JSON.stringify(refusalBody(status));
  socket.on('error', () => socket.destroy());
  if (!socket.writable) return void socket.destroy();
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
