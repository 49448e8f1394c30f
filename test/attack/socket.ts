import { once } from 'node:events';
import { WebSocket, type ClientOptions } from 'ws';
import type { Answer } from './answer.ts';
import type { CallerName, Target } from './target.ts';

/** A socket of an attacker's. */
export interface AttackSocket {
  readonly socket: WebSocket;
  /** What it was told. */
  readonly told: string[];
  readonly say: (message: object) => void;
  /** What it is told next, after what it was told so far; or how it was closed; or that neither came in time. */
  answer(within?: number): Promise<Answer>;
  end(): void;
}

/** How a socket is opened. */
export interface Opening {
  readonly as?: CallerName | null;
  /** Whether it says hello. */
  readonly greets?: boolean;
  readonly payload?: object;
  readonly protocol?: string | string[];
  readonly options?: ClientOptions;
  readonly path?: string;
}

/** Opens a socket, or is told at once why not. */
export async function open(
  { url, headers }: Target,
  {
    as = 'jobcentre',
    greets = true,
    payload,
    protocol = 'graphql-transport-ws',
    options = {},
    path = '/graphql',
  }: Opening = {},
): Promise<AttackSocket | Answer> {
  const socket = new WebSocket(url.replace('http', 'ws') + path, protocol, {
    perMessageDeflate: false,
    headers: as ? headers[as] : {},
    ...options,
  });
  const told: string[] = [];
  let code: number | undefined;
  let read = 0;
  socket.on('error', () => undefined);
  socket.on('message', (data: Buffer) => told.push(data.toString()));
  socket.on('close', (closed) => (code = closed));
  const refused = new Promise<Answer>((resolve) => {
    socket.on('unexpected-response', (request, response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        request.destroy();
        resolve({ status: response.statusCode ?? 0, text, type: response.headers['content-type'] });
      });
    });
  });
  const first = await Promise.race([once(socket, 'open'), refused]);
  if ('status' in first) return first;
  const attacker: AttackSocket = {
    socket,
    told,
    say: (message) => {
      socket.send(JSON.stringify(message));
    },
    async answer(within = 5_000) {
      const until = Date.now() + within;
      while (told.length === read && code === undefined && Date.now() < until)
        await new Promise((resolve) => setTimeout(resolve, 5));
      const text = told[read];
      if (text === undefined)
        return code === undefined ? { status: 'silent', text: '' } : { status: 'closed', code, text: '' };
      read += 1;
      return answerOf(text);
    },
    end: () => {
      socket.terminate();
    },
  };
  if (!greets) return attacker;
  attacker.say({ type: 'connection_init', ...(payload && { payload }) });
  const greeting = await attacker.answer();
  if (greeting.status === 'alive') return attacker;
  attacker.end();
  return greeting;
}

/** Does something over a socket that is open, and ends it. */
export async function over(
  target: Target,
  opening: Opening,
  act: (attacker: AttackSocket) => Promise<Answer>,
): Promise<Answer> {
  const attacker = await open(target, opening);
  if ('status' in attacker) return attacker;
  try {
    return await act(attacker);
  } finally {
    attacker.end();
  }
}

/** Subscribes over a socket of its own; what is answered first. */
export function subscribe(
  target: Target,
  query: string,
  variables: object = {},
  within = 5_000,
): Promise<Answer> {
  return over(target, {}, (attacker) => {
    attacker.say({ id: '1', type: 'subscribe', payload: { query, variables } });
    return attacker.answer(within);
  });
}

function answerOf(text: string): Answer {
  const { type, payload } = JSON.parse(text) as { type: string; payload?: unknown };
  if (type === 'error') return { status: 'error', text: JSON.stringify({ errors: payload }) };
  return { status: 'alive', text: payload === undefined ? '' : JSON.stringify(payload) };
}
