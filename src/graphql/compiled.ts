import {
  getOperationAST,
  getVariableValues,
  GraphQLError,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import type { Context } from './context.ts';

/** A valid operation, and what to run it with. */
export interface Execution {
  readonly document: DocumentNode;
  readonly operationName: string | null | undefined;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly context: Context;
}

/** Runs an operation that is compiled; null of one that graphql-js must run, of which nothing has been run then. */
export type RunCompiled = (execution: Execution) => Promise<ExecutionResult | null>;

/** A document that has been run, and what was compiled of it, by the operation's name; null where graphql-js must do it. */
interface Known {
  uses: number;
  readonly compiled: Map<string, CompiledQuery | null>;
}

/**
 * Runs an operation that comes again and again as a function that is compiled for it, which is quicker. The first
 * `before` times it is left to graphql-js, since compiling takes longer than running once; and so is one whose variables
 * are wrong, so that graphql-js says what is wrong with them, in the words that errors are masked by.
 */
export function createRunCompiled(schema: GraphQLSchema, before = 1): RunCompiled {
  const documents = new WeakMap<DocumentNode, Known>();

  function knownOf(document: DocumentNode): Known {
    const known = documents.get(document) ?? { uses: 0, compiled: new Map<string, CompiledQuery | null>() };
    documents.set(document, known);
    return known;
  }

  function compiledOf({ compiled }: Known, { document, operationName }: Execution): CompiledQuery | null {
    const name = operationName ?? '';
    if (!compiled.has(name)) compiled.set(name, compile(schema, document, operationName));
    return compiled.get(name) ?? null;
  }

  return async (execution) => {
    const { document, variables, context } = execution;
    const known = knownOf(document);
    known.uses += 1;
    const compiled = known.uses > before ? compiledOf(known, execution) : null;
    if (compiled === null || !acceptsVariables(schema, execution)) return null;
    const result = await compiled.query(undefined, context, variables);
    // Without data nothing was run.
    return result.data === undefined ? null : withUsualErrors(result);
  };
}

function compile(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
): CompiledQuery | null {
  const compiled = compileQuery(schema, document, operationName ?? undefined);
  return isCompiledQuery(compiled) ? compiled : null;
}

/** Whether graphql-js takes the variables: a compiled operation takes some that it refuses, a list for an object for instance. */
function acceptsVariables(
  schema: GraphQLSchema,
  { document, operationName, variables = {} }: Execution,
): boolean {
  const definitions = getOperationAST(document, operationName)?.variableDefinitions ?? [];
  return getVariableValues(schema, definitions, variables, { maxErrors: 0 }).errors === undefined;
}

/** Errors as graphql-js makes them: those of a compiled operation have no `extensions`, which Apollo Server takes for granted. */
function withUsualErrors({ data = null, errors }: ExecutionResult): ExecutionResult {
  if (!errors) return { data };
  return {
    data,
    errors: errors.map(({ message, path, locations, originalError }) =>
      Object.assign(new GraphQLError(message, { path, originalError }), { locations }),
    ),
  };
}
