import type { Terminal } from './terminal.ts';

/** An option of a command. */
export interface Option {
  /** What the help calls its value, e.g. `FILE`; null for one that takes none. */
  readonly value: string | null;
  readonly help: string;
}

/** What a command was called with. */
export interface Called {
  readonly operands: readonly string[];
  /** Values by name; of an option that takes none, its own name. */
  readonly options: Readonly<Record<string, string | undefined>>;
}

/** A command of `dfdg`. */
export interface Command {
  readonly name: string;
  /** What it does, in one line. */
  readonly summary: string;
  /** What the help calls what follows the name; those in brackets may be left out. */
  readonly operands: readonly string[];
  readonly options: Readonly<Record<string, Option>>;
  /** What its help says beyond that, a line each. */
  readonly notes: readonly string[];
  /** Runs it; gives the exit status. What it throws is told in one line. */
  readonly run: (called: Called, terminal: Terminal) => Promise<number>;
}

/** What a process ends with: it went well, something is not as it should be, or it could not be done. */
export const exitStatus = { well: 0, amiss: 1, impossible: 2, interrupted: 130 } as const;

/** What a person can mend; its message is one sentence that says how. */
export class Mendable extends Error {
  override readonly name = 'Mendable';
}
