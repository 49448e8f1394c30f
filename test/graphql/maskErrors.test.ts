import { DrizzleQueryError } from 'drizzle-orm';
import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { ApiError, errorCodes } from '../../src/graphql/errors.ts';
import { createErrorMask } from '../../src/graphql/maskErrors.ts';

const secret = '0101901234';

/** What the client and the log are told of an error that a resolver threw. */
function told(thrown: unknown) {
  const lines: unknown[] = [];
  const line = (fields: object, message: string) => lines.push({ ...fields, message });
  const mask = createErrorMask({ error: line, warn: line, info: line });
  const located = new GraphQLError(thrown instanceof Error ? thrown.message : String(thrown), {
    path: ['citizen'],
    originalError: thrown as Error,
  });
  const client = mask({ ...located.toJSON(), extensions: { code: 'INTERNAL_SERVER_ERROR' } }, located);
  return { client, lines };
}

function queryError(code: string): Error {
  const cause = Object.assign(new Error(`value ${secret} is wrong`), { code, detail: `Key (${secret})` });
  return new DrizzleQueryError('select $1', [secret], cause);
}

describe('an error that nobody meant for the client', () => {
  it.each([
    new Error(`about ${secret}`),
    new TypeError(secret),
    queryError('42P01'),
    new GraphQLError(secret, { extensions: { code: 'SECRET' } }),
    secret,
  ])('is masked, and named in the log: %#', (thrown) => {
    const { client, lines } = told(thrown);
    expect(client).toMatchObject({
      message: errorCodes.INTERNAL_SERVER_ERROR,
      path: ['citizen'],
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    });
    expect(lines).toMatchObject([{ reference: client.extensions?.['reference'] }]);
    expect(JSON.stringify({ client, lines })).not.toContain(secret);
  });

  it('is logged with its SQLSTATE and where it was thrown', () => {
    const { lines } = told(queryError('42P01'));
    expect(lines).toMatchObject([{ code: '42P01' }]);
    expect(JSON.stringify(lines)).toContain('maskErrors.test.ts');
  });

  it.each(['08006', '53300', '57P01', '25006', 'ECONNREFUSED', 'CONNECTION_ENDED', 'ETIMEDOUT'])(
    'is UNAVAILABLE where the database is: %s',
    (code) => {
      const { client } = told(queryError(code));
      expect(client).toMatchObject({ message: errorCodes.UNAVAILABLE, extensions: { code: 'UNAVAILABLE' } });
    },
  );
});

describe('an error that is meant for the client', () => {
  it('reaches it as it is, and no log', () => {
    const { client, lines } = told(new ApiError('LIMIT_EXCEEDED', 'first must be at most 100.'));
    expect(client).toEqual({
      message: 'first must be at most 100.',
      path: ['citizen'],
      extensions: { code: 'LIMIT_EXCEEDED' },
    });
    expect(lines).toEqual([]);
  });
});
