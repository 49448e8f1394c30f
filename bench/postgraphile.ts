import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { connect } from '../src/storage/address.ts';
import { announced, type Announced } from './announced.ts';

const folder = fileURLToPath(new URL('postgraphile/', import.meta.url));

/** PostGraphile on a database, in a process of its own; installed when it is not there. */
export async function startPostgraphile(databaseUrl: string): Promise<Announced> {
  if (!existsSync(`${folder}node_modules`)) execFileSync('npm', ['ci'], { cwd: folder, stdio: 'inherit' });
  const sql = connect(databaseUrl, { max: 1 });
  await sql.unsafe(readFileSync(`${folder}peer.sql`, 'utf8'));
  await sql.end();
  const server = spawn('node_modules/.bin/node', ['serve.js'], {
    cwd: folder,
    env: { ...process.env, DATABASE_URL: databaseUrl, NODE_ENV: 'production', GRAPHILE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return announced(server);
}
