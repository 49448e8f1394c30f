import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mutants } from './mutants.ts';

// `npm run chaos:mutants` takes ten minutes and is no part of the check; what it is made of must not go stale meanwhile.

describe('a fault that is planted to see whether it is seen', () => {
  it.each(mutants)('$name has one place in the product, and a test that exists', ({ edits, test }) => {
    for (const { file, find } of edits) expect(readFileSync(file, 'utf8').split(find), file).toHaveLength(2);
    if (test) expect(readFileSync(test[0], 'utf8')).toContain(test[1]);
  });
});
