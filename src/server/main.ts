import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { errorRecord } from '../logging/errorRecord.ts';
import { readConfig } from './config.ts';
import { startService } from './service.ts';

// The entry of `npm start`: serves until it is told to stop, or until something happens that nobody expected.

/** How long stopping may take at most, in milliseconds: asked to, and after a fault. */
const stopWithin = { signal: 9_000, fault: 1_000 };

const { url, pages, log, close } = await start();
const places = [...pages.map((page) => `the ${page} at ${url}/${page}`), `readiness at ${url}/readyz`];
log.info({ url }, `GraphQL at POST ${url}/graphql, ${places.join(', ')}`);

async function start() {
  try {
    return await startService(readConfig(process.env));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

let stopping = false;

/** Stops once, and ends the process in time whatever happens. */
async function stop(exitCode: number, within: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  const isClosed = await Promise.race([close().then(() => true), delay(within, false)]).catch(() => false);
  process.exit(isClosed ? exitCode : 1);
}

for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => {
    log.info({ signal }, 'stopping');
    void stop(0, stopWithin.signal);
  });

// The state of the process is unknown from here on: no half-alive server, a supervisor starts a new one.
for (const fault of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(fault, (error: unknown) => {
    log.error(
      { reference: randomUUID(), fault, ...errorRecord(error) },
      'a fault that nobody caught: stopping',
    );
    void stop(1, stopWithin.fault);
  });
