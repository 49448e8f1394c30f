import type { Answer, Operation } from './answer.ts';

/** What a subscription tells to the one who reads it. */
export interface Sink {
  /** It is connected. */
  opened(): void;
  next(answer: Answer): void;
  /** It is over, for whatever reason; nothing is told after this. */
  ended(reason: Error): void;
}

/** Starts a subscription, by whatever transport. What it gives ends it and leaves nothing open. */
export type Subscribe = (operation: Operation, sink: Sink) => () => void;
