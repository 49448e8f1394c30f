import type { ReadByKey } from '../storage/readsByKey.ts';
import type { ChangeRecord } from '../storage/records.ts';
import type { Access } from './access.ts';

/**
 * What a caller sees: the citizens whose latest decision is of a municipality of the caller's, with all that belongs to
 * them, and the changes that one of the caller's municipalities hears of. All else is as if it did not exist. What is
 * looked at, and whether it was seen, is noted for the access log.
 */
export interface Sight {
  readonly access: Access;
  readonly seesCitizen: (citizenId: string) => Promise<boolean>;
  readonly seesChange: (change: ChangeRecord) => boolean;
}

/** The same read, which answers `nothing` about citizens whom the caller does not see. */
export function onlySeen<Key, Answer>(
  { access, seesCitizen }: Sight,
  read: ReadByKey<Key, Answer>,
  citizenOf: (key: Key) => string,
  nothing: Answer,
): ReadByKey<Key, Answer> {
  return async (keys) => {
    const [answers, seen] = await Promise.all([
      read(keys),
      Promise.all(keys.map((key) => seesCitizen(citizenOf(key)))),
    ]).catch((error: unknown) => {
      for (const key of keys) access.note(citizenOf(key), 'FAILED');
      throw error;
    });
    return keys.map((key, index) => {
      const answer = answers[index] ?? nothing;
      if (answer !== null) access.note(citizenOf(key), seen[index] ? 'ANSWERED' : 'NOT_SEEN');
      return seen[index] ? answer : nothing;
    });
  };
}

/** The same read, which answers only changes that the caller hears of, be the citizen still the caller's or not. */
export function onlyHeard<Key>(
  { access, seesChange }: Sight,
  read: ReadByKey<Key, ChangeRecord | null>,
): ReadByKey<Key, ChangeRecord | null> {
  return async (keys) =>
    (await read(keys)).map((change) => {
      if (!change) return null;
      const isHeard = seesChange(change);
      access.note(change.citizenId, isHeard ? 'ANSWERED' : 'NOT_SEEN');
      return isHeard ? change : null;
    });
}
