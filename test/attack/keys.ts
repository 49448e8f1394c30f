import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, type JWK } from 'jose';

/** The token issuer of a server under attack, and what its attackers have got hold of. */
export interface Keys {
  readonly issuer: string;
  readonly audience: string;
  /** The file of the key set. */
  readonly jwks: string;
  /** What everybody can read, as PEM. */
  readonly publicKey: string;
  /** Signs a good token, but for what is given; by the issuer's key, or another. */
  sign(claims: object, header?: object, key?: 'issuer' | 'own'): Promise<string>;
  /** The public part of the attackers' own key. */
  readonly ownKey: JWK;
  remove(): Promise<void>;
}

/** Makes up an issuer, whose key set lies in a folder of its own. */
export async function makeKeys(): Promise<Keys> {
  const [issued, own] = await Promise.all([generateKeyPair('ES256'), generateKeyPair('ES256')]);
  const folder = await mkdtemp(join(tmpdir(), 'dfdg-attack-'));
  const jwks = join(folder, 'jwks.json');
  const kid = 'attacked';
  const publicJwk = { ...(await exportJWK(issued.publicKey)), alg: 'ES256', kid };
  await writeFile(jwks, JSON.stringify({ keys: [publicJwk] }));
  const keys = { issuer: 'https://issuer.example', audience: 'dfdg' };
  return {
    ...keys,
    jwks,
    publicKey: await exportSPKI(issued.publicKey),
    ownKey: await exportJWK(own.publicKey),
    sign(claims, header = {}, key = 'issuer') {
      const usual = { iss: keys.issuer, aud: keys.audience, exp: Math.floor(Date.now() / 1000) + 3_600 };
      return new SignJWT({ ...usual, ...claims })
        .setProtectedHeader({ alg: 'ES256', kid, ...header })
        .sign(key === 'issuer' ? issued.privateKey : own.privateKey);
    },
    remove: () => rm(folder, { recursive: true }),
  };
}
