import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Subgraph } from '../../examples/gateway/compose.ts';
import { subscribeByWebSocket, type Subscribe } from './client.ts';
import type { StartGateway } from './gateway.checks.ts';
import { startProgram } from './program.ts';

/** Grafbase's binary, or null where npm has none for this platform. */
export const grafbaseBinary = findBinary();

function findBinary(): string | null {
  try {
    return createRequire(import.meta.url).resolve('@grafbase/cli-x86_64-unknown-linux-musl/grafbase');
  } catch {
    return null;
  }
}

/** Starts Grafbase's gateway, as a process of its own; it composes by itself. `close` kills it. */
export const startGrafbase: StartGateway = async (subgraphs, port) => {
  if (grafbaseBinary === null) throw new Error('npm has no Grafbase binary for this platform.');
  const folder = await mkdtemp(join(tmpdir(), 'dfdg-grafbase-'));
  const config = join(folder, 'grafbase.toml');
  const forwarding = '[[headers]]\nrule = "forward"\nname = "authorization"\n';
  const configured = await Promise.all(subgraphs.map((one) => configure(one, folder)));
  await writeFile(config, forwarding + configured.join(''));
  const address = `127.0.0.1:${port}`;
  const url = `http://${address}/graphql`;
  const program = await startProgram({
    command: grafbaseBinary,
    args: ['--home', folder, 'dev', '--config', config, '--listen-address', address],
    urlOf: async () => ((await answers(url)) ? url : undefined),
  });
  return {
    url,
    async close() {
      await program.end('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** Subscribes at Grafbase's gateway, which has a path of its own for it. */
export const grafbaseSubscribe: Subscribe = (url, ...operation) =>
  subscribeByWebSocket(url.replace(/graphql$/, 'ws'), ...operation);

/** The configuration of a subgraph; Grafbase asks it for its schema where it is not given. */
async function configure({ name, url, routerSecret, sdl }: Subgraph, folder: string): Promise<string> {
  const schemaFile = join(folder, `${name}.graphql`);
  if (sdl !== undefined) await writeFile(schemaFile, sdl);
  const secret = `
    [[subgraphs.${name}.headers]]
    rule = "insert"
    name = "x-router-secret"
    value = "${routerSecret}"`;
  return `
    [subgraphs.${name}]
    url = "${url}"
    ${sdl === undefined ? `introspection_url = "${url}"` : `schema_path = "${schemaFile}"`}
    websocket_url = "${url.replace('http', 'ws')}"
    ${routerSecret === undefined ? '' : secret}
  `;
}

async function answers(url: string): Promise<boolean> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ __typename }"}',
  }).catch(() => null);
  return response?.ok ?? false;
}
