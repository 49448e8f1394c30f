import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A line between a gateway and a subgraph. */
export interface Line {
  readonly url: string;
  /** Breaks every connection that runs over it; new ones come through. */
  readonly cut: () => void;
  readonly close: () => void;
}

/** Lays a line to a URL: all that is sent to the URL of its own gets there, until it is cut. */
export async function layLine(to: string): Promise<Line> {
  const { hostname, port, pathname } = new URL(to);
  const sockets = new Set<Socket>();
  const server = createServer((incoming) => {
    const outgoing = connect(Number(port), hostname);
    for (const [from, into] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      sockets.add(from);
      from.pipe(into);
      from.on('error', () => into.destroy());
      from.on('close', () => sockets.delete(from));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`,
    cut,
    close() {
      cut();
      server.close();
    },
  };
}
