import { setTimeout as delay } from 'node:timers/promises';
import type { Caller } from '../auth/caller.ts';
import { ApiError, type ErrorCode } from '../graphql/errors.ts';
import type { EventStream, Subscribed, SubscribeRequest } from '../graphql/subscribe.ts';
import type { Log } from '../logging/log.ts';
import { post, postLimits } from './callbackPosts.ts';
import { callbackOf, hostOf, type Callback } from './callbackRequest.ts';
import type { Subscriptions } from './subscriptions.ts';

/** What callbacks are served with. */
export interface CallbackOptions {
  readonly subscriptions: Subscriptions;
  /** Who may be called back, each as `host:port`. Where there is none, the protocol is off. */
  readonly hosts: readonly string[];
  readonly log: Log;
  readonly limits?: typeof postLimits;
}

/** Subscriptions by Apollo's HTTP callback protocol: their events are posted to a router. */
export interface Callbacks {
  /** Starts one: null, or why not. Nothing is posted to who is not listed, nor for an operation that is refused. */
  start(request: SubscribeRequest, caller: Caller): Promise<Refused | null>;
  /** Waits for the routers to take the end of their subscriptions. */
  close(within: number): Promise<void>;
}

/** Heartbeats come no more often than this, in milliseconds, whatever a router asks for. */
const shortestPause = 100;

/** Why a subscription is refused. */
export type Refused = Extract<Subscribed, { errors: unknown }>;

/** Serves the callback protocol. */
export function createCallbacks(options: CallbackOptions): Callbacks {
  const { subscriptions, hosts, log, limits = postLimits } = options;
  const running = new Set<Promise<void>>();
  let stopping = false;

  function sendTo({ callbackUrl, subscriptionId: id, verifier }: Callback) {
    return (action: 'check' | 'next' | 'complete', more: object = {}) =>
      post(callbackUrl, { kind: 'subscription', action, id, verifier, ...more }, limits, () => stopping);
  }

  /** Posts one event at a time; ends with the events, or with the router. */
  async function run(to: Callback, events: EventStream): Promise<void> {
    const send = sendTo(to);
    const router = { isGone: false };
    const deliver = async (...message: Parameters<typeof send>) => {
      const answer = await send(...message);
      if (answer !== null && answer.status < 300) return;
      router.isGone = true;
      await events.return();
    };
    const endHeartbeat = repeat(to.heartbeatIntervalMs / 2, () => deliver('check'));
    let errors: object = {};
    for await (const event of events)
      // Without data, it is why the events are over.
      if (!('data' in event)) errors = { errors: event.errors };
      else await deliver('next', { payload: event });
    endHeartbeat();
    if (router.isGone)
      log.info({ host: hostOf(to.callbackUrl) }, 'a router is gone, and its subscription ended');
    else await send('complete', errors);
  }

  return {
    async start(request, caller) {
      if (hosts.length === 0) return refused('BAD_USER_INPUT', 'Subscriptions by callback are off here.');
      const to = callbackOf(request);
      if (to === null)
        return refused('BAD_USER_INPUT', 'extensions.subscription must say where to call back.');
      const host = hostOf(to.callbackUrl);
      if (!hosts.includes(host)) return refused('FORBIDDEN', 'The host of callbackUrl is not called back.');
      const subscribed = await subscriptions.start(request, caller, host);
      if ('errors' in subscribed) return subscribed;
      const answer = await sendTo(to)('check');
      if (answer?.status !== 204 || answer.protocol?.startsWith('callback') === false) {
        await subscribed.events.return();
        return refused(
          'BAD_USER_INPUT',
          'callbackUrl does not answer as a router that waits for this would.',
        );
      }
      const isOver = run(to, subscribed.events).finally(() => running.delete(isOver));
      running.add(isOver);
      return null;
    },
    async close(within) {
      stopping = true;
      await Promise.race([Promise.all(running), delay(within, undefined, { ref: false })]);
    },
  };
}

function refused(code: ErrorCode, message: string): Refused {
  return { errors: [new ApiError(code, message).toJSON()] };
}

/** Does something every so many milliseconds, once at a time; never, where that is 0. Returns what ends it. */
function repeat(pause: number, act: () => Promise<void>): () => void {
  if (pause === 0) return () => undefined;
  let acting = false;
  const timer = setInterval(
    () => {
      if (acting) return;
      acting = true;
      void act().finally(() => (acting = false));
    },
    Math.max(pause, shortestPause),
  );
  return () => {
    clearInterval(timer);
  };
}
