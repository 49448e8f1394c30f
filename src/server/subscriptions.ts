import type { Caller } from '../auth/caller.ts';
import { ApiError } from '../graphql/errors.ts';
import type { EventStream, Subscribe, Subscribed, SubscribeRequest } from '../graphql/subscribe.ts';
import { createPlaces } from './places.ts';

/** How many subscriptions run at once. */
export interface SubscriptionLimits {
  readonly inAll: number;
  readonly perCaller: number;
}

/** The subscriptions of this instance, by whoever holds them: a socket, or the address of a client. */
export interface Subscriptions {
  /** Starts one, if there is room. Never rejects. */
  start(request: SubscribeRequest, caller: Caller, holder: unknown): Promise<Subscribed>;
  /** Ends all of a holder that is gone. */
  end(holder: unknown): void;
  readonly count: number;
}

/** Counts subscriptions and knows who holds them, for all transports. */
export function createSubscriptions(subscribe: Subscribe, limits: SubscriptionLimits): Subscriptions {
  const held = new Map<unknown, Set<Place>>();
  const takeOfCaller = createPlaces(limits.perCaller);
  let count = 0;

  function take(holder: unknown, { subject }: Caller): Place | null {
    const leaveCaller = count >= limits.inAll ? null : takeOfCaller(subject);
    if (!leaveCaller) return null;
    const places = held.get(holder) ?? new Set();
    held.set(holder, places);
    count += 1;
    const place: Place = {
      events: null,
      leave() {
        if (!places.delete(place)) return;
        count -= 1;
        leaveCaller();
        if (places.size === 0) held.delete(holder);
      },
      isHeld: () => places.has(place),
    };
    places.add(place);
    return place;
  }

  return {
    async start(request, caller, holder) {
      const place = take(holder, caller);
      if (!place) return { errors: [new ApiError('LIMIT_EXCEEDED', 'Too many subscriptions.').toJSON()] };
      const subscribed = await subscribe(request, caller);
      if ('errors' in subscribed) place.leave();
      if ('errors' in subscribed) return subscribed;
      place.events = subscribed.events;
      // Its holder may have gone while it was started.
      if (!place.isHeld()) await subscribed.events.return();
      return { events: leaving(subscribed.events, place) };
    },
    end(holder) {
      for (const place of held.get(holder) ?? []) {
        place.leave();
        void place.events?.return();
      }
    },
    get count() {
      return count;
    },
  };
}

/** A subscription that runs, or is being started. */
interface Place {
  events: EventStream | null;
  leave(): void;
  isHeld(): boolean;
}

/** The same events; the place is free once they are over. */
function leaving(events: EventStream, place: Place): EventStream {
  return {
    async next() {
      const result = await events.next();
      if (result.done) place.leave();
      return result;
    },
    return() {
      place.leave();
      return events.return();
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
