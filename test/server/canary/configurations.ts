import { createTokenIssuer } from '../../auth/issuer.ts';
import { cprEnvironment } from '../../cprKeys.ts';
import { freePort } from '../../gateway/freePort.ts';

/** A server as it is configured, and what it is told by who is known to it. */
export interface Configuration {
  readonly env: Readonly<Record<string, string>>;
  /** The headers by which a caller is known. */
  readonly headers: Readonly<Record<string, string>>;
  /** Headers of callers who are not to be trusted, or not with that: a text stands in their tokens. */
  readonly tokensWith: (text: string) => Promise<readonly Readonly<Record<string, string>>[]>;
  /** Where the metrics are, where the server itself is at `url`. */
  readonly metricsAt: (url: string) => string;
  readonly end: () => Promise<void>;
}

/** Each way of configuring that a CPR number is searched for in. */
export const configurations: Readonly<Record<string, () => Promise<Configuration>>> = {
  'in development': () =>
    Promise.resolve({
      env: { NODE_ENV: 'test' },
      headers: {},
      tokensWith: () => Promise.resolve([]),
      metricsAt: (url) => url,
      end: () => Promise.resolve(),
    }),
  'in production': async () => {
    const issuer = await createTokenIssuer();
    const metricsPort = await freePort();
    const secret = { 'x-router-secret': 'a-secret-of-the-router' };
    const known = (token: string) => ({ ...secret, authorization: `Bearer ${token}` });
    const scope = 'decisions:submit sickness:report citizens:read cpr:read access:read operate';
    return {
      env: {
        NODE_ENV: 'production',
        ...cprEnvironment,
        ...issuer.environment,
        ROUTER_SECRETS: secret['x-router-secret'],
        METRICS_PORT: String(metricsPort),
      },
      headers: known(await issuer.token(scope, ['*'], 3_600)),
      tokensWith: async (text) =>
        (
          await Promise.all([
            issuer.sign({ sub: text, exp: 1_000_000 }),
            issuer.sign({ sub: text, aud: text, iss: text }),
            issuer.sign({ sub: text }, { kid: text }),
            issuer.sign({ scope: [text], municipalities: [text], [text]: text }),
          ])
        ).map(known),
      metricsAt: () => `http://localhost:${metricsPort}`,
      end: () => issuer.end(),
    };
  },
};
