import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { Caller } from '../auth/caller.ts';
import { coordinatesIn } from './coordinates.ts';
import { ApiError } from './errors.ts';
import { policies, type Policy } from './policies.ts';

/**
 * Throws `UNAUTHENTICATED` or `FORBIDDEN` where the caller may not have all that a valid document asks for. The whole
 * document is looked at before anything of it runs, so that nobody learns or changes a part.
 */
export function authorize(schema: GraphQLSchema, document: DocumentNode, caller: Caller | null): void {
  for (const { type, field } of coordinatesIn(schema, document))
    if (!type.startsWith('__') && !field.startsWith('__')) checkField(type, field, caller);
}

/** A field asks for its own policy and for its type's. */
function checkField(type: string, field: string, caller: Caller | null): void {
  const coordinate = `${type}.${field}`;
  const asked = [policies[type], policies[coordinate]].filter((policy) => policy !== undefined);
  if (asked.length === 0) throw new ApiError('FORBIDDEN', `${coordinate} is for nobody.`);
  for (const policy of asked) checkPolicy(policy, coordinate, caller);
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
