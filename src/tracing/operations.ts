import type { ApolloServerPlugin } from '@apollo/server';
import { SpanStatusCode, trace, type Span, type Tracer } from '@opentelemetry/api';
import type { Context } from '../graphql/context.ts';
import { rootFieldsOf } from '../graphql/rootFields.ts';
import type { Trace } from './requests.ts';

/** Makes a span of each valid query or mutation: its type and root fields, never its text or its variables. */
export function tracePlugin(
  tracer: Tracer,
  traceOf: (context: Context) => Trace | undefined,
): ApolloServerPlugin<Context> {
  return {
    requestDidStart({ contextValue }) {
      const own = traceOf(contextValue);
      let span: Span | undefined;
      return Promise.resolve({
        didResolveOperation({ document, operation }) {
          if (!own || !operation) return Promise.resolve();
          const fields = rootFieldsOf(document, operation);
          const attributes = {
            'graphql.operation.type': operation.operation,
            'dfdg.root_fields': [...fields],
          };
          span = tracer.startSpan(`${operation.operation} ${fields.join(' ')}`, { attributes }, own.request);
          own.context = trace.setSpan(own.request, span);
          return Promise.resolve();
        },
        willSendResponse({ response: { body } }) {
          const errors = body.kind === 'single' ? (body.singleResult.errors ?? []) : [];
          if (errors.length > 0) {
            span?.setStatus({ code: SpanStatusCode.ERROR });
            span?.setAttribute('dfdg.error_codes', [
              ...new Set(errors.map(({ extensions }) => String(extensions?.['code']))),
            ]);
          }
          span?.end();
          return Promise.resolve();
        },
      });
    },
  };
}
