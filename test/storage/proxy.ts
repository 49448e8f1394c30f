import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a database that can be cut without a word, as a firewall or a lost machine does. */
export interface Proxy {
  readonly url: string;
  /** From now on nothing goes through what is open; new connections go through again after `heal`. */
  freeze(): void;
  heal(): void;
  close(): void;
}

/** Opens a way to the server at a Unix socket. */
export async function openProxy(socketPath: string, database: string, username: string): Promise<Proxy> {
  let isFrozen = false;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = createConnection(socketPath);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      let isCut = isFrozen;
      from.on('data', (chunk) => {
        isCut ||= isFrozen;
        if (!isCut) to.write(chunk);
      });
      from.on('close', () => {
        sockets.delete(from);
        if (!isCut) to.destroy();
      });
      from.on('error', () => undefined);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `postgres://${username}@127.0.0.1:${port}/${database}`,
    freeze: () => (isFrozen = true),
    heal: () => (isFrozen = false),
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
