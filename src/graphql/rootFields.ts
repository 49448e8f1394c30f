import { Kind, type DocumentNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';

const known = new WeakMap<OperationDefinitionNode, readonly string[]>();

/**
 * The names of the root fields that an operation asks for, each once, by their names in the schema: nothing that a client
 * wrote, such as an alias, is among them. Only of a document that has been validated.
 */
export function rootFieldsOf(document: DocumentNode, operation: OperationDefinitionNode): readonly string[] {
  // Apollo keeps documents, so that an operation is often the same object.
  const found = known.get(operation) ?? [...new Set(namesIn(document, operation.selectionSet))];
  known.set(operation, found);
  return found;
}

function namesIn(document: DocumentNode, { selections }: SelectionSetNode): readonly string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection.name.value];
    if (selection.kind === Kind.INLINE_FRAGMENT) return namesIn(document, selection.selectionSet);
    const fragment = document.definitions.find(
      (definition) =>
        definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === selection.name.value,
    );
    return fragment?.kind === Kind.FRAGMENT_DEFINITION ? namesIn(document, fragment.selectionSet) : [];
  });
}
