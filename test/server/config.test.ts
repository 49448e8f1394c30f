import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/server/config.ts';

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
});
