import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestService, type TestService } from './service.ts';

const get = 'a GET would put variables into URLs, and so into logs: there is none';
const status = 'an operation that does not run is answered by a 4xx, so that nobody takes it for done';

/** Where this server leaves what the specification recommends, by the id of the audit, and why. */
const left: Readonly<Record<string, string>> = {
  '5A70': get,
  D6D5: get,
  '6A70': get,
  '572B': status,
  FDE2: status,
  '7B9B': status,
};

let service: TestService;
let url = '';

beforeAll(async () => {
  service = await startTestService();
  url = `${service.url}/graphql`;
});

afterAll(() => service.end());

it.each(serverAudits({ url: () => url }))('$id $name', async ({ id, fn }) => {
  const { status: found, ...more } = await fn();
  if (id in left) expect(found).toMatch(/^(notice|warn)$/);
  else expect({ found, ...more }).toMatchObject({ found: 'ok' });
});

it('and nothing is left that there is no audit of', () => {
  const ids = serverAudits({ url }).map(({ id }) => id);
  expect(ids.length).toBeGreaterThan(60);
  expect(ids).toEqual(expect.arrayContaining(Object.keys(left)));
});
