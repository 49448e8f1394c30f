import type { ApolloServerPlugin } from '@apollo/server';
import { Counter, Histogram, type Registry } from 'prom-client';
import type { Context } from '../graphql/context.ts';
import { errorCodes } from '../graphql/errors.ts';
import { rootFieldsOf } from '../graphql/rootFields.ts';

/** From a millisecond to beyond what any operation may take, in seconds. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Measures how long operations take, and counts their errors. No label holds anything that a client wrote. */
export function measureOperations(registry: Registry): ApolloServerPlugin<Context> {
  const durations = new Histogram({
    name: 'dfdg_operation_duration_seconds',
    help: 'How long valid queries and mutations took, by operation type and root field: `several` where there are more.',
    labelNames: ['type', 'field'],
    buckets,
    registers: [registry],
  });
  const errors = new Counter({
    name: 'dfdg_operation_errors_total',
    help: 'Errors in answers to queries and mutations, by code.',
    labelNames: ['code'],
    registers: [registry],
  });

  return {
    requestDidStart() {
      const started = performance.now();
      return Promise.resolve({
        willSendResponse({ document, operation, response: { body } }) {
          if (document && operation)
            durations.observe(
              { type: operation.operation, field: fieldLabelOf(rootFieldsOf(document, operation)) },
              (performance.now() - started) / 1000,
            );
          if (body.kind === 'single')
            for (const { extensions } of body.singleResult.errors ?? [])
              errors.inc({ code: codeOf(extensions?.['code']) });
          return Promise.resolve();
        },
      });
    },
  };
}

function fieldLabelOf(fields: readonly string[]): string {
  return fields.length > 1 ? 'several' : (fields[0] ?? 'none');
}

function codeOf(code: unknown): string {
  return typeof code === 'string' && Object.hasOwn(errorCodes, code) ? code : 'other';
}
