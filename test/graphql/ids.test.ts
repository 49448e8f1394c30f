import { describe, expect, it } from 'vitest';
import { parseCursor, printCursor } from '../../src/graphql/cursors.ts';
import {
  parseChangeId,
  parseCitizenId,
  parseContactGroupId,
  parseDecisionId,
  printChangeId,
  printContactGroupId,
  printDecisionId,
} from '../../src/graphql/ids.ts';

const citizenId = '01a20c2f-7c7c-704d-a13f-83ae6591adbd';

describe('ids', () => {
  it('come back as they were printed', () => {
    expect(parseCitizenId(citizenId)).toBe(citizenId);
    const decision = { citizenId, sequence: 12 };
    expect(parseDecisionId(printDecisionId(decision))).toEqual(decision);
    const group = { citizenId, openedBy: 3 };
    expect(parseContactGroupId(printContactGroupId(group))).toEqual(group);
    const change = { citizenId, sequence: 12, ordinal: 0 };
    expect(parseChangeId(printChangeId(change))).toEqual(change);
  });

  it.each([
    null,
    undefined,
    1,
    {},
    '',
    citizenId.toUpperCase(),
    `${citizenId} `,
    `${citizenId}.`,
    `${citizenId}.01`,
    `${citizenId}.-1`,
    `${citizenId}.1e3`,
    `${citizenId}.99999999999`,
    `${citizenId}.1.2.3`,
    "'; drop table decision; --",
  ])('%j names nothing', (value) => {
    for (const parse of [parseCitizenId, parseDecisionId, parseContactGroupId, parseChangeId])
      expect(parse(value)).toBeNull();
  });

  it('of one kind name nothing of another', () => {
    expect(parseCitizenId(`${citizenId}.1`)).toBeNull();
    expect(parseDecisionId(citizenId)).toBeNull();
    expect(parseContactGroupId(`${citizenId}.1.0`)).toBeNull();
    expect(parseChangeId(`${citizenId}.1`)).toBeNull();
  });
});

describe('cursors', () => {
  it('come back as they were printed', () => {
    expect(parseCursor('changes', printCursor('changes', 0))).toBe(0);
    expect(parseCursor('changes', printCursor('changes', 9_007_199_254_740_991))).toBe(9_007_199_254_740_991);
  });

  it.each([
    '',
    'x',
    '123',
    'YzEuMQ==',
    'YzEuMQ ',
    btoa('c1.x'),
    btoa('c1.1.1'),
    btoa('c1.-0'),
    btoa('c1.1e2'),
  ])('%j is none', (text) => {
    expect(parseCursor('changes', text)).toBeNull();
  });

  it('of one connection are none of another', () => {
    expect(parseCursor('decisions', printCursor('changes', 1))).toBeNull();
  });
});
