import type { DatabaseClient } from '../src/storage/address.ts';
import { citizenIdOf, cprOf } from './citizens.ts';
import { cprCipher } from './keys.ts';

/** How many citizens there are, and how many of them have ten decisions; the others have one. */
export interface Population {
  readonly citizens: number;
  readonly readable: number;
}

const chunk = 50_000;

/**
 * Fills empty tables with what the rules would have left behind: each citizen's decisions grant another group than the
 * one before (`groupOf`), so each closes a group and opens one. `npm run verify` finds no difference in it.
 */
export async function seed(sql: DatabaseClient, { citizens, readable }: Population): Promise<void> {
  // Nothing to check for foreign keys: all rows of a citizen are written together.
  await sql`set session_replication_role = replica`;
  for (let first = 1; first <= citizens; first += chunk) {
    const numbers = Array.from(
      { length: Math.min(chunk, citizens - first + 1) },
      (_, index) => first + index,
    );
    const ids = numbers.map(citizenIdOf);
    const hashes = numbers.map((number) => cprCipher.hash(cprOf(number)));
    const encrypted = numbers.map((number) => {
      const { bytes } = cprCipher.encrypt(citizenIdOf(number), cprOf(number));
      return Buffer.from(bytes).toString('hex');
    });
    await sql`
      with asked as materialized (
        select number, id, decode(hash, 'hex') as hash, decode(encrypted, 'hex') as encrypted,
          (101 + number % 98)::text as municipality, case when number <= ${readable} then 10 else 1 end as decisions
        from unnest(${numbers}::int[], ${ids}::uuid[], ${hashes}::text[], ${encrypted}::text[])
          as t(number, id, hash, encrypted)
      ),
      visit as materialized (
        select a.*, sequence, case when sequence % 2 = 1 then 2 else 11 end as granted,
          now() - make_interval(mins => decisions - sequence) as at
        from asked a, generate_series(1, decisions) as sequence
      ),
      citizens as (insert into citizen (id, version, municipality_code) select id, decisions, municipality from asked),
      cprs as (insert into citizen_cpr (citizen_id, cpr_hash, cpr_key, cpr_encrypted)
        select id, hash, ${cprCipher.keyIds[0]}, encrypted from asked),
      decisions as (
        insert into decision (citizen_id, sequence, message_id, ky_id, kind, named_group, contact_group,
          municipality_code, start_date, received_at, today, rule, deviations)
        select id, sequence, 'seed-' || number || '-' || sequence, 'S' || sequence, 'GRANTED', granted, granted,
          municipality, '2026-01-01', at, (at at time zone 'Europe/Copenhagen')::date,
          case sequence when 1 then 'first-grant' else 'superseding-grant' end,
          case sequence when 1 then '{}' else '{OVERLAPPING_GRANT}' end::deviation[]
        from visit
      ),
      groups as (
        insert into contact_group (citizen_id, opened_by, contact_group, carrier, municipality_code, start_date,
          end_date, closed_by)
        select id, sequence, granted, 'S' || sequence, municipality, '2026-01-01',
          case when sequence < decisions then date '2026-01-01' end, nullif(least(sequence + 1, decisions), sequence)
        from visit
      ),
      cases as (
        insert into benefit_case (citizen_id, ky_id, closed, stopped_since_grant, granted_groups)
        select id, 'S' || sequence, false, false, array[granted] from visit
      )
      insert into contact_group_change (citizen_id, sequence, ordinal, kind, from_group, to_group, municipality_code,
        occurred_at)
      select id, sequence, 0, case sequence when 1 then 'OPENED' else 'CHANGED' end::contact_group_change_kind,
        nullif(sequence - 1, 0), sequence, municipality, at
      from visit order by at`;
  }
  await sql`set session_replication_role = origin`;
  await sql`vacuum analyze`;
  // Else it is written while something is measured.
  await sql`checkpoint`;
}
