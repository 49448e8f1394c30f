import {
  getArgumentValues,
  isObjectType,
  Kind,
  type FieldNode,
  type GraphQLResolveInfo,
  type SelectionSetNode,
} from 'graphql';

/** The arguments of a field. */
type Arguments = Readonly<Record<string, unknown>>;

/**
 * Whether a field will be asked of the objects of a type that the field of `info` is answered with: its arguments, or null.
 * For reading ahead, so it need not be all: of a field that is asked for more than once the first counts, and none that has
 * a directive.
 */
export function askedFor(typeName: string, fieldName: string, info: GraphQLResolveInfo): Arguments | null {
  const selectionSet = info.fieldNodes[0]?.selectionSet;
  const node = selectionSet && fieldIn(selectionSet, typeName, fieldName, info);
  const type = info.schema.getType(typeName);
  const definition = isObjectType(type) ? type.getFields()[fieldName] : undefined;
  return definition && node ? getArgumentValues(definition, node, info.variableValues) : null;
}

function fieldIn(
  { selections }: SelectionSetNode,
  typeName: string,
  fieldName: string,
  info: GraphQLResolveInfo,
): FieldNode | undefined {
  for (const selection of selections) {
    if (selection.directives?.length) continue;
    if (selection.kind === Kind.FIELD) {
      if (selection.name.value === fieldName) return selection;
      continue;
    }
    const part = selection.kind === Kind.INLINE_FRAGMENT ? selection : info.fragments[selection.name.value];
    if (!part || (part.typeCondition?.name.value ?? typeName) !== typeName) continue;
    const found = fieldIn(part.selectionSet, typeName, fieldName, info);
    if (found) return found;
  }
  return undefined;
}
