import { TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type GraphQLSchema } from 'graphql';

/** A field of the schema, and the type that it is of. */
export interface Coordinate {
  readonly type: string;
  readonly field: string;
}

/** The fields that a valid document asks for, each once, in their order; nothing that a client wrote is among them. */
export function coordinatesIn(schema: GraphQLSchema, document: DocumentNode): readonly Coordinate[] {
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
  return [...found.values()];
}
