import type { ChangeRecord, ContactGroupRecord } from '../storage/records.ts';
import type { Citizen } from './citizen.ts';
import { connectionOf, windowOf, type ConnectionArguments } from './connections.ts';
import type { Context } from './context.ts';
import { printCursor } from './cursors.ts';
import { changeFilterOf, type ChangeFilterArguments } from './changeFilter.ts';
import { parseChangeId, printChangeId } from './ids.ts';

const pageSize = { usual: 100, most: 1000 };

/** `ContactGroupChange` */
export const contactGroupChangeResolvers = {
  __resolveReference: async (reference: { id?: unknown }, { loaders }: Context) => {
    const key = parseChangeId(reference.id);
    return key && loaders.changes.load(key);
  },

  id: printChangeId,
  citizen: ({ citizenId }: ChangeRecord): Citizen => ({ id: citizenId }),
  from: ({ citizenId, from }: ChangeRecord, _args: object, context: Context) =>
    group(citizenId, from, context),
  to: ({ citizenId, to }: ChangeRecord, _args: object, context: Context) => group(citizenId, to, context),
  decision: ({ citizenId, sequence }: ChangeRecord, _args: object, { loaders }: Context) =>
    loaders.decisions.load({ citizenId, sequence }),
  cursor: ({ position }: ChangeRecord) => printCursor('changes', position),
  previousCursor: ({ previous }: { previous?: number }) =>
    previous === undefined ? null : printCursor('changes', previous),
};

function group(
  citizenId: string,
  openedBy: number | null,
  { loaders }: Context,
): Promise<ContactGroupRecord | null> | null {
  return openedBy === null ? null : loaders.contactGroups.load({ citizenId, openedBy });
}

/** `Query.contactGroupChanges`: a page of the change log. */
export async function contactGroupChanges(
  _query: unknown,
  args: ConnectionArguments & ChangeFilterArguments,
  { reads, caller, loaders }: Context,
) {
  const window = windowOf('changes', args, pageSize);
  const filter = changeFilterOf(args, caller);
  const head = await reads.changeHead();
  const page = await reads.changePage({ ...window, ...filter });
  for (const { citizenId } of page.items) loaders.show(citizenId);
  return {
    ...connectionOf('changes', page, window, ({ position }) => position),
    headCursor: printCursor('changes', head),
  };
}
