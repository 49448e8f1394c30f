import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { Caller } from '../auth/caller.ts';
import { coordinatesIn } from './coordinates.ts';
import { ApiError } from './errors.ts';
import { policies, type Policy } from './policies.ts';

/** What a document asks of its caller, each policy once with a field that asks it; `undefined` is for nobody. */
type Demands = ReadonlyMap<Policy | undefined, string>;

// Looked for once per document, since a document does not change.
const known = new WeakMap<DocumentNode, Demands>();

/**
 * Throws `UNAUTHENTICATED` or `FORBIDDEN` where the caller may not have all that a valid document asks for. The whole
 * document is looked at before anything of it runs, so that nobody learns or changes a part.
 */
export function authorize(schema: GraphQLSchema, document: DocumentNode, caller: Caller | null): void {
  for (const [policy, coordinate] of known.get(document) ?? demandsOf(schema, document)) {
    if (policy === undefined) throw new ApiError('FORBIDDEN', `${coordinate} is for nobody.`);
    checkPolicy(policy, coordinate, caller);
  }
}

/** A field asks for its own policy and for its type's. */
function demandsOf(schema: GraphQLSchema, document: DocumentNode): Demands {
  const demands = new Map<Policy | undefined, string>();
  for (const { type, field } of coordinatesIn(schema, document)) {
    if (type.startsWith('__') || field.startsWith('__')) continue;
    const coordinate = `${type}.${field}`;
    const asked = [policies[type], policies[coordinate]].filter((policy) => policy !== undefined);
    for (const policy of asked.length > 0 ? asked : [undefined])
      if (!demands.has(policy)) demands.set(policy, coordinate);
  }
  known.set(document, demands);
  return demands;
}

/** Throws `FORBIDDEN` where the caller may not have a type of which nothing is asked for but whether it is there. */
export function authorizeType(type: string, caller: Caller): void {
  const policy = policies[type];
  if (policy) checkPolicy(policy, type, caller);
}

function checkPolicy(policy: Policy, coordinate: string, caller: Caller | null): void {
  if (policy === 'anyone') return;
  if (!caller) throw new ApiError('UNAUTHENTICATED');
  if (policy !== 'authenticated' && !policy.some((scope) => caller.scopes.has(scope)))
    throw new ApiError('FORBIDDEN', `${coordinate} asks for the scope ${policy.join(' or ')}.`);
}
