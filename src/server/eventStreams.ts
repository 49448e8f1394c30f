import { once } from 'node:events';
import type { FastifyReply } from 'fastify';
import type { EventStream } from '../graphql/subscribe.ts';
import { logReferences } from './requestIds.ts';

/** In milliseconds: how often something is sent, and how long the client may take to read what was sent. */
export const eventStreamLimits = { heartbeatEvery: 15_000, readWithin: 30_000 };

const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
};

/**
 * Answers a request by the events of a subscription as they come, by the protocol GraphQL over SSE in its mode of
 * distinct connections. Each is pulled once the client has read the one before; the subscription ends with the request.
 */
export async function sendEvents(
  reply: FastifyReply,
  events: EventStream,
  { heartbeatEvery, readWithin } = eventStreamLimits,
): Promise<void> {
  const { raw } = reply.hijack();
  const gone = new AbortController();
  raw.on('error', () => undefined);
  raw.on('close', () => {
    gone.abort();
    void events.return();
  });
  if (raw.destroyed) return void events.return();

  async function send(text: string): Promise<void> {
    if (raw.write(text)) return;
    const tooSlow = setTimeout(() => raw.destroy(), readWithin);
    await once(raw, 'drain', { signal: gone.signal }).finally(() => {
      clearTimeout(tooSlow);
    });
  }

  for (const [name, value] of Object.entries({ ...reply.getHeaders(), ...headers }))
    if (value !== undefined) raw.setHeader(name, value);
  raw.write(':\n\n');
  const heartbeat = setInterval(() => {
    if (!raw.writableNeedDrain) raw.write(':\n\n');
  }, heartbeatEvery);
  try {
    for await (const event of events) {
      const data = JSON.stringify(event);
      logReferences(reply.request.log, data);
      await send(`event: next\ndata: ${data}\n\n`);
    }
    raw.end('event: complete\ndata:\n\n');
  } catch {
    // The client is gone.
  } finally {
    clearInterval(heartbeat);
  }
}
