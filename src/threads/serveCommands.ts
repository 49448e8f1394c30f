import type { MessagePort } from 'node:worker_threads';
import type { Watch } from '../commands/steps.ts';
import type { Commands } from '../commands/submission.ts';
import type { Log } from '../logging/log.ts';
import { createOutbox } from './outbox.ts';
import type { CommandName, Reply, Request } from './protocol.ts';

/** A log whose lines are written by the thread that serves. */
export function logThrough(port: MessagePort): Log {
  const write = (level: keyof Log) => (fields: object, message: string) => {
    port.postMessage([{ kind: 'log', level, fields, message }] satisfies Reply[]);
  };
  return { error: write('error'), warn: write('warn'), info: write('info') };
}

/** Answers what is asked of this thread. What a command throws is left uncaught: it ends the thread, and only that. */
export function serveCommands(commands: Commands, port: MessagePort): void {
  const reply = createOutbox<Reply>((replies) => {
    port.postMessage(replies);
  });
  const hear = (request: Request) => {
    switch (request.kind) {
      case 'ping':
        reply({ kind: 'pong' });
        break;
      case 'call': {
        const { id, isWatched } = request;
        const watch: Watch = (step) => {
          reply({ kind: 'step', id, step });
        };
        void call(commands, request, isWatched ? watch : undefined).then((answer) => {
          reply({ kind: 'answer', id, answer });
        });
        break;
      }
      case 'close':
        void commands.close().then(() => {
          reply({ kind: 'closed' });
        });
    }
  };
  // At once: the first call may keep this thread from ever saying it.
  port.postMessage([{ kind: 'ready' }] satisfies Reply[]);
  port.on('message', (requests: readonly Request[]) => {
    requests.forEach(hear);
  });
}

type Command = (input: unknown, watch: Watch | undefined) => Promise<unknown>;

function call(
  commands: Commands,
  { command, input }: { readonly command: CommandName; readonly input: unknown },
  watch: Watch | undefined,
): Promise<unknown> {
  return (commands[command] as Command)(input, watch);
}
