import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthenticate } from '../../src/auth/authenticate.ts';
import { createVerifyToken, type VerifyToken } from '../../src/auth/tokens.ts';
import { createTokenIssuer, type TokenIssuer } from './issuer.ts';

let issuer: TokenIssuer;
let foreign: CryptoKey;
let server: Server;
let byFile: VerifyToken;
let byUrl: VerifyToken;

beforeAll(async () => {
  issuer = await createTokenIssuer(['ES256', 'RS256', 'EdDSA']);
  foreign = (await generateKeyPair('ES256')).privateKey;
  const text = await readFile(issuer.options.jwks, 'utf8');
  server = createServer((_, response) => response.setHeader('content-type', 'application/json').end(text));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const jwks = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
  byFile = await createVerifyToken(issuer.options);
  byUrl = await createVerifyToken({ ...issuer.options, jwks });
});

afterAll(async () => {
  server.close();
  await issuer.end();
});

const claims = { sub: 'jobcentre', scope: 'citizens:read other', municipalities: ['101', '851', 'x'] };
const token = (payload: object = {}, header: object = {}, key?: CryptoKey) =>
  issuer.sign({ ...claims, ...payload }, header, key);

const bearer = async (jwt: string | Promise<string>) => ({ authorization: `Bearer ${await jwt}` });

describe('a token', () => {
  it.each(['ES256', 'RS256', 'EdDSA'])('by %s tells who is calling and what that one may do', async (alg) => {
    for (const verifyToken of [byFile, byUrl]) {
      const authenticate = createAuthenticate({ verifyToken, routerSecrets: [] });
      expect(await authenticate(await bearer(token({}, { alg })))).toEqual({
        subject: 'jobcentre',
        scopes: new Set(['citizens:read']),
        municipalities: new Set(['101', '851']),
        expiresAt: expect.any(Number) as number,
      });
    }
  });

  it('of all municipalities says so, and one that says nothing is of none', async () => {
    expect(await byFile(await token({ municipalities: ['*'] }))).toMatchObject({ municipalities: null });
    const nothing = await byFile(await token({ municipalities: undefined, scope: undefined }));
    expect(nothing).toMatchObject({ municipalities: new Set(), scopes: new Set() });
  });

  it('is not trusted when forged, stale or meant for another', async () => {
    const authenticate = createAuthenticate({ verifyToken: byFile, routerSecrets: [] });
    const good = await token();
    const [header, payload, signature] = good.split('.') as [string, string, string];
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const body = {
      ...claims,
      iss: issuer.options.issuer,
      aud: issuer.options.audience,
      exp: 4_000_000_000,
    };
    const secret = new TextEncoder().encode('secret');
    const forged: Record<string, string> = {
      'another key': await token({}, {}, foreign),
      'an unknown key id': await token({}, { kid: 'other' }, foreign),
      expired: await token({ exp: 1_000_000 }),
      'without expiry': await token({ exp: undefined }),
      'without subject': await token({ sub: undefined }),
      'another issuer': await token({ iss: 'https://other.example' }),
      'another audience': await token({ aud: 'other' }),
      'not valid yet': await token({ nbf: 4_000_000_000 }),
      'alg none': `${encode({ alg: 'none' })}.${encode(body)}.`,
      'alg none with a signature': `${encode({ alg: 'none' })}.${encode(body)}.${signature}`,
      'alg HS256': await new SignJWT(body).setProtectedHeader({ alg: 'HS256', kid: 'ES256' }).sign(secret),
      'another payload': `${header}.${encode({ ...body, scope: 'operate' })}.${signature}`,
      'another header': `${encode({ alg: 'RS256', kid: 'RS256' })}.${payload}.${signature}`,
      'no signature': `${header}.${payload}.`,
      empty: '',
    };
    for (const [name, jwt] of Object.entries(forged))
      expect([name, await authenticate(await bearer(jwt))]).toEqual([name, null]);
    for (const authorization of [
      undefined,
      '',
      'Bearer',
      good,
      `Basic ${good}`,
      `Bearer  ${good}`,
      `Bearer ${good} x`,
    ])
      expect(await authenticate({ authorization })).toBeNull();
    expect(await authenticate({ authorization: `Bearer ${good}` })).not.toBeNull();
  });
});

describe('a router secret', () => {
  it('may be either of two, and nothing else', async () => {
    const authenticate = createAuthenticate({
      verifyToken: null,
      routerSecrets: ['new secret', 'old secret'],
    });
    for (const routerSecret of ['new secret', 'old secret'])
      expect(await authenticate({ routerSecret })).toMatchObject({ subject: 'router', municipalities: null });
    for (const routerSecret of [undefined, '', 'new', 'new secret ', 'other secret'])
      expect(await authenticate({ routerSecret })).toBeNull();
  });

  it('is asked for beside a token where both are configured', async () => {
    const authenticate = createAuthenticate({ verifyToken: byFile, routerSecrets: ['secret'] });
    const good = await bearer(token());
    expect(await authenticate(good)).toBeNull();
    expect(await authenticate({ routerSecret: 'secret' })).toBeNull();
    expect(await authenticate({ ...good, routerSecret: 'secret' })).toMatchObject({ subject: 'jobcentre' });
  });
});

it('everybody is trusted where nothing is configured', async () => {
  const authenticate = createAuthenticate({ verifyToken: null, routerSecrets: [] });
  expect(await authenticate({})).toMatchObject({
    subject: 'development',
    municipalities: null,
    expiresAt: null,
  });
});
