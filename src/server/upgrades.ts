import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket, WebSocketServer } from 'ws';
import { refuseSocket, type RefusalStatus } from './refusals.ts';

/** Which upgrades are taken. */
export interface UpgradeOptions {
  /** Origins of web pages that may open a socket, beside pages of this server's own host. */
  readonly origins: readonly string[];
  readonly isStopping: () => boolean;
  readonly maxSockets?: typeof maxSockets;
}

/** How many sockets are open at once; a gateway opens all of its own from one address. */
const maxSockets = { inAll: 5_000, perAddress: 1_000 };

/** Makes WebSockets of the upgrades that ask for one at /graphql; refuses the others in a few words. */
export function acceptUpgrades(
  server: Server,
  webSockets: WebSocketServer,
  options: UpgradeOptions,
  onOpen: (socket: WebSocket, request: IncomingMessage) => void,
): void {
  const { origins, isStopping, maxSockets: max = maxSockets } = options;
  const perAddress = new Map<string, number>();

  function refusalOf(request: IncomingMessage): RefusalStatus | null {
    const { origin, host = '' } = request.headers;
    if (isStopping()) return 503;
    if (request.url?.split('?')[0] !== '/graphql') return 404;
    if (origin !== undefined && !origins.includes(origin) && !isOwn(origin, host)) return 403;
    const ofAddress = perAddress.get(addressOf(request)) ?? 0;
    return webSockets.clients.size >= max.inAll || ofAddress >= max.perAddress ? 429 : null;
  }

  function count(address: string, change: 1 | -1): void {
    const open = (perAddress.get(address) ?? 0) + change;
    if (open === 0) perAddress.delete(address);
    else perAddress.set(address, open);
  }

  webSockets.on('wsClientError', (_error, socket) => {
    refuseSocket(socket, 400);
  });
  server.on('upgrade', (request, socket, head) => {
    const isForWebSocket = request.headers.upgrade?.toLowerCase() === 'websocket';
    const status = isForWebSocket ? refusalOf(request) : null;
    if (!isForWebSocket) serveAsItIs(server, request, socket, head);
    else if (status !== null) refuseSocket(socket, status);
    else
      webSockets.handleUpgrade(request, socket, head, (webSocket) => {
        const address = addressOf(request);
        count(address, 1);
        webSocket.on('close', () => {
          count(address, -1);
        });
        onOpen(webSocket, request);
      });
  });
}

function isOwn(origin: string, host: string): boolean {
  return URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
}

function addressOf({ socket }: IncomingMessage): string {
  return socket.remoteAddress ?? '';
}

/**
 * Serves a request that proposes another protocol (Java's HTTP client: h2c) as if it had not. Node does so by itself
 * until somebody listens for upgrades; so the request is put back without its proposal.
 */
function serveAsItIs(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const { method = '', url = '', httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = rawHeaders.slice(index, index + 2);
    if (/^connection$/i.test(name)) lines.push(`${name}: ${value.replace(/upgrade|http2-settings/gi, '')}`);
    else if (!/^(upgrade|http2-settings)$/i.test(name)) lines.push(`${name}: ${value}`);
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit('connection', socket);
}
