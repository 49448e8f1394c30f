import { SpanStatusCode, type Tracer } from '@opentelemetry/api';
import type { Commands } from '../commands/submission.ts';
import type { Trace } from './requests.ts';

type Command = Exclude<keyof Commands, 'close'>;
type Answer = Awaited<ReturnType<Commands[Command]>>;

/**
 * The same commands for one request, each call a span: from the call to the answer of its thread, reading, deciding and
 * writing with what arrived together included.
 */
export function traceCommands(commands: Commands, tracer: Tracer, trace: Trace): Commands {
  async function traced<One extends Answer>(command: Command, call: () => Promise<One>): Promise<One> {
    const span = tracer.startSpan(command, {}, trace.context);
    const answer = await call();
    span.setAttributes(attributesOf(answer));
    if (answer.kind === 'failed') span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
    return answer;
  }
  return {
    submitDecision: (submission) => traced('submitDecision', () => commands.submitDecision(submission)),
    previewDecision: (preview) => traced('previewDecision', () => commands.previewDecision(preview)),
    reportSickness: (report) => traced('reportSickness', () => commands.reportSickness(report)),
    close: () => commands.close(),
  };
}

function attributesOf(answer: Answer): Record<string, string | string[] | boolean> {
  const outcome = { 'dfdg.outcome': answer.kind };
  switch (answer.kind) {
    case 'stored':
      return 'stored' in answer
        ? { ...outcome, 'dfdg.duplicate': answer.duplicate, 'dfdg.rule': answer.stored.decision.rule }
        : { ...outcome, 'dfdg.duplicate': answer.duplicate };
    case 'previewed':
      return { ...outcome, 'dfdg.rule': answer.rule };
    case 'refused':
      return { ...outcome, 'dfdg.codes': answer.userErrors.map(({ code }) => code) };
    case 'failed':
      return { ...outcome, 'dfdg.codes': [answer.code], 'dfdg.reference': answer.reference };
  }
}
