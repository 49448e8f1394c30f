import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { readConfig } from '../../src/server/config.ts';
import { faultsOf } from '../typescript.ts';

// None of these files can be run here: they are linted, and what can be known of them is held to the product.

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
  readonly apiVersion: string;
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

  it('is one by its syntax', () => {
    expect(validate(read('Dockerfile'))).toEqual([]);
    expect(validate('FROM node\nCOPPY a b')).toHaveLength(1);
  });

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

describe('compose.yaml', () => {
  const compose = parse(read('compose.yaml'), { merge: true }) as {
    services: Record<string, { environment: Record<string, string | number> }>;
  };

  it('is one by the schema of the Compose specification', () => {
    const folder = mkdtempSync(join(tmpdir(), 'dfdg-compose-'));
    onTestFinished(() => {
      rmSync(folder, { recursive: true });
    });
    const faulty = join(folder, 'compose.yaml');
    writeFileSync(faulty, read('compose.yaml').replace('restart: ', 'restarts: '));
    const lint = (path: string) => spawnSync('node_modules/.bin/dclint', ['--quiet', path]).status;
    expect([lint('deploy/compose.yaml'), lint(faulty)]).toEqual([0, 1]);
  });

  it('has servers that are configured so that they start', () => {
    const { services } = compose;
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

  it('takes from .env.example just what stands there', () => {
    const wanted = new Set([...read('compose.yaml').matchAll(/\$\{(\w+)/g)].map(([, name]) => name));
    const given = [...read('.env.example').matchAll(/^(\w+)=/gm)].map(([, name]) => name);
    expect([...wanted].sort()).toEqual(given.sort());
  });
});

describe('the manifests of Kubernetes', () => {
  const manifests = parseAllDocuments(read('kubernetes/dfdg-subgraph.yaml')).map(
    (document) => document.toJS() as Manifest,
  );

  it('are what its API takes, with no field that it does not know', () => {
    expect(faultsOf(manifests.map(typed).join(''))).toEqual([]);
    const [, deployment] = manifests as [Manifest, Manifest];
    expect(faultsOf(typed({ ...deployment, spec: { ...deployment.spec, replica: 2 } }, 0))).toEqual([
      expect.stringContaining('replica'),
    ]);
  });

  it('have pods that are configured so that they start', () => {
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
});

/** A line of TypeScript that is right where the manifest is what its API takes. */
function typed(manifest: object, index: number): string {
  const { apiVersion, kind } = manifest as Manifest;
  const [version, group = 'core'] = apiVersion.split('/').reverse();
  const type = `import('kubernetes-types/${group.split('.')[0]}/${version}.js').${kind}`;
  return `export const manifest${index}: ${type} = ${JSON.stringify(manifest)};\n`;
}
