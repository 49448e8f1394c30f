import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { readConfig } from '../../src/server/config.ts';

// None of these files can be run here: what can be known of them without that is held to the product.

const read = (path: string) => readFileSync(`deploy/${path}`, 'utf8');
const key = Buffer.alloc(32).toString('base64');
/** Values for what the examples leave to an operator. */
const secrets = {
  DATABASE_URL: 'postgres://dfdg:x@db/dfdg',
  ROUTER_SECRETS: 'a-secret-of-the-router',
  CPR_HASH_KEY: key,
  CPR_ENCRYPTION_KEYS: `one:${Buffer.alloc(32, 1).toString('base64')}`,
};

interface Manifest {
  readonly kind: string;
  readonly stringData: Record<string, string>;
  readonly spec: {
    readonly template: {
      readonly spec: { readonly containers: { readonly env: { name: string; value: string }[] }[] };
    };
  };
}

it.each(['Dockerfile', 'compose.yaml', 'kubernetes/dfdg-subgraph.yaml'])(
  '%s says that it is untested',
  (name) => {
    expect(read(name)).toMatch(/^# UNTESTED: /);
  },
);

describe('Dockerfile', () => {
  const lines = read('Dockerfile').split('\n');
  it('copies only what there is', () => {
    const copied = lines
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from'))
      .flatMap((line) => line.split(' ').slice(1, -1));
    expect(copied.filter((path) => !existsSync(path))).toEqual([]);
  });

  it('does not run as root, and runs what npm start runs', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      scripts: Record<string, string>;
    };
    const command = /CMD (\[.*\])/.exec(read('Dockerfile'))?.[1] ?? '[]';
    expect(lines).toContain('USER node');
    expect((JSON.parse(command) as string[]).join(' ')).toBe(scripts['start']);
  });
});

it('the servers of compose.yaml are configured so that they start', () => {
  const { services } = parse(read('compose.yaml'), { merge: true }) as {
    services: Record<string, { environment: Record<string, string | number> }>;
  };
  for (const name of ['server-1', 'server-2']) {
    const given = Object.entries(services[name]!.environment).map(([variable, value]) => [
      variable,
      String(value),
    ]);
    const env: Record<string, string> = {
      ...(Object.fromEntries(given) as Record<string, string>),
      NODE_ENV: 'production',
    };
    const wanted = Object.keys(secrets).filter((variable) => env[variable]?.includes('${'));
    expect(wanted.sort()).toEqual(Object.keys(secrets).sort());
    expect(readConfig({ ...env, ...secrets })).toMatchObject({ metrics: { port: 9464 } });
  }
});

it('the pods of Kubernetes are configured so that they start', () => {
  const manifests = parseAllDocuments(read('kubernetes/dfdg-subgraph.yaml')).map(
    (document) => document.toJS() as Manifest,
  );
  expect(manifests.map(({ kind }) => kind)).toEqual([
    'Secret',
    'Deployment',
    'Service',
    'PodDisruptionBudget',
    'NetworkPolicy',
  ]);
  const [secret, deployment] = manifests as [Manifest, Manifest];
  expect(Object.keys(secret.stringData)).toEqual(Object.keys(secrets));
  const { env } = deployment.spec.template.spec.containers[0]!;
  const given = Object.fromEntries(env.map(({ name, value }) => [name, value]));
  expect(readConfig({ ...given, ...secrets, NODE_ENV: 'production' })).toMatchObject({ port: 4001 });
});
