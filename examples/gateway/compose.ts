import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';

/** A running subgraph. */
export interface Subgraph {
  /** Names it in the supergraph. */
  readonly name: string;
  /** Where it takes operations by POST, e.g. `http://localhost:4001/graphql`. */
  readonly url: string;
}

/** Composes a supergraph from what the subgraphs answer about themselves. Rejects with a sentence that says what is wrong. */
export async function composeSupergraph(subgraphs: readonly Subgraph[]): Promise<string> {
  const services = await Promise.all(
    subgraphs.map(async ({ name, url }) => ({ name, url, typeDefs: parse(await askForSdl(url)) })),
  );
  const { supergraphSdl, errors = [] } = composeServices(services);
  if (supergraphSdl === undefined)
    throw new Error(
      `The subgraphs do not compose:\n${errors.map(({ message }) => `  ${message}`).join('\n')}`,
    );
  return supergraphSdl;
}

/** A subgraph's schema, as every federation subgraph shows it to its gateways. */
export async function askForSdl(url: string): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ _service { sdl } }' }),
  }).catch(() => {
    throw new Error(`Nothing answers at ${url}.`);
  });
  const answer = (await response.json().catch(() => null)) as Answer | null;
  const sdl = answer?.data?._service?.sdl;
  if (typeof sdl !== 'string')
    throw new Error(`${url} shows no schema of a federation subgraph (HTTP ${response.status}).`);
  return sdl;
}

interface Answer {
  readonly data?: { readonly _service?: { readonly sdl?: unknown } } | null;
}
