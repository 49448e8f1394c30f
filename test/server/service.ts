import { startService, type Service } from '../../src/server/service.ts';
import type { Config } from '../../src/server/config.ts';
import { urlOf } from '../../src/storage/address.ts';
import { inProcess } from './commands.ts';
import { cprKeys } from '../cprKeys.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';

/** Where no caller is limited. */
export const noLimits = { requests: Infinity, sockets: Infinity, subscriptions: Infinity };

/** A service on a database and a port of its own. */
export interface TestService extends Service {
  readonly database: TestDatabase;
  /** Sends a request; the answer's body is read as JSON. */
  send(path: string, init?: RequestInit): Promise<{ status: number; headers: Headers; body: unknown }>;
  /** POSTs an operation. */
  post(query: string, variables?: object): ReturnType<TestService['send']>;
  /** Stops the service and drops its database. */
  end(): Promise<void>;
}

/** Starts what `npm start` starts, on a test database. */
export async function startTestService(
  overrides: Partial<Config> = {},
  startCommands = inProcess,
): Promise<TestService> {
  const database = await createTestDatabase();
  const service = await startService(
    {
      port: 0,
      host: '127.0.0.1',
      dataDir: '',
      databaseUrl: urlOf(database.address),
      logLevel: 'silent',
      webSocketOrigins: [],
      callbackHosts: [],
      tokens: null,
      routerSecrets: [],
      cprKeys,
      maxCost: 100_000,
      callerLimits: noLimits,
      accessLogMonths: 24,
      rowSecurity: false,
      board: true,
      metrics: null,
      traces: false,
      nodeEnv: 'test',
      ...overrides,
    },
    startCommands,
  );
  const send: TestService['send'] = async (path, init) => {
    const response = await fetch(`${service.url}${path}`, init);
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : (JSON.parse(text) as unknown),
    };
  };
  return {
    ...service,
    database,
    send,
    post: (query, variables = {}) =>
      send('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      }),
    async end() {
      await service.close();
      await database.drop();
    },
  };
}
