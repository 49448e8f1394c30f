import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** What a router is posted. */
export interface Posted {
  readonly kind: string;
  readonly action: 'check' | 'next' | 'complete';
  readonly id: string;
  readonly verifier: string;
  readonly payload?: { data: { contactGroupChanged: { cursor: string } } };
  readonly errors?: readonly object[];
  /** When, in milliseconds. */
  readonly at: number;
}

/** A router that takes callbacks at `/callback/…`. */
export interface Router {
  readonly host: string;
  readonly url: string;
  readonly posted: Posted[];
  /** How many posts were being answered at once, at most, without counting checks. */
  readonly atOnce: number;
  /** Answers; replace it to have a router that is not well. */
  answer: (message: Posted, response: ServerResponse) => unknown;
  close(): void;
}

/** Answers as Apollo's router does. */
export function answerWell({ action }: Posted, response: ServerResponse): void {
  response.statusCode = action === 'check' ? 204 : 200;
  response.setHeader('subscription-protocol', 'callback/1.0');
  response.end();
}

/** Starts a router. */
export async function startRouter(): Promise<Router> {
  const posted: Posted[] = [];
  let open = 0;
  let atOnce = 0;
  const server = createServer((request, response) => {
    void (async () => {
      const message = { ...((await json(request)) as Posted), at: Date.now() };
      posted.push(message);
      if (message.action !== 'check') {
        atOnce = Math.max(atOnce, (open += 1));
        response.on('close', () => (open -= 1));
      }
      await router.answer(message, response);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const router: Router = {
    host,
    url: `http://${host}/callback/1`,
    posted,
    get atOnce() {
      return atOnce;
    },
    answer: answerWell,
    close() {
      server.close().closeAllConnections();
    },
  };
  return router;
}
