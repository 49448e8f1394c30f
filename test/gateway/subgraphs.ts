import type { Subgraph } from '../../examples/gateway/compose.ts';
import { readConfig } from '../../src/server/config.ts';
import { startService } from '../../src/server/service.ts';
import { schemaText } from '../../src/graphql/schema.ts';
import { urlOf } from '../../src/storage/address.ts';
import { cprEnvironment } from '../cprKeys.ts';
import { createTestDatabase } from '../database.ts';
import { inProcess } from '../server/commands.ts';
import { demands, routerSecret } from './credentials.ts';
import { startNotesSubgraph, type CitizenKey, type NotesSubgraph } from './notesSubgraph.ts';

/** Our subgraph and the notes subgraph, both running. */
export interface Subgraphs {
  readonly list: readonly Subgraph[];
  readonly notes: NotesSubgraph;
  readonly end: () => Promise<void>;
}

/**
 * Starts both subgraphs. The other one knows citizens by the keys; ours may call back the host, and asks for a token of
 * the client and for the router's secret, over every way in.
 */
export async function startSubgraphs(keys: readonly CitizenKey[], callbackHost: string): Promise<Subgraphs> {
  const database = await createTestDatabase();
  const service = await startService(
    readConfig({
      PORT: '0',
      HOST: '127.0.0.1',
      ...cprEnvironment,
      DATABASE_URL: urlOf(database.address),
      LOG_LEVEL: 'silent',
      CALLBACK_HOSTS: callbackHost,
      ...demands,
    }),
    inProcess,
  );
  const notes = await startNotesSubgraph(keys);
  return {
    list: [
      { name: 'dfdg', url: `${service.url}/graphql`, routerSecret, sdl: schemaText },
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
