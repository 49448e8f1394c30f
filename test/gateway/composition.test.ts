import { composeServices as composeWithApollo } from '@apollo/composition';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { schemaText } from '../../src/graphql/schema.ts';
import { notesSdl, type CitizenKey } from './notesSubgraph.ts';

const cases: CitizenKey[][] = [['id'], ['cpr'], ['id', 'cpr']];

describe.each(cases)('our subgraph and one that knows citizens by %s %s', (...keys) => {
  const services = [
    { name: 'dfdg', url: 'http://dfdg', typeDefs: parse(schemaText) },
    { name: 'notes', url: 'http://notes', typeDefs: parse(notesSdl(keys.filter(Boolean))) },
  ];

  it('compose with @theguild/federation-composition', () => {
    expect(composeServices(services).errors ?? []).toEqual([]);
  });

  it('compose with @apollo/composition, without a hint', () => {
    const { errors, hints } = composeWithApollo(services);
    expect(errors ?? []).toEqual([]);
    expect(hints?.map(String) ?? []).toEqual([]);
  });
});
