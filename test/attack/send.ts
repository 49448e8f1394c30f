import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Answer } from './answer.ts';
import type { CallerName, Target } from './target.ts';

/** How long an answer may take, in milliseconds. */
const answerWithin = 20_000;

/** A request, but for what it usually is: a POST of JSON to /graphql. */
export interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON. */
  readonly body?: object | string | Buffer;
  /** Null for nobody. */
  readonly as?: CallerName | null;
}

/** Sends a request. */
export async function send(
  target: Target,
  { method = 'POST', path = '/graphql', headers = {}, body, as = 'jobcentre' }: Sent,
): Promise<Answer> {
  const sent =
    body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `${target.url}/`,
      {
        method,
        path,
        headers: {
          'content-type': 'application/json',
          ...(as && target.headers[as]),
          ...(sent !== undefined && { 'content-length': Buffer.byteLength(sent) }),
          ...headers,
        },
        agent: false,
        timeout: answerWithin,
      },
      (response) => {
        const { statusCode = 0, headers: got } = response;
        text(response).then((all) => {
          resolve({ status: statusCode, text: all, type: got['content-type'] });
        }, reject);
      },
    );
    outgoing.on('timeout', () => outgoing.destroy());
    // What is refused while it is still being sent may be cut off.
    outgoing.on('error', () => {
      resolve({ status: 'closed', text: '' });
    });
    outgoing.end(sent);
  });
}

/** Sends an operation. */
export function post(
  target: Target,
  query: string,
  variables: object = {},
  more: Sent = {},
): Promise<Answer> {
  return send(target, { body: { query, variables }, ...more });
}

/** Writes bytes to a connection, piece by piece, and reads what comes back until it ends. */
export async function write(
  target: Target,
  pieces: readonly (string | Buffer)[],
  { pause = 0, within = 3_000 } = {},
): Promise<Answer> {
  const { hostname, port } = new URL(target.url);
  const socket = connect(Number(port), hostname.replace(/[[\]]/g, ''));
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => socket.on('close', resolve).on('error', () => undefined));
  const timer = setTimeout(() => socket.destroy(), within);
  for (const piece of pieces) {
    if (socket.destroyed) break;
    socket.write(piece);
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
  }
  await ended;
  clearTimeout(timer);
  return answerIn(Buffer.concat(chunks).toString('latin1'));
}

/** The first answer in what came back. */
function answerIn(all: string): Answer {
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(all)?.[1] ?? 0);
  if (status === 0) return { status: 'closed', text: all };
  const end = all.indexOf('\r\n\r\n');
  const [head, rest] = [all.slice(0, end), all.slice(end + 4)] as const;
  const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? rest.length);
  return { status, text: rest.slice(0, length), type: /content-type: ([^\r]+)/i.exec(head)?.[1] };
}

/** The head of a request, to be written to a connection. */
export function headOf(
  target: Target,
  lines: readonly string[],
  { as = 'jobcentre', first = 'POST /graphql HTTP/1.1' }: { as?: CallerName; first?: string } = {},
): string {
  const known = Object.entries(target.headers[as]).map(([name, value]) => `${name}: ${value}`);
  return [first, 'Host: localhost', 'Content-Type: application/json', ...known, ...lines, '', ''].join(
    '\r\n',
  );
}
