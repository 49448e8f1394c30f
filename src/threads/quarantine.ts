import { errorRecord } from '../logging/errorRecord.ts';
import type { Log } from '../logging/log.ts';
import { connectAsServer, type DatabaseAddress } from '../storage/address.ts';
import { quarantine, quarantinedMessages } from '../storage/quarantine.ts';

/** How often the messages that other instances set aside, or operators released, are read, in milliseconds. */
const readEvery = 2_000;

/** How many threads a message may take down before it is set aside. */
const maySurvive = 1;

/** What this instance knows of messages that take threads down. */
export interface Quarantine {
  holds(command: string, messageId: string): boolean;
  /** Counts threads that went down with the message; true where the message is set aside for it. */
  strike(command: string, messageId: string, threads: number): boolean;
  readonly size: number;
  close(): Promise<void>;
}

const keyOf = (command: string, messageId: string) => `${command} ${messageId}`;

/** Starts from what is set aside in the database, so that a restart forgets nothing. */
export async function createQuarantine(address: DatabaseAddress, log: Log): Promise<Quarantine> {
  const sql = connectAsServer(address, { max: 1, applicationName: 'dfdg-quarantine' });
  const strikes = new Map<string, number>();
  const unsaved = new Map<string, readonly [string, string]>();
  let held = new Set<string>();

  async function read(): Promise<void> {
    for (const [key, [command, messageId]] of unsaved) {
      await quarantine(sql, command, messageId);
      unsaved.delete(key);
    }
    const rows = await quarantinedMessages(sql);
    const released = [...held].filter((key) => !unsaved.has(key));
    held = new Set([...unsaved.keys(), ...rows.map((row) => keyOf(row.command, row.messageId))]);
    for (const key of released) if (!held.has(key)) strikes.delete(key);
  }
  const readOrWarn = () =>
    read().catch((error: unknown) => {
      log.warn(errorRecord(error), 'The quarantine could not be read; it is tried again');
    });

  await read();
  const timer = setInterval(() => void readOrWarn(), readEvery);
  return {
    holds: (command, messageId) => held.has(keyOf(command, messageId)),
    strike(command, messageId, threads) {
      const key = keyOf(command, messageId);
      const count = (strikes.get(key) ?? 0) + threads;
      strikes.set(key, count);
      if (count <= maySurvive) return false;
      held.add(key);
      unsaved.set(key, [command, messageId]);
      void readOrWarn();
      return true;
    },
    get size() {
      return held.size;
    },
    async close() {
      clearInterval(timer);
      await sql.end({ timeout: 1 });
    },
  };
}
