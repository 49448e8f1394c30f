import { z } from 'zod';
import type { SubscribeRequest } from '../graphql/subscribe.ts';

/** Where and how a router wants to be called back. */
export interface Callback {
  readonly callbackUrl: string;
  readonly subscriptionId: string;
  readonly verifier: string;
  /** In milliseconds; 0 for no heartbeat. */
  readonly heartbeatIntervalMs: number;
}

const callback: z.ZodType<Callback> = z.object({
  callbackUrl: z.url({ protocol: /^https?$/ }).max(2_000),
  subscriptionId: z.string().min(1).max(200),
  verifier: z.string().max(2_000),
  heartbeatIntervalMs: z.number().min(0).max(86_400_000).default(5_000),
});

/** Whether the Accept header asks for callbacks; Apollo's router and Hive write it in different ways. */
export function asksForCallback(accept: string): boolean {
  return /;\s*callbackSpec=1\.0/i.test(accept);
}

/** What a request says of it, in the names of the protocol or in those that it had before; null where it is faulty. */
export function callbackOf(request: SubscribeRequest & { readonly extensions?: unknown }): Callback | null {
  const { subscription } = Object(request.extensions) as { subscription?: unknown };
  const given = Object(subscription) as Record<string, unknown>;
  return (
    callback.safeParse({
      callbackUrl: given['callbackUrl'] ?? given['callback_url'],
      subscriptionId: given['subscriptionId'] ?? given['subscription_id'],
      verifier: given['verifier'],
      heartbeatIntervalMs: given['heartbeatIntervalMs'] ?? given['heartbeat_interval_ms'],
    }).data ?? null
  );
}

/** The host of a URL, always with its port. */
export function hostOf(url: string): string {
  const { protocol, hostname, port } = new URL(url);
  return `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
}
