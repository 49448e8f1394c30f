-- A second wall behind the server's own queries, where ROW_SECURITY asks for it: on connections that take on this role the
-- database shows the citizens of the connection's municipalities alone (src/storage/rowSecurity.ts), and takes no writes.
DO $$ BEGIN
  IF to_regrole('dfdg_jobcentre') IS NULL THEN
    BEGIN
      CREATE ROLE dfdg_jobcentre NOLOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL;
    END;
  END IF;
  BEGIN
    SET LOCAL ROLE dfdg_jobcentre;
    RESET ROLE;
  EXCEPTION WHEN insufficient_privilege THEN
    -- From PostgreSQL 16 on, who made a role may give it, but not take it on before that.
    GRANT dfdg_jobcentre TO CURRENT_USER;
  END;
EXCEPTION WHEN insufficient_privilege THEN
  RAISE EXCEPTION 'This user can neither make the role dfdg_jobcentre nor take it on: let an administrator run CREATE ROLE dfdg_jobcentre NOLOGIN (where there is none yet) and GRANT dfdg_jobcentre TO %, then start again.', quote_ident(current_user)
    USING ERRCODE = 'object_not_in_prerequisite_state';
END $$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO dfdg_jobcentre;
--> statement-breakpoint
-- A connection says them as it begins; one that says nothing is of none.
CREATE FUNCTION municipalities_in_sight() RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT string_to_array(current_setting('dfdg.municipalities', true), ',')
$$;
--> statement-breakpoint
-- Those whose latest decision is of one of the municipalities, and those of whom one of them has heard a change. A view
-- looks as its owner does, so that the policies of its tables do not ask for each other in circles.
CREATE VIEW citizen_in_sight AS
  SELECT c.id FROM citizen c
  WHERE c.municipality_code = ANY ((SELECT municipalities_in_sight())::text[])
    OR EXISTS (
      SELECT FROM contact_group_change x
      WHERE x.citizen_id = c.id
        AND (x.municipality_code = ANY ((SELECT municipalities_in_sight())::text[])
          OR x.other_municipality_code = ANY ((SELECT municipalities_in_sight())::text[]))
    );
--> statement-breakpoint
GRANT SELECT ON citizen_in_sight TO dfdg_jobcentre;
--> statement-breakpoint
-- For every other role all is as it was.
DO $$ DECLARE citizen_column text[]; BEGIN
  FOREACH citizen_column SLICE 1 IN ARRAY ARRAY[
    ['citizen', 'id'], ['citizen_cpr', 'citizen_id'], ['decision', 'citizen_id'], ['contact_group', 'citizen_id'],
    ['contact_group_change', 'citizen_id'], ['sickness_absence', 'citizen_id'], ['access_log', 'citizen_id']
  ] LOOP
    EXECUTE format('GRANT SELECT ON %I TO dfdg_jobcentre', citizen_column[1]);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', citizen_column[1]);
    EXECUTE format('CREATE POLICY everybody ON %I USING (true) WITH CHECK (true)', citizen_column[1]);
    EXECUTE format('CREATE POLICY in_sight ON %1$I AS RESTRICTIVE TO dfdg_jobcentre
      USING (EXISTS (SELECT FROM citizen_in_sight s WHERE s.id = %1$I.%2$I))', citizen_column[1], citizen_column[2]);
  END LOOP;
END $$;
