import { readConfig, type Config } from '../server/config.ts';
import { exitStatus, type Command } from './command.ts';

const keysOfFolder = 'none: the keys in DATA_DIR';

type Shown = (config: Config, value: string | undefined) => string;

/** What is shown of each variable. A URL can hold a password, and secrets are only counted. */
const variables: Readonly<Record<string, Shown>> = {
  PORT: ({ port }) => String(port),
  HOST: ({ host }) => host,
  DATABASE_URL: ({ databaseUrl }) =>
    databaseUrl === null ? 'none: the embedded database' : withoutSecrets(databaseUrl),
  DATA_DIR: ({ dataDir }) => dataDir,
  LOG_LEVEL: ({ logLevel }) => logLevel,
  WS_ORIGINS: ({ webSocketOrigins }) => listed(webSocketOrigins),
  CALLBACK_HOSTS: ({ callbackHosts }) => listed(callbackHosts),
  JWT_JWKS: ({ tokens }) => (tokens ? withoutSecrets(tokens.jwks) : 'none'),
  JWT_ISSUER: ({ tokens }) => tokens?.issuer ?? 'none',
  JWT_AUDIENCE: ({ tokens }) => tokens?.audience ?? 'none',
  ROUTER_SECRETS: ({ routerSecrets }) =>
    routerSecrets.length === 0 ? 'none' : `${routerSecrets.length}, not shown`,
  CPR_HASH_KEY: ({ cprKeys }) => (cprKeys ? 'not shown' : keysOfFolder),
  CPR_ENCRYPTION_KEYS: ({ cprKeys }) =>
    cprKeys ? `${listed(cprKeys.encryption.map(({ id }) => id))}, not shown` : keysOfFolder,
  MAX_COST: ({ maxCost }) => String(maxCost),
  CALLER_REQUESTS: ({ callerLimits }) => limited(callerLimits.requests),
  CALLER_SOCKETS: ({ callerLimits }) => limited(callerLimits.sockets),
  CALLER_SUBSCRIPTIONS: ({ callerLimits }) => limited(callerLimits.subscriptions),
  ACCESS_LOG_MONTHS: ({ accessLogMonths }) => String(accessLogMonths),
  ROW_SECURITY: ({ rowSecurity }) => (rowSecurity ? 'on' : 'off'),
  BOARD: ({ board }) => (board ? 'on' : 'off'),
  METRICS_PORT: ({ metrics }) => (metrics ? String(metrics.port) : 'none'),
  METRICS_HOST: ({ metrics }) => metrics?.host ?? 'none, without METRICS_PORT',
  OTEL_TRACES_EXPORTER: ({ traces }) => (traces ? 'otlp' : 'none'),
  OTEL_EXPORTER_OTLP_ENDPOINT: (_config, value) => endpoint(value),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: (_config, value) => endpoint(value),
  NODE_ENV: ({ nodeEnv }) => nodeEnv,
};

/** `dfdg config` */
export const configCommand: Command = {
  name: 'config',
  summary: 'Shows what a server would be configured with, and where that comes from.',
  operands: [],
  options: {},
  notes: ['Passwords and secrets are never shown. Faults of the environment are named, all at once.'],
  async run(_called, { env, out }) {
    const config = readConfig(env);
    const rows = Object.entries(variables).map(([name, shown]) => [
      name,
      env[name]?.trim() ? 'environment' : 'default',
      shown(config, env[name]?.trim()),
    ]);
    for (const [name = '', source = '', value = ''] of rows)
      await out(`${name.padEnd(20)}  ${source.padEnd(11)}  ${value}\n`);
    return exitStatus.well;
  },
};

function limited(most: number): string {
  return most === Infinity ? 'none: nobody is asked who they are' : String(most);
}

function endpoint(value: string | undefined): string {
  return value ? withoutSecrets(value) : 'none';
}

function listed(values: readonly string[]): string {
  return values.join(', ') || 'none';
}

/** A URL without password and parameters; another text, such as a path, as it is. */
function withoutSecrets(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  if (url.password) url.password = '***';
  return `${url.protocol}//${url.username ? `${url.username}${url.password && ':***'}@` : ''}${url.host}${url.pathname}${url.search && '?…'}`;
}
