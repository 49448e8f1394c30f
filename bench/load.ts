import { openConnection } from './connection.ts';

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
 * answer is not what `isGood` says: a benchmark of errors measures nothing.
 */
export async function load(
  url: string,
  connections: number,
  seconds: number,
  next: () => Operation,
  isGood: (body: string) => boolean,
): Promise<Run> {
  return closedLoop(connections, seconds, async () => {
    const post = await openConnection(new URL(url));
    return {
      async call() {
        const { body } = await post(JSON.stringify(next()));
        if (!isGood(body)) throw new Error(`${url} answered ${body.slice(0, 500)}`);
      },
      close: post.close,
    };
  });
}

/** Somebody who calls, waits for the answer, and calls again. */
export interface Waiting {
  readonly call: () => Promise<unknown>;
  readonly close: () => unknown;
}

/** So many who wait, each with a connection, for so long. */
export async function closedLoop(
  connections: number,
  seconds: number,
  open: () => Waiting | Promise<Waiting>,
): Promise<Run> {
  const latencies: number[] = [];
  const started = performance.now();
  const end = started + seconds * 1_000;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const { call, close } = await open();
      while (performance.now() < end) {
        const asked = performance.now();
        await call();
        latencies.push(performance.now() - asked);
      }
      await close();
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

/** The value below which a share `q` of sorted values lies. */
export function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.floor((sorted.length - 1) * q)] ?? NaN;
}
