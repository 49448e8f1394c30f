import type { DocumentNode, GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import type { Access } from './access.ts';
import { accesses } from './accesses.ts';
import type { Context } from './context.ts';
import { coordinatesIn } from './coordinates.ts';
import { ApiError } from './errors.ts';

/** Lets every root field that can be about citizens say that it was called, and whether it was refused or failed. */
export function gatherAccess(schema: GraphQLSchema): GraphQLSchema {
  for (const type of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()])
    for (const field of Object.values(type?.getFields() ?? {})) {
      const coordinate = `${type?.name ?? ''}.${field.name}`;
      const resolve = field.resolve as GraphQLFieldResolver<unknown, Context, unknown> | undefined;
      if (!accesses[coordinate] || !resolve) continue;
      const gathered: typeof resolve = async (source, args, context, info) => {
        context.access.begin(coordinate);
        try {
          return await resolve(source, args, context, info);
        } catch (error) {
          context.access.note(null, isRefusal(error) ? 'REFUSED' : 'FAILED');
          throw error;
        }
      };
      field.resolve = gathered as NonNullable<typeof field.resolve>;
    }
  return schema;
}

/** Tells the access log of an operation of which nothing ran, since the caller may not have all of it. */
export function noteRefusal(access: Access, schema: GraphQLSchema, document: DocumentNode): void {
  for (const { type, field } of coordinatesIn(schema, document)) {
    const coordinate = `${type}.${field}`;
    if (!accesses[coordinate]) continue;
    access.begin(coordinate);
    access.note(null, 'REFUSED');
  }
  access.end();
}

const refusals: ReadonlySet<unknown> = new Set(['FORBIDDEN', 'BAD_USER_INPUT', 'LIMIT_EXCEEDED']);

function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && refusals.has(error.extensions['code']);
}
