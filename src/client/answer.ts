import { errorOf, Interrupted, type GraphqlError } from './errors.ts';

/** A GraphQL operation, as it is sent. */
export interface Operation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A GraphQL answer, as it comes. */
export interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly GraphqlError[] | null | undefined;
}

/** The data of an answer. Throws where there are errors, beside data too: half a change is none. */
export function dataOf(answer: Answer): unknown {
  if (answer.errors && answer.errors.length > 0) throw errorOf(answer.errors);
  if (!answer.data) throw new Interrupted('The server answered without data');
  return answer.data;
}
