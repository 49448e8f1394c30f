import { composeServices } from '@theguild/federation-composition';
import {
  isEnumType,
  isInputObjectType,
  isObjectType,
  isSpecifiedScalarType,
  parse,
  print,
  visit,
  type ASTVisitor,
  type DocumentNode,
  type GraphQLNamedType,
  type NameNode,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { createSchema, schemaText } from '../../src/graphql/schema.ts';
import { decisionKinds } from '../../src/rules/decision.ts';
import { deviationIds } from '../../src/rules/deviations.ts';

const schema = createSchema();

/** The definitions that are ours: not those that the federation adds. */
const ours = Object.values(schema.getTypeMap()).filter(
  (type) => !/^_|__/.test(type.name) && !isSpecifiedScalarType(type),
);

describe('the served schema', () => {
  it('is schema.graphql', () => {
    const served = schema.getQueryType()?.getFields()['_service']?.resolve as () => { sdl: string };
    expect(printed(parse(served().sdl))).toEqual(printed(parse(schemaText)));
  });

  it('has the kinds and deviations of the rules', () => {
    const values = (name: string) => {
      const type = schema.getType(name);
      return isEnumType(type) ? type.getValues().map((value) => value.name) : [];
    };
    expect(values('DecisionKind')).toEqual(decisionKinds);
    expect(values('Deviation')).toEqual(deviationIds);
  });

  it('describes every element', () => {
    expect(ours.flatMap(undescribed)).toEqual([]);
  });

  it('resolves each entity asynchronously, so that one bad representation does not take the others with it', () => {
    const entities = ['Citizen', 'ContactGroup', 'ContactGroupType', 'Decision', 'ContactGroupChange'];
    for (const name of entities) {
      const extensions = schema.getType(name)?.extensions as {
        apollo?: { subgraph?: { resolveReference?: (...args: unknown[]) => unknown } };
      };
      const resolve = extensions.apollo?.subgraph?.resolveReference;
      expect(resolve?.({}, { loaders: {} }), name).toBeInstanceOf(Promise);
    }
  });

  it('composes with a subgraph that adds to a citizen', () => {
    const other = parse(`
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])
      type Query { notes(first: Int): [Citizen!]! }
      type Citizen @key(fields: "cpr") { cpr: String! notes: [String!]! notesPage: PageInfo! }
      type PageInfo @shareable {
        hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String
      }`);
    const result = composeServices([
      { name: 'dfdg', url: 'http://dfdg', typeDefs: parse(schemaText) },
      { name: 'notes', url: 'http://notes', typeDefs: other },
    ]);
    expect(result.errors ?? []).toEqual([]);
    expect(result.supergraphSdl).toContain('join__type(graph: NOTES, key: "cpr")');
  });
});

/** What a document defines, without what the federation adds and without the order of it. */
function printed(document: DocumentNode): string[] {
  const isOurs = (name: NameNode | undefined) => !/^_|__/.test(name?.value ?? '');
  return visit(document, {
    DirectiveDefinition: () => null,
    StringValue: (node) => ({ ...node, block: false }),
    Directive: (node) => (print(node).includes('/link/v1.0') ? null : undefined),
    ScalarTypeDefinition: ({ name }) => (isOurs(name) ? undefined : null),
    EnumTypeDefinition: ({ name }) => (isOurs(name) ? undefined : null),
    UnionTypeDefinition: ({ name }) => (isOurs(name) ? undefined : null),
    ObjectTypeDefinition: ({ name }) => (isOurs(name) ? undefined : null),
    FieldDefinition: ({ name }) => (isOurs(name) ? undefined : null),
  } satisfies ASTVisitor)
    .definitions.map(print)
    .sort();
}

type Described = readonly [name: string, element: { readonly description?: string | null | undefined }];

/** The type and its parts that have no description. */
function undescribed(type: GraphQLNamedType): string[] {
  return [[type.name, type] as Described, ...partsOf(type)]
    .filter(([, { description }]) => !description)
    .map(([name]) => name);
}

function partsOf(type: GraphQLNamedType): Described[] {
  if (isEnumType(type)) return type.getValues().map((value) => [`${type.name}.${value.name}`, value]);
  if (isInputObjectType(type))
    return Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, field]);
  if (!isObjectType(type)) return [];
  return Object.values(type.getFields())
    .filter(({ name }) => !name.startsWith('_'))
    .flatMap((field): Described[] => [
      [`${type.name}.${field.name}`, field],
      ...field.args.map((argument): Described => [`${type.name}.${field.name}(${argument.name})`, argument]),
    ]);
}
