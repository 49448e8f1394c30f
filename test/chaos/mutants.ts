import type { Edit } from './product.ts';

/** A fault planted into a copy of the product, and what must see it. */
export interface Mutant {
  readonly name: string;
  /** What the fault makes of a promise. */
  readonly harm: string;
  readonly edits: readonly Edit[];
  /** A test file, and the name of the test in it; the chaos run where there is none. */
  readonly test?: readonly [file: string, name: string];
}

const append = 'src/storage/append.ts';

export const mutants: readonly Mutant[] = [
  {
    name: 'no version guard',
    harm: 'writes over what another instance wrote; the key that would still refuse it is told to keep quiet',
    edits: [
      { file: append, find: ` and c.version = asked."versionRead"`, replace: '' },
      {
        file: append,
        find: `where t."citizenId" = held.id\n      returning 1\n    ),\n    updated as (`,
        replace: `where t."citizenId" = held.id\n      on conflict do nothing returning 1\n    ),\n    updated as (`,
      },
    ],
  },
  {
    name: 'no duplicate check',
    harm: 'does not know a message that is stored',
    edits: [
      {
        file: 'src/storage/load.ts',
        find: 'answered: new Map(answered.map((one) => [one.decision.messageId, one])),',
        replace: 'answered: new Map(),',
      },
    ],
  },
  {
    name: 'acknowledged before written',
    harm: 'answers while the statement is still on its way',
    edits: [
      {
        file: 'src/commands/submitDecision.ts',
        find: 'ask((sql, cprCipher) => append(sql, cprCipher, appendOf(citizens))),',
        replace: `{
        void ask((sql, cprCipher) => append(sql, cprCipher, appendOf(citizens))).catch(() => undefined);
        return { held: new Set(citizens.map(({ id }) => id)), changes: [] };
      },`,
      },
    ],
  },
  {
    name: 'no order lock: a plain id as cursor',
    harm: 'positions are drawn in another order than they are committed',
    edits: [
      {
        file: append,
        find: 'select pg_advisory_xact_lock(${orderLock}) from written',
        replace: 'select ${orderLock}::int from written',
      },
    ],
  },
  {
    name: 'group closed in a statement of its own',
    harm: 'a kill between the two leaves a decision without its effect',
    edits: [
      {
        file: append,
        find: 'json(sql, batch.updatedGroups)',
        replace: 'json(sql, [])',
      },
      {
        file: append,
        find: 'return { held: new Set(row.held), changes: row.changes };',
        replace: `for (const group of batch.updatedGroups)
    if (row.held.includes(group.citizenId))
      await sql\`update contact_group set carrier = \${group.carrier}, end_date = \${group.endDate},
        closed_by = \${group.closedBy}
        where citizen_id = \${group.citizenId} and opened_by = \${group.openedBy}\`;
  return { held: new Set(row.held), changes: row.changes };`,
      },
    ],
  },
  {
    name: 'gap in the sequence',
    harm: 'a decision takes two numbers, and the trigger that would refuse it is off',
    edits: [
      {
        file: 'src/rules/evolve.ts',
        find: 'const sequence = state.sequence + 1;',
        replace: `const sequence = state.sequence + (decision.kind === 'CLOSED' ? 2 : 1);`,
      },
      {
        file: 'drizzle/0001_forbid.sql',
        find: 'WHERE i.sequence > 1 AND',
        replace: 'WHERE i.sequence < 1 AND',
      },
    ],
  },
  {
    name: 'wrong carrier',
    harm: 'a renewed grant does not carry its group (I3)',
    edits: [
      {
        file: 'src/rules/evolve.ts',
        find: 'group.contactGroup === outcome.carries ? { ...group, carrier: kyId } : group,',
        replace: 'group,',
      },
    ],
  },
  {
    name: 'seam between catch-up and live',
    harm: 'what is committed while the last page of the log is read is told to nobody',
    edits: [
      { file: 'src/changes/subscriber.ts', find: 'const { head } = this.#source.window;', replace: '' },
      {
        file: 'src/changes/subscriber.ts',
        find: 'if (this.#page.length === 0) this.#position = head;',
        replace: 'if (this.#page.length === 0) this.#position = this.#source.window.head;',
      },
    ],
    test: ['test/changes/seam.test.ts', 'tells what is committed while the last page of the log is read'],
  },
  {
    name: 'notification only',
    harm: 'the log is not looked at without a hint',
    edits: [
      {
        file: 'src/changes/feed.ts',
        find: 'setInterval(() => void look(), lookEvery)',
        replace: 'setInterval(() => undefined, lookEvery)',
      },
    ],
    test: ['test/changes/lostHints.test.ts', 'tells of a change within a second where every hint is lost'],
  },
  {
    name: 'pushed queue without a bound',
    harm: 'events pile up for a client that does not read',
    edits: [
      {
        file: 'src/server/sockets.ts',
        find: `            socket.send(data, (error) => {
              if (error) reject(error);
              else resolve();
            });`,
        replace: `            socket.send(data, (error) => { if (error) reject(error); });
            setImmediate(resolve);`,
      },
    ],
    test: [
      'test/server/sockets.test.ts',
      'pulls only what the client reads, and ends one that does not for too long',
    ],
  },
  {
    name: 'UTC date',
    harm: 'until one or two in the morning, today is yesterday',
    edits: [
      { file: 'src/commands/clock.ts', find: `timeZone: 'Europe/Copenhagen'`, replace: `timeZone: 'UTC'` },
    ],
    test: ['test/commands/clock.test.ts', 'is stored with the decision and decides what is historical'],
  },
];
