import { describe, expect, it } from 'vitest';
import { trustedCaller, type Caller } from '../../src/auth/caller.ts';
import type { Told } from '../../src/changes/entry.ts';
import { createSharedAnswers } from '../../src/graphql/sharedAnswers.ts';

const told = (position: number, previous = 0) => ({ change: { position }, previous }) as Told;
const caller = trustedCaller('one');

describe('an answer is shared', () => {
  const ask = async (callers: readonly Caller[], operations: readonly unknown[], ...all: readonly Told[]) => {
    const share = createSharedAnswers();
    let executions = 0;
    for (const one of callers)
      for (const operation of operations)
        for (const each of all)
          await share(one, operation)(each, () => Promise.resolve({ data: { count: (executions += 1) } }));
    return executions;
  };

  it.each<[string, Caller[], unknown[], Told[], number]>([
    ['among all who ask for the same', [caller, trustedCaller('one')], ['a', 'a'], [told(2), told(2)], 1],
    ['by no other caller', [caller, trustedCaller('other')], ['a'], [told(2)], 2],
    [
      'by none who sees other municipalities',
      [caller, { ...caller, municipalities: new Set(['101']) }],
      ['a'],
      [told(2)],
      2,
    ],
    ['with no other operation', [caller], ['a', 'b'], [told(2)], 2],
    ['about no other change', [caller], ['a'], [told(2), told(3)], 2],
    ['with none who was told another change before', [caller], ['a'], [told(2), told(2, 1)], 2],
  ])('%s', async (_, callers, operations, all, executions) => {
    expect(await ask(callers, operations, ...all)).toBe(executions);
  });

  it('only if it is a good one, and while it is new', async () => {
    const share = createSharedAnswers()(caller, 'a');
    expect(await share(told(1), () => Promise.resolve({ errors: [] }))).toEqual({ errors: [] });
    await expect(share(told(1), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    const first = { data: {} };
    expect(await share(told(1), () => Promise.resolve(first))).toBe(first);
    for (let position = 2; position <= 1_001; position += 1)
      await share(told(position), () => Promise.resolve({ data: {} }));
    expect(await share(told(1), () => Promise.resolve({ data: {} }))).not.toBe(first);
  });
});
