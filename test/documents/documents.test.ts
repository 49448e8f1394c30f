import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { playNote } from '../../src/demo/play.ts';
import { quarantine } from '../../src/storage/quarantine.ts';
import { blocksOf, documents } from './blocks.ts';
import { createPlace, type Place } from './place.ts';
import * as gateway from './gatewayRuns.ts';
import * as run from './runs.ts';
import * as text from './textRuns.ts';

// Programs start here; on a busy machine that takes its time.
vi.setConfig({ testTimeout: 60_000 });

/** How each block of each document is run, in order. A document without blocks has nothing to run. */
const runs: Readonly<Record<string, readonly run.Run[]>> = {
  'CONTRIBUTING.md': [run.notRun('it wants another PostgreSQL'), run.program],
  'README.md': [run.npm, run.listen, run.shell, run.answer],
  'docs/adapter.md': [text.operation, text.variables, run.commands],
  'docs/client.md': [run.testedBy('test/client/document.test.ts', 'docs/client.md')],
  'docs/gateways.md': [text.subgraph],
  'docs/operations.md': [
    text.environment,
    run.commands,
    text.statements,
    text.unit,
    run.shell,
    run.notRun('it shows how to look for ids in a log; test/server/requestIds.test.ts holds the log to it'),
    run.commands,
    run.commands,
    run.commands,
  ],
  'docs/proof.md': [run.npm],
  'docs/security.md': [run.npm],
  'examples/gateway/README.md': [gateway.starts, gateway.says, run.listen, run.shell],
};

/** What documents take for granted when something is copied from them. */
const before: Readonly<Record<string, (place: Place) => Promise<unknown>>> = {
  'README.md': ({ service }) => playNote(`${service.url}/graphql`),
  'docs/operations.md': ({ service }) => quarantine(service.database.sql, 'submitDecision', 'MESSAGE-ID'),
};

let place: Place;
beforeEach(async () => {
  place = await createPlace();
});
afterEach(async () => {
  const failed: unknown[] = [];
  for (const end of place.ends.reverse()) await end().catch((error: unknown) => failed.push(error));
  expect(failed).toEqual([]);
});

it.each(documents().filter((document) => blocksOf(document).length > 0))(
  'all that %s has to copy is run, and works',
  async (document) => {
    const blocks = blocksOf(document);
    expect(runs[document]).toHaveLength(blocks.length);
    await before[document]?.(place);
    for (const [index, block] of blocks.entries()) await runs[document]?.[index]?.(block.text, place);
  },
);

it('no document is run that has nothing to copy', () => {
  expect(Object.keys(runs).filter((document) => blocksOf(document).length === 0)).toEqual([]);
});
