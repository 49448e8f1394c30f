const answerWithin = 15_000;

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string }[];
}

/** Asks this server. Rejects where there is no answer, and where it is an error. */
export async function ask<Data>(query: string, variables: object = {}): Promise<Data> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(answerWithin),
  });
  const { data, errors = [] } = (await response.json()) as Answer;
  if (errors.length > 0 || !data) throw new Error(errors.map(({ message }) => message).join(' '));
  return data as Data;
}
