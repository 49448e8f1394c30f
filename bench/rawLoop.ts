import { connect, type DatabaseParts } from '../src/storage/address.ts';
import { citizenIdOf, groupOf } from './citizens.ts';
import { closedLoop, type Run } from './load.ts';

interface Known {
  readonly version: number;
  readonly municipality: string;
}

/** What pgbench.sql does, by postgres.js: where there is no pgbench. It takes more of the processors. */
export function rawLoop(
  address: DatabaseParts,
  citizens: number,
  connections: number,
  seconds: number,
): Promise<Run> {
  return closedLoop(connections, seconds, () => {
    const sql = connect(address, { max: 1 });
    return {
      async call() {
        const id = citizenIdOf(3 * Math.floor(Math.random() * (citizens / 3)) + 3);
        const message = `raw-${Math.random()}`;
        await sql.unsafe('begin');
        await sql`select count(*) from decision where message_id = ${message}`;
        const [known] = await sql<[Known]>`
          select c.version, c.municipality_code as municipality
          from citizen_cpr p join citizen c on c.id = p.citizen_id where p.citizen_id = ${id} for update of c`;
        const [open] = await sql<[{ openedBy: number }]>`
          select opened_by as "openedBy" from contact_group
          where citizen_id = ${id} and closed_by is null order by opened_by limit 1`;
        await sql`select count(*) from benefit_case where citizen_id = ${id} and ky_id = ${message}`;
        const sequence = known.version + 1;
        const group = groupOf(sequence);
        await sql`
          insert into decision (citizen_id, sequence, message_id, ky_id, kind, named_group, contact_group,
            municipality_code, start_date, received_at, today, rule, deviations)
          values (${id}, ${sequence}, ${message}, ${message}, 'GRANTED', ${group}, ${group}, ${known.municipality},
            '2026-01-02', now(), (now() at time zone 'Europe/Copenhagen')::date, 'superseding-grant',
            '{OVERLAPPING_GRANT}')`;
        await sql`
          update contact_group set end_date = '2026-01-02', closed_by = ${sequence}
          where citizen_id = ${id} and opened_by = ${open.openedBy}`;
        await sql`
          insert into contact_group (citizen_id, opened_by, contact_group, carrier, municipality_code, start_date)
          values (${id}, ${sequence}, ${group}, ${message}, ${known.municipality}, '2026-01-02')`;
        await sql`
          insert into benefit_case (citizen_id, ky_id, closed, stopped_since_grant, granted_groups)
          values (${id}, ${message}, false, false, array[${group}::smallint])
          on conflict (citizen_id, ky_id) do update set granted_groups = excluded.granted_groups`;
        await sql`
          insert into contact_group_change (citizen_id, sequence, ordinal, kind, from_group, to_group,
            municipality_code, occurred_at)
          values (${id}, ${sequence}, 0, 'CHANGED', ${open.openedBy}, ${sequence}, ${known.municipality}, now())`;
        await sql`update citizen set version = ${sequence} where id = ${id}`;
        await sql.unsafe('commit');
      },
      close: () => sql.end(),
    };
  });
}
