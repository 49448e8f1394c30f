import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, urlOf } from '../../src/storage/address.ts';
import { madeUpCpr } from '../commands/submission.ts';
import { cprEnvironment } from '../cprKeys.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { decisionInput } from '../graphql/decision.ts';
import { startProgram, type Program } from '../server/program.ts';

/** A span as OTLP writes it in JSON. */
interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly status: { readonly code?: number };
  readonly attributes: readonly { key: string; value: object }[];
}

interface Sent {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly Span[] }[] }[];
}

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const routerSpan = '00f067aa0ba902b7';
const cpr = madeUpCpr(78);
const paths: (string | undefined)[] = [];
const sent: Sent[] = [];
/** Takes spans as a collector does. */
const receiver = createServer((request, response) => {
  void json(request).then((body) => {
    paths.push(request.url);
    sent.push(body as Sent);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
});
let database: TestDatabase;
let program: Program;

beforeAll(async () => {
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  database = await createTestDatabase();
  program = await startProgram({
    ...cprEnvironment,
    DATABASE_URL: urlOf(database.address),
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`,
    OTEL_BSP_SCHEDULE_DELAY: '100',
  });
});
afterAll(async () => {
  await program.end('SIGTERM');
  await database.drop();
  receiver.close();
});

const post = (query: string, variables: object, headers: Record<string, string>) =>
  fetch(`${program.url}/graphql?cpr=${cpr}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  }).then((response) => response.text());

const submit =
  'mutation ($input: SubmitDecisionInput!) { submitDecision(input: $input) { duplicate userErrors { code } } }';

const spans = () =>
  sent.flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => [...scope.spans])),
  );

it('a call, its operation, its command and the steps of that form one trace with the router’s', async () => {
  await post(
    `mutation Mine_${cpr} ($input: SubmitDecisionInput!) { a_${cpr}: submitDecision(input: $input) { duplicate } }`,
    { input: decisionInput({ cpr }) },
    { traceparent: `00-${traceId}-${routerSpan}-01`, tracestate: `vendor=${cpr}`, baggage: `cpr=${cpr}` },
  );
  const ofTrace = () => spans().filter((span) => span.traceId === traceId);
  await expect.poll(() => ofTrace().length).toBe(6);
  const byName = new Map(ofTrace().map((span) => [span.name, span]));
  const call = byName.get('POST /graphql');
  const operation = byName.get('mutation submitDecision');
  const command = byName.get('submitDecision');
  expect(call?.parentSpanId).toBe(routerSpan);
  expect(operation?.parentSpanId).toBe(call?.spanId);
  expect(command?.parentSpanId).toBe(operation?.spanId);
  expect(command?.attributes).toContainEqual({ key: 'dfdg.rule', value: { stringValue: 'first-grant' } });
  const steps = ['load', 'decide', 'append'].map((name) => byName.get(name));
  expect(steps.map((step) => step?.parentSpanId)).toEqual(Array(3).fill(command?.spanId));
  const times = steps.flatMap((step) => [step?.startTimeUnixNano, step?.endTimeUnixNano].map(Number));
  // Each begins at a whole millisecond.
  for (const [at, time] of times.entries()) expect(time).toBeGreaterThanOrEqual((times[at - 1] ?? 0) - 1e6);
  expect(paths).toContain('/v1/traces');
});

it('a step that is taken for several commands is under each of them, with their number', async () => {
  const together = '2'.repeat(32);
  await post(
    'mutation ($inputs: [SubmitDecisionInput!]!) { submitDecisions(inputs: $inputs) { duplicate } }',
    { inputs: Array.from({ length: 12 }, (_, index) => decisionInput({ cpr: madeUpCpr(100 + index) })) },
    { traceparent: `00-${together}-${routerSpan}-01` },
  );
  const appends = () => spans().filter((span) => span.traceId === together && span.name === 'append');
  await expect.poll(() => new Set(appends().map(({ parentSpanId }) => parentSpanId)).size).toBe(12);
  for (const { attributes } of appends())
    expect(attributes).toEqual([{ key: 'dfdg.commands', value: { intValue: 12 } }]);
});

it('a statement that gets no answer is an error in the trace of its call', async () => {
  const lost = '1'.repeat(32);
  const locking = connect(database.address, { max: 1 });
  await locking.unsafe('begin');
  await locking.unsafe('lock table decision in exclusive mode');
  const answer = await post(
    submit,
    { input: decisionInput({ cpr: madeUpCpr(200) }) },
    { traceparent: `00-${lost}-${routerSpan}-01` },
  );
  await locking.end();
  expect(answer).toContain('UNAVAILABLE');
  const codes = (name: string) =>
    spans()
      .filter((span) => span.traceId === lost && span.name === name)
      .map(({ status }) => status.code ?? 0);
  await expect.poll(() => codes('append')).toContain(2);
  expect(new Set(codes('load'))).toEqual(new Set([0]));
});

it('no span holds anything that a client wrote', async () => {
  await post(`{ citizen(by: { cpr: "${cpr}" }) { id } _${cpr}: rules { id } }`, {}, {});
  await post(`{ no_${cpr} }`, {}, { traceparent: cpr });
  await expect.poll(() => spans().filter(({ name }) => name === 'POST /graphql').length).toBe(5);
  expect(spans().map(({ name }) => name)).toContain('query citizen rules');
  expect(JSON.stringify(sent)).not.toContain(cpr.replace(/^0/, ''));
});

it('probes make none', async () => {
  const before = spans().length;
  await fetch(`${program.url}/readyz`);
  await post('{ __typename }', {}, {});
  await expect.poll(() => spans().length).toBe(before + 2);
});
