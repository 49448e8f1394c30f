import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { madeUpCpr } from '../commands/submission.ts';
import { freePort } from '../gateway/freePort.ts';
import { decisionInput } from '../graphql/decision.ts';
import { startPoisonedService } from '../server/poisonedService.ts';
import { startTestService, type TestService } from '../server/service.ts';
import { changesOf, clientOf } from '../server/subscriber.ts';

let service: TestService;

beforeAll(async () => {
  service = await startPoisonedService();
});
afterAll(async () => {
  await service.end();
});

const textOf = async (url = service.url) => (await fetch(`${url}/metrics`)).text();

/** The value of a sample, e.g. `dfdg_subscribers`; 0 where there is none. */
async function valueOf(sample: string, url?: string): Promise<number> {
  const line = (await textOf(url)).split('\n').find((one) => one.startsWith(`${sample} `));
  return Number(line?.slice(sample.length) ?? 0);
}

const submit = (input: object) =>
  service.post('mutation ($input: SubmitDecisionInput!) { submitDecision(input: $input) { duplicate } }', {
    input,
  });

describe('the metrics count', () => {
  it('decisions by rule and kind, and deviations, repeats and refusals', async () => {
    const cpr = madeUpCpr(1);
    const first = decisionInput({ cpr });
    await submit(first);
    await submit(first);
    await submit(decisionInput({ cpr, kyId: 'B', contactGroup: 11 }));
    await submit(decisionInput({ cpr, contactGroup: null }));
    for (const [sample, value] of [
      ['dfdg_decisions_total{rule="first-grant",kind="GRANTED"}', 1],
      ['dfdg_decisions_total{rule="superseding-grant",kind="GRANTED"}', 1],
      ['dfdg_deviations_total{deviation="OVERLAPPING_GRANT"}', 1],
      ['dfdg_decisions_repeated_total', 1],
      ['dfdg_decisions_refused_total{code="CONTACT_GROUP_REQUIRED"}', 1],
      ['dfdg_operation_duration_seconds_count{type="mutation",field="submitDecision"}', 4],
    ] as const)
      expect([sample, await valueOf(sample)]).toEqual([sample, value]);
  });

  it('operations by root field and never by what a client wrote, and errors by code', async () => {
    const cpr = madeUpCpr(2);
    await service.post(
      `query Mine_${cpr} { a_${cpr}: rules { id } ...f } fragment f on Query { __typename }`,
    );
    await service.post(`{ citizen(by: { cpr: "${cpr}" }) { id } rules { id } __typename }`);
    await service.post(`{ citizen(by: {}) { id } }`);
    await service.post(`{ no_${cpr} }`);
    await fetch(`${service.url}/${cpr}`);
    const of = (field: string) =>
      valueOf(`dfdg_operation_duration_seconds_count{type="query",field="${field}"}`);
    expect([await of('several'), await of('citizen')]).toEqual([2, 1]);
    expect(await valueOf('dfdg_operation_errors_total{code="BAD_USER_INPUT"}')).toBe(1);
    expect(await valueOf('dfdg_operation_errors_total{code="GRAPHQL_VALIDATION_FAILED"}')).toBe(1);
    expect(await valueOf('dfdg_http_responses_total{route="none",status="404"}')).toBe(1);
    expect(await textOf()).not.toContain(cpr);
  });

  it('subscribers, and how far the change log was read', async () => {
    const client = clientOf(service.url);
    const changes = changesOf(client, null);
    const change = changes.next();
    await expect.poll(() => valueOf('dfdg_subscribers')).toBe(1);
    await submit(decisionInput({ cpr: madeUpCpr(3) }));
    await change;
    expect(await valueOf('dfdg_change_log_read_position')).toBeGreaterThan(0);
    expect(await valueOf('dfdg_change_log_lag')).toBe(0);
    await client.dispose();
  });

  it('threads that go down, messages that are set aside, and connections', async () => {
    for (let times = 0; times < 2; times += 1)
      await service.post(
        'mutation ($input: ReportRecoveredInput!) { reportRecovered(input: $input) { duplicate } }',
        { input: { messageId: 'process.exit 1', cpr: madeUpCpr(4), recoveredOn: '2022-06-01' } },
      );
    await expect.poll(() => valueOf('dfdg_quarantined_messages')).toBe(1);
    expect(await valueOf('dfdg_thread_restarts_total')).toBe(2);
    expect(await valueOf('dfdg_database_up')).toBe(1);
    expect(await textOf()).toMatch(
      /^dfdg_database_connections{application="dfdg-changes",state="idle"} \d+$/m,
    );
    expect(await valueOf('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
  });
});

describe('the examples of monitoring', () => {
  it.each(['dashboard.json', 'alerts.yml'])('%s names only metrics that there are', async (name) => {
    const text = await readFile(`examples/monitoring/${name}`, 'utf8');
    const expressions = [...JSON.stringify(parse(text)).matchAll(/"expr":"((?:[^"\\]|\\.)*)"/g)].map(
      ([, expression = '']) => expression,
    );
    const named = expressions.flatMap((one) => one.match(/\b(dfdg|nodejs|process)_\w+/g) ?? []);
    const known = [...(await textOf()).matchAll(/^# TYPE (\w+)/gm)].map(([, metric = '']) => metric);
    expect(expressions.length).toBeGreaterThan(5);
    expect(named.filter((one) => !known.includes(one.replace(/_(bucket|count|sum)$/, '')))).toEqual([]);
  });

  it('the dashboard shows every metric of our own', async () => {
    const dashboard = await readFile('examples/monitoring/dashboard.json', 'utf8');
    const own = [...(await textOf()).matchAll(/^# TYPE (dfdg_\w+)/gm)].map(([, metric = '']) => metric);
    expect(own.filter((metric) => !dashboard.includes(metric))).toEqual(['dfdg_change_log_read_position']);
  });
});

describe('who may read them', () => {
  it('is whoever reaches the port that is for that, and nobody at the port of the public', async () => {
    const port = await freePort();
    const guarded = await startTestService({
      routerSecrets: ['a-secret-of-the-router'],
      metrics: { host: '127.0.0.1', port },
    });
    expect((await fetch(`${guarded.url}/metrics`)).status).toBe(404);
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ]);
    expect((await fetch(`http://127.0.0.1:${port}/graphql`, { method: 'POST' })).status).toBe(404);
    await guarded.end();
    await expect(fetch(`http://127.0.0.1:${port}/metrics`)).rejects.toThrow();
  });
});
