-- What a running server may do, whatever statement it were made to send. It takes this role on as it connects
-- (src/storage/address.ts). Roles are of the whole cluster: another database may have made it, even at this moment.
DO $$ BEGIN
  IF to_regrole('dfdg_server') IS NULL THEN
    BEGIN
      CREATE ROLE dfdg_server NOLOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL;
    END;
  END IF;
  BEGIN
    SET LOCAL ROLE dfdg_server;
    RESET ROLE;
  EXCEPTION WHEN insufficient_privilege THEN
    -- From PostgreSQL 16 on, who made a role may give it, but not take it on before that.
    GRANT dfdg_server TO CURRENT_USER;
  END;
EXCEPTION WHEN insufficient_privilege THEN
  RAISE EXCEPTION 'This user can neither make the role dfdg_server nor take it on: let an administrator run CREATE ROLE dfdg_server NOLOGIN (where there is none yet) and GRANT dfdg_server TO %, then start again.', quote_ident(current_user)
    USING ERRCODE = 'object_not_in_prerequisite_state';
END $$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO dfdg_server;
--> statement-breakpoint
GRANT SELECT ON ALL TABLES IN SCHEMA public TO dfdg_server;
--> statement-breakpoint
GRANT INSERT ON citizen, citizen_cpr, benefit_case, decision, contact_group, contact_group_change, sickness_absence,
  sickness_report, quarantined_message, access_log TO dfdg_server;
--> statement-breakpoint
GRANT USAGE ON SEQUENCE access_number TO dfdg_server;
--> statement-breakpoint
GRANT UPDATE (version, municipality_code) ON citizen TO dfdg_server;
--> statement-breakpoint
GRANT UPDATE (carrier, end_date, closed_by) ON contact_group TO dfdg_server;
--> statement-breakpoint
GRANT UPDATE (closed, stopped_since_grant, granted_groups) ON benefit_case TO dfdg_server;
--> statement-breakpoint
GRANT UPDATE (recovered_on) ON sickness_absence TO dfdg_server;
--> statement-breakpoint
-- Only who owns a connection is shown what it is: so this looks as the owner of the tables.
CREATE FUNCTION server_connections() RETURNS TABLE (application text, state text, count integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT application_name, coalesce(state, 'unknown'), count(*)::int FROM pg_stat_activity
  WHERE datname = current_database() AND application_name LIKE 'dfdg-%'
  GROUP BY 1, 2
$$;
