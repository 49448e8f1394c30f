import { parse, validate } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { operations } from '../../src/explorer/operations.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { startTestService, type TestService } from '../server/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service.end());

it.each(operations)(
  'what stands ready in the explorer is right, and answered: $query',
  async ({ query, variables }) => {
    expect(validate(createSchema(), parse(query))).toEqual([]);
    if (query.includes('subscription ')) return;
    const { body } = await service.post(
      query,
      variables === undefined ? {} : (JSON.parse(variables) as object),
    );
    expect(body).not.toHaveProperty('errors');
    expect(JSON.stringify(body)).not.toMatch(/"userErrors":\[{|"citizen":null/);
  },
);
