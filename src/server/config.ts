import { z } from 'zod';
import type { TokenOptions } from '../auth/tokens.ts';
import type { CprKeys } from '../storage/cprCipher.ts';
import { encryptionKeys, hashKey } from './cprKeys.ts';

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** Values with commas between them. */
function listOf(value: RegExp) {
  return z
    .string()
    .transform((text) => text.split(',').map((one) => one.trim()))
    .pipe(z.array(z.string().regex(value)));
}

const atLeastOne = z
  .string()
  .regex(/^[1-9]\d{0,8}$/)
  .transform(Number);

const port = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .refine((number) => number <= 65_535);

const environment = z.object({
  PORT: port.default(4001),
  HOST: z.string().default('localhost'),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  LOG_LEVEL: z.enum(levels).default('info'),
  WS_ORIGINS: listOf(/^https?:\/\/[^/]+$/).default([]),
  CALLBACK_HOSTS: listOf(/^([\w.-]+|\[[\da-f:]+\]):\d{1,5}$/i).default([]),
  JWT_JWKS: z.string().optional(),
  JWT_ISSUER: z.string().optional(),
  JWT_AUDIENCE: z.string().optional(),
  ROUTER_SECRETS: listOf(/^[\x21-\x7e]{16,}$/).default([]),
  CPR_HASH_KEY: hashKey.optional(),
  CPR_ENCRYPTION_KEYS: encryptionKeys.optional(),
  MAX_COST: atLeastOne.default(100_000),
  CALLER_REQUESTS: atLeastOne.default(1_000),
  CALLER_SOCKETS: atLeastOne.default(1_000),
  CALLER_SUBSCRIPTIONS: atLeastOne.default(5_000),
  ACCESS_LOG_MONTHS: atLeastOne.refine((months) => months < 1_000).default(24),
  ROW_SECURITY: z.enum(['on', 'off']).default('off'),
  BOARD: z.enum(['on', 'off']).optional(),
  METRICS_PORT: port.optional(),
  METRICS_HOST: z.string().default('localhost'),
  OTEL_TRACES_EXPORTER: z.enum(['otlp', 'none']).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
});

/** What each variable must be: said instead of what it is, since a URL can hold a password. */
const demands: Readonly<Record<keyof z.input<typeof environment>, string>> = {
  PORT: 'a port: a number from 0 (any that is free) to 65535',
  HOST: 'a name or an address to listen on',
  DATA_DIR: 'a folder',
  DATABASE_URL: 'a URL of the form postgres://user:password@host:port/database',
  LOG_LEVEL: `one of ${levels.join(', ')}`,
  WS_ORIGINS: 'origins of the form https://host or https://host:port, with commas between them',
  CALLBACK_HOSTS: 'hosts of the form host:port, with commas between them',
  JWT_JWKS: 'the URL, or the path of a file, of the token issuer’s JSON Web Key Set',
  JWT_ISSUER: 'the issuer of tokens; JWT_JWKS, JWT_ISSUER and JWT_AUDIENCE are there together or not at all',
  JWT_AUDIENCE:
    'the audience of tokens; JWT_JWKS, JWT_ISSUER and JWT_AUDIENCE are there together or not at all',
  ROUTER_SECRETS: 'one or two secrets of at least 16 characters, with a comma between them',
  CPR_HASH_KEY: '32 bytes in base64; CPR_HASH_KEY and CPR_ENCRYPTION_KEYS are there together or not at all',
  CPR_ENCRYPTION_KEYS:
    'keys of the form id:key, each key 32 bytes in base64, with commas between them; CPR_HASH_KEY and CPR_ENCRYPTION_KEYS are there together or not at all',
  MAX_COST: 'a number from 1: what an operation may cost',
  CALLER_REQUESTS: 'a number from 1: requests of one caller in a second',
  CALLER_SOCKETS: 'a number from 1: open sockets of one caller',
  CALLER_SUBSCRIPTIONS: 'a number from 1: running subscriptions of one caller',
  ACCESS_LOG_MONTHS: 'a number of months from 1 to 999',
  ROW_SECURITY: 'on or off',
  BOARD: 'on or off',
  METRICS_PORT: 'a port: a number from 0 (any that is free) to 65535',
  METRICS_HOST: 'a name or an address to listen on',
  OTEL_TRACES_EXPORTER: 'otlp or none',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'the URL of an OTLP receiver over HTTP, without /v1/traces',
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'the URL of an OTLP receiver over HTTP, as it is',
  NODE_ENV: 'one of development, test, production',
};

/** What an operator can choose. */
export interface Config {
  /** 0 takes any that is free. */
  readonly port: number;
  /** `localhost` listens on both loopback addresses. */
  readonly host: string;
  /** The folder of the embedded PostgreSQL. */
  readonly dataDir: string;
  /** The database to use instead of the embedded one; null for that one. */
  readonly databaseUrl: string | null;
  readonly logLevel: (typeof levels)[number];
  /** Origins of web pages that may subscribe over WebSocket, beside pages of this server's own host. */
  readonly webSocketOrigins: readonly string[];
  /** Routers that may be called back with the events of subscriptions, each as `host:port`. */
  readonly callbackHosts: readonly string[];
  /** How tokens of callers are verified; null where none are asked for. */
  readonly tokens: TokenOptions | null;
  /** What routers show, any of them; none where none is asked for. */
  readonly routerSecrets: readonly string[];
  /** The keys of CPR numbers; null for those that are kept beside the embedded database. */
  readonly cprKeys: CprKeys | null;
  /** What an operation may cost: about the number of values that it can be answered with. */
  readonly maxCost: number;
  /** What one caller may take of this instance; without end where nobody is asked who they are. */
  readonly callerLimits: {
    /** In a second. */
    readonly requests: number;
    readonly sockets: number;
    readonly subscriptions: number;
  };
  /** How many months the access log is kept at least. */
  readonly accessLogMonths: number;
  /** Whether the database itself shows a caller of some municipalities these citizens alone. */
  readonly rowSecurity: boolean;
  /** Whether the live board is served. Off in production, unless it is asked for. */
  readonly board: boolean;
  /** Where the metrics are served beside; null for nowhere. It is for monitoring alone: nobody is asked there. */
  readonly metrics: { readonly host: string; readonly port: number } | null;
  /** Whether traces are asked for, by one of OpenTelemetry's variables. Its SDK reads these, and others, by itself. */
  readonly traces: boolean;
  /** In production clients cannot ask for the schema. */
  readonly nodeEnv: 'development' | 'test' | 'production';
}

