/**
 * What a failed statement means for the one who asked.
 * `passing`: the database cannot be reached or is not fit to write now; the same statement may do later.
 * `raced`: another writer came first; reading again shows what it wrote.
 * `bug`: anything else; trying again is no use.
 */
export type Fault = 'passing' | 'raced' | 'bug';

// SQLSTATE classes: connection exception, insufficient resources, operator intervention, system error.
const passingClasses = ['08', '53', '57', '58'];

// Read-only transaction, lock not available, serialization failure, deadlock; and what postgres.js and Node say where
// there is no server to say anything.
const passingCodes = new Set([
  '25006',
  '55P03',
  '40001',
  '40P01',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
]);

const uniqueViolation = '23505';

/** The SQLSTATE, or the code of the connection's error, or null where there is none. Says nothing about values. */
export function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'cause' in error ? codeOf(error.cause) : null;
}

/** Tells the faults of the database apart by their code. */
export function faultOf(error: unknown): Fault {
  const code = codeOf(error);
  if (code === null) return 'bug';
  if (passingCodes.has(code) || (code.length === 5 && passingClasses.includes(code.slice(0, 2))))
    return 'passing';
  return code === uniqueViolation ? 'raced' : 'bug';
}
