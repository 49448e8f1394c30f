import { SpanStatusCode, trace, type Context, type Tracer } from '@opentelemetry/api';
import type { Step, Watch } from '../commands/steps.ts';
import type { Commands } from '../commands/submission.ts';
import type { Trace } from './requests.ts';

type Command = Exclude<keyof Commands, 'close'>;
type Answer = Awaited<ReturnType<Commands[Command]>>;

/**
 * The same commands for one request, each call a span: from the call to the answer of its thread. Under it are spans of
 * its steps, as the thread tells them; one that was taken for several commands is under each of them.
 */
export function traceCommands(commands: Commands, tracer: Tracer, place: Trace): Commands {
  async function traced<One extends Answer>(
    command: Command,
    call: (watch: Watch | undefined) => Promise<One>,
  ): Promise<One> {
    const { context } = place;
    const span = tracer.startSpan(command, {}, context);
    const own = trace.setSpan(context, span);
    const watch: Watch = (step) => {
      traceStep(tracer, step, own);
    };
    const answer = await call(span.isRecording() ? watch : undefined);
    span.setAttributes(attributesOf(answer));
    if (answer.kind === 'failed') span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
    return answer;
  }
  return {
    submitDecision: (submission) =>
      traced('submitDecision', (watch) => commands.submitDecision(submission, watch)),
    previewDecision: (preview) =>
      traced('previewDecision', (watch) => commands.previewDecision(preview, watch)),
    reportSickness: (report) => traced('reportSickness', (watch) => commands.reportSickness(report, watch)),
    close: () => commands.close(),
  };
}

function traceStep(tracer: Tracer, step: Step, parent: Context): void {
  const { name, start, milliseconds, commands, failed } = step;
  const attributes = { 'dfdg.commands': commands };
  const span = tracer.startSpan(name, { startTime: start, attributes }, parent);
  if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end(start + milliseconds);
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
