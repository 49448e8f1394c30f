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
  const latencies: number[] = [];
  const started = performance.now();
  const end = started + seconds * 1_000;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const post = await openConnection(new URL(url));
      while (performance.now() < end) {
        const asked = performance.now();
        const { body } = await post(JSON.stringify(next()));
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

/** The value below which a share `q` of sorted values lies. */
export function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.floor((sorted.length - 1) * q)] ?? NaN;
}
