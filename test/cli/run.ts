import { runCommandLine } from '../../src/cli/commandLine.ts';

/** What a command said and ended with. */
export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

interface Around {
  readonly signal?: AbortSignal;
  readonly columns?: number | null;
  readonly onOut?: (text: string) => void;
}

/** Runs `dfdg` in this process, as on no terminal unless `columns` says otherwise. */
export async function dfdg(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  { signal = new AbortController().signal, columns = null, onOut }: Around = {},
): Promise<Ran> {
  let out = '';
  let err = '';
  const status = await runCommandLine(args, {
    env,
    out(text) {
      out += text;
      onOut?.(text);
      return Promise.resolve();
    },
    err: (text) => void (err += text),
    columns: () => columns,
    untilStopped: () => signal,
  });
  return { status, out, err };
}
