import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';

/** A running subgraph. */
export interface Subgraph {
  /** Names it in the supergraph. */
  readonly name: string;
  /** Where it takes operations by POST, e.g. `http://localhost:4001/graphql`. */
  readonly url: string;
  /** What it wants to see of its router, in the header `x-router-secret`. It is shown to nobody else. */
  readonly routerSecret?: string | undefined;
  /** Its schema, where it would not show it to a gateway that has no token. */
  readonly sdl?: string | undefined;
}

/** Composes a supergraph of the subgraphs' schemas. Rejects with a sentence that says what is wrong. */
export async function composeSupergraph(subgraphs: readonly Subgraph[]): Promise<string> {
  const services = await Promise.all(
    subgraphs.map(async (subgraph) => ({ ...subgraph, typeDefs: parse(await sdlOf(subgraph)) })),
  );
  const { supergraphSdl, errors = [] } = composeServices(services);
  if (supergraphSdl === undefined)
    throw new Error(
      `The subgraphs do not compose:\n${errors.map(({ message }) => `  ${message}`).join('\n')}`,
    );
  return supergraphSdl;
}

/** A subgraph's schema: as it is given or, since every federation subgraph shows it to its gateways, as the subgraph says. */
export async function sdlOf({ url, routerSecret, sdl: given }: Subgraph): Promise<string> {
  if (given !== undefined) return given;
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(routerSecret !== undefined && { 'x-router-secret': routerSecret }),
    },
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
