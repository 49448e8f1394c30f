import Fastify from 'fastify';
import { afterAll, describe, expect, it } from 'vitest';
import { admitCalls } from '../../src/server/admission.ts';

const app = Fastify();
const waiting: (() => void)[] = [];
const inFlight = admitCalls(app, 2);
let streaming = false;
app.post('/graphql', (request) => {
  if (streaming) request.leavePlace();
  return new Promise((resolve) =>
    waiting.push(() => {
      resolve({ data: null });
    }),
  );
});
app.get('/readyz', () => ({ status: 'ready' }));
const url = await app.listen({ host: '127.0.0.1', port: 0 });

afterAll(() => app.close());

const post = (init: RequestInit = {}) =>
  fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
    ...init,
  });

describe('calls in flight', () => {
  it('are at most so many; the others are told at once to try again, and probes are answered', async () => {
    const gone = new AbortController();
    const first = post();
    const second = post({ signal: gone.signal }).catch(() => null);
    await expect.poll(inFlight).toBe(2);
    const refused = await post();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE' } }] });
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    // One is answered, and the caller of the other goes away.
    waiting[0]!();
    expect((await first).status).toBe(200);
    gone.abort();
    await second;
    await expect.poll(inFlight).toBe(0);
    const third = post();
    await expect.poll(() => waiting.length).toBe(3);
    waiting[2]!();
    expect((await third).status).toBe(200);
  });

  it('do not count streams of events that have begun', async () => {
    streaming = true;
    const streams: Promise<Response>[] = [];
    for (let count = 4; count <= 8; count += 1) {
      streams.push(post());
      await expect.poll(() => waiting.length).toBe(count);
    }
    expect(inFlight()).toBe(0);
    for (const end of waiting.splice(3)) end();
    expect((await Promise.all(streams)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  });
});
