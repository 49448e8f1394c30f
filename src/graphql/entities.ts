import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import { authorizeType } from './authorize.ts';
import type { Context } from './context.ts';
import { ApiError } from './errors.ts';

/** How many representations a gateway may ask about at once. */
const mostRepresentations = 2_000;

/**
 * Lets `_entities` refuse what Apollo's resolver takes for a fault of ours: too many representations, and such as are
 * of no entity of this subgraph.
 */
export function guardEntities(schema: GraphQLSchema): GraphQLSchema {
  const field = schema.getQueryType()?.getFields()['_entities'];
  const entity = schema.getType('_Entity');
  const resolve = field?.resolve as GraphQLFieldResolver<unknown, Context, Arguments> | undefined;
  if (!field || !resolve || !entity || !('getTypes' in entity))
    throw new Error('The schema has no entities.');
  const names: ReadonlySet<unknown> = new Set(entity.getTypes().map(({ name }) => name));
  const guarded: typeof resolve = (source, args, context, info) => {
    if (args.representations.length > mostRepresentations)
      throw new ApiError('LIMIT_EXCEEDED', `representations must be at most ${mostRepresentations}.`);
    if (!args.representations.every((one) => names.has(one?.__typename)))
      throw new ApiError(
        'BAD_USER_INPUT',
        'representations must be objects with the __typename of an entity.',
      );
    // The fields of a type ask for its policy, but somebody may ask for `__typename` alone.
    for (const one of args.representations) authorizeType(String(one?.__typename), context.caller);
    return resolve(source, args, context, info);
  };
  field.resolve = guarded as NonNullable<typeof field.resolve>;
  return schema;
}

interface Arguments {
  readonly representations: readonly ({ readonly __typename?: unknown } | null)[];
}
