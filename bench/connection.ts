import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** What came back from /graphql. */
export interface Answer {
  readonly status: number;
  /** The status line and the headers. */
  readonly head: string;
  readonly body: string;
}

/** A connection that posts to /graphql, one request at a time. */
export interface Connection {
  (body: string): Promise<Answer>;
  /** Until either end has closed it; the server does where nothing is asked for five seconds. */
  readonly isOpen: () => boolean;
  readonly close: () => void;
}

/** Opens one. It writes HTTP itself: a client library would take a third of the processors from what is measured. */
export async function openConnection(
  { hostname, port, host }: URL,
  headers: Readonly<Record<string, string>> = {},
): Promise<Connection> {
  const socket: Socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, 'connect');
  const added = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `POST /graphql HTTP/1.1\r\nhost: ${host}\r\n${added.join('')}content-type: application/json\r\naccept: application/json\r\ncontent-length: `;
  let received = Buffer.alloc(0);
  let answer: (answer: Answer) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const headEnd = received.indexOf('\r\n\r\n');
    if (headEnd === -1) return;
    const answered = received.toString('latin1', 0, headEnd);
    const length = /content-length: (\d+)/i.exec(answered)?.[1];
    if (length === undefined) fail(new Error('The answer has no content-length.'));
    if (received.length < headEnd + 4 + Number(length)) return;
    const body = received.toString('utf8', headEnd + 4);
    received = Buffer.alloc(0);
    answer({ status: Number(answered.slice(9, 12)), head: answered, body });
  });
  for (const event of ['error', 'close'] as const)
    socket.on(event, () => {
      fail(new Error(`${host} has closed the connection.`));
    });
  const post = (body: string) =>
    new Promise<Answer>((resolve, reject) => {
      if (socket.destroyed) throw new Error(`${host} has closed the connection.`);
      [answer, fail] = [resolve, reject];
      socket.write(`${head}${Buffer.byteLength(body)}\r\n\r\n${body}`);
    });
  return Object.assign(post, { isOpen: () => !socket.destroyed, close: () => socket.destroy() });
}
