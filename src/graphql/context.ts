import type { Commands } from '../commands/submission.ts';
import type { Reads } from '../storage/reads.ts';
import { createLoaders, type Loaders } from './loaders.ts';

/** What the resolvers of one operation work with. */
export interface Context {
  readonly commands: Commands;
  readonly reads: Reads;
  /** Replaced by each field of a mutation, so that none is answered with what was read before it wrote. */
  loaders: Loaders;
}

/** The context of one operation. */
export function createContext(commands: Commands, reads: Reads): Context {
  return { commands, reads, loaders: createLoaders(reads) };
}
