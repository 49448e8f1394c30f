import type { Answer } from './answer.ts';
import type { Target } from './target.ts';

/** One attack, as a line of a table. */
export interface Attack {
  readonly name: string;
  readonly way: 'HTTP' | 'TCP' | 'WebSocket' | 'SSE' | 'callback';
  /** As `outcomeOf` says it. */
  readonly expected: string | RegExp;
  /** Takes so long that a quick run leaves it out. */
  readonly isSlow?: true;
  readonly make: (target: Target) => Promise<Answer>;
}
