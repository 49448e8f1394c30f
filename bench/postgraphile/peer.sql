-- What a user of PostGraphile would write: the decision as a function. It knows two rows of the decision table, the first
-- grant and the superseding grant, and does the same reads and writes on the same tables as the subgraph; it takes no
-- order lock and sends no notification, so its change log may be read out of order. Its citizens are named by id.
create or replace function submit_decision(
  citizen_id uuid, message_id text, municipality_code text, ky_id text, contact_group smallint, start_date date
) returns decision language plpgsql volatile strict as $$
#variable_conflict use_variable
declare
  known citizen;
  open_group contact_group;
  stored decision;
begin
  select * into stored from decision d where d.message_id = message_id;
  if found then return stored; end if;
  select c.* into known from citizen_cpr p join citizen c on c.id = p.citizen_id
    where p.citizen_id = citizen_id for update of c;
  select * into open_group from contact_group g where g.citizen_id = citizen_id and g.closed_by is null
    order by g.opened_by limit 1;
  perform from benefit_case b where b.citizen_id = citizen_id and b.ky_id = ky_id;
  insert into decision as d (citizen_id, sequence, message_id, ky_id, kind, named_group, contact_group,
      municipality_code, start_date, received_at, today, rule, deviations)
    values (citizen_id, known.version + 1, message_id, ky_id, 'GRANTED', contact_group, contact_group,
      municipality_code, start_date, now(), (now() at time zone 'Europe/Copenhagen')::date,
      case when open_group is null then 'first-grant' else 'superseding-grant' end,
      case when open_group is null then '{}' else '{OVERLAPPING_GRANT}' end::deviation[])
    returning * into stored;
  update contact_group g set end_date = start_date, closed_by = stored.sequence
    where g.citizen_id = citizen_id and g.opened_by = open_group.opened_by;
  insert into contact_group (citizen_id, opened_by, contact_group, carrier, municipality_code, start_date)
    values (citizen_id, stored.sequence, contact_group, ky_id, municipality_code, start_date);
  insert into benefit_case as b (citizen_id, ky_id, closed, stopped_since_grant, granted_groups)
    values (citizen_id, ky_id, false, false, array[contact_group])
    on conflict on constraint benefit_case_citizen_id_ky_id_pk
    do update set closed = excluded.closed, stopped_since_grant = excluded.stopped_since_grant,
      granted_groups = excluded.granted_groups;
  insert into contact_group_change (citizen_id, sequence, ordinal, kind, from_group, to_group, municipality_code,
      occurred_at)
    values (citizen_id, stored.sequence, 0,
      case when open_group is null then 'OPENED' else 'CHANGED' end::contact_group_change_kind,
      open_group.opened_by, stored.sequence, municipality_code, stored.received_at);
  update citizen c set version = stored.sequence, municipality_code = municipality_code where c.id = citizen_id;
  return stored;
end $$;

-- The groups of a citizen as a field: their foreign key leads to the decision that opened them.
comment on table contact_group is e'@foreignKey (citizen_id) references citizen (id)';
