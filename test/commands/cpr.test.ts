import { expect, it } from 'vitest';
import { parseCpr } from '../../src/commands/cpr.ts';

it.each([
  ['ten digits', '0101901234', '0101901234'],
  ['a hyphen', '010190-1234', '0101901234'],
  ['a number that fails modulus 11', '0101070001', '0101070001'],
  ['29 February', '2902901234', '2902901234'],
  ['31 December', '3112991234', '3112991234'],
])('takes %s', (_, text, cpr) => {
  expect(parseCpr(text)).toBe(cpr);
});

it.each([
  ['unknown', '0000000000'],
  ['a replacement number', '6101901234'],
  ['day 0', '0001901234'],
  ['30 February', '3002901234'],
  ['31 April', '3104901234'],
  ['month 13', '0113901234'],
  ['nine digits', '101901234'],
  ['eleven digits', '01019012345'],
  ['a hyphen elsewhere', '0101-901234'],
  ['a blank', '010190 1234'],
  ['a line break after it', '0101901234\n'],
  ['other digits', '٠١٠١٩٠١٢٣٤'],
  ['nothing', ''],
])('refuses %s', (_, text) => {
  expect(parseCpr(text)).toBeNull();
});
