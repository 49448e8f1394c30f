// A process of its own with an embedded PostgreSQL on the folder it is given: tells how the start went, and stays.
import { startEmbeddedPostgres } from '../../src/embedded/postgres.ts';

const [dataDir = ''] = process.argv.slice(2);
process.stdout.write('starting\n');
try {
  const { pid, connection, url } = await startEmbeddedPostgres({ dataDir });
  process.stdout.write(`${JSON.stringify({ pid, connection, url })}\n`);
} catch (error) {
  process.stdout.write(`${JSON.stringify({ error: String(error) })}\n`);
}
