import type { Step } from '../commands/steps.ts';
import type { Commands } from '../commands/submission.ts';
import type { DatabaseAddress } from '../storage/address.ts';
import type { CprKeys } from '../storage/cprCipher.ts';

/** A command that can be called in a thread. Every one takes one plain input and answers plain data. */
export type CommandName = Exclude<keyof Commands, 'close'>;

/** What a thread is given when it starts. */
export interface ThreadData {
  readonly address: DatabaseAddress;
  readonly cprKeys: CprKeys;
}

/** What is asked of a thread; several at once, since each message wakes it. */
export type Request =
  | {
      readonly kind: 'call';
      readonly id: number;
      readonly command: CommandName;
      readonly input: unknown;
      /** Whether its steps are to be told. */
      readonly isWatched: boolean;
    }
  | { readonly kind: 'ping' }
  | { readonly kind: 'close' };

/** What a thread says; several at once. */
export type Reply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'step'; readonly id: number; readonly step: Step }
  | { readonly kind: 'pong' }
  | { readonly kind: 'closed' }
  | {
      readonly kind: 'log';
      readonly level: 'error' | 'warn' | 'info';
      readonly fields: object;
      readonly message: string;
    };
