import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Node gives everybody the CommonJS build of graphql; Vite would give our own files another one.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/cluster.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // A busy machine takes its time.
    expect: { poll: { timeout: 8_000 } },
  },
});
