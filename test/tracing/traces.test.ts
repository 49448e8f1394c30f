import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { urlOf } from '../../src/storage/address.ts';
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

const spans = () =>
  sent.flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => [...scope.spans])),
  );

it('a call, its operation and its command form one trace with the router’s', async () => {
  await post(
    `mutation Mine_${cpr} ($input: SubmitDecisionInput!) { a_${cpr}: submitDecision(input: $input) { duplicate } }`,
    { input: decisionInput({ cpr }) },
    { traceparent: `00-${traceId}-${routerSpan}-01`, tracestate: `vendor=${cpr}`, baggage: `cpr=${cpr}` },
  );
  const ofTrace = () => spans().filter((span) => span.traceId === traceId);
  await expect.poll(() => ofTrace().length).toBe(3);
  const byName = new Map(ofTrace().map((span) => [span.name, span]));
  const call = byName.get('POST /graphql');
  const operation = byName.get('mutation submitDecision');
  const command = byName.get('submitDecision');
  expect(call?.parentSpanId).toBe(routerSpan);
  expect(operation?.parentSpanId).toBe(call?.spanId);
  expect(command?.parentSpanId).toBe(operation?.spanId);
  expect(command?.attributes).toContainEqual({ key: 'dfdg.rule', value: { stringValue: 'first-grant' } });
  expect(paths).toContain('/v1/traces');
});

it('no span holds anything that a client wrote', async () => {
  await post(`{ citizen(by: { cpr: "${cpr}" }) { id } _${cpr}: rules { id } }`, {}, {});
  await post(`{ no_${cpr} }`, {}, { traceparent: cpr });
  await expect.poll(() => spans().filter(({ name }) => name === 'POST /graphql').length).toBe(3);
  expect(spans().map(({ name }) => name)).toContain('query citizen rules');
  expect(JSON.stringify(sent)).not.toContain(cpr.replace(/^0/, ''));
});

it('probes make none', async () => {
  const before = spans().length;
  await fetch(`${program.url}/readyz`);
  await post('{ __typename }', {}, {});
  await expect.poll(() => spans().length).toBe(before + 2);
});
