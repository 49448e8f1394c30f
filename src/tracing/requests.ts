import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Context, type Tracer } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import type { FastifyInstance } from 'fastify';

/** Where a request is in its trace. */
export interface Trace {
  readonly request: Context;
  /** What begins now is a child of this: the request, and then its operation. */
  context: Context;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Null where no span is made of the request. */
    trace: Trace | null;
  }
}

const propagator = new W3CTraceContextPropagator();
const getter = {
  keys: (carrier: object) => Object.keys(carrier),
  get: (carrier: { readonly traceparent: string | undefined }, key: string) =>
    key === 'traceparent' ? carrier.traceparent : undefined,
};

/** Of the headers `traceparent` alone is taken: `tracestate` is anybody's text. */
function parentOf(traceparent: string | string[] | undefined): Context {
  const carrier = { traceparent: typeof traceparent === 'string' ? traceparent : undefined };
  return propagator.extract(ROOT_CONTEXT, carrier, getter);
}

/** Makes a span of each call at /graphql, from its head to the end of its answer. */
export function traceRequests(app: FastifyInstance, tracer: Tracer): void {
  app.decorateRequest('trace', null);
  app.addHook('onRequest', (request, _reply, done) => {
    const { method, headers, routeOptions } = request;
    if (routeOptions.url !== '/graphql') {
      done();
      return;
    }
    const parent = parentOf(headers['traceparent']);
    const attributes = { 'http.request.method': method, 'http.route': '/graphql' };
    const span = tracer.startSpan(`${method} /graphql`, { kind: SpanKind.SERVER, attributes }, parent);
    const context = trace.setSpan(parent, span);
    request.trace = { request: context, context };
    done();
  });
  app.addHook('onResponse', async ({ trace: own }, { statusCode }) => {
    const span = own && trace.getSpan(own.request);
    if (!span) return;
    span.setAttribute('http.response.status_code', statusCode);
    if (statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  });
}
