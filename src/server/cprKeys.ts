import { createSecretKey, randomBytes, randomUUID, type KeyObject } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import type { CprKey, CprKeys } from '../storage/cprCipher.ts';

const keyLength = 32;
const inBase64 = /^[A-Za-z0-9+/]{43}=$/;

/** A key of 32 bytes in base64. */
export const hashKey = z.string().trim().regex(inBase64).transform(toKey);

/** Keys as `id:key`, with commas between them; the first encrypts. */
export const encryptionKeys = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .pipe(z.array(z.string().regex(/^[\w-]{1,32}:[A-Za-z0-9+/]{43}=$/)))
  .transform((texts) => texts.map(toEncryptionKey) as [CprKey, ...CprKey[]])
  .refine((keys) => new Set(keys.map(({ id }) => id)).size === keys.length);

function toKey(text: string): KeyObject {
  return createSecretKey(Buffer.from(text, 'base64'));
}

function toEncryptionKey(text: string): CprKey {
  const [id = '', key = ''] = text.split(':');
  return { id, key: toKey(key) };
}

const keyFile = z
  .object({ CPR_HASH_KEY: hashKey, CPR_ENCRYPTION_KEYS: encryptionKeys })
  .transform(({ CPR_HASH_KEY: hash, CPR_ENCRYPTION_KEYS: encryption }): CprKeys => ({ hash, encryption }));

/** Which keys there are: those of the configuration, or those that are kept beside the embedded database. */
export async function cprKeysOf(config: {
  readonly cprKeys: CprKeys | null;
  readonly dataDir: string;
}): Promise<CprKeys> {
  if (config.cprKeys) return config.cprKeys;
  const path = join(config.dataDir, 'cpr-keys.env');
  const text = (await contentOf(path)) ?? (await makeKeyFile(config.dataDir, path));
  const { data } = keyFile.safeParse(parseEnv(text));
  if (!data) throw new Error(`${path} does not hold the keys of CPR numbers any more: restore it.`);
  return data;
}

/** Makes keys once, for development: as the lines of an environment, that only their owner can read. */
async function makeKeyFile(folder: string, path: string): Promise<string> {
  const key = () => randomBytes(keyLength).toString('base64');
  const text = `CPR_HASH_KEY=${key()}\nCPR_ENCRYPTION_KEYS=development:${key()}\n`;
  await mkdir(folder, { recursive: true });
  const unfinished = `${path}.${randomUUID()}`;
  await writeFile(unfinished, text, { mode: 0o600, flag: 'wx' });
  try {
    // Another process may have made it meanwhile: then its keys hold.
    await link(unfinished, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(unfinished);
  }
  return (await contentOf(path)) ?? text;
}

async function contentOf(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  });
}
