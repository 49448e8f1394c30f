import { setTimeout as delay } from 'node:timers/promises';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { traceCommands } from './commands.ts';
import { tracePlugin } from './operations.ts';
import { traceRequests, type Trace } from './requests.ts';
import type { Tracing } from './tracing.ts';

/** How long the end of tracing may take, in milliseconds, whether or not anybody takes the last spans. */
const closeWithin = 1_000;

/**
 * Starts tracing. Where spans are sent and how many are taken is said by the standard environment variables, which the
 * SDK reads by itself. Imported only where tracing is asked for, so that it costs nothing elsewhere.
 */
export function startTracing(): Tracing {
  const resource = resourceFromAttributes({ 'service.name': 'dfdg-subgraph' }).merge(
    detectResources({ detectors: [envDetector] }),
  );
  const provider = new NodeTracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  const tracer = provider.getTracer('dfdg-subgraph');
  // By the commands, since Apollo makes a copy of the context.
  const traces = new WeakMap<object, Trace>();
  return {
    traceRequests: (app) => {
      traceRequests(app, tracer);
    },
    plugin: tracePlugin(tracer, ({ commands }) => traces.get(commands)),
    contextOf({ trace }, context) {
      if (!trace) return context;
      const commands = traceCommands(context.commands, tracer, trace);
      traces.set(commands, trace);
      return { ...context, commands };
    },
    close: () => Promise.race([provider.shutdown(), delay(closeWithin, undefined, { ref: false })]),
  };
}
