\set citizen 3 * random(1, :citizens / 3)
\set message random(1, 9000000000000000)
begin;
select count(*) from decision where message_id = 'pgbench-' || :message;
select c.id, c.version, c.municipality_code from citizen_cpr p join citizen c on c.id = p.citizen_id
  where p.citizen_id = ('01900000-0000-7000-8000-' || lpad(to_hex(:citizen::int), 12, '0'))::uuid for update of c \gset
select opened_by, contact_group from contact_group where citizen_id = :id and closed_by is null order by opened_by limit 1 \gset
select count(*) from benefit_case where citizen_id = :id and ky_id = 'P' || :message;
\set sequence :version + 1
\set granted 13 - :contact_group
insert into decision (citizen_id, sequence, message_id, ky_id, kind, named_group, contact_group, municipality_code,
  start_date, received_at, today, rule, deviations)
  values (:id, :sequence, 'pgbench-' || :message, 'P' || :message, 'GRANTED', :granted, :granted,
  :municipality_code, '2026-01-02', now(), (now() at time zone 'Europe/Copenhagen')::date, 'superseding-grant',
  '{OVERLAPPING_GRANT}');
update contact_group set end_date = '2026-01-02', closed_by = :sequence where citizen_id = :id and opened_by = :opened_by;
insert into contact_group (citizen_id, opened_by, contact_group, carrier, municipality_code, start_date)
  values (:id, :sequence, :granted, 'P' || :message, :municipality_code, '2026-01-02');
insert into benefit_case as b (citizen_id, ky_id, closed, stopped_since_grant, granted_groups)
  values (:id, 'P' || :message, false, false, array[:granted]::smallint[])
  on conflict (citizen_id, ky_id) do update set closed = excluded.closed,
  stopped_since_grant = excluded.stopped_since_grant, granted_groups = excluded.granted_groups;
insert into contact_group_change (citizen_id, sequence, ordinal, kind, from_group, to_group, municipality_code, occurred_at)
  values (:id, :sequence, 0, 'CHANGED', :opened_by, :sequence, :municipality_code, now());
update citizen set version = :sequence, municipality_code = :municipality_code where id = :id;
commit;
