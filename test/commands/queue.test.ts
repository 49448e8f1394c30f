import { describe, expect, it } from 'vitest';
import { createBatchQueue } from '../../src/commands/queue.ts';

/** A queue of texts keyed by their first letter, whose batches end when told to. */
function setUp(limits: { batches: number; batchSize: number }) {
  const started: string[][] = [];
  const ends: (() => void)[] = [];
  const queue = createBatchQueue<string>(
    (item) => item.slice(0, 1),
    (batch) => {
      started.push([...batch]);
      return new Promise((resolve) => ends.push(resolve));
    },
    limits,
  );
  const push = async (...items: string[]) => {
    for (const item of items) queue.push(item);
    await Promise.resolve();
  };
  const end = async (index: number) => {
    ends[index]!();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { queue, started, push, end };
}

describe('the batch queue', () => {
  it('starts at once what finds a batch free, and gathers what arrives meanwhile', async () => {
    const { started, push, end } = setUp({ batches: 1, batchSize: 10 });
    await push('a1');
    await push('b1');
    await push('c1', 'd1');
    expect(started).toEqual([['a1']]);
    await end(0);
    expect(started).toEqual([['a1'], ['b1', 'c1', 'd1']]);
  });

  it('works on one key in one batch at a time, in order', async () => {
    const { started, push, end } = setUp({ batches: 2, batchSize: 2 });
    await push('a1', 'a2', 'a3', 'b1');
    expect(started).toEqual([['a1', 'a2'], ['b1']]);
    await push('a4', 'c1');
    await end(1);
    expect(started.at(-1)).toEqual(['c1']);
    await end(0);
    expect(started.at(-1)).toEqual(['a3', 'a4']);
  });

  it('is idle when nothing waits or runs', async () => {
    const { queue, push, end } = setUp({ batches: 1, batchSize: 1 });
    await queue.idle();
    await push('a1', 'a2');
    let idle = false;
    const waited = queue.idle().then(() => (idle = true));
    await end(0);
    expect(idle).toBe(false);
    await end(1);
    await waited;
    expect(idle).toBe(true);
  });
});
