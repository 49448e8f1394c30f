import type { Heard } from './subscriber.ts';
import type { Ledger, LoggedChange, StoredDecision } from './ledger.ts';
import { isDecision, type Message } from './message.ts';

/** What must hold in the end, whatever was done to the system. Each check gives what it finds wrong. */

/** Each acknowledged message is stored once, as it was sent and acknowledged; and nothing is that nobody sent. */
export function storedOnce(messages: readonly Message[], { decisions, reports }: Ledger): string[] {
  const wrong: string[] = [];
  const sent = new Map(messages.map((message) => [message.input.messageId, message]));
  const found = new Set<string>();
  const compare = (messageId: string, content: object, acknowledged: string) => {
    const message = sent.get(messageId);
    if (found.has(messageId)) wrong.push(`${messageId} is stored twice`);
    found.add(messageId);
    if (!message) wrong.push(`${messageId} is stored, but nobody sent it`);
    else {
      const input: Readonly<Record<string, unknown>> = { ...message.input };
      for (const [name, value] of Object.entries(content))
        if (input[name] !== value) wrong.push(`${messageId} is stored with another ${name}`);
      if (message.id !== null && acknowledged !== message.id)
        wrong.push(`${messageId} is stored as ${acknowledged}, and was acknowledged as ${message.id}`);
    }
  };
  for (const { citizenId, sequence, ...content } of decisions)
    compare(content.messageId, content, `${citizenId}.${sequence}`);
  for (const { absenceId, ...content } of reports) compare(content.messageId, content, absenceId);
  for (const { input, answer } of messages)
    if (answer !== null && !found.has(input.messageId))
      wrong.push(`${input.messageId} was acknowledged and is not stored`);
  return wrong;
}

/** Exactly one answer says that the message is new, and the others that it was received before; none was lost. */
export function repeatsKnown(messages: readonly Message[]): string[] {
  return messages
    .filter(
      ({ answer, sends, answers, firsts }) =>
        answer !== null && (firsts > 1 || (sends === answers && firsts === 0)),
    )
    .map(({ input, sends, firsts }) => `${input.messageId}, sent ${sends} times, was new ${firsts} times`);
}

/** Each citizen's sequence is 1, 2, 3 … */
export function gapless(decisions: readonly StoredDecision[]): string[] {
  let citizen = '';
  let last = 0;
  return decisions.flatMap(({ citizenId, sequence }) => {
    if (citizenId !== citizen) last = 0;
    citizen = citizenId;
    const isNext = sequence === last + 1;
    last = sequence;
    return isNext ? [] : [`citizen ${citizenId} has a gap before ${sequence}`];
  });
}

/** A message whose acknowledgement was there before another one of the citizen was sent has the lower sequence. */
export function inRealTimeOrder(messages: readonly Message[]): string[] {
  const wrong: string[] = [];
  for (const all of byCitizen(messages.filter((message) => isDecision(message) && message.answer !== null))) {
    const sent = [...all].sort((a, b) => a.firstSent - b.firstSent);
    const acknowledged = [...all].sort((a, b) => a.acknowledged - b.acknowledged);
    let ended = 0;
    let highest: Message | undefined;
    for (const message of sent) {
      for (; (acknowledged[ended]?.acknowledged ?? Infinity) < message.firstSent; ended += 1)
        if ((acknowledged[ended]?.sequence ?? 0) > (highest?.sequence ?? 0)) highest = acknowledged[ended];
      if (highest && highest.sequence >= message.sequence)
        wrong.push(
          `${message.input.messageId} (${message.sequence}) was sent after ${highest.input.messageId} (${highest.sequence})`,
        );
    }
  }
  return wrong;
}

/** Decisions of one citizen that were sent in one call, once, are received in the order of the call. */
export function batchesInOrder(batches: readonly (readonly Message[])[]): string[] {
  return batches
    .filter((batch) => batch.every(({ sends, firsts }) => sends === 1 && firsts === 1))
    .flatMap((batch) => byCitizen(batch))
    .filter((ofOne) =>
      ofOne.some(({ sequence }, index) => index > 0 && sequence <= (ofOne[index - 1]?.sequence ?? 0)),
    )
    .map(
      (ofOne) => `${ofOne.map(({ input }) => input.messageId).join(', ')} are not in the order of their call`,
    );
}

/** A subscriber was told each change of the log that it hears of, once and in the log's order. */
export function toldAll(
  name: string,
  heard: Heard,
  told: readonly string[],
  log: readonly LoggedChange[],
): string[] {
  const expected = log.filter((change) => hears(heard, change)).map(({ id }) => id);
  const at = expected.findIndex((id, index) => told[index] !== id);
  if (at === -1)
    return told.length === expected.length
      ? []
      : [`${name} was told ${told.length - expected.length} changes too many`];
  const missing = expected.length - new Set(told).size;
  return [
    `${name} was told ${told[at] ?? 'nothing'} where ${expected[at] ?? ''} follows; ${missing} are missing`,
  ];
}

function hears({ municipalityCode, citizenId }: Heard, change: LoggedChange): boolean {
  return (
    (citizenId === undefined || citizenId === change.citizenId) &&
    (municipalityCode === undefined ||
      municipalityCode === change.municipalityCode ||
      municipalityCode === change.otherMunicipalityCode)
  );
}

function byCitizen(messages: readonly Message[]): readonly Message[][] {
  const groups = new Map<string, Message[]>();
  for (const message of messages) {
    const group = groups.get(message.input.cpr);
    if (group) group.push(message);
    else groups.set(message.input.cpr, [message]);
  }
  return [...groups.values()];
}
