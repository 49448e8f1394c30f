/** What a command has of the process that it runs in. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Writes to standard output; resolves when more may be written. */
  readonly out: (text: string) => Promise<void>;
  /** Writes to standard error. */
  readonly err: (text: string) => void;
  /** The columns of the terminal that standard error is shown on; null where it is none. */
  readonly columns: () => number | null;
  /** From the first call on, Ctrl-C and SIGTERM abort this instead of ending the process; a second one ends it. */
  readonly untilStopped: () => AbortSignal;
}

/** npm passes Ctrl-C on to a process that the terminal has told already: within this many milliseconds it is one. */
const sameKeystroke = 500;

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const { stdout, stderr } = process;
  let stopped: AbortController | undefined;
  // The reader has gone, as `head` does: nobody wants more.
  stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 2));
  return {
    env: process.env,
    out: (text) =>
      stdout.write(text) ? Promise.resolve() : new Promise((resolve) => void stdout.once('drain', resolve)),
    err: (text) => void stderr.write(text),
    columns: () => (stderr.isTTY ? stderr.columns : null),
    untilStopped() {
      stopped ??= stopping();
      return stopped.signal;
    },
  };
}

function stopping(): AbortController {
  const controller = new AbortController();
  let since = 0;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (controller.signal.aborted && Date.now() - since > sameKeystroke) process.exit(130);
      if (!controller.signal.aborted) since = Date.now();
      controller.abort();
    });
  return controller;
}
