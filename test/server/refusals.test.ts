import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestService, type TestService } from './service.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});

afterAll(() => service.end());

const json = { 'content-type': 'application/json' };
const query = JSON.stringify({ query: '{ rules { id } }' });

/** A short JSON that says what is wrong, never a page and never a stack. */
function refusal(code: string) {
  return {
    errors: [{ message: expect.stringMatching(/^[^\n<]{10,400}\n?$/) as string, extensions: { code } }],
  };
}

describe('HTTP refuses in JSON', () => {
  it.each<[string, string, RequestInit, number, string]>([
    ['GET', '/graphql?query={rules{id}}', {}, 405, 'BAD_USER_INPUT'],
    ['PUT', '/graphql', { method: 'PUT', headers: json, body: query }, 405, 'BAD_USER_INPUT'],
    ['DELETE', '/graphql', { method: 'DELETE' }, 405, 'BAD_USER_INPUT'],
    ['OPTIONS', '/graphql', { method: 'OPTIONS' }, 405, 'BAD_USER_INPUT'],
    ['another path', '/', {}, 404, 'BAD_USER_INPUT'],
    [
      'another path by POST',
      '/graphql/x',
      { method: 'POST', headers: json, body: query },
      404,
      'BAD_USER_INPUT',
    ],
    ['a path that is none', '/%c0', {}, 400, 'BAD_USER_INPUT'],
    [
      'JSON that is none',
      '/graphql',
      { method: 'POST', headers: json, body: '{"query":' },
      400,
      'BAD_USER_INPUT',
    ],
    ['no body', '/graphql', { method: 'POST', headers: json }, 400, 'BAD_USER_INPUT'],
    [
      'a prototype',
      '/graphql',
      { method: 'POST', headers: json, body: '{"__proto__":{"a":1}}' },
      400,
      'BAD_USER_INPUT',
    ],
    ['a batch', '/graphql', { method: 'POST', headers: json, body: `[${query}]` }, 400, 'BAD_USER_INPUT'],
    ['no query', '/graphql', { method: 'POST', headers: json, body: '{"a":1}' }, 400, 'BAD_USER_INPUT'],
    [
      'text',
      '/graphql',
      { method: 'POST', headers: { 'content-type': 'text/plain' }, body: query },
      415,
      'BAD_USER_INPUT',
    ],
    ['a form', '/graphql', { method: 'POST', body: new URLSearchParams({ query }) }, 415, 'BAD_USER_INPUT'],
    ['parts', '/graphql', { method: 'POST', body: new FormData() }, 415, 'BAD_USER_INPUT'],
    [
      'too much',
      '/graphql',
      { method: 'POST', headers: json, body: 'x'.repeat(1_048_577) },
      413,
      'LIMIT_EXCEEDED',
    ],
    [
      'no content type',
      '/graphql',
      { method: 'POST', headers: { 'content-length': '0' } },
      400,
      'BAD_USER_INPUT',
    ],
  ])('%s', async (_name, path, init, status, code) => {
    const answer = await service.send(path, init);
    expect({ status: answer.status, body: answer.body }).toEqual({ status, body: refusal(code) });
    expect(answer.headers.get('content-type')).toContain('application/json');
    if (status === 405) expect(answer.headers.get('allow')).toBe('POST');
  });

  it.each([
    ['what is no HTTP', 'nonsense\r\n\r\n'],
    ['no host', 'GET /livez HTTP/1.1\r\nConnection: close\r\n\r\n'],
    [
      'a host that is none',
      'POST /graphql HTTP/1.1\r\nHost: [\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}',
    ],
  ])('%s', async (_name, request) => {
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
    socket.write(request);
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toEqual(refusal('BAD_USER_INPUT'));
  });

  it('a subscription, which Apollo would answer as if it were a query', async () => {
    const { status, body } = await service.post('subscription { contactGroupChanged { id } }');
    expect(status).toBe(400);
    expect(body).toMatchObject({ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] });
  });

  it('and goes on answering', async () => {
    const { status, body, headers } = await service.post('{ rules { id } }');
    expect(status).toBe(200);
    expect(body).toMatchObject({ data: { rules: expect.any(Array) as unknown } });
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('introspection', () => {
  const introspection = '{ __schema { queryType { name } } }';

  it('is answered outside production', async () => {
    expect((await service.post(introspection)).body).toMatchObject({ data: {} });
  });

  it('is refused in production, with every hint at a name', async () => {
    const production = await startTestService({ nodeEnv: 'production' });
    try {
      expect((await production.post(introspection)).body).toMatchObject({
        errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
      });
      const { body } = await production.post('{ rule { id } }');
      expect(JSON.stringify(body)).not.toContain('rules');
    } finally {
      await production.end();
    }
  });
});
