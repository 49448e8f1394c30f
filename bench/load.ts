import { connect, type Socket } from 'node:net';
import { once } from 'node:events';

/** How a run went: answers per second, and milliseconds from question to answer. */
export interface Run {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** An operation as it is posted. */
export interface Operation {
  readonly query: string;
  readonly variables: object;
}

/**
 * Posts operations over so many connections for so long, on each the next one when the last is answered. Throws where an
 * answer is not what `isGood` says: a benchmark of errors measures nothing. It shares the processors with what it
 * measures, so it writes HTTP itself: a client library would take a third of them.
 */
export async function load(
  url: string,
  connections: number,
  seconds: number,
  next: () => Operation,
  isGood: (body: string) => boolean,
): Promise<Run> {
  const latencies: number[] = [];
  const started = performance.now();
  const end = started + seconds * 1_000;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const post = await openConnection(new URL(url));
      while (performance.now() < end) {
        const asked = performance.now();
        const body = await post(JSON.stringify(next()));
        if (!isGood(body)) throw new Error(`${url} answered ${body.slice(0, 500)}`);
        latencies.push(performance.now() - asked);
      }
      post.close();
    }),
  );
  const elapsed = (performance.now() - started) / 1_000;
  latencies.sort((a, b) => a - b);
  return {
    perSecond: latencies.length / elapsed,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
  };
}

/** One connection that posts to /graphql and answers with the body; one at a time. */
async function openConnection({ hostname, port, host }: URL) {
  const socket: Socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, 'connect');
  const head = `POST /graphql HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\naccept: application/json\r\ncontent-length: `;
  let received = Buffer.alloc(0);
  let answer: (body: string) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const headEnd = received.indexOf('\r\n\r\n');
    if (headEnd === -1) return;
    const length = /content-length: (\d+)/i.exec(received.toString('latin1', 0, headEnd))?.[1];
    if (length === undefined) fail(new Error('The answer has no content-length.'));
    if (received.length < headEnd + 4 + Number(length)) return;
    const body = received.toString('utf8', headEnd + 4);
    received = Buffer.alloc(0);
    answer(body);
  });
  for (const event of ['error', 'close'] as const)
    socket.on(event, () => {
      fail(new Error(`${host} has closed the connection.`));
    });
  const post = (body: string) =>
    new Promise<string>((resolve, reject) => {
      [answer, fail] = [resolve, reject];
      socket.write(`${head}${Buffer.byteLength(body)}\r\n\r\n${body}`);
    });
  return Object.assign(post, { close: () => socket.destroy() });
}

/** The value below which a share `q` of sorted values lies. */
export function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.floor((sorted.length - 1) * q)] ?? NaN;
}
