import { createClient } from 'graphql-ws/client';
import { errorOf, Interrupted, type GraphqlError } from './errors.ts';
import { authorize, type Authorization } from './post.ts';
import type { Subscribe } from './subscribe.ts';

/** What there is of a WebSocket class in browsers, in Node from 22 on and in the package `ws`. */
export type WebSocketClass = new (url: string | URL, protocols?: string | string[]) => Closable;

interface Closable {
  close(): void;
  /** Of `ws`: closes without waiting for the other side. */
  terminate?(): void;
}

/** How sockets are made and watched. */
export interface WebSocketOptions {
  /** `ws:` or `wss:`. */
  readonly url: string;
  /** Goes into the payload of `connection_init`. */
  readonly authorization?: Authorization | undefined;
  readonly webSocket?: WebSocketClass | undefined;
  /** How often the other side is asked whether it is there, in milliseconds; it has as long to answer. */
  readonly pingEvery?: number | undefined;
}

/** Subscribes by the protocol graphql-transport-ws, over a socket for each subscription. */
export function subscribeOverWebSocket(options: WebSocketOptions): Subscribe {
  const { url, authorization, pingEvery = 10_000 } = options;
  const webSocket = options.webSocket ?? (globalThis as { WebSocket?: WebSocketClass }).WebSocket;
  if (!webSocket)
    throw new Error('There is no WebSocket here: give a class, for instance that of the package ws');

  return (operation, sink) => {
    let socket: Closable | undefined;
    let pongMissing: ReturnType<typeof setTimeout> | undefined;
    const client = createClient({
      url,
      // Kept, to close it while it still connects.
      webSocketImpl: class extends webSocket {
        constructor(address: string | URL, protocols?: string | string[]) {
          super(address, protocols);
          // eslint-disable-next-line @typescript-eslint/no-this-alias
          socket = this;
        }
      },
      connectionParams: async () => {
        const value = await authorize(authorization);
        return value === null ? undefined : { authorization: value };
      },
      keepAlive: pingEvery,
      // When to try again, and after which cursor, is the follower's to say.
      retryAttempts: 0,
      on: {
        connected: () => {
          sink.opened();
        },
        ping: (isReceived) => {
          if (!isReceived) pongMissing = setTimeout(giveUp, pingEvery);
        },
        pong: (isReceived) => {
          if (isReceived) clearTimeout(pongMissing);
        },
        // Before the client of graphql-ws connects again, as it does after a normal close.
        closed: (event) => {
          end(new Interrupted('The connection was closed', { cause: event }));
        },
      },
    });
    const unsubscribe = client.subscribe(operation, {
      next: (answer) => {
        sink.next(answer);
      },
      error: (error) => {
        end(reasonOf(error));
      },
      complete: () => {
        end(new Interrupted('The subscription was completed'));
      },
    });

    function stop(): void {
      clearTimeout(pongMissing);
      unsubscribe();
      socket?.close();
    }
    function end(reason: Error): void {
      stop();
      sink.ended(reason);
    }
    function giveUp(): void {
      end(new Interrupted('The other side does not answer'));
      socket?.terminate?.();
    }
    return stop;
  };
}

function reasonOf(error: unknown): Error {
  if (Array.isArray(error)) return errorOf(error as GraphqlError[]);
  return new Interrupted('The connection was lost', { cause: error });
}
