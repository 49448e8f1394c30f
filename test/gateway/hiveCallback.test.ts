import { describe } from 'vitest';
import { subscribeBySse } from './client.ts';
import { checkGateway } from './gateway.checks.ts';
import { heartbeatInterval, startHive } from './hive.ts';

describe('the Hive gateway over HTTP callback', () => {
  checkGateway({
    start: startHive('callback'),
    subscribe: subscribeBySse,
    idle: 2.5 * heartbeatInterval,
    refusal: 'UNAUTHENTICATED',
  });
});
