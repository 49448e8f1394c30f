import type { Subgraph } from '../../examples/gateway/compose.ts';
import { readConfig } from '../../src/server/config.ts';
import { startService } from '../../src/server/service.ts';
import { urlOf } from '../../src/storage/address.ts';
import { createTestDatabase } from '../database.ts';
import { inProcess } from '../server/commands.ts';
import { startNotesSubgraph, type CitizenKey, type NotesSubgraph } from './notesSubgraph.ts';

/** Our subgraph and the notes subgraph, both running. */
export interface Subgraphs {
  readonly list: readonly Subgraph[];
  readonly notes: NotesSubgraph;
  readonly end: () => Promise<void>;
}

/** Starts both subgraphs. The other one knows citizens by the keys; ours may call back the host. */
export async function startSubgraphs(keys: readonly CitizenKey[], callbackHost: string): Promise<Subgraphs> {
  const database = await createTestDatabase();
  const service = await startService(
    readConfig({
      PORT: '0',
      HOST: '127.0.0.1',
      DATABASE_URL: urlOf(database.address),
      LOG_LEVEL: 'silent',
      CALLBACK_HOSTS: callbackHost,
    }),
    inProcess,
  );
  const notes = await startNotesSubgraph(keys);
  return {
    list: [
      { name: 'dfdg', url: `${service.url}/graphql` },
      { name: 'notes', url: notes.url },
    ],
    notes,
    async end() {
      notes.close();
      await service.close();
      await database.drop();
    },
  };
}
