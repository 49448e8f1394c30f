import {
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  type ValidationRule,
} from 'graphql';
import { ApiError, maxErrors, nestedTooDeeply } from './errors.ts';

/** What documents are read by. */
export interface DocumentLimits {
  readonly schema: GraphQLSchema;
  readonly maxLexicalTokens: number;
  /** Whether errors keep to themselves which names there are. */
  readonly hideSuggestions: boolean;
  readonly validationRules: readonly ValidationRule[];
}

/** Several reasons to refuse an operation. */
export class Refusals extends Error {
  readonly faults: readonly GraphQLError[];

  constructor(faults: readonly GraphQLError[]) {
    super('The operation does not fit the schema.');
    this.faults = faults;
  }
}

/** How many valid documents are remembered, and the longest text of one. */
const remembered = { documents: 100, longest: 4_000 };

/**
 * Reads the text of an operation; throws `Refusals`, or what the parser does. The newest valid ones are remembered: when
 * subscribers come back all at once, they ask for few different ones, and reading each anew held everybody else up.
 */
export function createReadDocument(limits: DocumentLimits): (query: string) => DocumentNode {
  const { schema, maxLexicalTokens: maxTokens, hideSuggestions, validationRules } = limits;
  const rules = [...specifiedRules, ...validationRules];
  const documents = new Map<string, DocumentNode>();

  function parseText(query: string): DocumentNode {
    try {
      return parse(query, { maxTokens });
    } catch (error) {
      if (error instanceof RangeError) throw new ApiError('LIMIT_EXCEEDED', nestedTooDeeply);
      throw error;
    }
  }

  return (query) => {
    const known = documents.get(query);
    if (known) return known;
    const document = parseText(query);
    const faults = validate(schema, document, rules, { hideSuggestions, maxErrors });
    if (faults.length > 0) throw new Refusals(faults);
    const [oldest] = documents.keys();
    if (query.length <= remembered.longest) documents.set(query, document);
    if (documents.size > remembered.documents && oldest !== undefined) documents.delete(oldest);
    return document;
  };
}
