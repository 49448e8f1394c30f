import type { Caller } from '../auth/caller.ts';
import type { Commands } from '../commands/submission.ts';
import type { Reads } from '../storage/reads.ts';
import type { Access } from './access.ts';
import { createLoaders, type Loaders } from './loaders.ts';

/** What the resolvers of one operation work with. */
export interface Context {
  readonly commands: Commands;
  readonly reads: Reads;
  readonly caller: Caller;
  readonly access: Access;
  /** Replaced by each field of a mutation, so that none is answered with what was read before it wrote. */
  loaders: Loaders;
}

/** The context of one operation. */
export function createContext(commands: Commands, reads: Reads, caller: Caller, access: Access): Context {
  const seen = reads.seenBy(caller.municipalities);
  return { commands, reads: seen, caller, access, loaders: createLoaders(seen, caller, access) };
}

/** New loaders, since something was written. */
export function renewLoaders(context: Context): Loaders {
  return (context.loaders = createLoaders(context.reads, context.caller, context.access));
}
