import { readFile } from 'node:fs/promises';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  jwtVerify,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyGetKey,
} from 'jose';
import { scopes, type Caller, type Scope } from './caller.ts';

/** How tokens are verified. */
export interface TokenOptions {
  /** Where the issuer's public keys are: a URL, or the path of a file with a JSON Web Key Set. */
  readonly jwks: string;
  readonly issuer: string;
  readonly audience: string;
}

/** Tells who carries a token; rejects where it is not to be trusted. */
export type VerifyToken = (token: string) => Promise<Caller>;

/** Asymmetric ones only: nobody who can verify a token can make one. */
const algorithms = ['ES256', 'RS256', 'EdDSA'];

// How far the issuer's clock and ours may be apart, in seconds.
const clockTolerance = 5;

/** Verifies JSON Web Tokens by the issuer's public keys. Rejects where a file of keys cannot be read. */
export async function createVerifyToken({ jwks, issuer, audience }: TokenOptions): Promise<VerifyToken> {
  const key: JWTVerifyGetKey = /^https?:/.test(jwks)
    ? createRemoteJWKSet(new URL(jwks), { timeoutDuration: 2_000 })
    : createLocalJWKSet(JSON.parse(await readFile(jwks, 'utf8')) as JSONWebKeySet);
  return async (token) => {
    const { payload } = await jwtVerify(token, key, {
      algorithms,
      issuer,
      audience,
      clockTolerance,
      requiredClaims: ['exp', 'sub'],
    });
    return callerOf(payload);
  };
}

/** `scope` is a text or a list; `municipalities` a list of three-digit codes, or `["*"]` for all. Nothing means none. */
function callerOf({ sub, exp, scope, municipalities }: JWTPayload): Caller {
  const named = typeof scope === 'string' ? scope.split(' ') : textsOf(scope);
  const codes = textsOf(municipalities);
  return {
    subject: sub ?? '',
    scopes: new Set(scopes.filter((known): known is Scope => named.includes(known))),
    municipalities: codes.includes('*') ? null : new Set(codes.filter((code) => /^\d{3}$/.test(code))),
    expiresAt: (exp ?? 0) * 1_000,
  };
}

function textsOf(claim: unknown): readonly string[] {
  return Array.isArray(claim) ? claim.filter((item) => typeof item === 'string') : [];
}
