import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Log } from '../logging/log.ts';

/** What an id of a router may look like. */
const idForm = /^[A-Za-z0-9][\w.-]{0,99}$/;

/** Nine or ten digits that stand by themselves: it could be a CPR number. Hexadecimal ids have others beside them. */
const cprForm = /(?<![\da-f])\d{6}-?\d{3,4}(?![\da-f])/i;

/**
 * The id of a request, for the log: the one that the router gave it in `x-request-id`, so that it can be followed from
 * there; a new one where there is none, or one that may not stand in a log.
 */
export function requestIdOf({ 'x-request-id': given }: IncomingHttpHeaders): string {
  return typeof given === 'string' && idForm.test(given) && !cprForm.test(given) ? given : randomUUID();
}

/** How many references of an answer are logged at most. */
const mostReferences = 20;

/**
 * Logs the references that an answer names, by a log that knows the id of its request: the lines that they name are
 * written where nobody knows of requests.
 */
export function logReferences(log: Log, answer: unknown): void {
  if (typeof answer !== 'string' || !answer.includes('eference')) return;
  const found = answer.matchAll(/[Rr]eference(?:":"|: )([\da-f-]{36})/g);
  const references = [...found].slice(0, mostReferences).map(([, reference]) => reference);
  if (references.length > 0) log.info({ references }, 'answered with errors that these lines say more of');
}
