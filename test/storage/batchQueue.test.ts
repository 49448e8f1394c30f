import { describe, expect, it } from 'vitest';
import { createBatchQueue, type QueueLimits } from '../../src/storage/batchQueue.ts';

/** A queue of texts keyed by their first letter, whose batches end when told to. */
function setUp(limits: QueueLimits) {
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
    await new Promise((resolve) => setImmediate(resolve));
  };
  const end = async (index: number) => {
    ends[index]!();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { queue, started, push, end };
}

describe('the batch queue', () => {
  it('starts at once what finds a batch free, and gathers what arrives meanwhile', async () => {
    const { started, push, end } = setUp({ batches: 1, batchSize: 10, company: 1, patience: 1_000 });
    await push('a1');
    await push('b1');
    await push('c1', 'd1');
    expect(started).toEqual([['a1']]);
    await end(0);
    expect(started).toEqual([['a1'], ['b1', 'c1', 'd1']]);
  });

  it('works on one key in one batch at a time, in order', async () => {
    const { started, push, end } = setUp({ batches: 2, batchSize: 2, company: 1, patience: 1_000 });
    await push('a1', 'a2', 'a3', 'b1');
    expect(started).toEqual([['a1', 'a2'], ['b1']]);
    await push('a4', 'c1');
    await end(1);
    expect(started.at(-1)).toEqual(['c1']);
    await end(0);
    expect(started.at(-1)).toEqual(['a3', 'a4']);
  });

  it('starts a batch beside one that runs when there is enough for it', async () => {
    const { started, push, end } = setUp({ batches: 2, batchSize: 10, company: 3, patience: 1_000 });
    await push('a1');
    await push('b1', 'c1');
    expect(started).toEqual([['a1']]);
    await push('d1');
    expect(started).toEqual([['a1'], ['b1', 'c1', 'd1']]);
    await push('e1', 'f1', 'g1');
    expect(started).toHaveLength(2);
    await end(1);
    expect(started.at(-1)).toEqual(['e1', 'f1', 'g1']);
  });

  it('does not wait long for a batch that hangs', async () => {
    const { started, push } = setUp({ batches: 2, batchSize: 10, company: 3, patience: 10 });
    await push('a1');
    await push('b1');
    await expect.poll(() => started).toEqual([['a1'], ['b1']]);
  });

  it('is idle when nothing waits or runs', async () => {
    const { queue, push, end } = setUp({ batches: 1, batchSize: 1, company: 1, patience: 1_000 });
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
