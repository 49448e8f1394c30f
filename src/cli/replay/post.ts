import { Mendable } from '../command.ts';

/** A fault of one line, as the server names it. */
export interface Reason {
  readonly code: string;
  readonly field?: readonly string[] | null;
  readonly message: string;
}

/** What the server says of one decision. */
export interface Payload {
  readonly duplicate: boolean;
  readonly decision: {
    readonly outcome: { readonly rule: { readonly id: string }; readonly deviations: readonly string[] };
  } | null;
  readonly userErrors: readonly Reason[];
}

/** What came of sending a batch once. */
export type Sent =
  | { readonly kind: 'answered'; readonly payloads: readonly Payload[] }
  /** Nothing is known to be stored: the same is sent again, after so many milliseconds at least. */
  | { readonly kind: 'again'; readonly why: string; readonly after: number }
  /** Something in the batch is not taken, and because of it nothing is. */
  | { readonly kind: 'refused'; readonly reason: Reason };

/** Sends decisions once. Throws a `Mendable` where sending anything is of no use. */
export type Post = (inputs: readonly unknown[]) => Promise<Sent>;

/** How long an answer may take, in milliseconds. */
const answerWithin = 30_000;

const query = `mutation Replay($inputs: [SubmitDecisionInput!]!) {
  submitDecisions(inputs: $inputs) {
    duplicate
    decision { outcome { rule { id } deviations } }
    userErrors { code field message }
  }
}`;

interface Body {
  readonly data?: { readonly submitDecisions: readonly Payload[] } | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** Sends to a GraphQL URL, with a token where there is one. */
export function createPost(url: string, token: string | undefined): Post {
  return async (inputs) => {
    let response: Response;
    let body: Body | null;
    try {
      response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ query, variables: { inputs } }),
        signal: AbortSignal.timeout(answerWithin),
      });
      body = JSON.parse(await response.text().then((text) => text || 'null')) as Body | null;
    } catch (error) {
      const { name, cause } = error as Error & { cause?: { code?: string } };
      return { kind: 'again', why: cause?.code ?? name, after: 0 };
    }
    return sentOf(url, response, body);
  };
}

function sentOf(url: string, { status, headers }: Response, body: Body | null): Sent {
  const [error] = body?.errors ?? [];
  const code = error?.extensions?.code ?? (error ? 'UNKNOWN' : null);
  if (code === 'UNAUTHENTICATED' || status === 401)
    throw new Mendable(
      'The server does not know who is calling: give a token that is good there by --token.',
    );
  if (code === 'UNAVAILABLE' || status === 429 || (status >= 500 && code !== 'INTERNAL_SERVER_ERROR')) {
    const seconds = Number(headers.get('retry-after') ?? 0);
    return { kind: 'again', why: `HTTP status ${status}`, after: seconds > 0 ? seconds * 1000 : 0 };
  }
  if (error && code !== null && status !== 404)
    return { kind: 'refused', reason: { code, message: error.message } };
  if (body?.data) return { kind: 'answered', payloads: body.data.submitDecisions };
  throw new Mendable(`${url} answers with HTTP status ${status}, not as this service: name it by --url.`);
}
