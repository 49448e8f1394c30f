import { afterAll, expect, it } from 'vitest';
import { buildProduct } from './product.ts';
import { profiles } from './profile.ts';
import { isProven, reportOf } from './report.ts';
import { runChaos } from './run.ts';

const product = buildProduct();
afterAll(() => {
  product.remove();
});

it(
  'keeps every promise while instances, connections and the database are killed',
  { timeout: 120_000 },
  async () => {
    const result = await runChaos(product, profiles.short, Date.now() % 1_000_000);
    expect(isProven(result), reportOf(result).join('\n')).toBe(true);
  },
);
