import { readConfig } from '../server/config.ts';
import { cprKeysOf } from '../server/cprKeys.ts';
import type { DatabaseClient } from '../storage/address.ts';
import { createCprCipher, type CprCipher } from '../storage/cprCipher.ts';
import { keyStateOf } from '../storage/cprKeyCheck.ts';
import {
  beginHashKeyChange,
  countRotated,
  endHashKeyChange,
  eraseCpr,
  rotate,
  serverConnections,
  type Rotated,
} from '../storage/cprRotation.ts';
import { openDatabase } from '../verify/database.ts';
import { exitStatus, Mendable, type Command } from './command.ts';
import { whichDatabase } from './database.ts';
import { Progress } from './progress.ts';
import type { Terminal } from './terminal.ts';

/** `dfdg cpr` */
export const cprCommand: Command = {
  name: 'cpr',
  summary: 'Puts CPR numbers under new keys, or erases the one of a citizen.',
  operands: ['rotate|erase'],
  options: {
    'new-hash-key': { value: null, help: 'rotate: CPR_HASH_KEY is a new one; servers must be stopped' },
    citizen: { value: 'ID', help: 'erase: the id of the citizen' },
  },
  notes: [
    '`rotate` encrypts by the first of CPR_ENCRYPTION_KEYS what another one has encrypted, beside running servers. It may',
    'be stopped and run again.',
    '`erase` cannot be undone: decisions stay, under an id that says nothing of whose they are.',
    whichDatabase,
  ],
  async run({ operands: [what], options }, terminal) {
    const { citizen, 'new-hash-key': newHashKey } = options;
    if (what === 'rotate' && citizen === undefined)
      return withDatabase(terminal, (sql, cprCipher) =>
        rotateAll(sql, cprCipher, newHashKey !== undefined, terminal),
      );
    if (what === 'erase' && citizen !== undefined && newHashKey === undefined)
      return withDatabase(terminal, (sql) => erase(sql, citizen, terminal));
    throw new Mendable('It is either: dfdg cpr rotate, or: dfdg cpr erase --citizen ID');
  },
};

async function withDatabase(
  { env }: Terminal,
  act: (sql: DatabaseClient, cprCipher: CprCipher) => Promise<number>,
): Promise<number> {
  const config = readConfig(env);
  const database = await openDatabase(config);
  try {
    return await act(database.sql, createCprCipher(await cprKeysOf(config)));
  } finally {
    await database.close();
  }
}

async function rotateAll(
  sql: DatabaseClient,
  cprCipher: CprCipher,
  isNewHashKey: boolean,
  terminal: Terminal,
): Promise<number> {
  const { isSameHashKey, isComplete, missingKeyId } = await keyStateOf(sql, cprCipher);
  if (missingKeyId !== null)
    throw new Mendable(`CPR_ENCRYPTION_KEYS must have the key ${missingKeyId} too, to decrypt by.`);
  if (isNewHashKey !== (!isSameHashKey || !isComplete))
    throw new Mendable(
      isNewHashKey
        ? 'CPR_HASH_KEY is the one that the database has already: leave --new-hash-key out.'
        : 'CPR_HASH_KEY is not the one that the database has. If it is to be, stop all servers and add --new-hash-key.',
    );
  if (isNewHashKey && (await serverConnections(sql)) > 0)
    throw new Mendable('Servers are connected: stop them all before the hash key changes.');
  const rotated: Rotated = isNewHashKey ? 'all' : 'encrypted by older keys';
  if (isNewHashKey) await beginHashKeyChange(sql, cprCipher);
  const count = await countRotated(sql, cprCipher, rotated);
  const progress = new Progress(terminal, count, 'CPR numbers');
  let done = 0;
  try {
    await rotate(sql, cprCipher, rotated, (rows) => {
      progress.add(rows, rows);
      done += rows;
    });
  } finally {
    progress.stop();
  }
  if (isNewHashKey) await endHashKeyChange(sql);
  await terminal.out(
    `${done} CPR numbers are under the new keys; ${cprCipher.keyIds[0]} has encrypted all.\n`,
  );
  return exitStatus.well;
}

async function erase(sql: DatabaseClient, citizenId: string, { out }: Terminal): Promise<number> {
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(citizenId))
    throw new Mendable('The id of a citizen is `Citizen.id`: a UUID in small letters.');
  const wasKnown = await eraseCpr(sql, citizenId);
  await out(
    wasKnown
      ? 'The CPR number is erased. Backups hold it, encrypted, for as long as they are kept.\n'
      : 'There is no CPR number of such a citizen.\n',
  );
  return wasKnown ? exitStatus.well : exitStatus.amiss;
}
