import type { DatabaseClient } from './address.ts';

/** A message that is set aside, since it has taken a command thread down twice. */
export interface QuarantinedMessage {
  readonly command: string;
  readonly messageId: string;
  /** RFC 3339 in UTC. */
  readonly quarantinedAt: string;
}

/** All messages that are set aside, the oldest first. */
export function quarantinedMessages(sql: DatabaseClient): Promise<QuarantinedMessage[]> {
  return sql<QuarantinedMessage[]>`
    select command, message_id as "messageId",
      to_char(quarantined_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "quarantinedAt"
    from quarantined_message order by quarantined_at, message_id`;
}

/** Sets a message aside. Its content is not kept: it holds a CPR number, and the sender has it. */
export async function quarantine(sql: DatabaseClient, command: string, messageId: string): Promise<void> {
  await sql`
    insert into quarantined_message (command, message_id) values (${command}, ${messageId})
    on conflict do nothing`;
}

/** Lets a message be tried again when its sender sends it. False where it was not set aside. */
export async function release(sql: DatabaseClient, messageId: string): Promise<boolean> {
  return (await sql`delete from quarantined_message where message_id = ${messageId} returning 1`).length > 0;
}
