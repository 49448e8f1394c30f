import {
  createSourceEventStream,
  execute,
  getOperationAST,
  GraphQLError,
  OperationTypeNode,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type FormattedExecutionResult,
  type GraphQLFormattedError,
} from 'graphql';
import type { AccessLog } from '../access/accessLog.ts';
import type { Caller } from '../auth/caller.ts';
import type { Told } from '../changes/entry.ts';
import type { ChangeFeed } from '../changes/feed.ts';
import type { Commands } from '../commands/submission.ts';
import type { Reads } from '../storage/reads.ts';
import { Access } from './access.ts';
import { authorize } from './authorize.ts';
import { createContext } from './context.ts';
import { checkCost } from './cost.ts';
import { ApiError, maxErrors } from './errors.ts';
import { noteRefusal } from './gatherAccess.ts';
import { createReadDocument, Refusals, type DocumentLimits } from './subscriptionDocuments.ts';
import { createSharedAnswers } from './sharedAnswers.ts';
import type { SubscriptionContext } from './subscription.ts';

/** What a client asks to subscribe to: the body of a GraphQL request, as it came. */
export interface SubscribeRequest {
  readonly query?: unknown;
  readonly variables?: unknown;
  readonly operationName?: unknown;
}

/** What subscriptions work with, whichever way they come in. */
export interface SubscribeOptions extends DocumentLimits {
  readonly commands: Commands;
  readonly reads: Reads;
  readonly changes: ChangeFeed;
  readonly accessLog: Pick<AccessLog, 'add'>;
  readonly mask: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
  /** Of what one event is answered with. */
  readonly maxCost: number;
}

/** The events of a subscription, ready to be sent: errors are masked, and the last one tells why it ended, if badly. */
export interface EventStream extends AsyncIterableIterator<FormattedExecutionResult, undefined> {
  /** Unsubscribes; a `next` that waits is done. */
  return(): Promise<IteratorResult<FormattedExecutionResult, undefined>>;
}

/** A subscription that runs, or why it does not. */
export type Subscribed =
  { readonly events: EventStream } | { readonly errors: readonly GraphQLFormattedError[] };

/** Starts a subscription. Never rejects. */
export type Subscribe = (request: SubscribeRequest, caller: Caller) => Promise<Subscribed>;

/**
 * The one way in which every transport subscribes: the same limits, checks and masked errors as over HTTP, and only
 * subscriptions.
 */
