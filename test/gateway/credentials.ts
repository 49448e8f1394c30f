import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { scopes } from '../../src/auth/caller.ts';

const issuer = 'https://issuer.example';
const audience = 'dfdg';
const { publicKey, privateKey } = await generateKeyPair('ES256');

/** What our subgraph wants to see of its router. */
export const routerSecret = 'only-our-router-knows';

/** The credential of every client here: a token that may do everything. */
export const authorization = `Bearer ${await new SignJWT({ scope: scopes.join(' '), municipalities: ['*'] })
  .setProtectedHeader({ alg: 'ES256' })
  .setSubject('client')
  .setIssuer(issuer)
  .setAudience(audience)
  .setExpirationTime('1h')
  .sign(privateKey)}`;

/** The environment of a subgraph that asks for both of them. */
export interface Demands {
  readonly env: Readonly<Record<string, string>>;
  /** Removes the file that it names. */
  readonly remove: () => Promise<void>;
}

/** Writes what a subgraph that asks for both needs to verify them. */
export async function demandCredentials(): Promise<Demands> {
  const folder = await mkdtemp(join(tmpdir(), 'dfdg-keys-'));
  const file = join(folder, 'jwks.json');
  await writeFile(file, JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256' }] }));
  return {
    env: { JWT_JWKS: file, JWT_ISSUER: issuer, JWT_AUDIENCE: audience, ROUTER_SECRETS: routerSecret },
    remove: () => rm(folder, { recursive: true }),
  };
}
