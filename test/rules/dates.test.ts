import { expect, test } from 'vitest';
import { addDays, dayBefore } from '../../src/rules/dates.ts';

test.each([
  ['2022-06-28', '2022-06-27'],
  ['2022-06-01', '2022-05-31'],
  ['2022-01-01', '2021-12-31'],
  ['2024-03-01', '2024-02-29'],
  ['2023-03-01', '2023-02-28'],
  ['2000-03-01', '2000-02-29'],
  ['1900-03-01', '1900-02-28'],
  ['2022-03-28', '2022-03-27'],
  ['2022-10-31', '2022-10-30'],
  ['0099-01-01', '0098-12-31'],
  ['0001-01-02', '0001-01-01'],
  ['9999-12-31', '9999-12-30'],
])('the day before %s is %s', (date, before) => {
  expect(dayBefore(date)).toBe(before);
  expect(addDays(before, 1)).toBe(date);
});

test('the day before the first of all days still compares as earlier', () => {
  expect(dayBefore('0001-01-01') < '0001-01-01').toBe(true);
});
