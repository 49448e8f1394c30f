import type { ReadByKey } from '../storage/readsByKey.ts';
import type { ChangeRecord } from '../storage/records.ts';

/**
 * What a caller sees: the citizens whose latest decision is of a municipality of the caller's, with all that belongs to
 * them, and the changes that one of the caller's municipalities hears of. All else is as if it did not exist.
 */
export interface Sight {
  readonly seesAll: boolean;
  readonly seesCitizen: (citizenId: string) => Promise<boolean>;
  readonly seesChange: (change: ChangeRecord) => boolean;
}

/** The same read, which answers `nothing` about citizens whom the caller does not see. */
export function onlySeen<Key, Answer>(
  { seesAll, seesCitizen }: Sight,
  read: ReadByKey<Key, Answer>,
  citizenOf: (key: Key) => string,
  nothing: Answer,
): ReadByKey<Key, Answer> {
  if (seesAll) return read;
  return async (keys) => {
    const [answers, seen] = await Promise.all([
      read(keys),
      Promise.all(keys.map((key) => seesCitizen(citizenOf(key)))),
    ]);
    return answers.map((answer, index) => (seen[index] ? answer : nothing));
  };
}
