import { exportJWK, exportSPKI, generateKeyPair, type CryptoKey, type JWK } from 'jose';
import { createTokenIssuer, type TokenIssuer } from '../auth/issuer.ts';

/** The token issuer of a server under attack, and what its attackers have got hold of. */
export interface Keys extends TokenIssuer {
  /** What everybody can read, as PEM. */
  readonly publicPem: string;
  /** The attackers' own key, and its public part. */
  readonly ownKey: CryptoKey;
  readonly ownJwk: JWK;
}

/** Makes up an issuer, and a key that is none of its own. */
export async function makeKeys(): Promise<Keys> {
  const [issuer, own] = await Promise.all([createTokenIssuer(), generateKeyPair('ES256')]);
  return {
    ...issuer,
    publicPem: await exportSPKI(issuer.publicKey),
    ownKey: own.privateKey,
    ownJwk: await exportJWK(own.publicKey),
  };
}
