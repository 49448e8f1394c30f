import { describe } from 'vitest';
import { subscribeByWebSocket } from './client.ts';
import { checkGateway } from './gateway.checks.ts';
import { startHive } from './hive.ts';

describe('the Hive gateway over WebSocket', () => {
  checkGateway({
    start: startHive('websocket'),
    subscribe: subscribeByWebSocket,
    idle: 0,
    refusal: 'UNAUTHENTICATED',
  });
});
