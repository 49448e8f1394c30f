import { dataOf } from '../client/answer.ts';
import { FollowError } from '../client/errors.ts';
import { createPost } from '../client/post.ts';
import { readToken } from './token.ts';

/** What a server says to somebody who may not have what is asked for. */
export type Refusal = 'UNAUTHENTICATED' | 'FORBIDDEN';

const post = createPost('/graphql', readToken, (...args) => fetch(...args), new AbortController().signal);

/** Asks this server. Rejects where there is no answer, and where it is an error. */
export async function ask<Data>(query: string, variables: Record<string, unknown> = {}): Promise<Data> {
  return dataOf(await post({ query, variables })) as Data;
}

/** The refusal that an error is; null where it is another one. */
export function refusalOf(error: unknown): Refusal | null {
  const code = error instanceof FollowError ? error.code : null;
  return code === 'UNAUTHENTICATED' || code === 'FORBIDDEN' ? code : null;
}
