import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { expect } from 'vitest';
import { schemaText } from '../../src/graphql/schema.ts';
import { connect } from '../../src/storage/address.ts';
import { dfdg } from '../cli/run.ts';
import { commandsOf, scripts, type Run } from './runs.ts';

/** An operation, whose variables come next. */
export const operation: Run = (text, place) => {
  place.operation = text;
};

/** The variables of the operation before them: the server must find nothing wrong with either. */
export const variables: Run = async (text, place) => {
  const { body } = await place.service.post(place.operation, JSON.parse(text) as object);
  expect(body).not.toHaveProperty('errors');
  expect(JSON.stringify(body)).toContain('"userErrors":[]');
};

/** The schema of another subgraph, which must compose with ours. */
export const subgraph: Run = (text) => {
  const other = { name: 'other', url: 'http://other', typeDefs: parse(text) };
  const ours = { name: 'dfdg', url: 'http://dfdg', typeDefs: parse(schemaText) };
  const { errors, supergraphSdl } = composeServices([ours, other]);
  expect(errors ?? []).toEqual([]);
  expect(supergraphSdl).toContain('caseworkerNote');
};

/** Variables of the environment, with placeholders: that there are such. */
export const environment: Run = async (text) => {
  const { out } = await dfdg(['config']);
  for (const line of commandsOf(text)) expect(out).toMatch(new RegExp(`^${line.split('=')[0]} `, 'm'));
};

/** Statements that make roles, under names of their own and taken back. */
export const statements: Run = async (text, { service }) => {
  const own = text.replaceAll(/\bdfdg_\w+/g, '$&_copied').replaceAll('the_owner', 'owner_copied');
  const sql = connect(service.database.address, { max: 1 });
  await sql.unsafe(`begin; create role owner_copied; ${own}; rollback`).finally(() => sql.end());
};

/** A unit of systemd, which must run what `npm start` runs. */
export const unit: Run = (text) => {
  expect(text).toContain(`ExecStart=/usr/bin/${scripts['start']}\n`);
};
