import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTHeaderParameters } from 'jose';
import type { TokenOptions } from '../../src/auth/tokens.ts';

/** An issuer of tokens for tests, with its keys in a file of its own. */
export interface TokenIssuer {
  /** How its tokens are verified. */
  readonly options: TokenOptions;
  /** The same for the environment of a server. */
  readonly environment: Readonly<Record<string, string>>;
  readonly publicKey: CryptoKey;
  /** Signs a token that is good but for what is given, by the key of the algorithm, or another. */
  sign(claims: object, header?: Partial<JWTHeaderParameters>, key?: CryptoKey): Promise<string>;
  /** A token good for so many seconds. */
  token(scope: string, municipalities: readonly string[], seconds?: number): Promise<string>;
  end(): Promise<void>;
}

const inSeconds = (seconds: number) => Math.floor(Date.now() / 1_000) + seconds;

/** Makes one up, with a key for each algorithm; the first signs where none is named, and each is the id of its key. */
export async function createTokenIssuer(
  algorithms: readonly [string, ...string[]] = ['ES256'],
): Promise<TokenIssuer> {
  const pairs = await Promise.all(algorithms.map(async (alg) => ({ alg, ...(await generateKeyPair(alg)) })));
  const keys = await Promise.all(
    pairs.map(async ({ alg, publicKey }) => ({ ...(await exportJWK(publicKey)), alg, kid: alg })),
  );
  const folder = await mkdtemp(join(tmpdir(), 'dfdg-jwks-'));
  const options = { jwks: join(folder, 'jwks.json'), issuer: 'https://issuer.example', audience: 'dfdg' };
  await writeFile(options.jwks, JSON.stringify({ keys }));
  const pairOf = (name: string) => pairs.find(({ alg }) => alg === name) ?? pairs[0]!;
  const sign: TokenIssuer['sign'] = (claims, header = {}, key) => {
    const { alg = algorithms[0], kid = alg } = header;
    const usual = { sub: 'test', iss: options.issuer, aud: options.audience, exp: inSeconds(3_600) };
    return new SignJWT({ ...usual, ...claims })
      .setProtectedHeader({ ...header, alg, kid })
      .sign(key ?? pairOf(alg).privateKey);
  };
  return {
    options,
    environment: { JWT_JWKS: options.jwks, JWT_ISSUER: options.issuer, JWT_AUDIENCE: options.audience },
    publicKey: pairs[0]!.publicKey,
    sign,
    token: (scope, municipalities, seconds = 60) => sign({ scope, municipalities, exp: inSeconds(seconds) }),
    end: () => rm(folder, { recursive: true }),
  };
}
