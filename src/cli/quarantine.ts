import { readConfig } from '../server/config.ts';
import { quarantinedMessages, release } from '../storage/quarantine.ts';
import { openDatabase } from '../verify/database.ts';
import { exitStatus, Mendable, type Command } from './command.ts';
import { whichDatabase } from './database.ts';
import type { Terminal } from './terminal.ts';

/** `dfdg quarantine` */
export const quarantineCommand: Command = {
  name: 'quarantine',
  summary: 'Lists the messages that are set aside, or lets one be tried again.',
  operands: ['list|retry', '[MESSAGE-ID]'],
  options: {},
  notes: [
    'A message that took a command thread down twice is set aside, and answered QUARANTINED from then on.',
    'After `retry` the servers take it again within 2 s, when its sender sends it: its content was not kept.',
    whichDatabase,
  ],
  async run({ operands: [what, messageId] }, terminal) {
    if (what === 'list' && messageId === undefined) return list(terminal);
    if (what === 'retry' && messageId !== undefined) return retry(messageId, terminal);
    throw new Mendable('It is either: dfdg quarantine list, or: dfdg quarantine retry MESSAGE-ID');
  },
};

async function list({ env, out }: Terminal): Promise<number> {
  const database = await openDatabase(readConfig(env));
  try {
    const messages = await quarantinedMessages(database.sql);
    for (const { quarantinedAt, command, messageId } of messages)
      await out(`${quarantinedAt}  ${command}  ${messageId}\n`);
    if (messages.length === 0) await out('No message is set aside.\n');
    return exitStatus.well;
  } finally {
    await database.close();
  }
}

async function retry(messageId: string, { env, out }: Terminal): Promise<number> {
  const database = await openDatabase(readConfig(env));
  try {
    const wasHeld = await release(database.sql, messageId);
    await out(
      wasHeld
        ? 'The message may be tried again: let its sender send it, in 2 s at the earliest.\n'
        : 'No such message is set aside. See: dfdg quarantine list\n',
    );
    return wasHeld ? exitStatus.well : exitStatus.amiss;
  } finally {
    await database.close();
  }
}
