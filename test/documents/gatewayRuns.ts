import { expect } from 'vitest';
import { startProgram } from '../gateway/program.ts';
import { npm, type Run } from './runs.ts';

/** The commands that start the gateway. */
export const starts: Run = async (text, place) => {
  await npm(text, place);
  expect(text).toContain('npm run gateway');
  let printed = '';
  const { url, end } = await startProgram({
    command: process.execPath,
    args: ['--import', 'tsx', 'examples/gateway/main.ts'],
    env: { SUBGRAPH_URL: `${place.service.url}/graphql`, GATEWAY_PORT: '0' },
    urlOf: (output) => /Gateway at (\S+):/.exec((printed = output))?.[1],
  });
  place.gateway = { url, printed };
  place.ends.push(() => end('SIGTERM'));
};

/** What the gateway prints. */
export const says: Run = (text, { gateway, service }) => {
  const said = gateway?.printed
    .replaceAll(service.url, 'http://localhost:4001')
    .replaceAll(new URL(gateway.url).origin, 'http://localhost:4000');
  expect(said).toBe(text);
};
