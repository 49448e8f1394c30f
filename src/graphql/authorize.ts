import {
  getNamedType,
  isIntrospectionType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import type { Caller } from '../auth/caller.ts';
import { ApiError } from './errors.ts';
import { policies, type Policy } from './policies.ts';

/** What a document asks for, each coordinate once; known once per document, since a document does not change. */
const asked = new WeakMap<DocumentNode, readonly (readonly [coordinate: string, Policy])[]>();

/**
 * Throws `UNAUTHENTICATED` or `FORBIDDEN` where the caller may not have all that a valid document asks for. The whole
 * document is looked at before anything of it runs, so that nobody learns or changes a part.
 */
export function authorize(schema: GraphQLSchema, document: DocumentNode, caller: Caller | null): void {
  const policiesAsked = asked.get(document) ?? policiesOf(schema, document);
  asked.set(document, policiesAsked);
  for (const [coordinate, policy] of policiesAsked) checkPolicy(policy, coordinate, caller);
}

/** The policies of all fields in a document: a field asks for its own and for its type's. */
function policiesOf(schema: GraphQLSchema, document: DocumentNode) {
  const found = new Map<string, readonly Policy[]>();
  const typeInfo = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field() {
        const parent = typeInfo.getParentType();
        const field = typeInfo.getFieldDef();
        if (!parent || !field || field.name.startsWith('__') || isIntrospectionType(getNamedType(parent)))
          return;
        const coordinate = `${parent.name}.${field.name}`;
        found.set(
          coordinate,
          [policies[parent.name], policies[coordinate]].filter((policy) => policy !== undefined),
        );
      },
    }),
  );
  return [...found].flatMap(([coordinate, both]) => {
    if (both.length === 0) throw new ApiError('FORBIDDEN', `${coordinate} is for nobody.`);
    return both.map((policy) => [coordinate, policy] as const);
  });
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
