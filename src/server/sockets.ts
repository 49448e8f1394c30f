import type { IncomingMessage, Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { CloseCode, handleProtocols } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { createSocketProtocol } from './socketProtocol.ts';
import type { Authenticate } from '../auth/authenticate.ts';
import type { CallerLimits } from './callerLimits.ts';
import { credentialsOf } from './credentials.ts';
import { logReferences, requestIdOf } from './requestIds.ts';
import type { Log } from '../logging/log.ts';
import type { Subscriptions } from './subscriptions.ts';
import { acceptUpgrades, type UpgradeOptions } from './upgrades.ts';

/** What one socket may do. A client that lets more than `maxUnread` bytes wait is not listened to until it reads. */
export const socketLimits = {
  maxPayload: 65_536,
  maxUnread: 1_048_576,
  initWithin: 3_000,
  pingEvery: 12_000,
};

/** What sockets are served with. */
export interface SocketOptions extends UpgradeOptions {
  readonly subscriptions: Subscriptions;
  readonly authenticate: Authenticate;
  /** The log of the request that opened a socket. */
  readonly logOf: (requestId: string) => Log;
  readonly callerLimits: CallerLimits;
  readonly limits?: typeof socketLimits;
}

/** The sockets of a server. */
export interface Sockets {
  /** Takes no more of them, and closes each once it has been told of the end of its subscriptions. */
  close(within: number): Promise<void>;
}

/** Serves subscriptions over WebSocket on the server's /graphql, by the protocol graphql-transport-ws. */
export function serveSockets(server: Server, options: SocketOptions): Sockets {
  const { subscriptions, authenticate, callerLimits, limits = socketLimits } = options;
  const { maxPayload } = limits;
  const webSockets = new WebSocketServer({ noServer: true, maxPayload, handleProtocols });
  const protocol = createSocketProtocol(subscriptions, authenticate, callerLimits, limits.initWithin);

  acceptUpgrades(server, webSockets, options, (socket, request) => {
    const { socket: connection } = request;
    const log = options.logOf(requestIdOf(request.headers));
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        // Resolves when the message has left this process, so that events are pulled as the client reads them.
        send: (data) => {
          logReferences(log, data);
          return new Promise((resolve, reject) => {
            if (socket.readyState !== socket.OPEN) {
              resolve();
              return;
            }
            // What the subscriptions of a socket are told in one turn goes out at once.
            connection.cork();
            process.nextTick(() => {
              connection.uncork();
            });
            socket.send(data, (error) => {
              if (error) reject(error);
              else resolve();
            });
          });
        },
        close: (code, reason) => {
          socket.close(code, reason);
        },
        onMessage: (handle) =>
          socket.on('message', (data: Buffer) => {
            handle(data.toString()).catch(() => {
              socket.close(CloseCode.BadRequest, 'Invalid message received');
            });
          }),
      },
      {
        holder: socket,
        credentials: credentialsOf(request.headers),
        refuse: () => {
          socket.close(CloseCode.Unauthorized, 'Unauthorized');
        },
        refuseMore: () => {
          // Clients try again after this code, later and later.
          socket.close(1013, 'Too many connections');
        },
      },
    );
    // ws closes the socket by itself, with the code that says why.
    socket.on('error', () => undefined);
    socket.on('close', (code, reason) => {
      subscriptions.end(socket);
      void closed(code, reason.toString());
    });
    listenWhileRead(socket, request, limits.maxUnread);
    endUnlessAlive(socket, limits.pingEvery);
  });

  return {
    async close(within) {
      const until = Date.now() + within;
      while (subscriptions.count > 0 && Date.now() < until) await delay(20);
      for (const socket of webSockets.clients) socket.close(1001, 'Going away');
      while (webSockets.clients.size > 0 && Date.now() < until + 500) await delay(20);
      for (const socket of webSockets.clients) socket.terminate();
    },
  };
}

/** Reads no more of a client that does not read what it is sent; answers to its messages would pile up. */
function listenWhileRead(
  socket: WebSocket,
  { socket: connection }: IncomingMessage,
  maxUnread: number,
): void {
  socket.on('message', () => {
    if (socket.bufferedAmount > maxUnread) socket.pause();
  });
  connection.on('drain', () => {
    socket.resume();
  });
}

/** Ends a socket that does not answer a ping before the next one. */
function endUnlessAlive(socket: WebSocket, pingEvery: number): void {
  let isAlive = true;
  socket.on('pong', () => {
    isAlive = true;
  });
  const timer = setInterval(() => {
    if (isAlive) socket.ping();
    else socket.terminate();
    isAlive = false;
  }, pingEvery);
  socket.on('close', () => {
    clearInterval(timer);
  });
}
