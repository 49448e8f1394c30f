import { createIsolatedCommands } from '../../src/threads/isolatedCommands.ts';
import { buildPoisonedThread } from '../threads/builtThread.ts';
import { startTestService, type TestService } from './service.ts';

/** A server whose command threads can be poisoned in raskmelding; `end` it. */
export async function startPoisonedService(): Promise<TestService> {
  const { entry, remove } = await buildPoisonedThread();
  const service = await startTestService({}, (options) => createIsolatedCommands({ ...options, entry }));
  return {
    ...service,
    async end() {
      await service.end();
      remove();
    },
  };
}
