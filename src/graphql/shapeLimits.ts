import { Kind, type SelectionSetNode, type ValidationRule } from 'graphql';
import { ApiError } from './errors.ts';

/** What an operation may hold at most, where each fragment counts as often as it is spread. */
export const shapeLimits = {
  /** Selections within selections, be they of fields or of fragments. GraphiQL's introspection has 18. */
  depth: 30,
  /** Fields under another name: the same one can be asked for many times. */
  aliases: 50,
  directives: 50,
} as const;

type Shape = Record<keyof typeof shapeLimits, number>;

/**
 * Refuses operations of another shape. It looks before all other rules, at each fragment once; where it refuses, the
 * others are given nothing to look at, since graphql-js's own overflow the stack on some of what is refused here.
 */
export const limitShape: ValidationRule = (context) => ({
  Document(document) {
    const shapes = new Map<string, Shape>();

    function shapeOf({ selections }: SelectionSetNode, level: number): Shape {
      const shape = { depth: 1, aliases: 0, directives: 0 };
      if (level > shapeLimits.depth) return { ...shape, depth: Infinity };
      for (const selection of selections) {
        const inner = innerOf(selection, level + 1);
        shape.depth = Math.max(shape.depth, 1 + inner.depth);
        shape.aliases += inner.aliases + (selection.kind === Kind.FIELD && selection.alias ? 1 : 0);
        shape.directives += inner.directives + (selection.directives?.length ?? 0);
      }
      return shape;
    }

    function innerOf(selection: SelectionSetNode['selections'][number], level: number): Shape {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return shapeOfFragment(selection.name.value, level);
      return selection.selectionSet ? shapeOf(selection.selectionSet, level) : nothing;
    }

    function shapeOfFragment(name: string, level: number): Shape {
      const known = shapes.get(name);
      const fragment = context.getFragment(name);
      if (known || !fragment) return known ?? nothing;
      // Meets itself where it spreads itself, which another rule refuses.
      shapes.set(name, nothing);
      const shape = shapeOf(fragment.selectionSet, level);
      shapes.set(name, shape);
      return shape;
    }

    for (const definition of document.definitions) {
      if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION)
        continue;
      const shape =
        definition.kind === Kind.FRAGMENT_DEFINITION
          ? shapeOfFragment(definition.name.value, 1)
          : shapeOf(definition.selectionSet, 1);
      const measure = measures.find((one) => shape[one] > shapeLimits[one]);
      if (measure === undefined) continue;
      const most = shapeLimits[measure];
      context.reportError(
        new ApiError('LIMIT_EXCEEDED', `The ${measure} of an operation must be at most ${most}.`),
      );
      return { ...document, definitions: [] };
    }
    return undefined;
  },
});

const nothing: Shape = { depth: 0, aliases: 0, directives: 0 };
const measures = ['depth', 'aliases', 'directives'] as const;
