import { startGateway, type GatewayOptions } from '../../examples/gateway/gateway.ts';
import type { StartGateway } from './gateway.checks.ts';

/** How long a callback may stay silent, in milliseconds. */
export const heartbeatInterval = 1_000;

/** Starts the gateway of `npm run gateway` in this process. */
export function startHive(subscriptions: GatewayOptions['subscriptions']): StartGateway {
  return (subgraphs, port) =>
    startGateway({ subgraphs, port, subscriptions, heartbeatInterval, isSilent: true });
}
