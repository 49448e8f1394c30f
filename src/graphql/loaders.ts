import DataLoader from 'dataloader';
import type { ReadByKey } from '../storage/readsByKey.ts';
import type { Reads } from '../storage/reads.ts';
import { printChangeId, printContactGroupId, printDecisionId } from './ids.ts';

/** The reads of one operation: what is asked for in one turn goes out as one statement, and is asked for once. */
export type Loaders = ReturnType<typeof createLoaders>;

/** Loaders for an operation; a mutation takes new ones for each of its fields. */
export function createLoaders(reads: Reads) {
  return {
    citizens: loader(reads.citizens, String),
    citizenIds: loader(reads.citizenIds, String),
    cprs: loader(reads.cprs, String),
    contactGroups: loader(reads.contactGroups, printContactGroupId),
    openContactGroups: loader(reads.openContactGroups, String),
    contactGroupsOn: loader(reads.contactGroupsOn, JSON.stringify),
    contactGroupPages: loader(reads.contactGroupPages, JSON.stringify),
    decisions: loader(reads.decisions, printDecisionId),
    decisionPages: loader(reads.decisionPages, JSON.stringify),
    decisionPagesOfCase: loader(reads.decisionPagesOfCase, JSON.stringify),
    changes: loader(reads.changes, printChangeId),
    changesOfDecisions: loader(reads.changesOfDecisions, printDecisionId),
    sicknessAbsences: loader(reads.sicknessAbsences, JSON.stringify),
  };
}

function loader<Key, Answer>(read: ReadByKey<Key, Answer>, cacheKeyFn: (key: Key) => string) {
  return new DataLoader<Key, Answer, string>(read, { cacheKeyFn });
}
