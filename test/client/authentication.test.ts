import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTokenIssuer, type TokenIssuer } from '../auth/issuer.ts';
import { decisionInput } from '../graphql/decision.ts';
import { madeUpCpr } from '../commands/submission.ts';
import { startTestService, type TestService } from '../server/service.ts';
import { follow } from './system.ts';

let issuer: TokenIssuer;
let service: TestService;
let url: string;

beforeAll(async () => {
  issuer = await createTokenIssuer();
  service = await startTestService({ tokens: issuer.options });
  url = `${service.url}/graphql`;
});

afterAll(async () => {
  await service.end();
  await issuer.end();
});

/** A token good for so many seconds; the server's clock is allowed to be five behind. */
async function token(seconds: number, scope = 'citizens:read', municipalities = ['101']): Promise<string> {
  return `Bearer ${await issuer.token(scope, municipalities, seconds)}`;
}

let submitted = 0;

async function submit(municipalityCode: string): Promise<void> {
  const query = 'mutation ($input: SubmitDecisionInput!) { submitDecision(input: $input) { duplicate } }';
  const { status } = await service.send('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: await token(60, 'decisions:submit', ['*']),
    },
    body: JSON.stringify({
      query,
      variables: { input: decisionInput({ cpr: madeUpCpr((submitted += 1)), municipalityCode }) },
    }),
  });
  expect(status).toBe(200);
}

it('a caller hears of its own municipalities, by one token after another, each of which expires', async () => {
  let given = 0;
  const { following, changes, states } = follow({
    url,
    authorization: () => {
      given += 1;
      return token(1);
    },
  });
  await expect.poll(() => states.at(-1)?.status).toBe('live');
  for (let i = 0; i < 30; i += 1) {
    await submit(i % 2 === 0 ? '101' : '147');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await expect.poll(() => changes.length).toBe(15);
  expect(states.map(({ reason }) => reason?.message)).toContain('The token has expired.');
  expect(given).toBeGreaterThan(4);
  await following.stop();
});

it('is tried again while the function gives what is not good, and says so', async () => {
  let isLoggedIn = false;
  const { following, states } = follow({ url, authorization: () => (isLoggedIn ? token(60) : null) });
  await expect
    .poll(() => states.at(-1))
    .toMatchObject({ status: 'cut off', reason: { code: 'UNAUTHENTICATED' } });
  isLoggedIn = true;
  await expect.poll(() => states.at(-1)?.status).toBe('live');
  await following.stop();
});

it('a text that is not good, none at all, and one that may not read, end it', async () => {
  const done = (authorization?: string) =>
    follow({ url, ...(authorization && { authorization }) }).following.done;
  await expect(done('Bearer x.y.z')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  await expect(done()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  await expect(done(await token(60, 'decisions:submit'))).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

it.each([
  [401, 'UNAUTHENTICATED'],
  [403, 'FORBIDDEN'],
])('a proxy that answers %i in its own words ends it', async (status, code) => {
  const fetch = () => Promise.resolve(new Response('<html>', { status }));
  await expect(follow({ url, fetch }).following.done).rejects.toMatchObject({ code });
});
