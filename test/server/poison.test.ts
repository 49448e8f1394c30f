import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { madeUpCpr } from '../commands/submission.ts';
import { decisionInput } from '../graphql/decision.ts';
import { poisons } from '../threads/poisonedThread.ts';
import { startPoisonedService } from './poisonedService.ts';
import type { TestService } from './service.ts';
import { changesOf, clientOf } from './subscriber.ts';

// §2: an error in raskmelding had taken the web server down. Here ten kinds of them storm a server that others use.

let service: TestService;

beforeAll(async () => {
  service = await startPoisonedService();
});

afterAll(async () => {
  await service.end();
});

const submit = `mutation ($input: SubmitDecisionInput!) {
  submitDecision(input: $input) { decision { outcome { changes { cursor } } } userErrors { code } } }`;
const recovered = `mutation ($input: ReportRecoveredInput!) { reportRecovered(input: $input) { duplicate } }`;

/** How long the others are left in peace first, in milliseconds: what they wait for then is this machine's own doing. */
const calmFor = 1_500;

/** Does something again and again until told to stop; says how long it took at most, and what went wrong. */
function again(act: (index: number) => Promise<unknown>, isGood: (answer: string) => boolean) {
  const over = new AbortController();
  const result = { calls: 0, calm: 0, longest: 0, bad: [] as string[] };
  const calmUntil = performance.now() + calmFor;
  const loop = (async () => {
    for (let index = 0; !over.signal.aborted; index += 1) {
      const started = performance.now();
      const answer = JSON.stringify(await act(index).catch(String));
      const phase = started < calmUntil ? 'calm' : 'longest';
      result[phase] = Math.max(result[phase], performance.now() - started);
      result.calls += 1;
      if (!isGood(answer)) result.bad.push(answer);
    }
  })();
  return async () => {
    over.abort();
    await loop;
    return result;
  };
}

/** Reports a recovery with a poison in it; says what was answered, and after how long. */
async function report(poison: string, index: number) {
  const input = { messageId: `${poison} ${index}`, cpr: madeUpCpr(5000 + index), recoveredOn: '2022-06-01' };
  const started = performance.now();
  const { body } = await service.post(recovered, { input });
  const { errors } = body as { errors?: { extensions: { code: string } }[] };
  return { code: errors?.[0]?.extensions.code, milliseconds: performance.now() - started };
}

describe('poison in raskmelding, over HTTP', () => {
  it('once each and in a storm: no other call fails or waits, and no subscriber is interrupted', async () => {
    const client = clientOf(service.url);
    const told: string[] = [];
    const made: string[] = [];
    const listening = (async () => {
      for await (const { cursor } of changesOf(client, null)) told.push(cursor);
    })();
    await expect.poll(() => service.subscribers()).toBe(1);
    const querying = again(
      (index) =>
        service.post('query ($cpr: String!) { citizen(by: { cpr: $cpr }) { contactGroups { id } } }', {
          cpr: madeUpCpr(index % 50),
        }),
      (answer) => answer.includes('"status":200') && !answer.includes('errors"'),
    );
    const submitting = again(
      async (index) => {
        const answer = await service.post(submit, {
          input: decisionInput({
            cpr: madeUpCpr(index % 50),
            kyId: `${index % 2}`,
            contactGroup: 20 + (index % 5),
          }),
        });
        made.push(
          ...[...JSON.stringify(answer.body).matchAll(/"cursor":"(\w+)"/g)].map((match) => match[1]!),
        );
        return answer;
      },
      (answer) => answer.includes('"userErrors":[]'),
    );
    const reading = again(
      () => service.send('/readyz'),
      (answer) => answer.includes('ready'),
    );

    await delay(calmFor);
    const kinds = Object.keys(poisons);
    const answers = [];
    for (const [index, kind] of kinds.entries()) answers.push(await report(kind, index));
    for (let round = 1; round <= 3; round += 1)
      answers.push(...(await Promise.all(kinds.map((kind, index) => report(kind, 100 * round + index)))));
    const results = await Promise.all([querying(), submitting(), reading()]);
    await expect.poll(() => told.length, { timeout: 5000 }).toBe(made.length);
    await client.dispose();
    await listening;

    expect(results.flatMap(({ bad }) => bad)).toEqual([]);
    expect(told).toEqual(made);
    expect(Math.min(...results.map(({ calls }) => calls))).toBeGreaterThan(50);
    expect(new Set(answers.map(({ code }) => code))).toEqual(new Set(['UNAVAILABLE', 'QUARANTINED']));
    const longestOf = (phase: 'calm' | 'longest') => Math.max(...results.map((result) => result[phase]));
    expect(longestOf('longest')).toBeLessThan(longestOf('calm') + 250);
    expect(Math.max(...answers.map(({ milliseconds }) => milliseconds))).toBeLessThan(1000);
  });
});
