import type { Answer, Operation } from './answer.ts';
import { FollowError, Interrupted } from './errors.ts';

/** The value of the `authorization` header, or what gives it, asked each time; null for none. */
export type Authorization = string | (() => string | null | Promise<string | null>);

/** Sends an operation and gives its answer. Rejects with `Interrupted` where none comes. */
export type Post = (operation: Operation) => Promise<Answer>;

/** How long an answer may take, in milliseconds. */
const answerWithin = 30_000;

/** What a status says where a proxy answers without GraphQL. */
const codes: Readonly<Record<number, FollowError['code']>> = { 401: 'UNAUTHENTICATED', 403: 'FORBIDDEN' };

/** Gives the header's value, or null for none. */
export async function authorize(authorization: Authorization | undefined): Promise<string | null> {
  return typeof authorization === 'function' ? authorization() : (authorization ?? null);
}

/** Posts operations to a URL, until the signal. */
export function createPost(
  url: string,
  authorization: Authorization | undefined,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Post {
  return async ({ query, variables }) => {
    try {
      signal.throwIfAborted();
      const value = await authorize(authorization);
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json, application/json',
          ...(value !== null && { authorization: value }),
        },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.any([signal, AbortSignal.timeout(answerWithin)]),
      });
      const answer = (await response.json().catch(() => ({}))) as Answer;
      const code = codes[response.status];
      if (code && !answer.errors) throw new FollowError(code, `HTTP status ${response.status}`);
      if (!answer.data && !answer.errors) throw new Error(`HTTP status ${response.status}`);
      return answer;
    } catch (error) {
      if (error instanceof FollowError) throw error;
      throw new Interrupted('The server did not answer', { cause: error });
    }
  };
}
