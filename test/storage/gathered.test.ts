import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { gathered } from '../../src/storage/gathered.ts';

/** A read that doubles, whose statements end when told to. */
function setUp() {
  const statements: number[][] = [];
  const ends: ((error?: Error) => void)[] = [];
  const read = gathered<number, number>((keys) => {
    statements.push([...keys]);
    return new Promise((resolve, reject) => {
      ends.push((error) => {
        if (error === undefined) resolve(keys.map((key) => key * 2));
        else reject(error);
      });
    });
  });
  return { statements, ends, read };
}

// A read that runs long lets another start beside it: here no statement runs long, however busy the machine is.
beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

describe('a gathered read', () => {
  it('sends what comes in one turn together, and gives each caller its own answers', async () => {
    const { statements, ends, read } = setUp();
    const answers = [read([1, 2]), read([3]), read([])];
    await turn();
    expect(statements).toEqual([[1, 2, 3]]);
    ends[0]!();
    expect(await Promise.all(answers)).toEqual([[2, 4], [6], []]);
  });

  it('gathers what comes while a statement runs', async () => {
    const { statements, ends, read } = setUp();
    const first = read([1]);
    await turn();
    const rest = [read([2]), read([3])];
    await turn();
    expect(statements).toEqual([[1]]);
    ends[0]!();
    await first;
    await turn();
    expect(statements).toEqual([[1], [2, 3]]);
    ends[1]!();
    expect(await Promise.all(rest)).toEqual([[4], [6]]);
  });

  it('lets a faulty call fail alone', async () => {
    const read = gathered<number, number>((keys) =>
      keys.includes(13) ? Promise.reject(new Error('13')) : Promise.resolve([...keys]),
    );
    const answers = await Promise.allSettled([read([1]), read([13]), read([2])]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('does not try again what failed for want of the database', async () => {
    const { statements, ends, read } = setUp();
    const answers = Promise.allSettled([read([1]), read([2])]);
    await turn();
    ends[0]!(Object.assign(new Error('gone'), { code: 'CONNECTION_CLOSED' }));
    expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(statements).toHaveLength(1);
  });
});
