import { Kind } from 'graphql';
import { describe, expect, it } from 'vitest';
import { dateScalar } from '../../src/graphql/scalars.ts';

describe('Date', () => {
  it.each(['0001-01-01', '2024-02-29', '2022-06-24', '9999-12-31'])('takes %s', (text) => {
    expect(dateScalar.parseValue(text)).toBe(text);
    expect(dateScalar.parseLiteral({ kind: Kind.STRING, value: text })).toBe(text);
    expect(dateScalar.serialize(text)).toBe(text);
  });

  it.each([
    '0000-01-01',
    '2023-02-29',
    '2022-13-01',
    '2022-00-10',
    '2022-6-1',
    '2022-06-24T00:00:00Z',
    '',
    20220624,
    null,
  ])('refuses %j', (value) => {
    expect(() => dateScalar.parseValue(value)).toThrow('A Date must be');
  });

  it('refuses a number written out', () => {
    expect(() => dateScalar.parseLiteral({ kind: Kind.INT, value: '20220624' })).toThrow('A Date must be');
  });
});
