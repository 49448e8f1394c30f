import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket, WebSocketServer } from 'ws';

/** What a relay does to its clients, each with a chance from 0 to 1 per event that it passes on. */
export interface Mischief {
  /** Tells the last few events once more. */
  readonly repeat?: number;
  /** Closes the socket, with one code or another or none. */
  readonly close?: number;
  /** Says only `complete`. */
  readonly complete?: number;
  /** Keeps the socket open, answers pings, and passes nothing on any more. */
  readonly silence?: number;
}

/** A router between the service and its clients, as bad as one may be that does not change the order. */
export interface Relay {
  readonly url: string;
  /** What it did so far. */
  readonly done: Record<keyof Mischief | 'joinLate' | 'drop', number>;
  /** The payload of each `connection_init`. */
  readonly inits: readonly unknown[];
  /** How many sockets are open. */
  readonly sockets: () => number;
  /** Freezes every socket: nothing is read or written any more. */
  readonly freeze: () => void;
  readonly close: () => Promise<void>;
}

/** How many events wait for a client; beyond these the oldest are dropped. */
const queueSize = 4;

interface Message {
  readonly id: string;
  readonly type: string;
  readonly payload: { readonly query: string; readonly variables: { readonly municipalityCode?: string } };
}

/** Subscribes upstream once for all that ask for the same but for `after`, and keeps it: later clients join in. */
function createUpstreams(url: string, done: Relay['done']) {
  interface Upstream {
    readonly members: Set<(event: unknown) => void>;
  }
  const upstreams = new Map<string, Upstream>();
  const clients: Client[] = [];
  return {
    /** `tell` hears of events, and of the end by null. */
    join({ query, variables }: Message['payload'], tell: (event: unknown) => void): () => void {
      const key = JSON.stringify([query, variables.municipalityCode]);
      let upstream = upstreams.get(key);
      if (upstream) done.joinLate += 1;
      else {
        const { members } = (upstream = { members: new Set<typeof tell>() });
        upstreams.set(key, upstream);
        const client = createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0 });
        clients.push(client);
        const end = () => {
          upstreams.delete(key);
          for (const member of members) member(null);
        };
        client.subscribe(
          { query, variables },
          {
            next: (event) => {
              for (const member of members) member(event);
            },
            error: end,
            complete: end,
          },
        );
      }
      const { members } = upstream;
      members.add(tell);
      return () => members.delete(tell);
    },
    close() {
      for (const client of clients) client.terminate();
    },
  };
}

/** Starts a relay in front of the service at a `ws:` URL. */
export async function startRelay(
  upstreamUrl: string,
  random: () => number,
  mischief: Mischief,
): Promise<Relay> {
  const server = createServer();
  const webSockets = new WebSocketServer({ server });
  const done: Relay['done'] = { repeat: 0, close: 0, complete: 0, silence: 0, joinLate: 0, drop: 0 };
  const inits: unknown[] = [];
  const upstreams = createUpstreams(upstreamUrl, done);
  const happens = (what: keyof Mischief) => {
    const does = random() < (mischief[what] ?? 0);
    if (does) done[what] += 1;
    return does;
  };

  webSockets.on('connection', (socket) => {
    const send = (message: object) => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
    };
    let leave = () => undefined as unknown;

    function serve({ id, payload }: Message): void {
      const waiting: unknown[] = [];
      const told: unknown[] = [];
      let isPassing = false;
      let isSilent = false;

      async function pass(): Promise<void> {
        isPassing = true;
        while (waiting.length > 0 && socket.readyState === socket.OPEN) {
          await delay(random() * 4);
          const event = waiting.shift();
          if (event === null || happens('complete')) {
            leave();
            send({ id, type: 'complete' });
            break;
          }
          isSilent ||= happens('silence');
          if (isSilent) continue;
          for (const one of [event, ...(happens('repeat') ? [...told, event] : [])])
            send({ id, type: 'next', payload: one });
          told.push(event);
          if (told.length > 3) told.shift();
          if (happens('close')) {
            const code = [1000, 1001, 1011, 4403, 4500, null][Math.floor(random() * 6)];
            if (code) socket.close(code);
            else socket.terminate();
          }
        }
        isPassing = false;
      }

      leave = upstreams.join(payload, (event) => {
        if (waiting.length === queueSize && event !== null) {
          waiting.shift();
          done.drop += 1;
        }
        waiting.push(event);
        if (!isPassing) void pass();
      });
    }

    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as Message;
      if (message.type === 'connection_init') {
        inits.push(message.payload);
        send({ type: 'connection_ack' });
      }
      if (message.type === 'ping') send({ type: 'pong' });
      if (message.type === 'subscribe') serve(message);
      if (message.type === 'complete') leave();
    });
    socket.on('close', () => leave());
  });

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    done,
    inits,
    sockets: () => webSockets.clients.size,
    freeze() {
      for (const socket of webSockets.clients) socket.pause();
    },
    async close() {
      upstreams.close();
      for (const socket of webSockets.clients) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
