/** What a command did by itself or, with others that arrived together, as one: a statement, or what lies between. */
export interface Step {
  readonly name: 'load' | 'decide' | 'append';
  /** When it began, in milliseconds since the epoch. */
  readonly start: number;
  readonly milliseconds: number;
  /** How many commands it was done for. */
  readonly commands: number;
  readonly failed: boolean;
}

/** Is told of each step of a command as soon as it is over. */
export type Watch = (step: Step) => void;

/** A command on its way to an answer, which somebody may watch. */
export interface Watched {
  readonly watch?: Watch | undefined;
}

/** Does a step of these commands, and tells who watches them. */
export async function takeStep<Result>(
  name: Step['name'],
  commands: readonly Watched[],
  take: () => Result | Promise<Result>,
): Promise<Result> {
  const watches = commands.flatMap(({ watch }) => watch ?? []);
  if (watches.length === 0) return take();
  const start = Date.now();
  const since = performance.now();
  let failed = true;
  try {
    const result = await take();
    failed = false;
    return result;
  } finally {
    const step = { name, start, milliseconds: performance.now() - since, commands: commands.length, failed };
    for (const watch of watches) watch(step);
  }
}
