import { expect, it } from 'vitest';
import { errorRecord } from '../../src/logging/errorRecord.ts';

it('says what kind of error it is and where, and nothing that its message says', () => {
  const cause = Object.assign(new Error('Key (cpr)=(0101901234) exists'), {
    name: 'PostgresError',
    code: '23505',
    constraint_name: 'citizen_cpr_number',
    detail: 'Key (cpr)=(0101901234) already exists.',
  });
  const error = new Error('Failed query\n  at params: 0101901234\nparams: 0101901234', { cause });
  const record = errorRecord(error);
  expect(record).toMatchObject({
    error: 'Error < PostgresError',
    code: '23505',
    constraint: 'citizen_cpr_number',
  });
  expect(record.frames[0]).toContain('errorRecord.test.ts');
  expect(JSON.stringify(record)).not.toContain('0101901234');
});

it.each<[string, unknown]>([
  ['a text', '0101901234'],
  ['null', null],
  ['an object', { cpr: '0101901234' }],
])('says nothing of %s that is thrown', (_, thrown) => {
  expect(errorRecord(thrown)).toEqual({ error: typeof thrown, frames: [] });
});