/** Reads the environment; a blank variable counts as absent. Throws one error that names all that is wrong. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.entries(env).filter(([, value]) => value?.trim());
  const { data, error } = environment.safeParse(Object.fromEntries(given));
  if (error) {
    const faulty = new Set(error.issues.map(({ path }) => path[0] as keyof typeof demands));
    throw faultsOf([...faulty].map((name) => `${name} must be ${demands[name]}.`));
  }
  const faults = togetherFaultsOf(data);
  if (faults.length > 0) throw faultsOf(faults);
  const { JWT_JWKS: jwks, JWT_ISSUER: issuer, JWT_AUDIENCE: audience } = data;
  const { CPR_HASH_KEY: hash, CPR_ENCRYPTION_KEYS: encryption } = data;
  return {
    port: data.PORT,
    host: data.HOST,
    dataDir: data.DATA_DIR,
    databaseUrl: data.DATABASE_URL ?? null,
    logLevel: data.LOG_LEVEL,
    webSocketOrigins: data.WS_ORIGINS,
    callbackHosts: data.CALLBACK_HOSTS.map((host) => host.toLowerCase()),
    tokens: jwks && issuer && audience ? { jwks, issuer, audience } : null,
    routerSecrets: data.ROUTER_SECRETS,
    cprKeys: hash && encryption ? { hash, encryption } : null,
    maxCost: data.MAX_COST,
    callerLimits: isOpen(data)
      ? { requests: Infinity, sockets: Infinity, subscriptions: Infinity }
      : {
          requests: data.CALLER_REQUESTS,
          sockets: data.CALLER_SOCKETS,
          subscriptions: data.CALLER_SUBSCRIPTIONS,
        },
    accessLogMonths: data.ACCESS_LOG_MONTHS,
    rowSecurity: data.ROW_SECURITY === 'on',
    board: data.BOARD ? data.BOARD === 'on' : data.NODE_ENV !== 'production',
    metrics: data.METRICS_PORT === undefined ? null : { host: data.METRICS_HOST, port: data.METRICS_PORT },
    traces:
      data.OTEL_TRACES_EXPORTER === 'otlp' ||
      (data.OTEL_TRACES_EXPORTER === undefined &&
        (data.OTEL_EXPORTER_OTLP_ENDPOINT ?? data.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) !== undefined),
    nodeEnv: data.NODE_ENV,
  };
}

/** Whether nobody is asked who they are. */
function isOpen({
  JWT_JWKS,
  JWT_ISSUER,
  JWT_AUDIENCE,
  ROUTER_SECRETS,
}: z.output<typeof environment>): boolean {
  return (
    ROUTER_SECRETS.length === 0 && [JWT_JWKS, JWT_ISSUER, JWT_AUDIENCE].every((one) => one === undefined)
  );
}

const loopback = ['localhost', '127.0.0.1', '::1'];

/** What is wrong although each variable is right by itself. */
function togetherFaultsOf(data: z.output<typeof environment>): readonly string[] {
  const tokens = (['JWT_JWKS', 'JWT_ISSUER', 'JWT_AUDIENCE'] as const).map(
    (name) => [name, data[name]] as const,
  );
  const absent = tokens.filter(([, value]) => value === undefined).map(([name]) => name);
  return [
    ...(absent.length < tokens.length ? absent.map((name) => `${name} must be ${demands[name]}.`) : []),
    ...(data.ROUTER_SECRETS.length > 2 ? [`ROUTER_SECRETS must be ${demands.ROUTER_SECRETS}.`] : []),
    ...(!data.CPR_HASH_KEY !== !data.CPR_ENCRYPTION_KEYS
      ? [`CPR_HASH_KEY must be ${demands.CPR_HASH_KEY}.`]
      : []),
    ...(!data.CPR_HASH_KEY &&
    !data.CPR_ENCRYPTION_KEYS &&
    (data.DATABASE_URL || data.NODE_ENV === 'production')
      ? ['CPR_HASH_KEY and CPR_ENCRYPTION_KEYS must be there in production and with DATABASE_URL.']
      : []),
    ...(isOpen(data) && data.NODE_ENV === 'production'
      ? ['JWT_JWKS (with JWT_ISSUER and JWT_AUDIENCE) or ROUTER_SECRETS must be there in production.']
      : []),
    ...(isOpen(data) && !loopback.includes(data.HOST)
      ? ['HOST must be localhost, 127.0.0.1 or ::1 as long as neither JWT_JWKS nor ROUTER_SECRETS is there.']
      : []),
  ];
}

function faultsOf(lines: readonly string[]): Error {
  return new Error(`The environment is not as it must be:\n${lines.map((line) => `  ${line}`).join('\n')}`);
}
