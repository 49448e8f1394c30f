import { expect, test } from 'vitest';
import { contactGroupTypes, isConcurrent } from '../../src/rules/contactGroupTypes.ts';

test('1 to 8 and 10 to 29 were in force in June 2022', () => {
  const codes = Array.from({ length: 29 }, (_, i) => i + 1).filter((code) => code !== 9);
  expect([...contactGroupTypes.keys()]).toEqual(codes);
  expect([...contactGroupTypes.values()].map(({ code }) => code)).toEqual(codes);
});

test('7, 10 and 13 are concurrent', () => {
  expect([...contactGroupTypes.values()].filter((type) => type.concurrent)).toEqual([
    { code: 7, name: 'Fleksjobvisiteret (ledig)', concurrent: true },
    { code: 10, name: 'Fleksjobansat', concurrent: true },
    { code: 13, name: 'Jobafklaring', concurrent: true },
  ]);
  expect([1, 7, 9, 10, 13, 29, 30].filter(isConcurrent)).toEqual([7, 10, 13]);
});

test('a name is null where no source gives it', () => {
  expect(contactGroupTypes.get(25)?.name).toBe('Sygedagpenge fra ledighed');
  expect(contactGroupTypes.get(2)?.name).toBeNull();
});
