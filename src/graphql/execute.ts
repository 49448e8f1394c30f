import {
  execute,
  getOperationAST,
  getVariableValues,
  GraphQLError,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import type { Context } from './context.ts';
import { maxErrors } from './errors.ts';

/** A valid operation, and what to run it with. */
export interface Execution {
  readonly document: DocumentNode;
  readonly operationName: string | null | undefined;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly context: Context;
}

/** Runs queries and mutations. */
export type Execute = (execution: Execution) => Promise<ExecutionResult> | ExecutionResult;

/** A document that has been run, and what was compiled of it, by the operation's name; null where graphql-js must do it. */
interface Known {
  uses: number;
  readonly compiled: Map<string, CompiledQuery | null>;
}

/**
 * Runs an operation that comes again and again as a function that is compiled for it, which is quicker. The first
 * `before` times graphql-js runs it, since compiling takes longer than running once; and graphql-js says what is wrong
 * with variables, in the words that errors are masked by.
 */
export function createExecute(schema: GraphQLSchema, before = 1): Execute {
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

  return (execution) => {
    const { document, operationName, variables, context } = execution;
    const slowly = () =>
      execute({
        schema,
        document,
        operationName,
        variableValues: variables,
        contextValue: context,
        options: { maxCoercionErrors: maxErrors },
      });
    const known = knownOf(document);
    known.uses += 1;
    const compiled = known.uses > before ? compiledOf(known, execution) : null;
    if (compiled === null || !acceptsVariables(schema, execution)) return slowly();
    const result = compiled.query(undefined, context, variables);
    // Without data nothing was run.
    const answer = (answered: ExecutionResult) =>
      answered.data === undefined ? slowly() : withUsualErrors(answered);
    return 'then' in result ? result.then(answer) : answer(result);
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
function withUsualErrors({ data, errors }: ExecutionResult): ExecutionResult {
  if (!errors) return { data: data ?? null };
  return {
    data: data ?? null,
    errors: errors.map(({ message, path, locations, originalError }) =>
      Object.assign(new GraphQLError(message, { path, originalError }), { locations }),
    ),
  };
}
