import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playNote, type Played } from '../../src/demo/play.ts';
import { tableText } from '../../src/demo/table.ts';
import type { Example } from '../../src/rules/example.ts';
import { examples } from '../../src/rules/examples.ts';
import { readConfig } from '../../src/server/config.ts';
import { startService, type Service } from '../../src/server/service.ts';
import { urlOf } from '../../src/storage/address.ts';
import { inProcess } from '../server/commands.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { cprEnvironment } from '../cprKeys.ts';

let database: TestDatabase;
let service: Service;
let first: Played;
let second: Played;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startService(
    readConfig({ PORT: '0', ...cprEnvironment, DATABASE_URL: urlOf(database.address), LOG_LEVEL: 'warn' }),
    inProcess,
  );
  first = await playNote(`${service.url}/graphql`);
  second = await playNote(`${service.url}/graphql`);
});

afterAll(async () => {
  await service.close();
  await database.drop();
});

function happened({ changes }: Example): string {
  const texts = changes.map((change) => {
    switch (change.kind) {
      case 'OPENED':
        return `${change.to} opened`;
      case 'CHANGED':
        return `${change.from} → ${change.to}`;
      case 'CLOSED':
        return `${change.from} closed`;
    }
  });
  return texts.join(', ') || 'stored only';
}

function bracketed(words: readonly string[]): string {
  return words.length > 0 ? ` (${words.join(', ')})` : '';
}

describe("the demo's table", () => {
  it.each(examples.filter(({ id }) => !id.includes('-')))('tells $id as the rules expect it', (example) => {
    const section = first.sections.find(({ heading }) => heading.startsWith(`${example.id} `))!;
    expect(section.heading).toContain(example.source.join(', '));
    expect(section.rows).toHaveLength(example.decisions.length);
    expect(section.rows.at(-1)).toMatchObject({
      happened: happened(example),
      openAfter: example.openAfter.join(', ') || 'none',
      rule: example.rule + bracketed(example.deviations),
    });
  });

  it('has a section for each example and no other', () => {
    expect(first.sections).toHaveLength(14);
    expect(first.messages).toBe(43);
  });

  it('is the same when the messages come again', () => {
    expect(second.sections).toEqual(first.sections);
    expect([first.duplicates, second.duplicates]).toEqual([0, 43]);
  });

  it('fits a terminal of 120 columns', () => {
    const widths = tableText(first.sections)
      .split('\n')
      .map((line) => line.length);
    expect(Math.max(...widths)).toBeLessThanOrEqual(120);
  });
});
