import DataLoader from 'dataloader';
import { sees, type Caller } from '../auth/caller.ts';
import type { ReadByKey } from '../storage/readsByKey.ts';
import { noPage } from '../storage/readsPages.ts';
import type { Reads } from '../storage/reads.ts';
import type { ChangeRecord } from '../storage/records.ts';
import type { Access } from './access.ts';
import { printChangeId, printContactGroupId, printDecisionId } from './ids.ts';
import { onlyHeard, onlySeen, type Sight } from './sight.ts';

/** The reads of one operation: what is asked for in one turn goes out as one statement, and is asked for once. */
export type Loaders = ReturnType<typeof createLoaders>;

/** Loaders for an operation; a mutation takes new ones for each of its fields. */
export function createLoaders(reads: Reads, caller: Caller, access: Access) {
  const known = loader(reads.whose, String);
  const shown = new Set<string>();
  const sight: Sight = {
    access,
    ofCitizen: async (id) => {
      if (caller.municipalities === null) return 'seen';
      const citizen = await known.load(id);
      if (citizen === null) return 'unknown';
      return sees(caller, citizen.municipalityCode) ? 'seen' : 'hidden';
    },
    seesChange: ({ municipalityCode, otherMunicipalityCode }: ChangeRecord) =>
      sees(caller, municipalityCode) || sees(caller, otherMunicipalityCode),
  };
  /** Beside a change that the caller hears of: what is asked for by its id, be the citizen still the caller's or not. */
  const sightBesideChange: Sight = {
    ...sight,
    ofCitizen: async (id) => (shown.has(id) ? 'seen' : sight.ofCitizen(id)),
  };
  const itself = (id: string) => id;
  const ofKey = ({ citizenId }: { readonly citizenId: string }) => citizenId;

  return {
    /**
     * Lets the rest of the operation see who the citizen is whose change the caller hears of, and groups and decisions by
     * their ids, although the citizen has moved. Lists of what the citizen has are for the other jobcentre.
     */
    show(citizenId: string): void {
      shown.add(citizenId);
      access.note(citizenId, 'ANSWERED');
    },
    /** Citizens, with what of their state will be asked for. */
    states: loader(onlySeen(sight, reads.states, ofKey, null), JSON.stringify),
    citizens: loader(onlySeen(sightBesideChange, reads.citizens, itself, null), itself),
    citizenIds: loader(reads.citizenIds, itself),
    cprs: loader(onlySeen(sightBesideChange, reads.cprs, itself, null), itself),
    contactGroups: loader(onlySeen(sightBesideChange, reads.contactGroups, ofKey, null), printContactGroupId),
    openContactGroups: loader(onlySeen(sight, reads.openContactGroups, itself, []), itself),
    contactGroupsOn: loader(onlySeen(sight, reads.contactGroupsOn, ofKey, []), JSON.stringify),
    contactGroupPages: loader(onlySeen(sight, reads.contactGroupPages, ofKey, noPage), JSON.stringify),
    decisions: loader(onlySeen(sightBesideChange, reads.decisions, ofKey, null), printDecisionId),
    decisionPages: loader(onlySeen(sight, reads.decisionPages, ofKey, noPage), JSON.stringify),
    decisionPagesOfCase: loader(onlySeen(sight, reads.decisionPagesOfCase, ofKey, noPage), JSON.stringify),
    changes: loader(onlyHeard(sight, reads.changes, ofKey), printChangeId),
    changesOfDecisions: loader(
      onlySeen(sightBesideChange, reads.changesOfDecisions, ofKey, []),
      printDecisionId,
    ),
    accessPages: loader(onlySeen(sight, reads.accessPages, ofKey, noPage), JSON.stringify),
    sicknessAbsences: loader(onlySeen(sight, reads.sicknessAbsences, ofKey, []), JSON.stringify),
  };
}

function loader<Key, Answer>(read: ReadByKey<Key, Answer>, cacheKeyFn: (key: Key) => string) {
  return new LazyLoader(read, cacheKeyFn);
}

/** A DataLoader that is made once it is used: an operation uses few of them. */
class LazyLoader<Key, Answer> {
  readonly #read: ReadByKey<Key, Answer>;
  readonly #cacheKeyFn: (key: Key) => string;
  #made: DataLoader<Key, Answer, string> | undefined;

  constructor(read: ReadByKey<Key, Answer>, cacheKeyFn: (key: Key) => string) {
    this.#read = read;
    this.#cacheKeyFn = cacheKeyFn;
  }

  load(key: Key): Promise<Answer> {
    return this.#loader().load(key);
  }

  prime(key: Key, answer: Answer): void {
    this.#loader().prime(key, answer);
  }

  clear(key: Key): void {
    this.#loader().clear(key);
  }

  #loader(): DataLoader<Key, Answer, string> {
    return (this.#made ??= new DataLoader(this.#read, { cacheKeyFn: this.#cacheKeyFn }));
  }
}
