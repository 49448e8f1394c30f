import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/server/config.ts';
import { cprEnvironment } from '../cprKeys.ts';

const bytes = (fill: number) => Buffer.alloc(32, fill);
const key = (fill: number) => bytes(fill).toString('base64');
const secret = (fill: number) => createSecretKey(bytes(fill));

describe('readConfig', () => {
  it('needs nothing', () => {
    expect(readConfig({})).toEqual({
      port: 4001,
      host: 'localhost',
      dataDir: '.data',
      databaseUrl: null,
      logLevel: 'info',
      webSocketOrigins: [],
      callbackHosts: [],
      tokens: null,
      routerSecrets: [],
      cprKeys: null,
      maxCost: 100_000,
      callerLimits: { requests: Infinity, sockets: Infinity, subscriptions: Infinity },
      accessLogMonths: 24,
      rowSecurity: false,
      board: true,
      metrics: null,
      traces: false,
      nodeEnv: 'development',
    });
  });

  it('takes what is given, and a blank for nothing', () => {
    const env = {
      PORT: '0',
      HOST: '0.0.0.0',
      DATA_DIR: '/data',
      DATABASE_URL: 'postgres://user:password@db:5432/dfdg',
      LOG_LEVEL: 'warn',
      WS_ORIGINS: 'https://a.example, http://localhost:3000',
      CALLBACK_HOSTS: 'Router:4000,[::1]:80',
      JWT_JWKS: 'https://issuer.example/jwks',
      JWT_ISSUER: 'https://issuer.example',
      JWT_AUDIENCE: 'dfdg',
      ROUTER_SECRETS: 'a-secret-of-the-router, another-secret-of-it',
      CPR_HASH_KEY: key(1),
      CPR_ENCRYPTION_KEYS: `2027:${key(2)}, 2026:${key(3)}`,
      MAX_COST: '5000',
      CALLER_REQUESTS: '7',
      METRICS_PORT: '9464',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
      ACCESS_LOG_MONTHS: '60',
      ROW_SECURITY: 'on',
      NODE_ENV: 'production',
    };
    expect(readConfig({ ...env, OTHER: 'x' })).toEqual({
      port: 0,
      host: '0.0.0.0',
      dataDir: '/data',
      databaseUrl: env.DATABASE_URL,
      logLevel: 'warn',
      webSocketOrigins: ['https://a.example', 'http://localhost:3000'],
      callbackHosts: ['router:4000', '[::1]:80'],
      tokens: { jwks: env.JWT_JWKS, issuer: env.JWT_ISSUER, audience: env.JWT_AUDIENCE },
      routerSecrets: ['a-secret-of-the-router', 'another-secret-of-it'],
      cprKeys: {
        hash: secret(1),
        encryption: [
          { id: '2027', key: secret(2) },
          { id: '2026', key: secret(3) },
        ],
      },
      maxCost: 5_000,
      callerLimits: { requests: 7, sockets: 1_000, subscriptions: 5_000 },
      accessLogMonths: 60,
      rowSecurity: true,
      board: false,
      metrics: { host: 'localhost', port: 9464 },
      traces: true,
      nodeEnv: 'production',
    });
    expect(readConfig({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({ port: 4001, databaseUrl: null });
  });

  it('names all that is wrong at once, and never the value', () => {
    const faulty = {
      PORT: '70000',
      DATABASE_URL: 'mysql://me:secret@db',
      LOG_LEVEL: 'loud',
      WS_ORIGINS: 'a.example/',
      CALLBACK_HOSTS: 'router',
      NODE_ENV: 'live',
    };
    expect(() => readConfig(faulty)).toThrow(
      /PORT must be.*DATABASE_URL must be.*LOG_LEVEL must be.*WS_ORIGINS must be.*CALLBACK_HOSTS must be.*NODE_ENV must be/s,
    );
    expect(() => readConfig(faulty)).not.toThrow(/secret/);
  });

  it.each(['-1', '1.5', '0x10', 'http', '65536'])('PORT=%s is no port', (PORT) => {
    expect(() => readConfig({ PORT })).toThrow('PORT must be a port');
  });

  it.each([
    [
      { NODE_ENV: 'production' },
      ['JWT_JWKS (with JWT_ISSUER and JWT_AUDIENCE) or ROUTER_SECRETS must be there'],
    ],
    [{ HOST: '0.0.0.0' }, ['HOST must be localhost, 127.0.0.1 or ::1 as long as']],
    [{ JWT_JWKS: 'keys.json' }, ['JWT_ISSUER must be', 'JWT_AUDIENCE must be']],
    [
      { ROUTER_SECRETS: `${'a'.repeat(16)},${'b'.repeat(16)},${'c'.repeat(16)}` },
      ['ROUTER_SECRETS must be one or two'],
    ],
    [{ ROUTER_SECRETS: 'short' }, ['ROUTER_SECRETS must be one or two']],
    [{ NODE_ENV: 'production' }, ['CPR_HASH_KEY and CPR_ENCRYPTION_KEYS must be there in production']],
    [{ DATABASE_URL: 'postgres://db/dfdg' }, ['CPR_HASH_KEY and CPR_ENCRYPTION_KEYS must be there']],
    [{ CPR_HASH_KEY: key(1) }, ['CPR_HASH_KEY and CPR_ENCRYPTION_KEYS are there together']],
    [
      { CPR_HASH_KEY: key(1).slice(4), CPR_ENCRYPTION_KEYS: key(1) },
      ['CPR_HASH_KEY must be 32 bytes', 'CPR_ENCRYPTION_KEYS must be keys of the form id:key'],
    ],
    [{ CPR_ENCRYPTION_KEYS: `a:${key(1)},a:${key(2)}` }, ['CPR_ENCRYPTION_KEYS must be keys']],
  ])('is closed by default: %o', (env, messages) => {
    for (const message of messages) expect(() => readConfig(env)).toThrow(message);
  });

  it('lets a server that asks who is calling listen anywhere', () => {
    const env = {
      ...cprEnvironment,
      HOST: '0.0.0.0',
      NODE_ENV: 'production',
      ROUTER_SECRETS: 'a-secret-of-the-router',
    };
    expect(readConfig(env)).toMatchObject({ host: '0.0.0.0', nodeEnv: 'production' });
  });
});
