import type { ReadByKey } from '../storage/readsByKey.ts';
import type { ChangeRecord } from '../storage/records.ts';
import type { Access } from './access.ts';

/**
 * What a caller sees: the citizens whose latest decision is of a municipality of the caller's, with all that belongs to
 * them, and the changes that one of the caller's municipalities hears of, with what is asked for by its id beside these. All
 * else is as if it did not exist. What is looked at, and whether it was seen, is noted for the access log.
 */
export interface Sight {
  readonly access: Access;
  readonly ofCitizen: (citizenId: string) => Promise<Visibility>;
  readonly seesChange: (change: ChangeRecord) => boolean;
}

/** Whether a caller sees a citizen, or there is none. */
export type Visibility = 'seen' | 'hidden' | 'unknown';

/** The same read, which answers `nothing` about citizens whom the caller does not see. */
export function onlySeen<Key, Answer>(
  { access, ofCitizen }: Sight,
  read: ReadByKey<Key, Answer>,
  citizenOf: (key: Key) => string,
  nothing: Answer,
): ReadByKey<Key, Answer> {
  return async (keys) => {
    const [answers, visibilities] = await Promise.all([
      read(keys),
      Promise.all(keys.map((key) => ofCitizen(citizenOf(key)))),
    ]).catch((error: unknown) => {
      for (const key of keys) access.note(citizenOf(key), 'FAILED');
      throw error;
    });
    return keys.map((key, index) => {
      const answer = answers[index] ?? nothing;
      const visibility = visibilities[index];
      // Whether there is such an answer or not: the database may have hidden it, too.
      if (visibility === 'hidden') access.note(citizenOf(key), 'NOT_SEEN');
      if (visibility !== 'seen') return nothing;
      if (answer !== null) access.note(citizenOf(key), 'ANSWERED');
      return answer;
    });
  };
}

/** The same read, which answers only changes that the caller hears of, be the citizen still the caller's or not. */
export function onlyHeard<Key>(
  { access, ofCitizen, seesChange }: Sight,
  read: ReadByKey<Key, ChangeRecord | null>,
  citizenOf: (key: Key) => string,
): ReadByKey<Key, ChangeRecord | null> {
  return async (keys) => {
    const changes = await read(keys);
    return Promise.all(
      keys.map(async (key, index) => {
        const change = changes[index] ?? null;
        const isHeard = change !== null && seesChange(change);
        if (isHeard) access.note(citizenOf(key), 'ANSWERED');
        else if (change !== null || (await ofCitizen(citizenOf(key))) === 'hidden')
          access.note(citizenOf(key), 'NOT_SEEN');
        return isHeard ? change : null;
      }),
    );
  };
}
