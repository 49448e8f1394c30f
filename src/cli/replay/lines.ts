import type { Readable } from 'node:stream';

/** A line of the file that holds something. */
export interface Line {
  /** From 1. */
  readonly number: number;
  /** How much of the file it is, its end included. */
  readonly bytes: number;
  /** A `SubmitDecisionInput`, as far as the server does not say otherwise. */
  readonly input: unknown;
  /** Lines of one citizen are sent in the order of the file. */
  readonly citizen: string;
}

/** Reads lines as a stream gives them: what it needs of memory is one line and one chunk. Blank lines are left out. */
export async function* linesOf(stream: Readable): AsyncGenerator<Line> {
  let rest = '';
  let number = 0;
  for await (const chunk of stream.setEncoding('utf8') as AsyncIterable<string>) {
    const texts = (rest + chunk).split('\n');
    rest = texts.pop() ?? '';
    for (const text of texts) {
      number += 1;
      if (text.trim() !== '') yield lineOf(number, text);
    }
  }
  if (rest.trim() !== '') yield lineOf(number + 1, rest);
}

function lineOf(number: number, text: string): Line {
  const input = parsed(text);
  const { cpr } = (input ?? {}) as { cpr?: unknown };
  return {
    number,
    bytes: Buffer.byteLength(text) + 1,
    input,
    citizen: typeof cpr === 'string' ? cpr.replace('-', '') : `line ${number}`,
  };
}

/** Null where it is no JSON object: nothing to send. */
function parsed(text: string): object | null {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
