import { afterAll, beforeAll, expect, it } from 'vitest';
import { madeUpCpr } from '../commands/submission.ts';
import { decisionInput } from '../graphql/decision.ts';
import { startTestService, type TestService } from '../server/service.ts';
import { dfdg } from './run.ts';

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service.end());

const submit = (messageId: string, contactGroup: number) =>
  service.post('mutation ($input: SubmitDecisionInput!) { submitDecision(input: $input) { duplicate } }', {
    input: { ...decisionInput(), messageId, cpr: madeUpCpr(1), municipalityCode: '101', contactGroup },
  });

/** Follows until there are so many lines. */
async function followed(
  args: readonly string[],
  lines: number,
  onLive = () => Promise.resolve<unknown>(null),
) {
  const stop = new AbortController();
  let count = 0;
  const running = dfdg(
    ['follow', '--municipality', '101', '--url', service.url, ...args],
    {},
    {
      signal: stop.signal,
      onOut() {
        if ((count += 1) === lines) stop.abort();
      },
    },
  );
  await expect.poll(() => service.subscribers() > 0 || count > 0, { timeout: 10_000 }).toBe(true);
  await onLive();
  return running;
}

it('tells a change a line, and goes on after a cursor', async () => {
  const first = await followed([], 1, () => submit('one', 2));
  expect(first.status).toBe(0);
  expect(first.out).toMatch(/^20\S+Z {2}OPENED {2}\S+ {2}- -> 2 {2}first-grant {2}- {2}\S+\n$/);
  expect(first.err).toMatch(/^catching up since .*\nlive since .*\nTo go on: --after \S+\n$/);
  const [, cursor = ''] = /--after (\S+)/.exec(first.err) ?? [];
  expect(first.out.trimEnd().endsWith(cursor)).toBe(true);
  await submit('two', 11);
  const second = await followed(['--after', cursor], 1);
  expect(second.out).toMatch(/ CHANGED {2}\S+ {2}2 -> 11 {2}superseding-grant /);
  expect(first.out + second.out).not.toContain(madeUpCpr(1));
});

it('says in one line what is wrong', async () => {
  expect((await dfdg(['follow', '--municipality', '1'])).err).toMatch(/--municipality must be three digits/);
  const { status, err } = await dfdg(['follow', '--after', 'nothing', '--url', service.url]);
  expect([status, err.trimEnd().split('\n').at(-1)]).toEqual([
    2,
    expect.stringMatching(/^dfdg follow: .*--after/),
  ]);
});
