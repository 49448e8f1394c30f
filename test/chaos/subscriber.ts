import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { printCursor } from '../../src/graphql/cursors.ts';
import type { Random } from '../random.ts';

/** What a subscriber asks for; nothing for all changes. */
export interface Heard {
  readonly municipalityCode?: string;
  readonly citizenId?: string;
}

const query = `subscription ($municipalityCode: String, $citizenId: ID, $after: String) {
  contactGroupChanged(municipalityCode: $municipalityCode, citizenId: $citizenId, after: $after) {
    id cursor previousCursor
  }
}`;

interface Told {
  readonly id: string;
  readonly cursor: string;
  readonly previousCursor: string | null;
}

/** A subscriber over graphql-transport-ws that goes on after its last cursor, at any instance, whatever ends it. */
export class Subscriber {
  readonly name: string;
  readonly heard: Heard;
  /** Ids of the changes that it was told, in that order. */
  readonly told: string[] = [];
  readonly problems: string[] = [];
  /** How often it subscribed anew, and how often it had hung up itself. */
  resumed = -1;
  hungUp = 0;
  #cursor = printCursor('changes', 0);
  #socket: WebSocket | null = null;
  #closed = false;

  constructor(name: string, heard: Heard) {
    this.name = name;
    this.heard = heard;
  }

  /** Follows until it is closed. */
  async follow(urls: readonly string[], random: Random, patience: number): Promise<void> {
    while (!this.#closed) {
      await this.#subscribe(random.pick(urls), random.below(patience), random);
      await delay(random.below(100));
    }
  }

  close(): void {
    this.#closed = true;
    this.#socket?.terminate();
  }

  /** One connection, to its end, which it makes itself after `patience` milliseconds. */
  #subscribe(url: string, patience: number, random: Random): Promise<void> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      handshakeTimeout: 2_000,
    });
    this.#socket = socket;
    let alive = true;
    const heartbeat = setInterval(() => {
      if (!alive) socket.terminate();
      alive = false;
      if (socket.readyState === socket.OPEN) socket.ping();
    }, 2_500);
    const leave = setTimeout(() => {
      this.hungUp += 1;
      socket.terminate();
    }, patience);
    socket.on('pong', () => (alive = true));
    socket.on('open', () => {
      socket.send(JSON.stringify({ type: 'connection_init' }));
    });
    socket.on('message', (data: Buffer) => {
      this.#take(socket, JSON.parse(data.toString()) as { type: string; payload?: unknown });
      // One that does not read for a while.
      if (random.chance(0.002)) {
        socket.pause();
        setTimeout(() => {
          socket.resume();
        }, random.below(1_000));
      }
    });
    socket.on('error', () => undefined);
    return new Promise((resolve) => {
      socket.on('close', () => {
        clearInterval(heartbeat);
        clearTimeout(leave);
        resolve();
      });
    });
  }

  #take(socket: WebSocket, { type, payload }: { type: string; payload?: unknown }): void {
    switch (type) {
      case 'connection_ack': {
        this.resumed += 1;
        const variables = { ...this.heard, after: this.#cursor };
        socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query, variables } }));
        break;
      }
      case 'next':
        this.#hear(payload as { data?: { contactGroupChanged: Told } | null; errors?: unknown });
        break;
      case 'ping':
        socket.send(JSON.stringify({ type: 'pong' }));
        break;
      case 'error':
        this.#problem(payload);
        socket.terminate();
        break;
      case 'complete':
        socket.terminate();
    }
  }

  #hear({ data, errors }: { data?: { contactGroupChanged: Told } | null; errors?: unknown }): void {
    if (!data) {
      this.#problem(errors);
      return;
    }
    const { id, cursor, previousCursor } = data.contactGroupChanged;
    if (previousCursor !== this.#cursor)
      this.problems.push(`${this.name} was told ${id} after another change than its last one`);
    this.#cursor = cursor;
    this.told.push(id);
  }

  /** An error that says "not now" is none. */
  #problem(errors: unknown): void {
    const text = JSON.stringify(errors);
    if (!/"(UNAVAILABLE|LIMIT_EXCEEDED)"/.test(text)) this.problems.push(`${this.name} was told ${text}`);
  }
}
