import { TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type GraphQLSchema } from 'graphql';

/** A field of the schema, and the type that it is of. */
export interface Coordinate {
  readonly type: string;
  readonly field: string;
}

const known = new WeakMap<DocumentNode, readonly Coordinate[]>();

/**
 * The fields that a valid document asks for, each once, in the order in which they come; nothing that a client wrote is among
 * them. Looked for once per document, since a document does not change.
 */
export function coordinatesIn(schema: GraphQLSchema, document: DocumentNode): readonly Coordinate[] {
  const earlier = known.get(document);
  if (earlier) return earlier;
  const found = new Map<string, Coordinate>();
  const typeInfo = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field() {
        const type = typeInfo.getParentType()?.name;
        const field = typeInfo.getFieldDef()?.name;
        if (type !== undefined && field !== undefined) found.set(`${type}.${field}`, { type, field });
      },
    }),
  );
  const coordinates = [...found.values()];
  known.set(document, coordinates);
  return coordinates;
}
