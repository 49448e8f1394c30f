import {
  getNamedType,
  getNullableType,
  isListType,
  isObjectType,
  Kind,
  valueFromASTUntyped,
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';
import { ApiError } from './errors.ts';

/** How many items are counted for a list that says nothing of its length. More can come. */
export const assumedSizes: Readonly<Record<string, number>> = {
  'Citizen.contactGroups': 3,
  'DecisionOutcome.changes': 2,
  'MunicipalityDeviations.deviations': 5,
  'PreviewDecisionPayload.openAfter': 3,
  'PreviewDecisionPayload.userErrors': 1,
  'Query.contactGroupTypes': 30,
  'Query.deviationReport': 98,
  'Query.rules': 10,
  'Rule.readings': 2,
  'SicknessPayload.userErrors': 1,
  'SubmitDecisionPayload.userErrors': 1,
};

/** A field counts 1, but these, for each item of theirs. */
const weights: Readonly<Record<string, number>> = {
  'Query.previewDecision': 10,
  'Mutation.submitDecision': 10,
  'Mutation.submitDecisions': 10,
  'Mutation.reportSick': 10,
  'Mutation.reportRecovered': 10,
};

/** What a selection costs: once, and again for each item of the page of which it is the selection. */
interface Cost {
  readonly once: number;
  readonly perItem: number;
}

type Values = Readonly<Record<string, unknown>>;

/** Costs of operations that cost the same whatever their variables are: no page and no list is as long as one says. */
const fixedCosts = new WeakMap<OperationDefinitionNode, number>();

/**
 * Throws `LIMIT_EXCEEDED` where a valid operation costs more: one for each field of each object that it can be
 * answered with. A page counts with all that is asked for, a list of answers with the length of its list of arguments.
 */
export function checkCost(
  max: number,
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Values,
): void {
  const cost = fixedCosts.get(operation) ?? costOfOperation(schema, document, operation, variables);
  if (cost > max) throw new ApiError('LIMIT_EXCEEDED', `The cost of an operation must be at most ${max}.`);
}

function costOfOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Values,
): number {
  const fragments = new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [],
    ),
  );
  const known = new Map<string, Cost>();
  const values = { ...defaultsOf(operation), ...variables };

  function costOf({ selections }: SelectionSetNode, parent: GraphQLNamedType | undefined): Cost {
    let once = 0;
    let perItem = 0;
    for (const selection of selections) {
      const cost =
        selection.kind === Kind.FIELD
          ? costOfField(selection, parent)
          : selection.kind === Kind.FRAGMENT_SPREAD
            ? costOfFragment(selection.name.value)
            : costOf(selection.selectionSet, typeOf(selection.typeCondition?.name.value) ?? parent);
      once += cost.once;
      perItem += cost.perItem;
    }
    return { once, perItem };
  }

  // Its cost is the same wherever it is spread, and there may be many places.
  function costOfFragment(name: string): Cost {
    const fragment = fragments.get(name);
    const cost =
      known.get(name) ??
      (fragment && costOf(fragment.selectionSet, typeOf(fragment.typeCondition.name.value)));
    if (cost) known.set(name, cost);
    return cost ?? { once: 0, perItem: 0 };
  }

  function costOfField(node: FieldNode, parent: GraphQLNamedType | undefined): Cost {
    const field = isObjectType(parent) ? parent.getFields()[node.name.value] : undefined;
    // Introspection has a limit of graphql-js's own.
    if (!parent || !field) return { once: 1, perItem: 0 };
    const coordinate = `${parent.name}.${field.name}`;
    const weight = weights[coordinate] ?? 1;
    if (!node.selectionSet) return { once: weight, perItem: 0 };
    const { once, perItem } = costOf(node.selectionSet, getNamedType(field.type));
    const size = sizeAskedFor(field, node, values);
    if (!isListType(getNullableType(field.type)))
      return { once: weight + once + (size ?? 1) * perItem, perItem: 0 };
    if (size === null && parent.name.endsWith('Connection')) return { once: 1, perItem: weight + once };
    return { once: 1 + (size ?? assumedSizes[coordinate] ?? 1) * (weight + once), perItem: 0 };
  }

  function typeOf(name: string | undefined): GraphQLNamedType | undefined {
    return name === undefined ? undefined : schema.getType(name);
  }

  const root = schema.getRootType(operation.operation) ?? undefined;
  const { once } = costOf(operation.selectionSet, root);
  if (!operation.variableDefinitions?.some(({ type }) => saysSize(type))) fixedCosts.set(operation, once);
  return once;
}

function saysSize(type: TypeNode): boolean {
  if (type.kind === Kind.NON_NULL_TYPE) return saysSize(type.type);
  return type.kind === Kind.LIST_TYPE || type.name.value === 'Int';
}

/** By a page's `last` or `first`, or by a list among the arguments; null where there is none of them. */
function sizeAskedFor(field: GraphQLField<unknown, unknown>, node: FieldNode, values: Values): number | null {
  const givenFor = (asked: string): unknown => {
    const given = node.arguments?.find(({ name }) => name.value === asked)?.value;
    return given && valueFromASTUntyped(given, values);
  };
  const list = field.args.find(({ type }) => isListType(getNullableType(type)));
  if (list) {
    const value = givenFor(list.name);
    return Array.isArray(value) ? value.length : 1;
  }
  const first = field.args.find(({ name }) => name === 'first');
  if (!first) return null;
  return Math.max(1, Number(givenFor('last') ?? givenFor('first') ?? first.defaultValue) || 0);
}

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Values {
  return Object.fromEntries(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)]] : [],
    ),
  );
}
