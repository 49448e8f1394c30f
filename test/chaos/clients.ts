import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../random.ts';
import type { Message } from './message.ts';
import { isDecision } from './message.ts';
import type { Messages } from './messages.ts';
import { post, send } from './send.ts';

/** What the clients of a run have in common. */
export interface Traffic {
  readonly urls: readonly string[];
  readonly messages: Messages;
  readonly random: Random;
  readonly problems: string[];
  /** Messages that were sent together and in this order. */
  readonly batches: Message[][];
  /** Sends of messages that had no answer, and of messages that had one. */
  readonly counts: { retried: number; repeated: number; reads: number };
}

/** A client that sends one thing after the other, over and over where it is not answered, until `isOver`. */
export async function runClient(traffic: Traffic, pause: number, isOver: () => boolean): Promise<void> {
  const { random } = traffic;
  while (!isOver()) {
    await operate(traffic, isOver);
    await delay(random.below(pause));
  }
}

/** Sends everything that has no answer again until it has one, or for so many milliseconds. Gives what is left. */
export async function settleAll(traffic: Traffic, within: number): Promise<Message[]> {
  const until = Date.now() + within;
  for (;;) {
    const left = traffic.messages.all.filter((message) => !message.isSettled);
    if (left.length === 0 || Date.now() > until) return left;
    for (let index = 0; index < left.length; index += 20)
      await Promise.all(
        left.slice(index, index + 20).map((message) => sendTo(traffic, anyUrl(traffic), [message])),
      );
  }
}

async function operate(traffic: Traffic, isOver: () => boolean): Promise<void> {
  const { messages, random } = traffic;
  const choice = random.fraction();
  if (choice < 0.55) await sendUntilAnswered(traffic, [messages.decision()], isOver);
  else if (choice < 0.62) await sendBatch(traffic, isOver);
  else if (choice < 0.7) {
    // To both instances at once.
    const message = messages.decision();
    await Promise.all(traffic.urls.map((url) => sendTo(traffic, url, [message])));
    await sendUntilAnswered(traffic, [message], isOver);
  } else if (choice < 0.78) await sendUntilAnswered(traffic, [messages.report()], isOver);
  else if (choice < 0.82) {
    // A client that does not wait.
    const message = messages.decision();
    await sendTo(traffic, anyUrl(traffic), [message], 1 + random.below(10));
    await sendUntilAnswered(traffic, [message], isOver);
  } else if (choice < 0.95) await repeat(traffic);
  else if (choice < 0.97) await reuse(traffic);
  else await readBack(traffic);
}

async function sendBatch(traffic: Traffic, isOver: () => boolean): Promise<void> {
  const { messages, random } = traffic;
  const batch = Array.from({ length: 2 + random.below(5) }, () => messages.decision());
  traffic.batches.push(batch);
  await sendUntilAnswered(traffic, batch, isOver);
}

async function sendUntilAnswered(traffic: Traffic, batch: Message[], isOver: () => boolean): Promise<void> {
  for (let tries = 0; batch.some((message) => !message.isSettled) && !isOver(); tries += 1) {
    if (tries > 0) await delay(traffic.random.below(Math.min(400, 20 * 2 ** tries)));
    await sendTo(traffic, anyUrl(traffic), batch);
  }
}

async function repeat(traffic: Traffic): Promise<void> {
  const message = traffic.messages.earlier();
  if (message) await sendTo(traffic, anyUrl(traffic), [message]);
}

/** Uses the id of a stored message for another one. */
async function reuse(traffic: Traffic): Promise<void> {
  const message = traffic.messages.earlier();
  if (!message || !isDecision(message) || message.answer === null) return;
  const { municipalityCode } = message.input;
  const input = { ...message.input, municipalityCode: municipalityCode === '101' ? '751' : '101' };
  const { data, faults } = await post(anyUrl(traffic), 'decision', input);
  traffic.problems.push(...faults);
  if (data !== null && !JSON.stringify(data).includes('MESSAGE_ID_REUSED'))
    traffic.problems.push(`${input.messageId} was taken with other content`);
}

/** Whoever was acknowledged a decision can read it, from either instance. */
async function readBack(traffic: Traffic): Promise<void> {
  const message = traffic.messages.earlier();
  if (!message || !isDecision(message) || message.id === null) return;
  const { messageId } = message.input;
  const { data, faults } = await post(anyUrl(traffic), 'read', message.id);
  traffic.problems.push(...faults);
  if (data === null) return;
  traffic.counts.reads += 1;
  if (JSON.stringify(data) !== JSON.stringify({ messageId, sequence: message.sequence }))
    traffic.problems.push(`${messageId} reads ${JSON.stringify(data)}`);
}

async function sendTo(traffic: Traffic, url: string, batch: Message[], within?: number): Promise<void> {
  for (const message of batch) {
    if (message.answer !== null) traffic.counts.repeated += 1;
    else if (message.sends > 0) traffic.counts.retried += 1;
  }
  traffic.problems.push(...(await send(url, batch, within)));
}

function anyUrl({ urls, random }: Traffic): string {
  return random.pick(urls);
}