export function createSubscribe(options: SubscribeOptions): Subscribe {
  const { schema, commands, reads, changes, accessLog, mask, hideSuggestions } = options;
  const shareAnswers = createSharedAnswers();
  const readDocument = createReadDocument(options);
  const contextOf = (caller: Caller): SubscriptionContext => ({
    ...createContext(commands, reads, caller, new Access(accessLog, caller, null)),
    changes,
  });
  const masked = (error: unknown, code?: string) =>
    mask(
      error instanceof GraphQLError
        ? { ...error.toJSON(), extensions: { code, ...error.extensions } }
        : { message: '' },
      error,
    );

  function argumentsOf({ query, variables, operationName }: SubscribeRequest): ExecutionArgs {
    if (typeof query !== 'string') throw new ApiError('BAD_USER_INPUT', 'query must be text.');
    if (!isRecordOrAbsent(variables)) throw new ApiError('BAD_USER_INPUT', 'variables must be an object.');
    if (!isTextOrAbsent(operationName)) throw new ApiError('BAD_USER_INPUT', 'operationName must be text.');
    const document = readDocument(query);
    const operation = getOperationAST(document, operationName);
    if (operation?.operation !== OperationTypeNode.SUBSCRIPTION)
      throw new ApiError('BAD_USER_INPUT', 'Only a subscription can be subscribed to. Send others by POST.');
    checkCost(options.maxCost, schema, document, operation, variables ?? {});
    return {
      schema,
      document,
      variableValues: variables ?? {},
      operationName: operationName ?? null,
      hideSuggestions,
      options: { maxCoercionErrors: maxErrors },
    };
  }

  function authorizeOrNote(document: DocumentNode, caller: Caller): void {
    try {
      authorize(schema, document, caller);
    } catch (error) {
      noteRefusal(new Access(accessLog, caller, null), schema, document);
      throw error;
    }
  }

  async function tell(args: ExecutionArgs, told: Told, caller: Caller): Promise<ExecutionResult> {
    const contextValue = contextOf(caller);
    const result = await execute({ ...args, rootValue: told, contextValue });
    contextValue.access.end();
    return result;
  }

  return async (request, caller) => {
    try {
      const args = argumentsOf(request);
      authorizeOrNote(args.document, caller);
      const source = await createSourceEventStream({ ...args, contextValue: contextOf(caller) });
      if (!isStream(source))
        return { errors: (source.errors ?? []).map((error) => masked(error, codeOfRefusal(error))) };
      const share = shareAnswers(caller, request.query, request.operationName, args.variableValues);
      return {
        events: eventsOf(
          // Of the only subscription that there is.
          source as AsyncIterable<Told>,
          (told) => share(told, () => tell(args, told, caller)),
          masked,
          caller.expiresAt,
        ),
      };
    } catch (error) {
      const faults = error instanceof Refusals ? error.faults : [error];
      return { errors: faults.map((fault) => masked(fault, 'GRAPHQL_VALIDATION_FAILED')) };
    }
  };
}

/** An error without a path is of graphql-js, which found that a variable is not what it must be. */
function codeOfRefusal({ path }: GraphQLError): string | undefined {
  return path ? undefined : 'BAD_USER_INPUT';
}

/** Executes the operation once for each event of the source, when it is asked for it. */
function eventsOf(
  source: AsyncIterable<Told>,
  executeFor: (told: Told) => Promise<ExecutionResult>,
  masked: (error: unknown) => GraphQLFormattedError,
  expiresAt: number | null,
): EventStream {
  const iterator = source[Symbol.asyncIterator]();
  const done = { done: true, value: undefined } as const;
  let failed = false;
  const expiry = endAt(expiresAt, () => void iterator.return?.());
  return {
    async next() {
      if (failed) return done;
      try {
        const event = await iterator.next();
        if (event.done && expiry.isOver()) throw new ApiError('UNAUTHENTICATED', 'The token has expired.');
        if (event.done) expiry.clear();
        if (event.done) return done;
        const { errors, ...rest } = await executeFor(event.value);
        return {
          done: false,
          value: { ...rest, ...(errors && { errors: errors.map((error) => masked(error)) }) },
        };
      } catch (error) {
        failed = true;
        expiry.clear();
        return { done: false, value: { errors: [masked(error)] } };
      }
    },
    async return() {
      expiry.clear();
      await iterator.return?.();
      return done;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

// The longest time that a timer can wait, in milliseconds: 24 days.
const longest = 2 ** 31 - 1;

/** Ends something at a time, in milliseconds since the epoch. */
function endAt(time: number | null, end: () => void) {
  const left = time === null ? Infinity : Math.max(0, time - Date.now());
  const timer = left > longest ? undefined : setTimeout(end, left);
  return {
    isOver: () => time !== null && Date.now() >= time,
    clear: () => {
      clearTimeout(timer);
    },
  };
}

function isStream(source: AsyncIterable<unknown> | ExecutionResult): source is AsyncIterable<unknown> {
  return Symbol.asyncIterator in source;
}

function isRecordOrAbsent(value: unknown): value is Record<string, unknown> | null | undefined {
  return value === undefined || value === null || (typeof value === 'object' && !Array.isArray(value));
}

function isTextOrAbsent(value: unknown): value is string | null | undefined {
  return value === undefined || value === null || typeof value === 'string';
}
