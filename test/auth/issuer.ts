import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** An issuer of tokens for tests, with its keys in a file of its own. */
export async function createTokenIssuer() {
  const issuer = 'https://issuer.example';
  const audience = 'dfdg';
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const folder = await mkdtemp(join(tmpdir(), 'dfdg-jwks-'));
  const jwks = join(folder, 'jwks.json');
  await writeFile(jwks, JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256' }] }));
  return {
    /** How its tokens are verified. */
    options: { jwks, issuer, audience },
    /** A token good for so many seconds. */
    token(scope: string, municipalities: readonly string[], seconds = 60): Promise<string> {
      const exp = Math.floor(Date.now() / 1_000) + seconds;
      return new SignJWT({ sub: 'test', iss: issuer, aud: audience, exp, scope, municipalities })
        .setProtectedHeader({ alg: 'ES256' })
        .sign(privateKey);
    },
    end: () => rm(folder, { recursive: true }),
  };
}

/** An issuer as `createTokenIssuer` gives it. */
export type TokenIssuer = Awaited<ReturnType<typeof createTokenIssuer>>;
